"""What an address asks for; it may hold anything, and what is no day, time, id or instant asks for nothing."""

from contextlib import suppress
from datetime import date, datetime, time
from uuid import UUID

FIRST_YEAR, LAST_YEAR = 1900, 2200


def asked_day(words: str) -> date | None:
    """Read a day; none where it names none."""
    with suppress(ValueError):
        day = date.fromisoformat(words)
        return day if FIRST_YEAR <= day.year <= LAST_YEAR else None
    return None


def asked_id(words: str) -> UUID | None:
    """Read an id; none where it is no id."""
    with suppress(ValueError):
        return UUID(words)
    return None


def asked_time(words: str) -> time | None:
    """Read a time of day; none where it names none."""
    with suppress(ValueError):
        return time.fromisoformat(words)
    return None


def asked_moment(words: str) -> datetime | None:
    """Read an instant with its zone; none where it is none."""
    with suppress(ValueError):
        moment = datetime.fromisoformat(words)
        return moment if moment.tzinfo else None
    return None
