"""The history of an appointment: complete, and worded for whoever reads it."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from hms.access import SYSTEM
from hms.db import transaction
from hms.errors import Forbidden, NotFound
from hms.models import Appointment, SchedulingRules
from hms.models.appointment_states import Act
from hms.schemas.scheduling import BookingRequest, CancelRequest, MoveRequest, StepCard
from hms.services import attendance, history, scheduling, visits
from tests.support.cast import ELEVEN, Cast, later


def told(clinic: Cast, who: str, card: Any, **at: Any) -> list[StepCard]:
    return clinic.do(clinic.people[who], history.history, card.id, **at)


def moved(clinic: Cast, who: str, card: Any, **wanted: Any) -> Any:
    request = MoveRequest(appointment_id=card.id, version=card.version, **{"starts_at": later(80), **wanted})
    return clinic.do(clinic.people[who], scheduling.move, request, now=later(5))


def test_each_step_says_what_was_done_when_and_from_where_to_where(clinic: Cast) -> None:
    booked = clinic.book(clinic.asha)
    there = moved(clinic, "asha", booked, starts_at=ELEVEN + timedelta(days=1))
    given_back = CancelRequest(appointment_id=there.id, reason="A cold", version=there.version)
    clinic.do(clinic.asha, scheduling.cancel, given_back, now=later(9))
    assert [(step.act, step.words, step.when) for step in told(clinic, "asha", booked)] == [
        ("book", "Booked for Mon 23 Nov, 11:00", "23 Nov 2026, 10:00"),
        ("move", "Moved from Mon 23 Nov, 11:00 to Tue 24 Nov, 11:00", "23 Nov 2026, 10:05"),
        ("cancel", "Cancelled", "23 Nov 2026, 10:09"),
    ]


def test_a_whole_visit_is_told_to_its_end(clinic: Cast) -> None:
    booked = clinic.book(clinic.asha)
    clinic.do(clinic.reception, attendance.check_in, booked.id)
    clinic.do(clinic.reception, attendance.undo_check_in, booked.id, now=later(1))
    clinic.do(clinic.reception, attendance.check_in, booked.id, now=later(2))
    clinic.now = later(3)
    clinic.do(clinic.dr_rao, visits.start, booked.id)
    clinic.now = later(4)
    clinic.sign(clinic.do(clinic.dr_rao, visits.page, booked.id))
    assert [(step.words, step.who) for step in told(clinic, "reception", booked)] == [
        ("Booked for Mon 23 Nov, 11:00", "The patient"),
        ("Arrived", "You"),
        ("Arrival taken back", "You"),
        ("Arrived", "You"),
        ("Called in", "Dr Meera Rao"),
        ("Visit finished", "Dr Meera Rao"),
    ]


def test_patients_read_you_and_the_clinic_and_no_names_of_staff(clinic: Cast) -> None:
    booked = clinic.book(clinic.asha)
    moved(clinic, "reception", booked)
    assert [step.who for step in told(clinic, "asha", booked)] == ["You", "The clinic"]
    assert [step.who for step in told(clinic, "reception", booked)] == ["The patient", "You"]
    assert [step.who for step in told(clinic, "dr_rao", booked)] == ["The patient", "Joon Park"]


def test_a_move_to_another_doctor_names_both(clinic: Cast) -> None:
    booked = clinic.book(clinic.asha)
    moved(clinic, "reception", booked, practitioner_id=clinic.dr_osei.practitioner_id, starts_at=ELEVEN)
    words = told(clinic, "asha", booked)[-1].words
    assert words == "Moved from Mon 23 Nov, 11:00, Dr Meera Rao, to Mon 23 Nov, 11:00, Dr Kofi Osei"
    with pytest.raises(NotFound):
        told(clinic, "dr_rao", booked)


def test_a_patients_reason_is_for_the_doctor_and_not_for_reception(clinic: Cast) -> None:
    booked = clinic.book(clinic.asha)
    there = moved(clinic, "asha", booked, reason="I start chemotherapy")
    request = CancelRequest(appointment_id=there.id, reason="Too weak to come", version=there.version)
    clinic.do(clinic.asha, scheduling.cancel, request, now=later(10))
    why = {who: [step.why for step in told(clinic, who, booked)] for who in ("asha", "dr_rao", "reception")}
    assert why["asha"] == why["dr_rao"] == ["", "I start chemotherapy", "Too weak to come"]
    assert why["reception"] == ["", "", ""]


def test_what_staff_write_for_the_patient_they_read_and_nothing_else_of_it(clinic: Cast) -> None:
    with transaction() as db:
        db.add(SchedulingRules(overbooking_roles="receptionist"))
    clinic.book(clinic.bilal)
    over = BookingRequest(
        practitioner_id=clinic.dr_rao.practitioner_id, patient_id=clinic.asha.patient_id, starts_at=ELEVEN,
        reason="Palpitations", key=str(uuid4()), overbook_reason="She cried on the telephone",
    )  # fmt: skip
    booked = clinic.do(clinic.reception, scheduling.book, over)
    request = CancelRequest(appointment_id=booked.id, reason="The doctor is ill", version=booked.version)
    clinic.do(clinic.reception, scheduling.cancel, request, now=later(5))
    assert [step.why for step in told(clinic, "asha", booked)] == ["", "The doctor is ill"]
    both = ["She cried on the telephone", "The doctor is ill"]
    assert [step.why for step in told(clinic, "reception", booked)] == both
    assert [step.why for step in told(clinic, "dr_rao", booked)] == both


def test_an_appointment_older_than_the_kept_steps_says_how_it_began(clinic: Cast) -> None:
    with transaction() as db:
        old = Appointment(
            patient_id=clinic.asha.patient_id, practitioner_id=clinic.dr_rao.practitioner_id, starts_at=ELEVEN,
            ends_at=later(80), request_key="old", booked_at=later(-60), booked_by=clinic.asha.account_id,
        )  # fmt: skip
        db.add(old)
    assert [step.words for step in told(clinic, "asha", old)] == ["Booked for Mon 23 Nov, 11:00"]
    moved(clinic, "asha", old)
    assert [(step.words, step.who, step.when) for step in told(clinic, "asha", old)] == [
        ("Booked for Mon 23 Nov, 11:00", "You", "23 Nov 2026, 09:00"),
        ("Moved from Mon 23 Nov, 11:00 to Mon 23 Nov, 11:20", "You", "23 Nov 2026, 10:05"),
    ]
    assert told(clinic, "dr_rao", old)[0].who == "The patient"


def test_the_history_is_for_those_who_may_see_the_appointment(clinic: Cast) -> None:
    booked = clinic.book(clinic.asha)
    for who in ("bilal", "dr_osei"):
        with pytest.raises(NotFound):
            told(clinic, who, booked)
    with pytest.raises(Forbidden):
        clinic.do(clinic.admin, history.history, booked.id)
    with pytest.raises(Forbidden):
        clinic.do(SYSTEM, history.history, booked.id)


def test_every_act_has_words_of_its_own() -> None:
    told_with_times = {Act.BOOK, Act.REQUEST, Act.MOVE}
    assert set(history.SAID) == set(Act) - told_with_times
    assert len(set(history.SAID.values())) == len(history.SAID)
