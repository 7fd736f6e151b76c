"""When doctors see patients: blocks of the week, and what differs from it, as instants."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy import bindparam
from sqlmodel import col

from hms.access import Scope
from hms.models import SpecialTime, WeeklyHours
from hms.services.holidays import is_holiday
from hms.services.local_time import bounds, first_instant

Span = tuple[datetime, datetime]
EXTRA, BREAK, LEAVE = "extra", "break", "leave"
WEEK = sa.select(  # columns and not objects: every booking reads a whole week of them
    col(WeeklyHours.practitioner_id),
    col(WeeklyHours.weekday),
    col(WeeklyHours.starts),
    col(WeeklyHours.ends),
    col(WeeklyHours.valid_from_on),
    col(WeeklyHours.valid_to_on),
    col(WeeklyHours.is_break),
    col(WeeklyHours.room_id),
    col(WeeklyHours.only_types),
).where(col(WeeklyHours.practitioner_id).in_(bindparam("ids", expanding=True)))
SPECIAL = sa.select(
    col(SpecialTime.id),
    col(SpecialTime.practitioner_id),
    col(SpecialTime.kind),
    col(SpecialTime.starts_at),
    col(SpecialTime.ends_at),
    col(SpecialTime.room_id),
    col(SpecialTime.only_types),
).where(
    sa.or_(
        col(SpecialTime.practitioner_id).in_(bindparam("ids", expanding=True)),
        col(SpecialTime.practitioner_id).is_(None),
    ),
    col(SpecialTime.withdrawn_at).is_(None),
    col(SpecialTime.starts_at) < bindparam("last"),
    col(SpecialTime.ends_at) > bindparam("first"),
)


class Block(NamedTuple):
    """An unbroken stretch in which a doctor sees patients; only_types is None for every type."""

    starts_at: datetime
    ends_at: datetime
    room_id: UUID | None = None
    only_types: frozenset[UUID] | None = None

    def takes(self, visit_type_id: UUID | None) -> bool:
        """Tell whether visits of a type are seen here; None is a plain visit."""
        return self.only_types is None or visit_type_id in self.only_types


def without(blocks: Iterable[Block], gaps: Iterable[Span]) -> list[Block]:
    """Take gaps out of blocks; what is left stays in order."""
    left = sorted(blocks, key=lambda block: block.starts_at)
    for begins, ends in gaps:
        left = [piece for block in left for piece in _cut(block, begins, ends)]
    return left


def _cut(block: Block, begins: datetime, ends: datetime) -> Iterator[Block]:
    if ends <= block.starts_at or block.ends_at <= begins:
        yield block
        return
    if block.starts_at < begins:
        yield block._replace(ends_at=begins)
    if ends < block.ends_at:
        yield block._replace(starts_at=ends)


def types_in(words: str | None) -> frozenset[UUID] | None:
    """Read the ids of visit types out of a row."""
    return None if words is None else frozenset(map(UUID, words.split()))


def types_out(ids: Iterable[UUID] | None) -> str | None:
    """Write the ids of visit types for a row."""
    return None if ids is None else " ".join(sorted(map(str, ids)))


class Blocks:
    """The hours of some doctors between two days, read once."""

    def __init__(self, scope: Scope, doctor_ids: Sequence[UUID], from_day: date, count: int = 1) -> None:
        self.scope = scope
        self.days = [from_day + timedelta(days=n) for n in range(count)]
        self.first, self.last = bounds(scope, self.days[0])[0], bounds(scope, self.days[-1])[1]
        ids = list(doctor_ids)
        self._week: dict[tuple[UUID, int], list[Any]] = {}  # of each doctor's weekday
        for row in scope.db.execute(WEEK, params={"ids": ids}):
            self._week.setdefault((row.practitioner_id, row.weekday), []).append(row)
        span = {"ids": ids, "first": self.first, "last": self.last}
        self._special: list[Any] = list(scope.db.execute(SPECIAL, params=span))
        self._holidays: dict[date, bool] = {}
        self._known: dict[UUID, dict[date, list[Block]]] = {}

    def of(self, doctor_id: UUID, day: date) -> list[Block]:
        """Give a doctor's blocks of a day, in order; none on leave, nor on a holiday save for extra hours."""
        known = self._known.setdefault(doctor_id, {})
        if day not in known:
            known[day] = self._reckon(doctor_id, day)
        return known[day]

    def suppose_week(self, doctor_id: UUID, rows: Sequence[Any]) -> None:
        """Reckon as if these were the doctor's weekly hours; nothing is written."""
        for weekday in range(7):
            self._week[doctor_id, weekday] = [row for row in rows if row.weekday == weekday]
        self._known.clear()

    def suppose_special(self, without_id: UUID | None, row: Any = None) -> None:
        """Reckon as if one special time were not there, and another one were; nothing is written."""
        kept = [known for known in self._special if known.id != without_id]
        self._special = [*kept, row] if row else kept
        self._known.clear()

    def away(self, doctor_id: UUID, day: date) -> list[tuple[str, datetime, datetime]]:
        """Give the leave and the single breaks of a day, each with its kind, cut to the day."""
        begins, ends = bounds(self.scope, day)
        return [
            (row.kind, max(row.starts_at, begins), min(row.ends_at, ends))
            for row in self._special
            if row.kind != EXTRA
            and row.practitioner_id in {doctor_id, None}
            and row.starts_at < ends
            and row.ends_at > begins
        ]

    def rooms(self) -> set[UUID]:
        """Name the rooms that any of these hours are held in."""
        rows = [row for week in self._week.values() for row in week]
        return {row.room_id for row in [*rows, *self._special] if row.room_id}

    def _reckon(self, doctor_id: UUID, day: date) -> list[Block]:
        week = [] if self._is_holiday(day) else self._valid(doctor_id, day)
        zone = self.scope.zone
        open_ = [_block(row, *_span(zone, day, row.starts, row.ends)) for row in week if not row.is_break]
        usual = without(open_, (_span(zone, day, row.starts, row.ends) for row in week if row.is_break))
        if not self._special:
            return usual
        special = [row for row in self._special if row.practitioner_id in {doctor_id, None}]
        return self._differing(usual, special, day) if special else usual

    def _is_holiday(self, day: date) -> bool:
        if day not in self._holidays:
            self._holidays[day] = is_holiday(self.scope, day)
        return self._holidays[day]

    def _differing(self, usual: Sequence[Block], special: Sequence[Any], day: date) -> list[Block]:
        """Add the extra hours of a day, and take out when the doctor is away."""
        begins, ends = (self.first, self.last) if len(self.days) == 1 else bounds(self.scope, day)
        extra = [
            _block(row, max(row.starts_at, begins), min(row.ends_at, ends))
            for row in special
            if row.kind == EXTRA and row.starts_at < ends and row.ends_at > begins
        ]
        # Also where a later plan of the week reaches into them: no time is open twice.
        extra = without(extra, [(block.starts_at, block.ends_at) for block in usual])
        return without([*usual, *extra], [(row.starts_at, row.ends_at) for row in special if row.kind != EXTRA])

    def _valid(self, doctor_id: UUID, day: date) -> list[Any]:
        return [
            row
            for row in self._week.get((doctor_id, day.weekday()), ())
            if row.valid_from_on <= day and (row.valid_to_on is None or day <= row.valid_to_on)
        ]


def _block(row: Any, begins: datetime, ends: datetime) -> Block:
    return Block(begins, ends, row.room_id, types_in(row.only_types))


def _span(zone: ZoneInfo, day: date, starts: time, ends: time) -> Span:
    return first_instant(zone, day, starts), first_instant(zone, day, ends)
