"""Ages and spans as schedules write them: 6w, 9m, 4y."""

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple


class Span(NamedTuple):
    """Days and calendar months; one of the two is 0."""

    days: int = 0
    months: int = 0

    def after(self, day: date) -> date:
        """Give the day this long after another; a month that is too short ends it. Raises OverflowError after 9999."""
        month = day.month - 1 + self.months
        year, month = day.year + month // 12, month % 12 + 1
        if year > date.max.year:
            raise OverflowError
        return date(year, month, min(day.day, monthrange(year, month)[1])) + timedelta(days=self.days)


def span(said: str) -> Span:
    """Read a span: a whole number of d days, w weeks, m months or y years. Raises ValueError."""
    number, unit = int(said[:-1]), said[-1]
    match unit:
        case "d":
            return Span(days=number)
        case "w":
            return Span(days=number * 7)
        case "m":
            return Span(months=number)
        case "y":
            return Span(months=number * 12)
    raise ValueError(said)
