"""Some visits need the clinic's yes: asked for, held meanwhile, answered, told; and what was given back may return."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import select

from hms.db import transaction
from hms.errors import Forbidden, NotFound, NotPossible, Stale
from hms.models import AuditEntry, OutboxMessage
from hms.schemas.scheduling import CancelRequest, MoveRequest
from hms.services import attendance, availability, history, lately, scheduling
from tests.support.cast import ELEVEN, NOW, Cast, later
from tests.support.offers import offer


def asked_for(clinic: Cast, who: str = "asha", **other: Any) -> Any:
    """Let a patient ask for a visit that needs the clinic's yes."""
    kind = offer(clinic, "Second opinion", needs_approval=True)
    return clinic.book(clinic.people[who], visit_type_id=kind.id, **other)


def told(patient_id: UUID | None) -> list[str]:
    with transaction(reading=True) as db:
        mine = select(OutboxMessage).where(OutboxMessage.patient_id == patient_id).order_by(OutboxMessage.id)
        return [message.kind for message in db.exec(mine)]


def waiting(clinic: Cast, who: str = "reception") -> list[str]:
    return [card.patient for card in clinic.do(clinic.people[who], attendance.requests)]


def is_free(clinic: Cast) -> bool:
    free = clinic.do(clinic.bilal, availability.free_times, clinic.dr_rao.practitioner_id, NOW.date())
    return "11:00" in [time.label for time in free]


def no(card: Any, why: str = "Please see your own doctor first") -> CancelRequest:
    return CancelRequest(appointment_id=card.id, reason=why, version=card.version)


def steps(clinic: Cast, card: Any, who: str = "asha") -> list[tuple[str, str]]:
    return [(step.act, step.who) for step in clinic.do(clinic.people[who], history.history, card.id)]


def test_a_request_waits_for_an_answer_and_keeps_its_time_meanwhile(clinic: Cast) -> None:
    asked = asked_for(clinic)
    assert asked.status == "pending"
    assert not is_free(clinic)
    assert waiting(clinic) == waiting(clinic, "dr_rao") == ["Asha Nair"]
    assert waiting(clinic, "dr_osei") == []
    assert told(clinic.asha.patient_id) == ["requested"]


def test_what_reception_books_needs_no_yes(clinic: Cast) -> None:
    kind = offer(clinic, "Second opinion", needs_approval=True)
    booked = clinic.book(clinic.reception, visit_type_id=kind.id, patient_id=clinic.asha.patient_id)
    assert booked.status == "booked" and waiting(clinic) == []


@pytest.mark.parametrize("who", ["reception", "dr_rao"])
def test_a_yes_makes_it_an_appointment_and_the_patient_hears_of_it(clinic: Cast, who: str) -> None:
    asked = asked_for(clinic)
    card = clinic.do(clinic.people[who], attendance.approve, asked.id, asked.version)
    assert (card.status, card.version) == ("booked", asked.version + 1)
    assert waiting(clinic) == [] and not is_free(clinic)
    assert told(clinic.asha.patient_id) == ["requested", "approved"]
    assert steps(clinic, asked) == [("request", "You"), ("approve", "The clinic")]
    name = {"reception": "Joon Park", "dr_rao": "Dr Meera Rao"}[who]
    assert steps(clinic, asked, "reception")[1] == ("approve", "You" if who == "reception" else name)


def test_a_no_frees_the_time_and_says_why(clinic: Cast) -> None:
    asked = asked_for(clinic)
    card = clinic.do(clinic.reception, attendance.decline, no(asked))
    assert (card.status, card.cancelled_by) == ("cancelled", "the clinic")
    assert is_free(clinic) and waiting(clinic) == []
    assert told(clinic.asha.patient_id) == ["requested", "declined"]
    last = clinic.do(clinic.asha, history.history, asked.id)[-1]
    assert (last.act, last.words, last.why) == ("decline", "Declined", "Please see your own doctor first")


def test_a_request_is_answered_once(clinic: Cast) -> None:
    asked = asked_for(clinic)
    clinic.do(clinic.reception, attendance.approve, asked.id, asked.version)
    again = asked.version + 1
    for late in (
        lambda: clinic.do(clinic.dr_rao, attendance.approve, asked.id, again),
        lambda: clinic.do(clinic.dr_rao, attendance.decline, no(asked.model_copy(update={"version": again}))),
    ):
        with pytest.raises(NotPossible, match="no request to answer"):
            late()
    assert told(clinic.asha.patient_id) == ["requested", "approved"]


def test_whoever_answers_has_seen_the_time_that_is_meant(clinic: Cast) -> None:
    asked = asked_for(clinic)
    wanted = MoveRequest(appointment_id=asked.id, starts_at=later(80), version=asked.version)
    moved = clinic.do(clinic.asha, scheduling.move, wanted)
    assert moved.status == "pending" and waiting(clinic) == ["Asha Nair"]
    with pytest.raises(Stale):
        clinic.do(clinic.reception, attendance.approve, asked.id, asked.version)
    clinic.do(clinic.reception, attendance.approve, asked.id, moved.version)
    assert [act for act, _ in steps(clinic, asked)] == ["request", "move", "approve"]


def test_a_request_that_was_withdrawn_cannot_be_approved(clinic: Cast) -> None:
    asked = asked_for(clinic)
    given_back = clinic.do(clinic.asha, scheduling.cancel, no(asked, "I feel better"))
    assert waiting(clinic) == [] and is_free(clinic)
    with pytest.raises(NotPossible):
        clinic.do(clinic.reception, attendance.approve, asked.id, given_back.version)


def test_nobody_answers_their_own_request_nor_another_doctors(clinic: Cast) -> None:
    asked = asked_for(clinic)
    with pytest.raises(Forbidden):
        clinic.do(clinic.asha, attendance.approve, asked.id, asked.version)
    with pytest.raises(NotFound):
        clinic.do(clinic.dr_osei, attendance.approve, asked.id, asked.version)
    with pytest.raises(NotFound):
        clinic.do(clinic.dr_osei, attendance.decline, no(asked))
    with transaction(reading=True) as db:
        refused = db.exec(select(AuditEntry).where(AuditEntry.outcome == "refused")).all()
    assert [entry.what for entry in refused] == ["approve", "approve", "decline"]


def test_a_request_shows_how_often_the_patient_did_not_come(clinic: Cast) -> None:
    missed = clinic.book(clinic.asha, later(20))
    clinic.do(clinic.reception, attendance.mark_no_show, missed.id, now=later(60))
    asked_for(clinic)
    assert [card.no_shows for card in clinic.do(clinic.reception, attendance.requests)] == [1]


def test_what_was_cancelled_today_is_listed_last_first_and_can_return(clinic: Cast) -> None:
    first, second = clinic.book(clinic.asha), clinic.book(clinic.bilal, ELEVEN + timedelta(days=2))
    old = clinic.book(clinic.bilal, later(100))
    clinic.do(clinic.bilal, scheduling.cancel, no(old), now=NOW - timedelta(days=1))
    clinic.do(clinic.reception, scheduling.cancel, no(first))
    clinic.do(clinic.bilal, scheduling.cancel, no(second), now=later(5))
    listed = clinic.do(clinic.reception, lately.cancelled, now=later(10))
    assert [(card.patient, card.cancelled_by) for card in listed] == [
        ("Bilal Haddad", "the patient"),
        ("Asha Nair", "the clinic"),
    ]
    assert [card.patient for card in clinic.do(clinic.asha, lately.cancelled)] == ["Asha Nair"]
    card = clinic.do(clinic.reception, scheduling.restore, first.id, listed[1].version)
    assert card.status == "booked" and not is_free(clinic)
    assert [act for act, _ in steps(clinic, first)] == ["book", "cancel", "restore"]


def test_what_is_somebody_elses_now_does_not_return(clinic: Cast) -> None:
    booked = clinic.book(clinic.asha)
    given_back = clinic.do(clinic.asha, scheduling.cancel, no(booked))
    clinic.book(clinic.bilal)
    with pytest.raises(NotPossible, match="somebody else's"):
        clinic.do(clinic.reception, scheduling.restore, booked.id, given_back.version)
    assert clinic.do(clinic.asha, scheduling.card, booked.id).status == "cancelled"


def test_a_declined_request_that_returns_is_an_appointment(clinic: Cast) -> None:
    asked = asked_for(clinic)
    declined = clinic.do(clinic.reception, attendance.decline, no(asked))
    card = clinic.do(clinic.reception, scheduling.restore, asked.id, declined.version)
    assert card.status == "booked" and waiting(clinic) == []
    assert told(clinic.asha.patient_id) == ["requested", "declined", "booked"]
