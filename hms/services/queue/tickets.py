"""A number of today: drawn, found again, and each step of it remembered so that it can be taken back."""

import json
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import text
from sqlmodel import col, select

from hms.access import Scope
from hms.models import Appointment, QueueStep, QueueTicket
from hms.services.local_time import today

# One row a day; it is locked until the transaction ends, so that a number given back is the next one drawn.
DRAW = text(
    "INSERT INTO counter (name, value) VALUES (:name, :by) "
    "ON CONFLICT (name) DO UPDATE SET value = counter.value + :by RETURNING value"
)
MOMENTS = ("skipped_at", "called_at", "over_at")
FACTS = (*MOMENTS, "called_to", "calls", "version")


class Press(StrEnum):
    """What somebody did to a number."""

    ISSUE = "issue"
    CALL = "call"
    RECALL = "recall"
    SKIP = "skip"
    FINISH = "finish"
    MAKE_WAY = "make_way"  # finished because the next one was called


def draw(scope: Scope, day: date) -> int:
    """Draw the next number of a day, from 1 and without gaps; it is given back if the transaction is not kept."""
    drawn = scope.db.connection().execute(DRAW, {"name": f"queue:{day}", "by": 1})
    number: int = drawn.scalar_one()
    return number


def in_turn(scope: Scope, day: date) -> None:
    """Have whoever else wants a number of this day wait until this transaction ends."""
    scope.db.connection().execute(DRAW, {"name": f"queue:{day}", "by": 0})


def of_appointment(scope: Scope, appointment: Appointment) -> QueueTicket | None:
    """Fetch the newest number of an appointment that is locked already; None where it has none."""
    asked = select(QueueTicket).where(QueueTicket.appointment_id == appointment.id)
    newest = asked.order_by(col(QueueTicket.day).desc()).limit(1)
    return scope.db.exec(newest.with_for_update()).first()


def open_of(scope: Scope, appointment_id: UUID) -> QueueTicket | None:
    """Find today's number of an appointment while it is not over."""
    asked = select(QueueTicket).where(QueueTicket.appointment_id == appointment_id, QueueTicket.day == today(scope))
    return scope.db.exec(asked.where(col(QueueTicket.over_at).is_(None))).first()


def admit(scope: Scope, appointment: Appointment) -> QueueTicket:
    """Give the patient of an appointment a number for today; who comes back the same day keeps theirs."""
    ticket = of_appointment(scope, appointment)
    if ticket is None or ticket.day != today(scope):
        return _new_for(scope, appointment)
    if ticket.over_at or ticket.practitioner_id != appointment.practitioner_id:
        before = facts(ticket)
        ticket.practitioner_id, ticket.issued_at = appointment.practitioner_id, scope.now
        ticket.over_at = ticket.skipped_at = ticket.called_at = None
        note(scope, ticket, Press.ISSUE, before)
    return ticket


def _new_for(scope: Scope, appointment: Appointment) -> QueueTicket:
    day = today(scope)
    return issued(
        scope,
        QueueTicket(
            day=day,
            number=draw(scope, day),
            patient_id=appointment.patient_id,
            practitioner_id=appointment.practitioner_id,
            appointment_id=appointment.id,
            request_key=f"appointment:{appointment.id}:{day}",
        ),
    )


def issued(scope: Scope, ticket: QueueTicket) -> QueueTicket:
    """Hand out a number that was drawn."""
    ticket.issued_at, ticket.issued_by, ticket.version = scope.now, scope.actor.account_id, 0
    scope.db.add(ticket)
    scope.db.flush()
    note(scope, ticket, Press.ISSUE, {**facts(ticket), "over_at": scope.now.isoformat()})
    return ticket


def facts(ticket: QueueTicket) -> dict[str, str | int | None]:
    """Write down what a number is now, as JSON can hold it."""
    told = {name: getattr(ticket, name) for name in FACTS}
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in told.items()}


def restore(ticket: QueueTicket, before: str) -> None:
    """Make a number what it was."""
    for name, value in json.loads(before).items():
        setattr(ticket, name, datetime.fromisoformat(value) if value and name in MOMENTS else value)


def note(scope: Scope, ticket: QueueTicket, press: Press, before: dict[str, str | int | None]) -> None:
    """Remember a step and what the number was before it; every screen that shows the queue hears of it."""
    ticket.version += 1
    scope.db.add(
        QueueStep(ticket_id=ticket.id, act=press, before=json.dumps(before), at=scope.now, by=scope.actor.account_id)
    )
    announce(scope, ticket)


def announce(scope: Scope, ticket: QueueTicket) -> None:
    """Tell every screen that shows a number, the patient's own included."""
    scope.tell(f"queue:{ticket.day}", ticket.id)
    scope.tell(f"patient:{ticket.patient_id}", ticket.id)


def locked(scope: Scope, ticket_id: UUID) -> QueueTicket:
    """Fetch a number of this actor to change it, its appointment locked before it as everywhere. Raises NotFound."""
    asked = select(QueueTicket.appointment_id).where(QueueTicket.id == ticket_id)
    appointment_id = scope.db.exec(asked).first()
    if appointment_id:
        scope.db.get(Appointment, appointment_id, with_for_update={"key_share": True, "read": False})
    ticket = scope.one(QueueTicket, ticket_id, lock=True)
    scope.db.refresh(ticket)  # it may have been read before it was locked
    return ticket
