"""Ages as limits count them: completed days, months and years."""

from datetime import date
from typing import NamedTuple

MONTH_DAYS = 30.4375  # WHO's mean month, 365.25 / 12


class Age(NamedTuple):
    """How old somebody is, in completed days and completed calendar months."""

    days: int
    months: int

    @property
    def years(self) -> int:
        """Completed years."""
        return self.months // 12

    def reaches(self, bound: str) -> bool:
        """Tell whether this age is at least a bound such as 28d, 3m or 16y; the empty bound is always reached."""
        if not bound:
            return True
        number, unit = int(bound[:-1]), bound[-1]
        return self.days >= number if unit == "d" else self.months >= (number if unit == "m" else 12 * number)


def age_on(born: date, day: date) -> Age:
    """Compute how old somebody born on a day is on another; never below zero."""
    months = (day.year - born.year) * 12 + day.month - born.month - (day.day < born.day)
    return Age(max(0, (day - born).days), max(0, months))
