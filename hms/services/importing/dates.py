"""FHIR dates, which may know less than a day."""

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

EARLIEST_YEAR, LATEST_YEAR = 1850, 2200  # beyond these a date is a typing error or a filler


def spelled_date(value: date | str) -> str:
    """Write a date as precisely as it is known: 1980, 1980-05, or 1980-05-17."""
    return value if isinstance(value, str) else value.isoformat()


def first_day(value: date | str) -> date:
    """Give the first day that a date can mean."""
    year, month, day = (*map(int, spelled_date(value)[:10].split("-")), 1, 1)[:3]
    return date(year, month, day)


def plausible(value: Any) -> bool:
    """Tell whether the year of a date or time is one that a living person's record can hold."""
    return EARLIEST_YEAR <= int(str(value)[:4]) <= LATEST_YEAR


def instant(value: Any, zone: ZoneInfo) -> datetime | None:
    """Give the instant of a FHIR dateTime: a day begins at midnight of the zone; None where only month or year is known.

    None too for a year beyond all sense, which no clock could move to another zone.
    """
    if value is None or not plausible(value):
        return None
    if isinstance(value, datetime):
        return value.astimezone(UTC)
    if isinstance(value, date):
        return datetime.combine(value, time(), zone).astimezone(UTC)
    if isinstance(value, str) and "T" in value:  # a leap second, which Python's clock does not have
        return datetime.fromisoformat(value.replace(":60", ":59", 1)).astimezone(UTC)
    return None
