"""The dates of a series: weeks are weeks, months keep the day of the month, and the wall clock stays as it is."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from types import SimpleNamespace
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from hms.errors import Invalid
from hms.schemas.series import SeriesWish
from hms.services.local_time import chosen_instant
from hms.services.series.booking import _wishes
from hms.services.series.dates import days, shifted
from hms.web.answers import field_words

ZONES = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kathmandu"]
FIRSTS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
COUNTS = st.integers(2, 52)


@given(FIRSTS, st.integers(1, 26), COUNTS)
def test_weeks_are_seven_days_apart(first: date, every: int, count: int) -> None:
    found = days(first, "week", every, count)
    assert found[0] == first and len(found) == count
    assert {(later - one).days for one, later in pairwise(found)} == {7 * every}


@given(FIRSTS, st.integers(1, 12), COUNTS)
def test_months_keep_the_day_or_take_the_last_and_no_month_is_left_out(first: date, every: int, count: int) -> None:
    found = days(first, "month", every, count)
    assert found[0] == first and len(found) == count
    for n, day in enumerate(found):
        assert (day.year * 12 + day.month) - (first.year * 12 + first.month) == every * n
        assert day.day == min(first.day, monthrange(day.year, day.month)[1])


def test_a_short_month_shortens_no_later_one() -> None:
    found = days(date(2027, 1, 31), "month", 1, 5)
    assert [f"{day:%d %b}" for day in found] == ["31 Jan", "28 Feb", "31 Mar", "30 Apr", "31 May"]
    assert days(date(2027, 11, 30), "month", 3, 2) == [date(2027, 11, 30), date(2028, 2, 29)]


def wishes_of(first: datetime, unit: str, every: int, count: int) -> list[datetime]:
    """Lay out the wall-clock times of a series."""
    asked = SeriesWish(practitioner_id=UUID(int=7), first=first, every=every, unit=unit, count=count)
    return [one.wall for one in _wishes(asked)]


@given(
    zone=st.sampled_from(ZONES),
    day=FIRSTS,
    minutes=st.integers(0, 287),
    unit=st.sampled_from(["week", "month"]),
    every=st.integers(1, 12),
    count=st.integers(2, 30),
)
def test_the_time_on_the_wall_stays_over_every_change_of_the_clocks(
    zone: str, day: date, minutes: int, unit: str, every: int, count: int
) -> None:
    place, scope = ZoneInfo(zone), SimpleNamespace(zone=ZoneInfo(zone))
    first = datetime.combine(day, time()) + timedelta(minutes=5 * minutes)
    walls = wishes_of(first, unit, every, count)
    assert {wall.time() for wall in walls} == {first.time()}
    for wall in walls:
        try:
            at = chosen_instant(scope, wall.date(), wall.time())
        except Invalid as refusal:  # the clocks skip it or show it twice: that is asked about, never guessed
            both = {wall.replace(tzinfo=place, fold=fold).astimezone(UTC) for fold in (0, 1)}
            assert len(both) == 2 and "clocks" in refusal.fields["starts_at"]
        else:
            assert at.astimezone(place).replace(tzinfo=None) == wall


def test_nine_in_berlin_is_nine_in_summer_and_in_winter() -> None:
    scope = SimpleNamespace(zone=ZoneInfo("Europe/Berlin"))
    walls = wishes_of(datetime.fromisoformat("2027-03-22T09:00"), "week", 1, 3)
    found = [chosen_instant(scope, wall.date(), wall.time()) for wall in walls]
    assert [f"{at:%d %H:%M}" for at in found] == ["22 08:00", "29 07:00", "05 07:00"]


@given(
    st.lists(st.builds(datetime.combine, FIRSTS, st.times()), min_size=1, max_size=9),
    st.integers(-40_000, 40_000),
)
def test_a_shift_moves_all_by_the_same_time_on_the_wall(walls: list[datetime], minutes: int) -> None:
    by = timedelta(minutes=minutes)
    assert shifted(walls, walls[0], walls[0] + by) == [wall + by for wall in walls]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"count": 10_000}, "A series has 2 to 52 appointments."),
        ({"count": 1}, "A series has 2 to 52 appointments."),
        ({"count": -3}, "A series has 2 to 52 appointments."),
        ({"every": 0}, "Choose every 1 to 26 weeks, or every 1 to 12 months."),
        ({"every": 27}, "Choose every 1 to 26 weeks, or every 1 to 12 months."),
        ({"every": 13, "unit": "month"}, "Choose every 1 to 26 weeks, or every 1 to 12 months."),
        ({"first": "9999-12-31T10:00"}, "Choose another day."),
    ],
)
def test_what_is_no_series_is_refused_in_words(asked: dict[str, Any], words: str) -> None:
    usual = {
        "practitioner_id": UUID(int=7),
        "first": "2027-01-04T09:00",
        "every": 1,
        "unit": "week",
    }
    with pytest.raises(ValidationError) as refused:
        SeriesWish.model_validate({**usual, "count": 6, **asked})
    assert list(field_words(refused.value).values()) == [words]
