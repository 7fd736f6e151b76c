"""The dates of a series, on the wall clock. Pure functions: the zone comes in later."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, datetime, timedelta


def days(first: date, unit: str, every: int, count: int) -> list[date]:
    """List the days of a series: each so many weeks or months after the first.

    In months it is the same day of the month, and the last one where a month is too short: 31 January, 28 February,
    31 March. It is reckoned from the first day always, so that a short month shortens no other.
    """
    if unit == "week":
        return [first + timedelta(weeks=every * n) for n in range(count)]
    return [_months_on(first, every * n) for n in range(count)]


def _months_on(first: date, months: int) -> date:
    years, month = divmod(first.month - 1 + months, 12)
    year, month = first.year + years, month + 1
    return date(year, month, min(first.day, monthrange(year, month)[1]))


def shifted(walls: Sequence[datetime], old: datetime, new: datetime) -> list[datetime]:
    """Move wall-clock times as far as one of them moves, from old to new."""
    return [wall + (new - old) for wall in walls]
