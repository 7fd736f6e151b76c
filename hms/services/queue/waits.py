"""How long a wait will be, said honestly: from how long people really took today, and on how many that rests."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import zip_longest
from statistics import median

from hms.models import QueueTicket
from hms.schemas.words import minutes
from hms.texts import t

ENOUGH = 3  # with fewer the planned length says more
ROUNDED_MIN = 5
NOBODY_YET = timedelta()
NEXT = t("next")


@dataclass(frozen=True, slots=True)
class Pace:
    """How long one patient takes here; rests_on counts those of today that say so, 0 where it is only planned."""

    usual: timedelta
    rests_on: int
    seen: int

    def words(self) -> str:
        """Say what an expected wait rests on."""
        if self.rests_on:
            return t("going by {n} patients of today", n=self.rests_on)
        return t("an estimate from the planned {n} min each", n=minutes(self.usual))


def lengths(tickets: Sequence[QueueTicket]) -> list[timedelta]:
    """Measure how long each who was seen today took, from the call to the end, or to the next call if that came first."""
    called = sorted((one for one in tickets if one.called_at), key=lambda one: one.called_at or one.issued_at)
    found = []
    for one, after in zip_longest(called, called[1:]):
        ends = [at for at in (one.over_at, after.called_at if after else None) if at]
        if one.called_at and ends:
            found.append(min(ends) - one.called_at)
    return found


def pace(tickets: Sequence[QueueTicket], planned_min: int) -> Pace:
    """Judge how fast a queue goes today: the median of the real lengths, or the planned one while they are too few."""
    real = lengths(tickets)
    if len(real) < ENOUGH:
        return Pace(timedelta(minutes=planned_min), 0, len(real))
    usual = timedelta(seconds=median(one.total_seconds() for one in real))
    return Pace(usual, len(real), len(real))


def left(going: Pace, tickets: Sequence[QueueTicket], now: datetime) -> timedelta:
    """Expect how long whoever is inside will still be there."""
    inside = [one.called_at for one in tickets if one.called_at and not one.over_at]
    return max(going.usual - (now - max(inside)), NOBODY_YET) if inside else NOBODY_YET


def words(wait: timedelta) -> str:
    """Say a wait in rounded minutes: nobody knows it better."""
    rounded = -(-minutes(wait) // ROUNDED_MIN) * ROUNDED_MIN
    return t("about {n} min", n=rounded) if rounded else t(NEXT)
