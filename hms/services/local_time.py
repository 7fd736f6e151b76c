"""Between the clinic's wall clock and UTC."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from hms.access import Scope
from hms.errors import Invalid
from hms.schemas.words import clock
from hms.texts import t

SECOND = timedelta(seconds=1)


def today(scope: Scope) -> date:
    """Give the clinic's day."""
    return _day(scope.now, scope.zone)


@lru_cache(maxsize=64)  # an act has one moment, and asks at each row of a list
def _day(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()


def instant(scope: Scope, day: date, at: time) -> datetime:
    """Turn a wall-clock time into an instant.

    A time that a DST change skips becomes the moment of the change; of a time that comes twice the first is meant.
    """
    return first_instant(scope.zone, day, at)


@lru_cache(maxsize=65_536)  # the same wall-clock times of the same days are asked for all day long
def first_instant(zone: ZoneInfo, day: date, at: time) -> datetime:
    """Turn a wall-clock time of a zone into an instant, as instant() does."""
    wall = datetime.combine(day, at)
    found = wall.replace(tzinfo=zone).astimezone(UTC)
    return found if _is_shown(zone, wall, found) else _end_of_gap(zone, wall)


def _is_shown(zone: ZoneInfo, wall: datetime, found: datetime) -> bool:
    return found.astimezone(zone).replace(tzinfo=None, fold=0) == wall


def _end_of_gap(zone: ZoneInfo, wall: datetime) -> datetime:
    """Find the change of the clocks that skips this time: the first second with the offset after it."""
    later = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)  # read with the offset before the change
    earlier = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)  # read with the offset after it
    before = earlier.astimezone(zone).utcoffset()
    while later - earlier > SECOND:
        middle = earlier + (later - earlier) // 2
        if middle.astimezone(zone).utcoffset() == before:
            earlier = middle
        else:
            later = middle
    return later.replace(microsecond=0)


def chosen_instant(scope: Scope, day: date, at: time, field: str = "starts_at") -> datetime:
    """Turn a wall-clock time that a person chose into an instant.

    Raises Invalid for one that a DST change skips, and for one that comes twice: which is meant is not guessed.
    """
    wall = datetime.combine(day, at)
    first, second = (wall.replace(tzinfo=scope.zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first == second:
        return first
    if not _is_shown(scope.zone, wall, first):
        raise Invalid(**{field: t("The clocks go forward on that day: {time} does not exist.", time=f"{at:%H:%M}")})
    both = t("{first} or {second}", first=clock(first, scope.zone), second=clock(second, scope.zone))
    words = t("The clocks go back on that day: this time comes twice. Choose {both} from the free times.", both=both)
    raise Invalid(**{field: words})


def bounds(scope: Scope, day: date) -> tuple[datetime, datetime]:
    """Give the first instant of a day and of the next one: 23, 24 or 25 hours apart."""
    return instant(scope, day, time()), instant(scope, day + timedelta(days=1), time())


def local_day(scope: Scope, at: datetime) -> date:
    """Give the clinic's day of an instant."""
    return at.astimezone(scope.zone).date()
