"""Rooms that two doctors have hours in at the same time: allowed, as no two visits fit into one, but said."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlmodel import col, or_, select

from hms.access import Scope
from hms.models import Practitioner, Room, SpecialTime, WeeklyHours
from hms.services.blocks import Blocks
from hms.services.doctor_time import whose
from hms.services.doctor_time.laying import Stretch, days_of, reaches
from hms.services.doctor_time.sound import DAYS
from hms.services.local_time import local_day
from hms.texts import t

TOLD = 5  # of them; more would only be noise


def rooms_shared(scope: Scope, practitioner_id: UUID, rows: Iterable[WeeklyHours]) -> list[str]:
    """Say where a plan's blocks meet other doctors' weekly blocks in one room."""
    mine = [row for row in rows if row.room_id]
    others = _others(scope, practitioner_id, {row.room_id for row in mine if row.room_id})
    met = [(row, other, name) for row in mine for other, name in others if _meet(row, other)]
    return [_words(scope, row, other, name) for row, other, name in met[:TOLD]]


def _others(scope: Scope, practitioner_id: UUID, rooms: set[UUID]) -> Sequence[tuple[WeeklyHours, Practitioner]]:
    asked = (
        select(WeeklyHours, Practitioner)
        .join(Practitioner, col(Practitioner.id) == col(WeeklyHours.practitioner_id))
        .where(
            col(WeeklyHours.room_id).in_(rooms),
            col(WeeklyHours.practitioner_id) != practitioner_id,
            col(Practitioner.left_at).is_(None),
        )
        .order_by(col(WeeklyHours.weekday), col(WeeklyHours.starts))
    )
    return scope.db.exec(asked).all() if rooms else ()


def _meet(row: WeeklyHours, other: WeeklyHours) -> bool:
    same = row.room_id == other.room_id and row.weekday == other.weekday
    return same and row.starts < other.ends and other.starts < row.ends and reaches(other, Stretch(*days_of(row)))


def _words(scope: Scope, row: WeeklyHours, other: WeeklyHours, doctor: Practitioner) -> str:
    return t(
        "{room}, {day}: {doctor} sees patients there from {starts} to {ends} too.",
        room=whose.room_name(scope.db.get_one(Room, row.room_id)),
        day=DAYS[row.weekday],
        doctor=doctor.name,
        starts=f"{max(row.starts, other.starts):%H:%M}",
        ends=f"{min(row.ends, other.ends):%H:%M}",
    )


def room_shared(scope: Scope, row: SpecialTime) -> list[str]:
    """Say who else sees patients in the room of extra hours at that time."""
    doctors = {doctor.id: doctor for doctor in _with_hours_in(scope, row)}
    first = local_day(scope, row.starts_at)
    blocks = Blocks(scope, list(doctors), first, (local_day(scope, row.ends_at) - first).days + 1)
    room = whose.room_name(scope.db.get_one(Room, row.room_id))
    return [
        t("{room}: {doctor} sees patients there then too.", room=room, doctor=doctor.name)
        for doctor in doctors.values()
        if any(
            block.room_id == row.room_id and block.starts_at < row.ends_at and row.starts_at < block.ends_at
            for day in blocks.days
            for block in blocks.of(doctor.id, day)
        )
    ]


def _with_hours_in(scope: Scope, row: SpecialTime) -> Sequence[Practitioner]:
    weekly = select(WeeklyHours.practitioner_id).where(WeeklyHours.room_id == row.room_id)
    special = select(SpecialTime.practitioner_id).where(SpecialTime.room_id == row.room_id)
    asked = select(Practitioner).where(
        or_(col(Practitioner.id).in_(weekly), col(Practitioner.id).in_(special)),
        Practitioner.id != row.practitioner_id,
        col(Practitioner.left_at).is_(None),
    )
    return sorted(scope.db.exec(asked), key=lambda doctor: doctor.name)[:TOLD]
