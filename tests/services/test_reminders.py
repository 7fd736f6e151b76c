"""Patients are reminded the day before: once for each time that they have, and not when they have just been told."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from hms.access import SYSTEM
from hms.db import transaction
from hms.models import SchedulingRules, VisitType
from hms.schemas.scheduling import AppointmentCard, CancelRequest, MoveRequest
from hms.services import attendance, scheduling
from hms.services.outbox import reminders
from tests.support.cast import ELEVEN, NOW, Cast, later
from tests.support.post import Postbox, outbox

VISIT = ELEVEN + timedelta(days=3)  # Thursday, 11:00
DUE = VISIT - timedelta(hours=24)
Remind = Callable[[datetime], int]


@pytest.fixture
def remind(clinic: Cast) -> Remind:
    """Let the clockwork look for reminders at a moment."""
    return lambda now: clinic.do(SYSTEM, reminders.remind, now=now)


def rules(**values: Any) -> None:
    with transaction() as db:
        db.merge(SchedulingRules(**values))


def move(clinic: Cast, card: AppointmentCard, to: datetime, now: datetime = NOW) -> AppointmentCard:
    form = MoveRequest(appointment_id=card.id, starts_at=to, version=card.version)
    return clinic.do(clinic.reception, scheduling.move, form, now=now)


def test_a_reminder_is_written_once_when_it_is_due(clinic: Cast, postbox: Postbox, remind: Remind) -> None:
    clinic.book(clinic.asha, VISIT)
    postbox.empty(later(1))
    assert [remind(at) for at in (DUE - timedelta(seconds=1), DUE, DUE, DUE + timedelta(hours=3))] == [0, 1, 0, 0]
    ((to, message),) = postbox.empty(DUE)
    assert (
        to == "asha@post.example"
        and message.subject == "Reminder of your appointment: Thursday, 26 November 2026, 11:00"
    )


def test_a_reminder_says_what_to_do_before_the_visit(clinic: Cast, postbox: Postbox, remind: Remind) -> None:
    with transaction() as db:
        kind = VisitType(name="Blood test", length_min=20, preparation="Eat nothing from midnight on.", opened_at=NOW)
        db.add(kind)
    clinic.book(clinic.asha, VISIT, visit_type_id=kind.id)
    ((_, booked),) = postbox.empty(later(1))
    remind(DUE)
    ((_, reminder),) = postbox.empty(DUE)
    assert "Before you come: Eat nothing from midnight on." in reminder.text and "Eat nothing" not in booked.text
    assert "Blood test" not in reminder.text + booked.text, "what kind of visit it is says why somebody comes"


def test_whoever_books_within_the_day_needs_no_reminder(clinic: Cast, remind: Remind) -> None:
    clinic.do(clinic.asha, scheduling.book, clinic.request(VISIT), now=DUE + timedelta(minutes=1))
    assert remind(DUE + timedelta(minutes=2)) == 0


def test_after_a_move_the_new_time_is_reminded_of(clinic: Cast, postbox: Postbox, remind: Remind) -> None:
    card = clinic.book(clinic.asha, VISIT)
    postbox.empty(later(1))
    remind(DUE)
    card = move(clinic, card, VISIT + timedelta(days=2), DUE)
    assert postbox.kinds(DUE) == ["moved"], "the reminder of the old time is no longer true"
    assert [row.outcome for row in outbox("reminder")] == ["superseded"]
    assert [remind(DUE + timedelta(days=n)) for n in (0, 1, 2, 2)] == [0, 0, 1, 0]
    back = move(clinic, card, VISIT + timedelta(days=1), DUE + timedelta(hours=1))
    assert back.starts_at == VISIT + timedelta(days=1)


def test_a_move_within_the_day_is_reminder_enough(clinic: Cast, remind: Remind) -> None:
    card = clinic.book(clinic.asha, VISIT)
    move(clinic, card, VISIT + timedelta(hours=3), DUE + timedelta(hours=4))
    assert remind(DUE + timedelta(hours=5)) == 0


def test_nobody_is_reminded_of_what_is_not_going_to_happen(clinic: Cast, postbox: Postbox, remind: Remind) -> None:
    cancelled, arrived = clinic.book(clinic.asha, VISIT), clinic.book(clinic.bilal, VISIT + timedelta(minutes=20))
    with transaction() as db:
        kind = VisitType(name="MRI", length_min=20, needs_approval=True, opened_at=NOW)
        db.add(kind)
    clinic.book(clinic.asha, VISIT + timedelta(minutes=40), visit_type_id=kind.id)
    form = CancelRequest(appointment_id=cancelled.id, reason="Well again", version=1)
    clinic.do(clinic.asha, scheduling.cancel, form)
    rules(reminder_hours=1)
    clinic.do(clinic.reception, attendance.check_in, arrived.id, now=VISIT - timedelta(minutes=50))
    assert remind(VISIT - timedelta(minutes=30)) == 0


def test_a_written_reminder_stays_when_the_visit_is_cancelled(clinic: Cast, postbox: Postbox, remind: Remind) -> None:
    card = clinic.book(clinic.asha, VISIT)
    postbox.empty(later(1))
    remind(DUE)
    form = CancelRequest(appointment_id=card.id, reason="Well again", version=card.version)
    clinic.do(clinic.asha, scheduling.cancel, form, now=DUE)
    assert postbox.kinds(DUE) == ["cancelled"]


def test_no_reminder_wakes_anybody(clinic: Cast, postbox: Postbox, remind: Remind) -> None:
    early, evening = ELEVEN.replace(hour=2, minute=0) + timedelta(days=3), timedelta(hours=12)  # Thursday, 7:30
    rules(overbooking_roles="receptionist", reminder_hours=2)
    how = {"patient_id": clinic.asha.patient_id, "overbook_reason": "Only then"}
    clinic.do(clinic.reception, scheduling.book, clinic.request(early, **how))
    postbox.empty(later(1))
    at = early - evening + timedelta(minutes=30)  # Wednesday, 20:00: an hour before it gets quiet
    assert [remind(at - timedelta(minutes=1)), remind(at)] == [0, 1]
    assert postbox.kinds(at) == ["reminder"]


def test_other_rules_do_not_remind_twice(clinic: Cast, remind: Remind) -> None:
    clinic.book(clinic.asha, VISIT)
    remind(DUE)
    rules(reminder_hours=2)
    assert remind(VISIT - timedelta(hours=1)) == 0
    rules(reminder_hours=0)
    clinic.book(clinic.asha, VISIT + timedelta(days=1))
    assert remind(DUE + timedelta(days=1)) == 0, "no hours: the clinic sends none"
