"""A time is kept for whoever is filling in the form: for one person, for a few minutes, and never for longer."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func
from sqlmodel import col, select

from hms import db as database
from hms.access import SYSTEM, Actor
from hms.changes import BUS
from hms.db import transaction
from hms.errors import BusyThen, HoldExpired, Invalid, NoHours, NotFound, SlotTaken, TimeHeld
from hms.models import THE_CLINIC, Appointment, DailyLimit, Hold, SchedulingRules, VisitType
from hms.schemas.scheduling import CancelRequest, HoldCard, HoldRequest, MoveRequest
from hms.services import accounts, availability, board, holds, own_hold, scheduling
from tests.support.cast import ELEVEN, NINE, NOW, Cast, later


def hold(clinic: Cast, who: Actor, at: datetime = ELEVEN, doctor: str = "dr_rao", **other: Any) -> HoldCard:
    request = HoldRequest(practitioner_id=clinic.people[doctor].practitioner_id, starts_at=at, **other)
    return clinic.do(who, holds.hold, request)


def shown(clinic: Cast, who: Actor, doctor: str = "dr_rao", **other: Any) -> dict[str, bool]:
    """Say which times of today somebody sees, and which of them as being booked by another."""
    asked = clinic.people[doctor].practitioner_id, NOW.date()
    return {time.label: time.held for time in clinic.do(who, availability.free_times, *asked, **other)}


def live(clinic: Cast) -> int:
    with transaction(reading=True) as db:
        asked = select(func.count()).where(col(Hold.over_at).is_(None), Hold.expires_at > clinic.now)
        return db.exec(asked).one()


def kind(**facts: Any) -> UUID:
    with transaction() as db:
        made = VisitType(name=f"Kind {uuid4().hex[:6]}", opened_at=NOW, **{"length_min": 20, **facts})
        db.add(made)
        return made.id


def rule(**facts: Any) -> None:
    with transaction() as db:
        rules = db.get(SchedulingRules, THE_CLINIC) or SchedulingRules()
        rules.sqlmodel_update(facts)
        db.add(rules)


def test_a_held_time_is_seen_by_others_as_being_booked_and_by_oneself_as_free(clinic: Cast) -> None:
    held = hold(clinic, clinic.asha)
    assert (held.time, held.seconds_left) == ("11:00", 300)
    assert shown(clinic, clinic.asha)["11:00"] is False
    others = shown(clinic, clinic.bilal)
    assert others["11:00"] is True and not any(held for label, held in others.items() if label != "11:00")
    assert shown(clinic, clinic.reception)["11:00"] is True


@pytest.mark.parametrize("who", ["bilal", "reception"])
def test_a_hold_keeps_others_out_and_tells_them_what_is_free(clinic: Cast, who: str) -> None:
    hold(clinic, clinic.asha)
    with pytest.raises(TimeHeld, match="booking this time just now") as refused:
        hold(clinic, clinic.people[who])
    assert refused.value.nearest == ["10:20", "10:40", "11:20"] and "10:40" in refused.value.fields["at"]
    with pytest.raises(TimeHeld):
        clinic.book(clinic.people[who], patient_id=clinic.bilal.patient_id)
    other = clinic.book(clinic.people[who], later(20), patient_id=clinic.bilal.patient_id)
    move = MoveRequest(appointment_id=other.id, starts_at=ELEVEN, version=other.version)
    with pytest.raises(TimeHeld):
        clinic.do(clinic.people[who], scheduling.move, move)
    assert clinic.do(clinic.people[who], scheduling.card, other.id).time == "10:20"


def test_who_holds_a_time_books_it(clinic: Cast) -> None:
    held = hold(clinic, clinic.asha)
    booked = clinic.book(clinic.asha, hold_id=held.id)
    assert (booked.time, live(clinic)) == ("11:00", 0)
    assert "11:00" not in shown(clinic, clinic.bilal)


def test_a_hold_frees_itself_also_over_a_restart(clinic: Cast) -> None:
    rule(hold_min=2)
    hold(clinic, clinic.asha)
    clinic.now = later(1.9)
    assert shown(clinic, clinic.bilal)["11:00"] is True
    database.dispose()  # nothing of a hold lives in the server: it is as if another process had been started
    clinic.now = later(2)
    assert shown(clinic, clinic.bilal)["11:00"] is False
    assert hold(clinic, clinic.bilal).seconds_left == 120
    assert clinic.book(clinic.bilal).time == "11:00"


def test_the_clockwork_ends_what_ran_out_and_tells_the_screens(clinic_on_sqlite: Cast) -> None:
    clinic, told = clinic_on_sqlite, []
    held = hold(clinic, clinic.asha)
    assert clinic.do(SYSTEM, holds.expire) == 0
    stop = BUS.subscribe(told.append)
    assert clinic.do(SYSTEM, holds.expire, now=later(5)) == 1
    stop()
    assert {change.topic for change in told} == {f"practitioner:{clinic.dr_rao.practitioner_id}", "board:2026-11-23"}
    assert any(f"hold:{held.id}" in change.ids for change in told)


def test_who_takes_another_doctors_time_leaves_what_ran_out_elsewhere_to_be_told(clinic: Cast) -> None:
    hold(clinic, clinic.asha)
    clinic.now = later(5)
    hold(clinic, clinic.bilal, doctor="dr_osei")
    assert clinic.do(SYSTEM, holds.expire) == 1, "hers was not ended without a word to those who see it"


def test_what_ran_out_is_told_by_whoever_takes_it_over(clinic_on_sqlite: Cast) -> None:
    clinic, told = clinic_on_sqlite, []
    held = hold(clinic, clinic.asha)
    clinic.now = later(5)
    stop = BUS.subscribe(told.append)
    hold(clinic, clinic.bilal, later(80))
    stop()
    assert any(f"hold:{held.id}" in change.ids for change in told)


def test_a_time_of_a_doctor_who_takes_no_bookings_any_more_is_not_taken_up_again(clinic: Cast) -> None:
    held = hold(clinic, clinic.asha)
    clinic.do(clinic.asha, own_hold.let_go, held.id)
    clinic.do(clinic.admin, accounts.disable, clinic.dr_rao.account_id)
    assert clinic.do(clinic.asha, own_hold.take_up, held.id) is None


def test_confirming_after_expiry_is_refused_and_nothing_is_lost(clinic: Cast) -> None:
    held = hold(clinic, clinic.asha)
    clinic.now = later(5)
    with pytest.raises(HoldExpired, match="no longer kept") as refused:
        clinic.book(clinic.asha, hold_id=held.id)
    assert "still here" in refused.value.body and refused.value.fields["at"]
    again = hold(clinic, clinic.asha)
    assert again.id != held.id and clinic.book(clinic.asha, hold_id=again.id).time == "11:00"


def test_what_expired_may_be_another_persons_by_then(clinic: Cast) -> None:
    held = hold(clinic, clinic.asha)
    clinic.now = later(5)
    clinic.book(clinic.bilal)
    with pytest.raises(HoldExpired):
        clinic.book(clinic.asha, hold_id=held.id)
    with pytest.raises(SlotTaken, match="just taken"):
        hold(clinic, clinic.asha)


def test_a_patient_holds_one_time_and_choosing_another_lets_it_go(clinic: Cast) -> None:
    first = hold(clinic, clinic.asha)
    second = hold(clinic, clinic.asha, later(80), "dr_osei")
    assert live(clinic) == 1 and shown(clinic, clinic.bilal)["11:00"] is False
    assert clinic.do(clinic.asha, own_hold.see, first.id) is None
    assert clinic.do(clinic.asha, own_hold.see, second.id).time == "11:20"
    clinic.do(clinic.asha, own_hold.let_go, second.id)
    assert live(clinic) == 0 and not any(shown(clinic, clinic.bilal, "dr_osei").values())


def test_two_tabs_that_choose_at_the_same_moment_hold_one_time(clinic: Cast) -> None:
    times = [ELEVEN + timedelta(minutes=20 * n) for n in range(6)]
    wanted = [(at, doctor) for at in times[:3] for doctor in ("dr_rao", "dr_osei")]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda w: hold(clinic, clinic.asha, *w), wanted))
    assert live(clinic) == 1


def test_the_same_time_chosen_again_is_held_no_longer_than_before(clinic: Cast) -> None:
    held = hold(clinic, clinic.asha)
    clinic.now = later(2)
    again = hold(clinic, clinic.asha)
    assert (again.id, again.seconds_left) == (held.id, 180)


def test_a_refused_choice_keeps_the_time_chosen_before(clinic: Cast) -> None:
    clinic.book(clinic.bilal, later(80))
    held = hold(clinic, clinic.asha)
    with pytest.raises(SlotTaken):
        hold(clinic, clinic.asha, later(80))
    assert clinic.do(clinic.asha, own_hold.see, held.id).time == "11:00"


def test_anothers_hold_helps_nobody(clinic: Cast) -> None:
    held = hold(clinic, clinic.asha)
    clinic.do(clinic.bilal, own_hold.let_go, held.id)
    assert live(clinic) == 1
    assert clinic.do(clinic.bilal, own_hold.see, held.id) is None
    assert clinic.do(clinic.bilal, own_hold.take_up, held.id) is None
    for stranger in (held.id, uuid4()):
        with pytest.raises(HoldExpired):
            clinic.book(clinic.bilal, hold_id=stranger)
    mine = hold(clinic, clinic.bilal, later(80))
    with pytest.raises(HoldExpired):  # one's own, but of another time
        clinic.book(clinic.bilal, later(100), hold_id=mine.id)
    with pytest.raises(HoldExpired):  # and of another doctor
        clinic.book(clinic.bilal, later(80), doctor="dr_osei", hold_id=mine.id)


def test_ones_own_hold_is_never_in_ones_own_way(clinic: Cast) -> None:
    hold(clinic, clinic.asha)
    assert clinic.book(clinic.asha).time == "11:00"  # in a second tab, without the hold
    assert live(clinic) == 0 and shown(clinic, clinic.bilal)["11:20"] is False


def test_a_page_that_is_read_anew_takes_its_time_up_until_its_own_end(clinic: Cast) -> None:
    held = hold(clinic, clinic.asha)
    clinic.do(clinic.asha, own_hold.let_go, held.id)
    clinic.now = later(1)
    back = clinic.do(clinic.asha, own_hold.take_up, held.id)
    assert (back.id, back.seconds_left) == (held.id, 240) and shown(clinic, clinic.bilal)["11:00"] is True
    assert clinic.do(clinic.asha, own_hold.take_up, held.id).id == held.id  # nothing more happens
    clinic.do(clinic.asha, own_hold.let_go, held.id)
    assert clinic.do(clinic.asha, own_hold.take_up, held.id, now=later(5)) is None
    hold(clinic, clinic.bilal)
    assert clinic.do(clinic.asha, own_hold.take_up, held.id) is None  # another's by now
    booked = clinic.book(clinic.bilal)
    assert clinic.do(clinic.asha, own_hold.take_up, held.id) is None
    clinic.do(clinic.bilal, scheduling.cancel, CancelRequest(appointment_id=booked.id, reason="x", version=1))
    other = hold(clinic, clinic.asha, later(80))
    assert clinic.do(clinic.asha, own_hold.take_up, held.id) is None  # chosen something else
    assert clinic.do(clinic.asha, own_hold.see, other.id)


@pytest.mark.parametrize(
    "at", [NINE, ELEVEN + timedelta(minutes=1), ELEVEN + timedelta(hours=2), ELEVEN + timedelta(days=400)]
)
def test_only_times_that_are_offered_can_be_held(clinic: Cast, at: datetime) -> None:
    with pytest.raises(NoHours):
        hold(clinic, clinic.asha, at)
    assert live(clinic) == 0


def test_a_type_or_a_doctor_that_is_not_offered_cannot_be_held(clinic: Cast) -> None:
    elsewhere, staff = kind(department_id=clinic.eyes), kind(patients_may_book=False)
    for wrong in (elsewhere, staff, kind(closed_at=NOW), uuid4()):
        with pytest.raises(Invalid) as refused:
            hold(clinic, clinic.asha, visit_type_id=wrong)
        assert refused.value.fields["visit_type_id"]
    with pytest.raises(NotFound):
        clinic.do(clinic.asha, holds.hold, HoldRequest(practitioner_id=uuid4(), starts_at=ELEVEN))
    assert live(clinic) == 0


def test_who_has_an_appointment_then_is_told_before_the_form_is_filled_in(clinic: Cast) -> None:
    clinic.book(clinic.asha)
    with pytest.raises(BusyThen, match="another appointment"):
        hold(clinic, clinic.asha, doctor="dr_osei")


def test_buffers_are_held_too(clinic: Cast) -> None:
    long = kind(length_min=40, buffer_after_min=20)
    hold(clinic, clinic.asha, visit_type_id=long)
    others = shown(clinic, clinic.bilal)
    assert [label for label, held in others.items() if held] == ["11:00", "11:20", "11:40"]
    assert shown(clinic, clinic.bilal, visit_type_id=long)["10:20"] is True


def test_a_held_visit_counts_towards_the_daily_limit(clinic: Cast) -> None:
    rare = kind()
    with transaction() as db:
        db.add(DailyLimit(practitioner_id=clinic.dr_rao.practitioner_id, visit_type_id=rare, most=1))
    held = hold(clinic, clinic.asha, visit_type_id=rare)
    assert shown(clinic, clinic.bilal, visit_type_id=rare) == {}
    with pytest.raises(SlotTaken):
        clinic.book(clinic.bilal, later(80), visit_type_id=rare)
    assert clinic.book(clinic.asha, visit_type_id=rare, hold_id=held.id).time == "11:00"


def test_an_appointment_moves_through_a_hold_also_onto_part_of_its_own_time(clinic: Cast) -> None:
    long = kind(length_min=60)
    booked = clinic.book(clinic.asha, visit_type_id=long)
    with transaction() as db:
        db.get_one(VisitType, long).closed_at = NOW  # what is booked can still be moved
    assert "11:20" in shown(clinic, clinic.asha, moving=booked.id)
    with pytest.raises(NotFound):
        shown(clinic, clinic.bilal, moving=booked.id)
    with pytest.raises(NotFound):
        hold(clinic, clinic.bilal, later(80), moving=booked.id)
    held = hold(clinic, clinic.asha, later(80), moving=booked.id)
    move = MoveRequest(appointment_id=booked.id, starts_at=later(80), version=1, hold_id=held.id)
    with pytest.raises(HoldExpired):
        clinic.do(clinic.asha, scheduling.move, move, now=later(6))
    assert clinic.do(clinic.asha, scheduling.card, booked.id).time == "11:00"
    moved = clinic.do(clinic.asha, scheduling.move, move)
    assert (moved.time, moved.ends, live(clinic)) == ("11:20", "12:20", 0)


def test_of_fifty_who_choose_at_once_exactly_one_holds_the_time(clinic: Cast) -> None:
    people = [clinic.register(f"P{n}", "Many", f"p{n}@post.example", NOW.date()) for n in range(10)]

    def choose(who: Actor) -> str:
        try:
            return str(hold(clinic, who).id)
        except TimeHeld as refusal:
            return "held" if refusal.nearest else "held, and nothing is free"

    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(choose, people * 5))
    winners = set(answers) - {"held"}
    assert len(winners) == 1 and live(clinic) == 1, "five tabs of the winner's at most, all with the one hold"
    assert answers.count("held") == 45
    assert clinic.do(clinic.reception, board.of_day, None).visits == []
    with transaction(reading=True) as db:
        assert db.exec(select(func.count()).select_from(Appointment)).one() == 0
