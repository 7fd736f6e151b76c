"""A day as it goes: of all doctors for reception, of one for themselves."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select

from hms.access import Scope, requires
from hms.errors import NotFound
from hms.models import Appointment, Encounter, Practitioner
from hms.permissions import Permission
from hms.schemas.scheduling import AppointmentCard, BoardVisit, DayBoard, DoctorColumn, DoctorDay, RulerEntry
from hms.schemas.words import clock, long_day, minutes
from hms.services.cards import cards
from hms.services.directory import hours_on, working_doctors
from hms.services.local_time import bounds, instant, local_day, today

ROW_MIN, COMING_SHOWN = 5, 12
USUAL_OPEN, USUAL_CLOSE = 8, 17  # what an empty board shows


def _of_day(scope: Scope, day: date, practitioner_id: UUID | None = None) -> list[Appointment]:
    first, last = bounds(scope, day)
    asked = select(Appointment).where(
        Appointment.starts_at >= first, Appointment.starts_at < last, col(Appointment.cancelled_at).is_(None)
    )
    if practitioner_id:
        asked = asked.where(Appointment.practitioner_id == practitioner_id)
    return list(scope.db.scalars(scope.within(asked, Appointment).order_by(col(Appointment.starts_at))))


def late_min(visits: Sequence[AppointmentCard], now: datetime) -> int:
    """Count how far the clock has passed the first patient who waits and was not called yet."""
    due = [card.starts_at for card in visits if card.status == "arrived" and card.starts_at < now]
    return minutes(now - min(due)) if due else 0


def _longest(waiting: Sequence[AppointmentCard]) -> int:
    return max((card.waited_min for card in waiting), default=0)


@requires(Permission.SEE_DAY_BOARD)
def board(scope: Scope, day: date | None = None) -> DayBoard:
    """Show one day of all doctors, today where none is named; cancelled visits are left out."""
    day = day or today(scope)
    visits = cards(scope, _of_day(scope, day))
    pairs = working_doctors(scope)
    place = {doctor.id: n for n, (doctor, _) in enumerate(pairs)}
    visits = [card for card in visits if card.doctor_id in place]
    opens, closes = _open_hours(scope, day, visits, [doctor.id for doctor, _ in pairs])
    start = instant(scope, day, datetime.min.time()) + timedelta(hours=opens)
    waiting = sorted((v for v in visits if v.status == "arrived"), key=lambda v: -v.waited_min)
    is_today = day == today(scope)
    return DayBoard(
        day=day,
        long_day=long_day(day),
        is_today=is_today,
        columns=[
            DoctorColumn(
                id=doctor.id,
                name=doctor.name,
                department=department.name,
                late_min=late_min([v for v in visits if v.doctor_id == doctor.id], scope.now) if is_today else 0,
            )
            for doctor, department in pairs
        ],
        hours=[f"{hour:02}:00" for hour in range(opens, closes)],
        visits=[
            BoardVisit(
                card=card,
                column=place[card.doctor_id],
                first_row=minutes(card.starts_at - start) // ROW_MIN,
                rows=max(1, card.length_min // ROW_MIN),
            )
            for card in visits
        ],
        row_min=ROW_MIN,
        row_count=(closes - opens) * 60 // ROW_MIN,
        now_row=minutes(scope.now - start) // ROW_MIN if is_today and opens <= _hour(scope, scope.now) < closes else -1,
        now=clock(scope.now, scope.zone),
        booked=len(visits),
        arrived=sum(card.status != "booked" for card in visits),
        waiting=waiting,
        coming=[card for card in visits if card.status == "booked"][:COMING_SHOWN] if is_today else [],
        longest_wait_min=_longest(waiting),
    )


def _hour(scope: Scope, at: datetime) -> int:
    return at.astimezone(scope.zone).hour


def _open_hours(scope: Scope, day: date, visits: Sequence[AppointmentCard], doctors: Sequence[UUID]) -> tuple[int, int]:
    blocks = hours_on(scope, doctors, day)
    opens = [b.starts.hour for b in blocks] + [_hour(scope, v.starts_at) for v in visits]
    closes = [b.ends.hour + (b.ends.minute > 0) for b in blocks]
    closes += [_hour(scope, v.starts_at + timedelta(minutes=v.length_min - 1)) + 1 for v in visits]
    return min(opens, default=USUAL_OPEN), max(closes, default=USUAL_CLOSE)


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
        .where(Encounter.practitioner_id == practitioner_id, col(Encounter.signed_at).is_(None))
    )
    return scope.db.exec(drafts.where(Encounter.source == "clinic")).one()
