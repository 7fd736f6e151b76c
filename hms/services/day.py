"""A doctor's own day as it goes."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select

from hms.access import Scope, requires
from hms.errors import NotFound
from hms.models import Appointment, Encounter, Practitioner
from hms.permissions import Permission
from hms.schemas.scheduling import AppointmentCard, DoctorDay, RulerEntry
from hms.schemas.words import clock, long_day, minutes
from hms.services.cards import cards
from hms.services.directory import hours_on
from hms.services.local_time import bounds, local_day, today


def _of_day(scope: Scope, day: date, practitioner_id: UUID | None = None) -> list[Appointment]:
    first, last = bounds(scope, day)
    asked = select(Appointment).where(
        Appointment.starts_at >= first, Appointment.starts_at < last, col(Appointment.cancelled_at).is_(None)
    )
    if practitioner_id:
        asked = asked.where(Appointment.practitioner_id == practitioner_id)
    return list(scope.db.scalars(scope.within(asked, Appointment).order_by(col(Appointment.starts_at))))


def late_min(visits: Sequence[AppointmentCard], now: datetime) -> int:
    """Count how far the clock has passed the first patient who still waits, or the planned end of who is inside."""
    due = [card.starts_at for card in visits if card.status == "arrived"]
    due += [card.starts_at + timedelta(minutes=card.length_min) for card in visits if card.status == "in_room"]
    return minutes(now - min(due)) if due else 0


def _longest(waiting: Sequence[AppointmentCard]) -> int:
    return max((card.waited_min for card in waiting), default=0)


@requires(Permission.SEE_OWN_DAY)
def mine(scope: Scope, day: date | None = None) -> DoctorDay:
    """Show a doctor's own day, today where none is named. Raises NotFound for somebody who is no doctor here."""
    me, day = scope.actor.practitioner_id, day or today(scope)
    doctor = scope.db.get(Practitioner, me) if me else None
    if doctor is None or doctor.left_at:
        raise NotFound
    visits = cards(scope, _of_day(scope, day, doctor.id))
    waiting = [card for card in visits if card.status == "arrived"]
    queue = waiting + [card for card in visits if card.status == "booked"]
    in_room = [card for card in visits if card.status == "in_room"]
    is_today = local_day(scope, scope.now) == day
    blocks = [f"{b.starts:%H:%M} – {b.ends:%H:%M}" for b in hours_on(scope, [doctor.id], day)]
    return DoctorDay(
        day=day,
        long_day=long_day(day),
        department=doctor.department.name,
        room=doctor.room,
        hours=", ".join(blocks),
        late_min=late_min(visits, scope.now) if is_today else 0,
        seen=sum(card.status == "fulfilled" for card in visits),
        total=len(visits),
        unsigned=_unsigned(scope, doctor.id),
        waiting=len(waiting),
        longest_wait_min=_longest(waiting),
        next=next(iter(in_room or waiting), None),
        queue=queue,
        ruler=_ruler(scope, visits, is_today),
    )


def _ruler(scope: Scope, visits: Sequence[AppointmentCard], is_today: bool) -> list[RulerEntry]:
    lines = [RulerEntry(is_now=False, time=card.time, card=card) for card in visits]
    if is_today:
        before = sum(card.starts_at <= scope.now for card in visits)
        lines.insert(before, RulerEntry(is_now=True, time=clock(scope.now, scope.zone), card=None))
    return lines


def _unsigned(scope: Scope, practitioner_id: UUID) -> int:
    drafts = (
        select(func.count())
        .select_from(Encounter)
        .join(Appointment, col(Appointment.id) == Encounter.appointment_id)
        .where(Encounter.practitioner_id == practitioner_id, col(Encounter.signed_at).is_(None))
        .where(col(Appointment.called_at).is_not(None))  # else the call was taken back: an empty note of no visit
    )
    return scope.db.exec(drafts.where(Encounter.source == "clinic")).one()
