"""A queue in words: who was called, who waits in which order, and for how long still."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlmodel import col, select

from hms.access import Scope
from hms.models import Appointment, Patient, QueueTicket
from hms.permissions import Role
from hms.schemas.queue import QueueCard, QueueLine
from hms.schemas.words import clock, initials, minutes
from hms.services.cards import allergies_of, facts
from hms.services.local_time import bounds, today
from hms.services.queue import waits
from hms.services.queue.order import Waiting, in_order
from hms.services.queue.whose import Queue
from hms.texts import t

Tickets = Sequence[QueueTicket]


class Around(NamedTuple):
    """What stands around the numbers of a day."""

    patients: dict[UUID, Patient]
    allergies: dict[UUID, list[str]]
    booked: dict[UUID, Appointment]  # by their id
    busy: set[UUID]  # patients who are with somebody now


def of_today(scope: Scope, mine: Queue) -> list[QueueTicket]:
    """Fetch the numbers of a queue today."""
    return list(scope.db.exec(select(QueueTicket).where(QueueTicket.day == today(scope), mine.column)))


def waiting(scope: Scope, those: Tickets) -> list[Waiting]:
    """List who waits, in the order in which they are called."""
    still = [one for one in those if not one.called_at and not one.over_at]
    booked = {one.appointment_id for one in still if one.appointment_id and not one.walk_in}
    asked = select(Appointment.id, Appointment.starts_at).where(col(Appointment.id).in_(booked))
    times: dict[UUID | None, datetime] = dict(scope.db.exec(asked).all()) if booked else {}
    return in_order([Waiting(one, times.get(one.appointment_id, one.issued_at)) for one in still])


def around(scope: Scope, those: Tickets) -> Around:
    """Fetch whose numbers these are, and what a doctor knows of them; whose they are is noted."""
    ids = {one.patient_id for one in those if not one.over_at}
    booked = {one.appointment_id for one in those if one.appointment_id and not one.over_at}
    scope.touch(*ids)
    inside = select(QueueTicket.patient_id).where(
        QueueTicket.day == today(scope), col(QueueTicket.called_at).is_not(None), col(QueueTicket.over_at).is_(None)
    )
    return Around(
        {row.id: row for row in scope.db.exec(select(Patient).where(col(Patient.id).in_(ids)))},
        allergies_of(scope, ids) if scope.actor.role == Role.DOCTOR else {},
        {row.id: row for row in scope.db.exec(select(Appointment).where(col(Appointment.id).in_(booked)))},
        set(scope.db.exec(inside)),
    )


def coming(scope: Scope, doctors: Sequence[UUID]) -> dict[UUID, list[datetime]]:
    """Fetch the times of those who are booked for later today and not here yet, by doctor."""
    facts = ("cancelled_at", "noshow_at", "arrived_at", "called_at", "fulfilled_at")
    asked = select(Appointment.practitioner_id, Appointment.starts_at).where(
        col(Appointment.practitioner_id).in_(doctors),
        col(Appointment.starts_at) > scope.now,
        col(Appointment.starts_at) < bounds(scope, today(scope))[1],
        *(getattr(Appointment, fact).is_(None) for fact in facts),
    )
    found: dict[UUID, list[datetime]] = {}
    for doctor, starts_at in scope.db.exec(asked):
        found.setdefault(doctor, []).append(starts_at)
    return found


def expected(
    now: datetime, pace: waits.Pace, those: Tickets, line: Sequence[Waiting], later: Sequence[datetime]
) -> list[timedelta]:
    """Expect the wait of each who stands in line: after whoever is inside, those before them, and those still to come.

    Who is booked and not here yet is not seen before their own time.
    """
    free_at, still, found = now + waits.left(pace, those, now), sorted(later), []
    for one in line:
        while still and still[0] < one.due_at:
            free_at = max(free_at, still.pop(0)) + pace.usual
        found.append(free_at - now)
        free_at += pace.usual
    return found


def card(scope: Scope, mine: Queue, those: Tickets, known: Around, later: list[datetime]) -> QueueCard:
    """Word a queue."""
    line, pace = waiting(scope, those), waits.pace(those, mine.planned_min)
    inside = sorted(
        (one for one in those if one.called_at and not one.over_at), key=lambda one: one.called_at or one.issued_at
    )
    before = sum(one.due_at <= scope.now and not one.ticket.skipped_at for one in line)
    new = waits.left(pace, those, scope.now) + before * pace.usual
    return QueueCard(
        id=mine.id,
        name=mine.name,
        department=mine.department,
        room=mine.room,
        is_point=mine.is_point,
        called=[_line(scope, mine, one, known) for one in reversed(inside)],
        waiting=[
            _line(scope, mine, one.ticket, known, waits.words(wait))
            for one, wait in zip(line, expected(scope.now, pace, those, line, later), strict=True)
        ],
        seen=pace.seen,
        outlook=t("Who comes now waits {wait}, {basis}.", wait=waits.words(new), basis=pace.words())
        if minutes(new)
        else t("Who comes now is next."),
    )


def _line(scope: Scope, mine: Queue, ticket: QueueTicket, known: Around, expect: str = "") -> QueueLine:
    patient = known.patients[ticket.patient_id]
    visit = known.booked.get(ticket.appointment_id) if ticket.appointment_id else None
    waited = minutes(scope.now - ticket.issued_at)
    of_doctor = scope.actor.role == Role.DOCTOR
    return QueueLine(
        id=ticket.id,
        number=ticket.number,
        queue_id=mine.id,
        appointment_id=ticket.appointment_id,
        patient=patient.name,
        patient_initials=initials(patient.name),
        patient_facts=facts(patient, today(scope)),
        allergies=known.allergies.get(patient.id, []),
        reason=visit.reason if visit and of_doctor else "",
        walk_in=ticket.walk_in,
        time="" if ticket.walk_in or visit is None else clock(visit.starts_at, scope.zone),
        state=_state(ticket, waited >= scope.rules.long_wait_min),
        since=clock(ticket.issued_at, scope.zone),
        waited_min=waited,
        called=clock(ticket.called_at, scope.zone),
        called_to=ticket.called_to,
        calls=ticket.calls,
        away=not ticket.called_at and ticket.patient_id in known.busy,
        expected=expect,
    )


def _state(ticket: QueueTicket, long: bool) -> str:
    if ticket.called_at:
        return "in_room"
    if ticket.skipped_at:
        return "skipped"
    return "long" if long else "arrived"
