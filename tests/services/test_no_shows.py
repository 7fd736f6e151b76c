"""Who did not come is proposed at the end of the visit and marked by staff; what can still be done is offered."""

from datetime import timedelta

import pytest
from sqlmodel import select

from hms.db import transaction
from hms.errors import Forbidden, NotFound, NotPossible
from hms.models import Appointment, OutboxMessage, SchedulingRules
from hms.schemas.scheduling import CancelRequest
from hms.services import attendance, history, lately, scheduling
from tests.support.cast import ELEVEN, Cast, later
from tests.support.offers import offer

OVER = later(120)  # an hour after a visit of eleven o'clock has begun


def proposed(clinic: Cast, who: str = "reception", at: object = OVER) -> list[str]:
    return [card.patient for card in clinic.do(clinic.people[who], attendance.proposed_no_shows, now=at)]


def test_a_visit_that_nobody_came_to_is_proposed_when_it_has_been_over_for_a_while(clinic: Cast) -> None:
    clinic.book(clinic.asha)
    assert proposed(clinic, at=later(81)) == []  # over for a minute
    assert proposed(clinic, at=later(111)) == ["Asha Nair"]
    with transaction() as db:
        db.add(SchedulingRules(no_show_min=0))
    assert proposed(clinic, at=later(81)) == ["Asha Nair"]


def test_who_came_who_cancelled_and_who_was_never_confirmed_is_not_proposed(clinic: Cast) -> None:
    came = clinic.book(clinic.asha)
    cancelled = clinic.book(clinic.bilal, later(80))
    kind = offer(clinic, "Second opinion", needs_approval=True)
    clinic.book(clinic.bilal, later(140), doctor="dr_osei", visit_type_id=kind.id)
    clinic.do(clinic.reception, attendance.check_in, came.id)
    no = CancelRequest(appointment_id=cancelled.id, reason="Ill", version=cancelled.version)
    clinic.do(clinic.bilal, scheduling.cancel, no)
    assert proposed(clinic, at=later(300)) == []


def test_a_doctor_is_proposed_their_own_patients(clinic: Cast) -> None:
    clinic.book(clinic.asha)
    assert (proposed(clinic, "dr_rao"), proposed(clinic, "dr_osei")) == (["Asha Nair"], [])


def test_a_marked_no_show_is_counted_for_staff_told_to_nobody_and_can_be_taken_back(clinic: Cast) -> None:
    booked = clinic.book(clinic.asha)
    card = clinic.do(clinic.reception, attendance.mark_no_show, booked.id, now=OVER)
    assert (card.status, card.no_shows) == ("noshow", 1) and proposed(clinic) == []
    assert clinic.do(clinic.asha, scheduling.card, booked.id, now=OVER).no_shows == 0
    card = clinic.do(clinic.dr_rao, attendance.undo_no_show, booked.id, now=OVER)
    assert (card.status, card.no_shows) == ("booked", 0) and proposed(clinic) == ["Asha Nair"]
    acts = [step.act for step in clinic.do(clinic.reception, history.history, booked.id)]
    assert acts == ["book", "mark_no_show", "undo_no_show"]
    with transaction(reading=True) as db:
        assert [message.kind for message in db.exec(select(OutboxMessage))] == ["booked"]


def test_nobody_is_marked_before_their_time_has_come_nor_by_somebody_else(clinic: Cast) -> None:
    booked = clinic.book(clinic.asha)
    with pytest.raises(NotPossible, match="not begun yet"):
        clinic.do(clinic.reception, attendance.mark_no_show, booked.id)
    with pytest.raises(NotFound):
        clinic.do(clinic.dr_osei, attendance.mark_no_show, booked.id, now=OVER)
    with pytest.raises(Forbidden):
        clinic.do(clinic.asha, attendance.mark_no_show, booked.id, now=OVER)


def test_who_comes_after_all_is_checked_in_on_that_day_and_on_the_next_only_marked_or_cancelled(clinic: Cast) -> None:
    booked = clinic.book(clinic.asha)
    other = clinic.book(clinic.bilal, later(80))
    assert clinic.do(clinic.reception, attendance.check_in, booked.id, now=OVER).status == "arrived"
    tomorrow = OVER + timedelta(days=1)
    (card,) = clinic.do(clinic.reception, attendance.proposed_no_shows, now=tomorrow)
    assert (card.patient, card.relative) == ("Bilal Haddad", "")
    with pytest.raises(NotPossible, match="not today"):
        clinic.do(clinic.reception, attendance.check_in, other.id, now=tomorrow)
    no = CancelRequest(appointment_id=other.id, reason="Noted on the wrong day", version=card.version)
    clinic.do(clinic.reception, scheduling.cancel, no, now=tomorrow)
    assert proposed(clinic, at=tomorrow) == []
    assert [one.patient for one in clinic.do(clinic.reception, lately.cancelled, now=tomorrow)] == ["Bilal Haddad"]


def test_a_no_show_whose_time_was_given_away_is_not_taken_back(clinic: Cast) -> None:
    booked = clinic.book(clinic.asha)
    clinic.do(clinic.reception, attendance.mark_no_show, booked.id, now=ELEVEN + timedelta(minutes=1))
    with transaction() as db:
        row = db.get_one(Appointment, booked.id)
        given = Appointment(
            patient_id=clinic.bilal.patient_id, practitioner_id=row.practitioner_id, starts_at=row.starts_at,
            ends_at=row.ends_at, request_key="another", booked_at=row.booked_at,
        )  # fmt: skip
        db.add(given)
    with pytest.raises(NotPossible, match="somebody else's"):
        clinic.do(clinic.reception, attendance.undo_no_show, booked.id, now=OVER)
