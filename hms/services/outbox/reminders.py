"""Reminding patients of their visits: once for each time that they have, and not when they were told just before."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_
from sqlmodel import col, select

from hms.access import Scope, requires
from hms.db import Instant
from hms.models import Appointment, OutboxMessage
from hms.permissions import Permission
from hms.services.outbox.kinds import Kind
from hms.services.outbox.quiet import Quiet, quiet_hours, reminder_due
from hms.services.outbox.writing import put

AT_ONCE = 200
A_DAY = timedelta(days=1)  # by as much, at most, the quiet hours bring a reminder forward


@requires(Permission.RUN_CLOCKWORK)
def remind(scope: Scope) -> int:
    """Write the reminders that are due, and tell how many: the clinic's hours before the visit, quiet hours left out.

    Who was told of the time after the reminder would have gone, by booking or moving so late, gets none.
    """
    before = timedelta(hours=scope.rules.reminder_hours)
    if not before:
        return 0
    quiet = quiet_hours(scope)
    due = [a for a, told_at in _coming(scope, before) if told_at < _leaves(quiet, a, before) <= scope.now]
    keys = {_once_key(a): a for a in due}
    reminded = set(scope.db.exec(select(OutboxMessage.once_key).where(col(OutboxMessage.once_key).in_(keys))))
    wanted = [(key, a) for key, a in keys.items() if key not in reminded][:AT_ONCE]
    for key, appointment in wanted:
        facts = {
            "starts_at": appointment.starts_at.isoformat(),
            "practitioner_id": str(appointment.practitioner_id),
            "version": appointment.version,
        }
        put(
            scope,
            Kind.REMINDER,
            appointment.patient_id,
            once_key=key,
            facts=facts,
            due_at=scope.now,
            appointment_id=appointment.id,
        )
    return len(wanted)


def _coming(scope: Scope, before: timedelta) -> list[tuple[Appointment, datetime]]:
    """List the confirmed visits that a reminder may be due for, and when their patients were told of them last."""
    told = func.max(col(OutboxMessage.made_at), type_=Instant())
    asked = (
        select(Appointment, told)
        .outerjoin(OutboxMessage, col(OutboxMessage.appointment_id) == Appointment.id)
        .where(
            col(Appointment.starts_at) > scope.now,
            col(Appointment.starts_at) <= scope.now + before + A_DAY,
            *_confirmed(),
        )
        .group_by(col(Appointment.id))
    )
    return [(a, max(told_at or a.booked_at, a.booked_at)) for a, told_at in scope.db.exec(asked)]


def _confirmed() -> list[ColumnElement[bool]]:
    facts = ("cancelled_at", "noshow_at", "arrived_at", "called_at", "fulfilled_at")
    approved = or_(col(Appointment.requested_at).is_(None), col(Appointment.approved_at).is_not(None))
    return [*(getattr(Appointment, fact).is_(None) for fact in facts), approved]


def _leaves(quiet: Quiet, appointment: Appointment, before: timedelta) -> datetime:
    return reminder_due(quiet, appointment.starts_at, before)


def _once_key(appointment: Appointment) -> str:
    return f"{Kind.REMINDER}:{appointment.id}:{appointment.starts_at.isoformat()}"
