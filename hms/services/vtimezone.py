"""A time zone as calendar files carry it (RFC 5545, VTIMEZONE): each change of the clocks, exactly when it happens."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


def changes(zone: ZoneInfo, first: date, last: date) -> list[datetime]:
    """List the instants between two days at which the clocks of a zone change.

    Day by day: the library's own search steps over stretches of a few weeks, such as Ramadan in Casablanca.
    """
    at, until = (datetime.combine(day, time(), UTC) for day in (first, last))
    found = []
    while at < until:
        if _offset(zone, at) != _offset(zone, at + DAY):
            found.append(_between(zone, at, at + DAY))
        at += DAY
    return found


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()


def _between(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    old = _offset(zone, before)
    while after - before > SECOND:
        middle = before + (after - before) // 2
        before, after = (middle, after) if _offset(zone, middle) == old else (before, middle)
    return after.replace(microsecond=0)


def vtimezone(zone: ZoneInfo, first: date, last: date) -> Timezone:
    """Describe a zone for all instants between two days."""
    made = Timezone()
    made.add("tzid", zone.key)
    begins = datetime.combine(first, time(), UTC)
    made.add_component(_observance(zone, begins, _offset(zone, begins)))
    for at in changes(zone, first, last):
        made.add_component(_observance(zone, at, _offset(zone, at - SECOND)))
    return made


def _observance(zone: ZoneInfo, at: datetime, before: timedelta) -> TimezoneStandard | TimezoneDaylight:
    """Describe what holds from an instant on; its onset is written in the wall clock that ends there."""
    local = at.astimezone(zone)
    kind = TimezoneDaylight() if local.dst() else TimezoneStandard()
    kind.add("dtstart", (at + before).replace(tzinfo=None))
    kind.add("tzoffsetfrom", before)
    kind.add("tzoffsetto", _offset(zone, at))
    kind.add("tzname", local.tzname() or zone.key)
    return kind
