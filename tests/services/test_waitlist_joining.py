"""What may be wished for, and what is refused at once."""

from datetime import date, time, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from pydantic import ValidationError

from hms.db import transaction
from hms.errors import Invalid, NotFound, NotPossible, Stale
from hms.models import Practitioner, WaitlistEntry
from hms.schemas.scheduling import CancelRequest, MoveRequest
from hms.services import scheduling
from hms.services.waitlist import joining, overview
from tests.support.cast import ELEVEN, Cast, later
from tests.support.offers import offer as offer_type
from tests.support.waiting import frees, full_time, offers, rule, take, wait

NOBODY = UUID(int=7)


@pytest.mark.parametrize(
    ("wish", "field", "words"),
    [
        ({"weekdays": []}, "weekdays", "at least one day"),
        ({"from_time": time(12), "to_time": time(9)}, "to_time", "later than the beginning"),
        ({"from_time": time(12), "to_time": time(12)}, "to_time", "later than the beginning"),
        ({"from_time": time(12), "to_time": time(12, 10)}, "to_time", "takes 20 minutes"),
        ({"until_on": date(2026, 11, 22)}, "until_on", "has passed"),
        ({"note": "  "}, "note", "why you come"),
        ({"practitioner_id": NOBODY}, "whom", "another one"),
        ({"practitioner_id": None}, "whom", "Choose a doctor or a department"),
        ({"practitioner_id": None, "department_id": NOBODY}, "whom", "another one"),
        ({"department_id": NOBODY}, "whom", "not both"),
        ({"visit_type_id": NOBODY}, "visit_type_id", "another one"),
    ],
)
def test_nonsense_is_refused_beside_its_field(clinic: Cast, wish: dict[str, Any], field: str, words: str) -> None:
    with pytest.raises(Invalid) as refused:
        wait(clinic, clinic.bilal, **{"practitioner_id": clinic.dr_rao.practitioner_id, **wish})
    assert words in refused.value.fields[field]
    assert clinic.do(clinic.bilal, joining.mine) == []


@pytest.mark.parametrize("wish", [{"weekdays": [7]}, {"weekdays": [0] * 8}, {"note": "x" * 10_000_000}, {"key": "1"}])
def test_what_no_form_sends_is_refused(clinic_on_sqlite: Cast, wish: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        wait(clinic_on_sqlite, clinic_on_sqlite.bilal, **wish)


def test_kinds_that_are_closed_or_of_another_department_or_for_staff_alone_are_refused(clinic: Cast) -> None:
    eyes = offer_type(clinic, "Field of vision", department_id=clinic.eyes).id
    desk = offer_type(clinic, "Second opinion", patients_may_book=False).id
    for kind in (eyes, desk):
        with pytest.raises(Invalid) as refused:
            wait(clinic, clinic.bilal, visit_type_id=kind)
        assert "visit_type_id" in refused.value.fields
    waits = wait(clinic, clinic.reception, patient_id=clinic.bilal.patient_id, visit_type_id=desk)
    assert waits.visit_type == "Second opinion"


def test_a_plain_visit_is_not_waited_for_where_patients_may_book_none(clinic: Cast) -> None:
    rule(plain_visits=False)
    with pytest.raises(Invalid, match="marked"):
        wait(clinic, clinic.bilal)
    assert wait(clinic, clinic.reception, patient_id=clinic.bilal.patient_id).visit_type == ""


def test_joining_twice_with_one_key_is_one_wish(clinic: Cast) -> None:
    key = str(uuid4())
    assert wait(clinic, clinic.bilal, key=key).id == wait(clinic, clinic.bilal, key=key).id
    with pytest.raises(NotFound):
        wait(clinic, clinic.asha, key=key)


def test_nobody_has_more_than_a_few_wishes(clinic: Cast) -> None:
    first, *_ = [wait(clinic, clinic.bilal) for _ in range(joining.MOST)]
    with pytest.raises(NotPossible, match="5 wishes"):
        wait(clinic, clinic.bilal)
    clinic.do(clinic.bilal, joining.withdraw, first.id)
    wait(clinic, clinic.bilal)


def test_only_an_own_appointment_that_can_still_be_moved_is_replaced_and_by_one_wish(clinic: Cast) -> None:
    hers, gone, held = (
        clinic.book(clinic.asha),
        clinic.book(clinic.bilal, later(80)),
        clinic.book(clinic.bilal, later(300)),
    )
    frees(clinic, gone, clinic.bilal)
    for who in (clinic.bilal, clinic.reception):
        with pytest.raises(NotFound):
            wait(clinic, who, appointment_id=hers.id, patient_id=clinic.bilal.patient_id)
    with pytest.raises(NotPossible, match="no longer be moved"):
        wait(clinic, clinic.bilal, appointment_id=gone.id)
    waits = wait(clinic, clinic.bilal, appointment_id=held.id, note="")
    assert (waits.whom, waits.replaces) == ("Dr Meera Rao", "Mon 23 Nov, 15:00, Dr Meera Rao")
    with pytest.raises(NotPossible, match="already"):
        wait(clinic, clinic.bilal, appointment_id=held.id)
    form = {"entry_id": waits.id, "version": 1, "appointment_id": held.id, "weekdays": [0, 1]}
    assert clinic.do(clinic.bilal, joining.change, joining.ChangeWishForm(**form)).days == "Mon, Tue"


def test_the_kind_of_the_replaced_appointment_stays(clinic: Cast) -> None:
    ecg, other = offer_type(clinic).id, offer_type(clinic, "Advice").id
    held = clinic.book(clinic.bilal, later(300), visit_type_id=ecg)
    with pytest.raises(Invalid) as refused:
        wait(clinic, clinic.bilal, appointment_id=held.id, visit_type_id=other)
    assert "visit_type_id" in refused.value.fields
    assert wait(clinic, clinic.bilal, appointment_id=held.id).visit_type == "ECG"


def test_who_changes_an_old_picture_of_a_wish_is_told_so(clinic: Cast) -> None:
    waits = wait(clinic, clinic.bilal)
    form = {"entry_id": waits.id, "practitioner_id": waits.practitioner_id, "weekdays": [2], "note": "Worse"}
    changed = clinic.do(clinic.bilal, joining.change, joining.ChangeWishForm(**form, version=1))
    assert (changed.version, changed.days, changed.note, changed.since) == (2, "Wed", "Worse", waits.since)
    with pytest.raises(Stale):
        clinic.do(clinic.bilal, joining.change, joining.ChangeWishForm(**form, version=1))


def test_a_wish_that_came_true_or_was_withdrawn_can_no_longer_be_changed(clinic: Cast) -> None:
    booked, true, gone = full_time(clinic), wait(clinic, clinic.bilal), wait(clinic, clinic.asha)
    frees(clinic, booked)
    take(clinic, clinic.bilal, offers(clinic, clinic.bilal)[0])
    clinic.do(clinic.asha, joining.withdraw, gone.id)
    for who, waits, words in ((clinic.bilal, true, "come true"), (clinic.asha, gone, "withdrawn")):
        form = {"entry_id": waits.id, "practitioner_id": waits.practitioner_id, "weekdays": [2], "version": 2}
        with pytest.raises(NotPossible, match=words):
            clinic.do(who, joining.change, joining.ChangeWishForm(**form))
    with pytest.raises(NotPossible, match="come true"):
        clinic.do(clinic.bilal, joining.withdraw, true.id)


def test_a_wish_says_when_nothing_can_be_offered_any_more(clinic: Cast) -> None:
    held = clinic.book(clinic.bilal, later(80))
    wait(clinic, clinic.bilal, since=3, appointment_id=held.id)
    wait(clinic, clinic.bilal, since=2)
    (begun, _) = clinic.do(clinic.bilal, joining.mine, now=later(90))
    assert begun.over == "The appointment that it would replace has begun or is over."
    with transaction() as db:
        db.get_one(Practitioner, clinic.dr_rao.practitioner_id).left_at = clinic.now
    assert clinic.do(clinic.bilal, joining.mine)[1].over == "This doctor no longer works here."


def test_reception_reads_the_list_in_its_order_by_department(clinic: Cast) -> None:
    wait(clinic, clinic.bilal, since=10)
    wait(clinic, clinic.asha, since=20, department_id=clinic.eyes)
    wait(
        clinic, clinic.asha, since=30, weekdays=[0, 2], from_time=time(9), to_time=time(12), until_on=date(2026, 12, 1)
    )
    page = clinic.do(clinic.reception, overview.waiting)
    assert [(e.place, e.patient, e.whom, e.days, e.times, e.until) for e in page.waiting] == [
        (1, "Asha Nair", "Dr Meera Rao", "Mon, Wed", "09:00 – 12:00", "1 Dec 2026"),
        (2, "Asha Nair", "Eyes, any doctor", "Any day", "at any time", ""),
        (3, "Bilal Haddad", "Dr Meera Rao", "Any day", "at any time", ""),
    ]
    eyes = clinic.do(clinic.reception, overview.waiting, clinic.eyes)
    assert [(e.place, e.whom) for e in eyes.waiting] == [(1, "Eyes, any doctor")]


def test_the_reason_is_sealed_and_goes_into_the_appointment(clinic: Cast) -> None:
    waits = wait(clinic, clinic.bilal, note="My left knee")
    with transaction(reading=True) as db:
        row = db.get_one(WaitlistEntry, waits.id)
        assert b"knee" not in (row.note_sealed or b"") and row.note == "My left knee"


def test_a_request_stays_a_request_when_it_comes_by_an_offer(clinic: Cast) -> None:
    asks = offer_type(clinic, "Operation", length_min=20, needs_approval=True).id
    booked = full_time(clinic)
    wait(clinic, clinic.bilal, visit_type_id=asks)
    frees(clinic, booked)
    assert take(clinic, clinic.bilal, offers(clinic, clinic.bilal)[0]).status == "pending"


def test_an_appointment_that_begins_soon_is_not_moved_any_more(clinic: Cast) -> None:
    rule(cutoff_min=120)
    booked, held = full_time(clinic, ELEVEN - timedelta(minutes=40)), clinic.book(clinic.bilal, later(100))
    wait(clinic, clinic.bilal, appointment_id=held.id)
    frees(clinic, booked)
    assert offers(clinic, clinic.bilal) == []


def test_a_tied_appointment_that_is_cancelled_or_moved_while_the_offer_is_open(clinic: Cast) -> None:
    booked, held = full_time(clinic), clinic.book(clinic.bilal, later(300))
    wait(clinic, clinic.bilal, appointment_id=held.id)
    frees(clinic, booked)
    (offer,) = offers(clinic, clinic.bilal)
    request = MoveRequest(appointment_id=held.id, starts_at=later(320), version=1)
    moved = clinic.do(clinic.bilal, scheduling.move, request)
    cancel = CancelRequest(appointment_id=held.id, reason="x", version=moved.version)
    clinic.do(clinic.bilal, scheduling.cancel, cancel)
    with pytest.raises(Exception, match="no longer be changed"):
        take(clinic, clinic.bilal, offer)
    assert clinic.book(clinic.asha).time == "11:00"
