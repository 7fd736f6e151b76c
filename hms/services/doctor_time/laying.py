"""A plan laid over others: what each day's hours are afterwards. Rows in, rows out; no database."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from hms.models import WeeklyHours

DAY = timedelta(days=1)


class Stretch(NamedTuple):
    """Days on which one plan holds, the last one included; None: for good."""

    first: date
    last: date | None

    def holds(self, day: date) -> bool:
        """Tell whether a day is one of these."""
        return self.first <= day and (self.last is None or day <= self.last)


def days_of(row: WeeklyHours) -> Stretch:
    """Give the days on which a row holds."""
    return Stretch(row.valid_from_on, row.valid_to_on)


def reaches(row: WeeklyHours, days: Stretch) -> bool:
    """Tell whether a row holds on any of these days."""
    begins_in_time = days.last is None or row.valid_from_on <= days.last
    return begins_in_time and (row.valid_to_on is None or row.valid_to_on >= days.first)


def laid_over(rows: Iterable[WeeklyHours], plan: Sequence[WeeklyHours], days: Stretch) -> list[WeeklyHours]:
    """Give the rows that stand afterwards in the place of those that reach into the plan's days.

    What was planned before goes on outside of them: a row may be cut, or split in two.
    """
    outside = [piece for row in rows if reaches(row, days) for piece in _outside(row, days)]
    return [*outside, *(_copy(row, days) for row in plan)]


def _outside(row: WeeklyHours, days: Stretch) -> Iterator[WeeklyHours]:
    if row.valid_from_on < days.first:
        yield _copy(row, Stretch(row.valid_from_on, days.first - DAY))
    if days.last is not None and (row.valid_to_on is None or row.valid_to_on > days.last):
        yield _copy(row, Stretch(days.last + DAY, row.valid_to_on))


def _copy(row: WeeklyHours, days: Stretch) -> WeeklyHours:
    return WeeklyHours(
        practitioner_id=row.practitioner_id,
        weekday=row.weekday,
        starts=row.starts,
        ends=row.ends,
        valid_from_on=days.first,
        valid_to_on=days.last,
        is_break=row.is_break,
        room_id=row.room_id,
        only_types=row.only_types,
    )


def on(rows: Iterable[WeeklyHours], day: date) -> list[WeeklyHours]:
    """Give the rows of the plan that holds on a day, for all weekdays, in order."""
    return sorted((row for row in rows if days_of(row).holds(day)), key=lambda row: (row.weekday, row.starts))


def stretches(rows: Sequence[WeeklyHours], from_day: date) -> list[Stretch]:
    """Cut the days from one on wherever the plan changes, days without hours included."""
    begins = {from_day} | {row.valid_from_on for row in rows if row.valid_from_on > from_day}
    begins |= {row.valid_to_on + DAY for row in rows if row.valid_to_on and row.valid_to_on >= from_day}
    ordered = sorted(begins)
    ends = [day - DAY for day in ordered[1:]]
    found: list[Stretch] = []
    for first, last in zip(ordered, [*ends, None], strict=True):
        if found and _content(on(rows, first)) == _content(on(rows, found[-1].first)):
            found[-1] = Stretch(found[-1].first, last)
        else:
            found.append(Stretch(first, last))
    return found


def _content(rows: Sequence[WeeklyHours]) -> list[tuple[int, str, str, bool, UUID | None, str | None]]:
    return [(r.weekday, str(r.starts), str(r.ends), bool(r.is_break), r.room_id, r.only_types) for r in rows]
