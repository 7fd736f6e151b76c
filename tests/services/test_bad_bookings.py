"""What cannot be booked is refused in words, and nothing has changed; a refusal of right is remembered."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from pydantic import ValidationError
from sqlmodel import col, select

from hms.db import transaction
from hms.errors import (
    Forbidden,
    HoldExpired,
    Invalid,
    NoHours,
    NotAllowedHere,
    NotFound,
    NotPossible,
    Refusal,
    SlotTaken,
    Stale,
)  # fmt: skip
from hms.models import (
    THE_CLINIC,
    Appointment,
    AppointmentMove,
    AuditEntry,
    OutboxMessage,
    Patient,
    SchedulingRules,
    VisitType,
)  # fmt: skip
from hms.schemas.accounts import SetUp
from hms.schemas.scheduling import BookingRequest, CancelRequest, HoldRequest, MoveRequest
from hms.services import accounts, attendance, availability, holds, scheduling
from tests.support.cast import ELEVEN, NOW, PASSWORD, Cast, later

NEXT_DAY = ELEVEN + timedelta(days=1)


def rules(**changed: Any) -> None:
    with transaction() as db:
        row = db.get(SchedulingRules, THE_CLINIC) or SchedulingRules()
        db.add(row.sqlmodel_update(changed))


def visit_type(**facts: Any) -> UUID:
    with transaction() as db:
        row = VisitType(**{"name": "Check-up", "length_min": 40, "opened_at": NOW, **facts})
        db.add(row)
        return row.id


def everything() -> tuple[Any, ...]:
    """Read what a refusal must leave as it was."""
    with transaction(reading=True) as db:
        rows = [
            (a.id, a.version, a.status, a.starts_at) for a in db.exec(select(Appointment).order_by(col(Appointment.id)))
        ]
        return rows, len(db.exec(select(AppointmentMove)).all()), len(db.exec(select(OutboxMessage)).all())


def refused(act: Callable[[], Any], kind: type[Refusal], words: str = "") -> Refusal:
    before = everything()
    with pytest.raises(kind) as said:
        act()
    assert said.value.title and words in f"{said.value.title} {said.value.body} {said.value.fields}"
    assert everything() == before
    return said.value


def remembered_refusals(what: str) -> int:
    with transaction(reading=True) as db:
        asked = select(AuditEntry).where(AuditEntry.what == what, AuditEntry.outcome == "refused")
        return len(db.exec(asked).all())


@pytest.mark.parametrize(
    "at",
    [
        NOW - timedelta(hours=1),
        NOW,
        ELEVEN + timedelta(hours=2),  # at noon nobody works
        ELEVEN + timedelta(minutes=7),
        ELEVEN + timedelta(seconds=1),
        ELEVEN + timedelta(days=181),
    ],
)
def test_a_time_past_closed_misaligned_or_far_away_is_refused(clinic: Cast, at: datetime) -> None:
    refused(lambda: clinic.book(clinic.asha, at), NoHours, "sees nobody")


def test_reception_may_begin_at_any_five_minutes_but_not_in_the_past_or_outside_the_hours(clinic: Cast) -> None:
    asha = clinic.asha.patient_id
    assert clinic.book(clinic.reception, ELEVEN + timedelta(minutes=5), patient_id=asha).time == "11:05"
    for at in (ELEVEN + timedelta(minutes=27), NOW - timedelta(minutes=20), ELEVEN + timedelta(hours=2)):
        refused(lambda at=at: clinic.book(clinic.reception, at, patient_id=asha), NoHours)


def test_nobody_books_for_another_and_the_try_is_remembered(clinic: Cast) -> None:
    bilal = clinic.bilal.patient_id
    refused(lambda: clinic.book(clinic.asha, patient_id=bilal), NotFound)
    refused(lambda: clinic.book(clinic.dr_rao, patient_id=bilal), Forbidden)
    refused(lambda: clinic.book(clinic.reception, patient_id=uuid4()), NotFound)
    refused(lambda: clinic.book(clinic.reception), Invalid, "Choose the patient")
    assert remembered_refusals("book") == 3


def test_a_doctor_whose_account_is_disabled_takes_no_bookings_and_is_not_offered(clinic: Cast) -> None:
    booked = clinic.book(clinic.asha)
    clinic.do(clinic.admin, accounts.disable, clinic.dr_rao.account_id)
    refused(lambda: clinic.book(clinic.bilal, later(80)), NotPossible, "no bookings at present")
    move = MoveRequest(appointment_id=booked.id, starts_at=later(80), version=booked.version)
    refused(lambda: clinic.do(clinic.asha, scheduling.move, move), NotPossible)
    assert clinic.do(clinic.asha, availability.doctors_with_next, clinic.cardiology) == []
    assert clinic.do(clinic.reception, scheduling.card, booked.id).status == "booked", "what was booked stays in view"
    elsewhere = move.model_copy(update={"practitioner_id": clinic.dr_osei.practitioner_id})
    assert clinic.do(clinic.reception, scheduling.move, elsewhere).doctor == "Dr Kofi Osei"
    clinic.do(clinic.admin, accounts.enable, clinic.dr_rao.account_id)
    assert clinic.book(clinic.bilal, later(80)).time == "11:20"


def test_nothing_is_booked_or_restored_for_somebody_who_has_died(clinic: Cast) -> None:
    booked = clinic.book(clinic.asha)
    clinic.do(clinic.asha, scheduling.cancel, CancelRequest(appointment_id=booked.id, reason="x", version=1))
    with transaction() as db:
        db.get_one(Patient, clinic.asha.patient_id).deceased = True
    refused(lambda: clinic.book(clinic.reception, patient_id=clinic.asha.patient_id), NotPossible, "has died")
    refused(lambda: clinic.do(clinic.reception, scheduling.restore, booked.id, 2), NotPossible, "has died")


def test_one_cannot_be_in_two_places(clinic: Cast) -> None:
    clinic.book(clinic.asha)
    refused(lambda: clinic.book(clinic.asha, doctor="dr_osei"), NotPossible, "another appointment")


def test_a_cancelled_appointment_is_not_moved_cancelled_or_checked_in(clinic: Cast) -> None:
    booked = clinic.book(clinic.asha)
    cancel = CancelRequest(appointment_id=booked.id, reason="x", version=1)
    clinic.do(clinic.asha, scheduling.cancel, cancel)
    again = cancel.model_copy(update={"version": 2})
    move = MoveRequest(appointment_id=booked.id, starts_at=later(80), version=2)
    refused(lambda: clinic.do(clinic.asha, scheduling.move, move), NotPossible, "no longer be changed")
    refused(lambda: clinic.do(clinic.asha, scheduling.cancel, again), NotPossible)
    refused(lambda: clinic.do(clinic.reception, attendance.check_in, booked.id), NotPossible)


def test_a_stale_version_is_refused_with_what_stands_now(clinic: Cast) -> None:
    booked = clinic.book(clinic.asha)
    move = MoveRequest(appointment_id=booked.id, starts_at=later(80), version=booked.version)
    clinic.do(clinic.asha, scheduling.move, move)
    refused(lambda: clinic.do(clinic.asha, scheduling.move, move), Stale)


def test_an_expired_hold_is_refused_and_the_time_can_be_chosen_again(clinic: Cast) -> None:
    wish = HoldRequest(practitioner_id=clinic.dr_rao.practitioner_id, starts_at=ELEVEN)
    kept = clinic.do(clinic.asha, holds.hold, wish)
    clinic.now = later(5)
    refused(lambda: clinic.book(clinic.asha, hold_id=kept.id), HoldExpired, "still here")
    refused(lambda: clinic.book(clinic.bilal, hold_id=kept.id), HoldExpired)
    assert clinic.book(clinic.asha, hold_id=clinic.do(clinic.asha, holds.hold, wish).id).time == "11:00"


def test_after_the_cut_off_the_page_says_whom_to_call_and_reception_still_may(clinic: Cast) -> None:
    rules(cutoff_min=90, phone="+353 1 555 0100")
    booked = clinic.book(clinic.asha)
    assert not booked.can_change and "+353 1 555 0100" in booked.change_words
    cancel = CancelRequest(appointment_id=booked.id, reason="x", version=1)
    refused(lambda: clinic.do(clinic.asha, scheduling.cancel, cancel), NotPossible, "+353 1 555 0100")
    move = MoveRequest(appointment_id=booked.id, starts_at=NEXT_DAY, version=1)
    refused(lambda: clinic.do(clinic.asha, scheduling.move, move), NotPossible, "+353 1 555 0100")
    tomorrow = clinic.book(clinic.asha, NEXT_DAY)
    assert tomorrow.can_change and "Tue 24 Nov, 09:30" in tomorrow.change_words
    assert clinic.do(clinic.reception, scheduling.cancel, cancel).cancelled_by == "the clinic"


def test_double_booking_is_forbidden_until_the_clinic_allows_it_to_the_role_and_then_needs_a_reason(
    clinic: Cast,
) -> None:
    clinic.book(clinic.asha)
    over = {"patient_id": clinic.bilal.patient_id, "overbook_reason": "Chest pain, cannot wait"}
    refused(lambda: clinic.book(clinic.reception, **over), NotAllowedHere, "does not double-book")
    refused(lambda: clinic.book(clinic.bilal, overbook_reason="I want it"), Forbidden)
    assert remembered_refusals("book") == 2
    rules(overbooking_roles="receptionist")
    refused(lambda: clinic.book(clinic.reception, patient_id=clinic.bilal.patient_id), SlotTaken)
    refused(lambda: clinic.book(clinic.bilal, overbook_reason="I want it"), Forbidden)
    card = clinic.book(clinic.reception, **over)
    assert card.overbooked and card.overbook_reason == "Chest pain, cannot wait"
    assert clinic.do(clinic.bilal, scheduling.card, card.id).overbook_reason == ""
    own = {"patient_id": clinic.asha.patient_id, "overbook_reason": "Both at once"}
    refused(lambda: clinic.book(clinic.reception, doctor="dr_osei", **own), NotPossible, "another appointment")
    outside = clinic.book(clinic.reception, ELEVEN + timedelta(hours=2), **over)
    assert outside.overbooked and outside.time == "13:00"


def test_moving_an_overbooked_visit_to_a_free_time_makes_it_an_ordinary_one(clinic: Cast) -> None:
    rules(overbooking_roles="receptionist")
    clinic.book(clinic.asha)
    card = clinic.book(clinic.reception, patient_id=clinic.bilal.patient_id, overbook_reason="Chest pain")
    move = MoveRequest(appointment_id=card.id, starts_at=later(80), version=card.version)
    assert not clinic.do(clinic.reception, scheduling.move, move).overbooked


def test_types_are_refused_that_are_closed_for_staff_only_or_another_departments(clinic: Cast) -> None:
    closed = visit_type(closed_at=NOW)
    staff_only = visit_type(name="Theatre", patients_may_book=False)
    eyes = visit_type(name="Eye test", department_id=clinic.eyes)
    for kind in (closed, staff_only, eyes, uuid4()):
        refused(lambda kind=kind: clinic.book(clinic.asha, visit_type_id=kind), Invalid, "visit_type_id")
    rules(plain_visits=False)
    refused(lambda: clinic.book(clinic.asha), Invalid, "what kind of visit")
    assert clinic.book(clinic.reception, patient_id=clinic.asha.patient_id, visit_type_id=staff_only).length_min == 40


def test_buffers_keep_the_doctor_free_around_a_visit(clinic: Cast) -> None:
    kind = visit_type(length_min=20, buffer_before_min=10, buffer_after_min=15)
    clinic.book(clinic.asha, ELEVEN + timedelta(minutes=20), visit_type_id=kind)  # 11:20, taken from 11:10 to 11:55
    for minutes in (0, 40):
        refused(lambda m=minutes: clinic.book(clinic.bilal, ELEVEN + timedelta(minutes=m)), SlotTaken)
    assert clinic.book(clinic.bilal, ELEVEN + timedelta(minutes=60)).time == "12:00"


def test_a_patient_cannot_choose_another_doctor_or_length_when_moving(clinic: Cast) -> None:
    booked = clinic.book(clinic.asha)
    move = MoveRequest(appointment_id=booked.id, starts_at=later(80), version=1)
    osei = clinic.dr_osei.practitioner_id
    for change in ({"practitioner_id": osei}, {"length_min": 60}):
        refused(lambda c=change: clinic.do(clinic.asha, scheduling.move, move.model_copy(update=c)), NotPossible)
    longer = clinic.do(clinic.reception, scheduling.move, move.model_copy(update={"length_min": 60}))
    assert (longer.time, longer.ends) == ("11:20", "12:20")


@pytest.mark.parametrize(
    "answers",
    [
        {"reason": "x" * 10_000_000},
        {"reason": "   "},
        {"starts_at": datetime(2026, 11, 23, 5, 30)},  # noqa: DTZ001 - a time of no zone
        {"starts_at": datetime(9999, 12, 30, tzinfo=UTC)},
        {"starts_at": datetime(1, 1, 2, tzinfo=UTC)},
        {"key": "twice"},
        {"practitioner_id": "dr_rao"},
        {"overbook_reason": "x" * 2_001},
        {"paid": "yes"},
    ],
)
def test_what_a_form_cannot_say_is_refused_beside_its_field(clinic_on_sqlite: Cast, answers: dict[str, Any]) -> None:
    sound = clinic_on_sqlite.request().model_dump()
    with pytest.raises(ValidationError) as said:
        BookingRequest.model_validate({**sound, **answers})
    assert str(said.value.errors(include_input=False)[0]["loc"][0]) in answers


def test_a_clinic_is_set_up_in_a_zone_that_exists() -> None:
    with pytest.raises(ValidationError, match="time zone"):
        SetUp(clinic="X", country="IN", zone="Mars/Base", name="Y", email="z@post.example", password=PASSWORD)
