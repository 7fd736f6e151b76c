"""A freed time goes to whoever has waited longest for one like it."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import select

from hms.access import Scope
from hms.db import transaction
from hms.errors import NotFound, NotPossible, OfferLost, Stale
from hms.models import OutboxMessage, Patient, Practitioner
from hms.schemas.scheduling import MoveRequest
from hms.services import scheduling
from hms.services.waitlist import answering, joining, offering, overview
from tests.support.cast import ELEVEN, Cast, later
from tests.support.offers import offer as offer_type
from tests.support.waiting import frees, full_time, newcomer, offers, rule, run_out, say_no, take, wait

TWENTY = timedelta(minutes=20)


def test_bilal_waits_asha_gives_a_time_up_and_bilal_takes_it(clinic: Cast) -> None:
    booked = clinic.book(clinic.asha)
    waits = wait(clinic, clinic.bilal, since=60, note="My back again")
    frees(clinic, booked, clinic.asha)
    (offer,) = offers(clinic, clinic.bilal)
    assert (offer.time, offer.doctor, offer.state, offer.seconds_left) == ("11:00", "Dr Meera Rao", "open", 1_800)
    taken = take(clinic, clinic.bilal, offer)
    assert (taken.time, taken.status, taken.reason) == ("11:00", "booked", "My back again")
    assert clinic.do(clinic.bilal, joining.mine) == []
    assert offers(clinic, clinic.bilal) == []
    assert taken.patient_id == waits.patient_id


def test_the_time_is_kept_for_the_one_who_is_asked(clinic: Cast) -> None:
    booked = full_time(clinic)
    wait(clinic, clinic.bilal)
    frees(clinic, booked)
    for other in (clinic.asha, clinic.reception):
        with pytest.raises(Exception, match="Somebody is booking this time"):
            clinic.book(other, patient_id=clinic.asha.patient_id)
    run_out(clinic, later(31))
    assert clinic.do(clinic.asha, scheduling.book, clinic.request(ELEVEN), now=later(31)).time == "11:00"


def test_who_waits_longest_is_asked_first_then_the_next_then_anybody_may_book(clinic: Cast) -> None:
    booked = full_time(clinic, later(300))
    wait(clinic, clinic.bilal, since=60)
    wait(clinic, clinic.asha, since=120)
    frees(clinic, booked)
    (first,) = offers(clinic, clinic.asha)
    assert offers(clinic, clinic.bilal) == [] and first.place == 1
    assert run_out(clinic, later(29)) == 0
    assert run_out(clinic, later(30)) == 1
    assert offers(clinic, clinic.asha, later(30)) == []
    (second,) = offers(clinic, clinic.bilal, later(30))
    assert (second.time, second.place) == (first.time, 2)
    say_no(clinic, clinic.bilal, second, later(31))
    assert offers(clinic, clinic.asha, later(31)) == [], "nobody is asked twice for one time"
    assert clinic.do(clinic.asha, scheduling.book, clinic.request(later(300)), now=later(32)).time == "15:00"
    page = clinic.do(clinic.reception, overview.offers, now=later(40))
    assert [(o.patient, o.state) for o in page.past] == [("Bilal Haddad", "declined"), ("Asha Nair", "expired")]
    assert [e.patient for e in clinic.do(clinic.reception, overview.waiting).waiting] == ["Asha Nair", "Bilal Haddad"]


def test_a_change_or_a_no_costs_no_place(clinic: Cast) -> None:
    first, second = full_time(clinic), full_time(clinic, later(300))
    waits = wait(clinic, clinic.asha, since=120)
    wait(clinic, clinic.bilal, since=60)
    frees(clinic, first)
    say_no(clinic, clinic.asha, offers(clinic, clinic.asha)[0])
    form = {"entry_id": waits.id, "version": waits.version, "weekdays": [0], "practitioner_id": waits.practitioner_id}
    changed = clinic.do(clinic.asha, joining.change, joining.ChangeWishForm(**form))
    assert (changed.days, changed.note) == ("Mon", "It hurts")
    frees(clinic, second)
    assert [o.time for o in offers(clinic, clinic.asha)] == ["15:00"]


@pytest.mark.parametrize(
    ("wish", "fits"),
    [
        ({"weekdays": [0]}, True),
        ({"weekdays": [1, 2, 3, 4, 5, 6]}, False),
        ({"from_time": time(11), "to_time": time(11, 20)}, True),
        ({"from_time": time(11, 1)}, False),
        ({"to_time": time(11, 19)}, False),
        ({"until_on": date(2026, 11, 23)}, True),
    ],
)
def test_a_time_must_lie_where_it_is_wished_for(clinic: Cast, wish: dict[str, object], fits: bool) -> None:
    booked = full_time(clinic)
    wait(clinic, clinic.bilal, **wish)
    frees(clinic, booked)
    assert bool(offers(clinic, clinic.bilal)) is fits


def test_nothing_is_offered_after_the_last_day(clinic: Cast) -> None:
    booked = full_time(clinic, ELEVEN + timedelta(days=1))
    wait(clinic, clinic.bilal, until_on=date(2026, 11, 23))
    frees(clinic, booked)
    assert offers(clinic, clinic.bilal) == []
    (old,) = clinic.do(clinic.bilal, joining.mine, now=later(60 * 24))
    assert old.over == "Its last day has passed."


def test_a_wish_for_a_department_is_met_by_any_of_its_doctors_and_by_no_other(clinic: Cast) -> None:
    hearts, eyes = full_time(clinic), full_time(clinic, doctor="dr_osei")
    waits = wait(clinic, clinic.bilal, department_id=clinic.cardiology)
    assert waits.whom == "Cardiology, any doctor"
    frees(clinic, eyes)
    assert offers(clinic, clinic.bilal) == []
    frees(clinic, hearts)
    assert [o.doctor for o in offers(clinic, clinic.bilal)] == ["Dr Meera Rao"]


def test_who_gave_the_time_up_is_not_asked_for_it_again(clinic: Cast) -> None:
    booked = clinic.book(clinic.asha)
    wait(clinic, clinic.asha)
    frees(clinic, booked, clinic.asha)
    assert offers(clinic, clinic.asha) == []
    moved = clinic.book(clinic.bilal, later(300))
    wait(clinic, clinic.bilal)
    request = MoveRequest(appointment_id=moved.id, starts_at=later(320), version=1)
    clinic.do(clinic.bilal, scheduling.move, request)
    assert [o.time for o in offers(clinic, clinic.asha)] == ["15:00"]
    say_no(clinic, clinic.asha, offers(clinic, clinic.asha)[0])
    assert offers(clinic, clinic.bilal) == []


def test_nobody_is_offered_what_collides_with_their_own_appointments(clinic: Cast) -> None:
    booked = full_time(clinic)
    clinic.book(clinic.asha, doctor="dr_osei")
    wait(clinic, clinic.asha, since=60)
    wait(clinic, clinic.bilal)
    frees(clinic, booked)
    assert offers(clinic, clinic.asha) == []
    assert [o.time for o in offers(clinic, clinic.bilal)] == ["11:00"]


def test_nobody_holds_two_offers_for_one_wish_or_at_one_time(clinic: Cast) -> None:
    times = [full_time(clinic), full_time(clinic, later(300)), full_time(clinic, doctor="dr_osei")]
    wait(clinic, clinic.bilal)
    wait(clinic, clinic.bilal, department_id=clinic.eyes)
    for booked in times:
        frees(clinic, booked)
    assert [(o.time, o.doctor) for o in offers(clinic, clinic.bilal)] == [("11:00", "Dr Meera Rao")]


def test_an_earlier_time_replaces_the_appointment_and_what_it_leaves_goes_on(clinic: Cast) -> None:
    booked, held = full_time(clinic), clinic.book(clinic.bilal, later(300))
    wait(clinic, clinic.bilal, since=60, appointment_id=held.id)
    wait(clinic, clinic.asha, from_time=time(14))
    frees(clinic, booked)
    (offer,) = offers(clinic, clinic.bilal)
    assert offer.replaces == "Mon 23 Nov, 15:00, Dr Meera Rao"
    taken = take(clinic, clinic.bilal, offer)
    assert (taken.id, taken.time, taken.version) == (held.id, "11:00", 2)
    assert taken.reason == "Palpitations at night"
    assert [o.time for o in offers(clinic, clinic.asha)] == ["15:00"]


def test_only_an_earlier_time_is_better_than_the_one_that_is_held(clinic: Cast) -> None:
    late, same, held = (
        full_time(clinic, later(340)),
        full_time(clinic, later(300), doctor="dr_osei"),
        clinic.book(clinic.bilal, later(300)),
    )
    wait(clinic, clinic.bilal, appointment_id=held.id)
    other = clinic.book(clinic.asha, later(320))
    wait(clinic, clinic.asha, appointment_id=other.id, department_id=clinic.eyes)
    frees(clinic, late)
    assert offers(clinic, clinic.bilal) == []
    frees(clinic, same)
    assert offers(clinic, clinic.bilal) == []
    assert [(o.doctor, o.time) for o in offers(clinic, clinic.asha)] == [("Dr Kofi Osei", "15:00")]
    moved = take(clinic, clinic.asha, offers(clinic, clinic.asha)[0])
    assert (moved.id, moved.doctor) == (other.id, "Dr Kofi Osei")


def test_a_wish_ends_with_the_appointment_that_it_would_replace(clinic: Cast) -> None:
    booked, held = full_time(clinic), clinic.book(clinic.bilal, later(300))
    wait(clinic, clinic.bilal, appointment_id=held.id)
    frees(clinic, held, clinic.bilal)
    frees(clinic, booked)
    assert offers(clinic, clinic.bilal) == []
    (over,) = clinic.do(clinic.bilal, joining.mine)
    assert over.over == "The appointment that it would replace was cancelled."


def test_what_patients_could_not_book_themselves_is_offered_to_nobody(clinic: Cast) -> None:
    near, far = full_time(clinic), full_time(clinic, ELEVEN + timedelta(days=20))
    wait(clinic, clinic.bilal)
    rule(notice_min=61, ahead_days=14)
    frees(clinic, near)
    frees(clinic, far)
    assert offers(clinic, clinic.bilal) == []


def test_a_longer_visit_is_offered_only_where_the_whole_of_it_fits(clinic: Cast) -> None:
    long = offer_type(clinic, length_min=40, buffer_after_min=20).id
    before, booked, after, last = (full_time(clinic, ELEVEN + n * TWENTY) for n in (-1, 0, 1, 2))
    wait(clinic, clinic.bilal, visit_type_id=long)
    frees(clinic, booked)
    frees(clinic, after)
    assert offers(clinic, clinic.bilal) == [], "twenty minutes after it are somebody else's"
    frees(clinic, last)
    (offer,) = offers(clinic, clinic.bilal)
    assert (offer.time, offer.ends, offer.visit_type) == ("11:00", "11:40", "ECG")
    taken = take(clinic, clinic.bilal, offer)
    assert (taken.visit_type, taken.length_min, before.time) == ("ECG", 40, "10:40")


def test_what_is_left_of_a_long_freed_time_is_offered_to_others(clinic: Cast) -> None:
    long = offer_type(clinic, length_min=40).id
    booked = full_time(clinic, visit_type_id=long)
    wait(clinic, clinic.bilal, since=60)
    wait(clinic, clinic.asha)
    frees(clinic, booked)
    assert [o.time for o in offers(clinic, clinic.bilal)] == ["11:00"]
    assert [o.time for o in offers(clinic, clinic.asha)] == ["11:20"]


def test_the_dead_are_not_asked_and_cannot_join(clinic: Cast) -> None:
    booked = full_time(clinic)
    wait(clinic, clinic.bilal)
    with transaction() as db:
        db.get_one(Patient, clinic.bilal.patient_id).deceased = True
    frees(clinic, booked)
    assert offers(clinic, clinic.bilal) == []
    with pytest.raises(NotPossible, match="died"):
        wait(clinic, clinic.bilal)


def test_an_offer_that_has_run_out_is_refused_in_words_and_the_wish_is_kept(clinic: Cast) -> None:
    booked = full_time(clinic)
    wait(clinic, clinic.bilal)
    frees(clinic, booked)
    (offer,) = offers(clinic, clinic.bilal)
    for moment in (later(30), later(45)):
        with pytest.raises(NotPossible, match="run out"):
            take(clinic, clinic.bilal, offer, moment)
        run_out(clinic, moment)
    assert len(clinic.do(clinic.bilal, joining.mine, now=later(45))) == 1


def test_accepting_twice_books_once(clinic: Cast) -> None:
    booked = full_time(clinic)
    wait(clinic, clinic.bilal)
    frees(clinic, booked)
    (offer,) = offers(clinic, clinic.bilal)
    assert take(clinic, clinic.bilal, offer) == take(clinic, clinic.bilal, offer)
    with pytest.raises(NotPossible, match="taken already"):
        say_no(clinic, clinic.bilal, offer)


def test_who_books_something_else_at_that_time_meanwhile_loses_the_offer_and_the_next_is_asked(clinic: Cast) -> None:
    booked = full_time(clinic)
    wait(clinic, clinic.bilal, since=60)
    wait(clinic, clinic.asha)
    frees(clinic, booked)
    (offer,) = offers(clinic, clinic.bilal)
    clinic.book(clinic.bilal, doctor="dr_osei")
    with pytest.raises(OfferLost, match="another appointment"):
        take(clinic, clinic.bilal, offer)
    assert offers(clinic, clinic.bilal) == []
    assert [o.time for o in offers(clinic, clinic.asha)] == ["11:00"]
    (waits,) = clinic.do(clinic.bilal, joining.mine)
    assert waits.over == "" and waits.offer is None


def test_an_offer_of_a_doctor_who_has_left_is_lost_in_words(clinic: Cast) -> None:
    booked = full_time(clinic)
    wait(clinic, clinic.bilal)
    frees(clinic, booked)
    (offer,) = offers(clinic, clinic.bilal)
    with transaction() as db:
        db.get_one(Practitioner, clinic.dr_rao.practitioner_id).left_at = clinic.now
    with pytest.raises(OfferLost, match="not there"):
        take(clinic, clinic.bilal, offer)


def test_withdrawing_gives_the_offered_time_to_the_next(clinic: Cast) -> None:
    booked = full_time(clinic)
    waits = wait(clinic, clinic.bilal, since=60)
    wait(clinic, clinic.asha)
    frees(clinic, booked)
    clinic.do(clinic.bilal, joining.withdraw, waits.id)
    clinic.do(clinic.bilal, joining.withdraw, waits.id)
    assert clinic.do(clinic.bilal, joining.mine) == []
    assert [o.time for o in offers(clinic, clinic.asha)] == ["11:00"]
    page = clinic.do(clinic.reception, overview.offers)
    assert [o.outcome for o in page.past] == ["The wish was withdrawn"]


def test_an_offer_is_told_in_the_same_transaction_without_the_persons_name_in_the_clear(clinic: Cast) -> None:
    booked = full_time(clinic)
    wait(clinic, clinic.bilal)
    frees(clinic, booked)
    with transaction(reading=True) as db:
        told = db.exec(select(OutboxMessage).where(OutboxMessage.kind == "offer")).all()
    assert [m.patient_id for m in told] == [clinic.bilal.patient_id]
    (open_offer,) = clinic.do(clinic.reception, overview.offers).open
    assert open_offer.why == "Waits longest, since 23 Nov 2026; it meets: this doctor, a plain visit."


def test_at_night_an_offer_stays_until_the_morning(clinic: Cast) -> None:
    booked = full_time(clinic, ELEVEN + timedelta(days=1))
    wait(clinic, clinic.bilal)
    frees(clinic, booked, now=later(60 * 12))  # 22:00
    (offer,) = offers(clinic, clinic.bilal, later(60 * 12))
    assert offer.until == "08:30"
    soon = full_time(clinic, ELEVEN - timedelta(minutes=40))
    frees(clinic, soon)
    assert offers(clinic, clinic.bilal)[0].id == offer.id


def test_no_offer_outlasts_the_time_itself(clinic: Cast) -> None:
    booked = full_time(clinic, later(20))
    wait(clinic, clinic.bilal)
    frees(clinic, booked)
    assert [o.until for o in offers(clinic, clinic.bilal)] == ["10:20"]


def test_patients_see_only_their_own_waiting(clinic: Cast) -> None:
    booked = full_time(clinic)
    waits = wait(clinic, clinic.bilal)
    frees(clinic, booked)
    (offer,) = offers(clinic, clinic.bilal)
    assert clinic.do(clinic.asha, joining.mine) == [] and offers(clinic, clinic.asha) == []
    form = joining.ChangeWishForm(entry_id=waits.id, version=1, weekdays=[0], practitioner_id=waits.practitioner_id)
    for attempt in (
        lambda: take(clinic, clinic.asha, offer),
        lambda: say_no(clinic, clinic.asha, offer),
        lambda: clinic.do(clinic.asha, joining.withdraw, waits.id),
        lambda: clinic.do(clinic.asha, joining.change, form),
        lambda: wait(clinic, clinic.asha, patient_id=clinic.bilal.patient_id),
    ):
        with pytest.raises(NotFound):
            attempt()
    assert offer.why == "" and offer.place == 1


def test_reception_joins_accepts_and_withdraws_for_others_but_does_not_read_why_they_come(clinic: Cast) -> None:
    booked = full_time(clinic)
    waits = wait(clinic, clinic.reception, patient_id=clinic.bilal.patient_id)
    assert (waits.note, waits.patient) == ("", "Bilal Haddad")
    frees(clinic, booked)
    taken = take(clinic, clinic.reception, clinic.do(clinic.reception, overview.offers).open[0])
    assert (taken.patient, taken.status, taken.reason) == ("Bilal Haddad", "booked", "")
    assert clinic.do(clinic.bilal, scheduling.card, taken.id).reason == "It hurts"


def test_an_answer_to_an_offer_that_changed_is_stale(clinic: Cast) -> None:
    booked = full_time(clinic)
    wait(clinic, clinic.bilal)
    frees(clinic, booked)
    (offer,) = offers(clinic, clinic.bilal)
    with pytest.raises(Stale):
        clinic.do(clinic.bilal, answering.accept, offer.id, offer.version + 1)


def test_added_hours_are_offered_one_by_one_to_distinct_people(clinic: Cast) -> None:
    wait(clinic, clinic.bilal, since=60)
    wait(clinic, clinic.bilal, since=50, from_time=time(11))
    wait(clinic, clinic.asha, since=30)
    third = newcomer(clinic)
    wait(clinic, clinic.reception, patient_id=third, weekdays=[2])
    first = later(60 * 24)
    with transaction() as db:
        scope = Scope(db, clinic.admin, clinic.now)
        asked = offering.freed_span(scope, clinic.dr_rao.practitioner_id, first, first + timedelta(minutes=60))
    assert asked == 2
    assert [(o.short_day, o.time) for o in offers(clinic, clinic.bilal)] == [("Tue 24 Nov", "10:00")]
    assert [(o.short_day, o.time) for o in offers(clinic, clinic.asha)] == [("Tue 24 Nov", "10:20")]


def test_the_order_is_written_down_for_staff(clinic_on_sqlite: Cast) -> None:
    told = clinic_on_sqlite.do(clinic_on_sqlite.reception, overview.fair_order)
    assert len(told) == 6 and "waited longest is asked first" in told[0] and "\n" not in "".join(told)


def test_when_nobody_waits_a_freed_time_costs_one_query_by_index(clinic_on_sqlite: Cast) -> None:
    said: list[tuple[str, Any]] = []
    with transaction() as db:
        event.listen(db.get_bind(), "before_cursor_execute", lambda *of: said.append((of[2], of[3])))
        scope = Scope(db, clinic_on_sqlite.reception, clinic_on_sqlite.now)
        offering.freed(scope, clinic_on_sqlite.dr_rao.practitioner_id, ELEVEN, later(80))
        ((asked, values),) = said
        plan = db.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}", values).all()
    assert not [step for *_, step in plan if step.startswith("SCAN")], plan
