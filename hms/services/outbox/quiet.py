"""Quiet hours: between these wall-clock times of the clinic no message leaves."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hms.access import Scope
from hms.services.local_time import first_instant

MARGIN = timedelta(hours=1)  # a message that has to go before the quiet hours goes this long before them


@dataclass(frozen=True, slots=True)
class Quiet:
    """From one wall-clock time to another, over midnight where the second is the earlier; none where they are the same."""

    starts: time
    ends: time
    zone: ZoneInfo

    def covers(self, at: datetime) -> bool:
        """Tell whether a moment lies in the quiet hours."""
        wall = at.astimezone(self.zone).time()
        if self.starts <= self.ends:
            return self.starts <= wall < self.ends
        return wall >= self.starts or wall < self.ends

    def over(self, at: datetime) -> datetime:
        """Give the first moment from this one on that is not quiet."""
        if not self.covers(at):
            return at
        day = at.astimezone(self.zone).date()
        days = [day + timedelta(days=n) for n in range(3)]
        first = [first_instant(self.zone, each, self.ends) for each in days]
        # Where the clocks go back the quiet hours may end twice.
        again = [datetime.combine(each, self.ends, self.zone).replace(fold=1).astimezone(UTC) for each in days]
        return min(moment for moment in (*first, *again) if moment > at and not self.covers(moment))

    def began(self, at: datetime) -> datetime:
        """Give the moment at which the quiet hours around this one began."""
        day = at.astimezone(self.zone).date()
        return max(m for n in range(3) if (m := first_instant(self.zone, day - timedelta(days=n), self.starts)) <= at)


def quiet_hours(scope: Scope) -> Quiet:
    """Read the clinic's quiet hours."""
    rules = scope.rules
    return Quiet(time.fromisoformat(rules.quiet_from), time.fromisoformat(rules.quiet_to), scope.zone)


def due(scope: Scope, useless_at: datetime) -> datetime:
    """Say when a message written now may leave: now, or as the quiet hours end.

    One that would come too late if it waited leaves at once: nobody shall travel to a visit that was cancelled.
    """
    waits = quiet_hours(scope).over(scope.now)
    return waits if waits < useless_at else scope.now


def reminder_due(quiet: Quiet, starts_at: datetime, before: timedelta) -> datetime:
    """Say when the reminder of a visit leaves: in the quiet hours not, but after them, or if that is too late before."""
    at = starts_at - before
    if not quiet.covers(at):
        return at
    after = quiet.over(at)
    return after if after < starts_at - MARGIN else quiet.began(at) - MARGIN
