"""Between the clinic's wall clock and UTC."""

from datetime import UTC, date, datetime, time, timedelta

from hms.access import Scope


def today(scope: Scope) -> date:
    """Give the clinic's day."""
    return scope.now.astimezone(scope.zone).date()


def instant(scope: Scope, day: date, at: time) -> datetime:
    """Turn a wall-clock time into an instant; one that a DST change skips becomes the moment just after the gap."""
    return datetime.combine(day, at, tzinfo=scope.zone).astimezone(UTC)


def bounds(scope: Scope, day: date) -> tuple[datetime, datetime]:
    """Give the first instant of a day and of the next one: 23, 24 or 25 hours apart."""
    return instant(scope, day, time()), instant(scope, day + timedelta(days=1), time())


def local_day(scope: Scope, at: datetime) -> date:
    """Give the clinic's day of an instant."""
    return at.astimezone(scope.zone).date()
