"""From what was typed to when it is: a special time as instants, and whether it can be."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from hms.access import Scope
from hms.errors import Invalid
from hms.schemas.doctor_time import SpecialForm
from hms.schemas.words import clock
from hms.services.blocks import LEAVE
from hms.services.local_time import bounds, chosen_instant, today
from hms.services.slots import STAFF_AHEAD_DAYS
from hms.texts import t

Span = tuple[datetime, datetime]
Which = Literal["", "first", "second"]
LONGEST, LONGEST_LEAVE = timedelta(days=1), timedelta(days=366)
BACK, AHEAD = timedelta(days=366), timedelta(days=STAFF_AHEAD_DAYS)


def span_of(scope: Scope, form: SpecialForm) -> Span:
    """Turn a special time into instants.

    Raises Invalid for times that do not exist, that come twice and are not told apart, for an end before the beginning,
    for what is over, far off, or too long.
    """
    _check_days(scope, form)
    whole = form.from_time is None and form.to_time is None
    if whole and form.kind != LEAVE:
        raise Invalid(from_time=t("Give the time at which it begins."), to_time=t("Give the time at which it ends."))
    if whole:
        begins, ends = bounds(scope, form.from_on)[0], bounds(scope, form.to_on)[1]
    else:
        begins = _instant(scope, form.from_on, form.from_time, "from", form.from_which)
        ends = _instant(scope, form.to_on, form.to_time, "to", form.to_which)
    _check_length(scope, form, begins, ends)
    return begins, ends


def _check_days(scope: Scope, form: SpecialForm) -> None:
    first, last = today(scope) - BACK, today(scope) + AHEAD
    if form.to_on < form.from_on:
        raise Invalid(to_on=t("It ends before it begins. Choose a later day."))
    if not first <= form.from_on <= last:
        raise Invalid(from_on=t("Choose a day within the next two years."))
    if form.to_on > last:
        raise Invalid(to_on=t("Choose a day within the next two years."))


def _check_length(scope: Scope, form: SpecialForm, begins: datetime, ends: datetime) -> None:
    if ends <= begins:
        raise Invalid(to_time=t("It ends before it begins. Choose a later time."))
    if ends <= scope.now:
        raise Invalid(to_on=t("This is over already."))
    if form.kind == LEAVE and ends - begins > LONGEST_LEAVE:
        raise Invalid(to_on=t("Leave lasts a year at most. Enter what follows as another one."))
    if form.kind != LEAVE and ends - begins > LONGEST:
        raise Invalid(to_on=t("Extra hours and breaks last a day at most. Enter each day by itself."))


def _instant(scope: Scope, day: date, at: time | None, side: str, which: Which) -> datetime:
    if at is None:
        raise Invalid(**{f"{side}_time": t("Give a time, or leave both empty for whole days.")})
    both = _twice(scope, day, at)
    if both is None:
        return chosen_instant(scope, day, at, f"{side}_time")
    if which:
        return both[which == "second"]
    first, second = (clock(one, scope.zone) for one in both)
    said = t(
        "The clocks go back on that day, and this time comes twice: {first} or {second}. Say which one is meant.",
        first=first,
        second=second,
    )
    raise Invalid(**{f"{side}_which": said})


def _twice(scope: Scope, day: date, at: time) -> Span | None:
    """Give the two instants of a wall-clock time that comes twice; none for any other."""
    wall = datetime.combine(day, at)
    first, second = (wall.replace(tzinfo=scope.zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    return (first, second) if first < second else None  # a time that is skipped reads the other way round
