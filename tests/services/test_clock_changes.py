"""Over every change of the clocks: no time that does not exist is offered, none twice, and hours stay at wall time."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from hms.access import SYSTEM, Scope
from hms.db import transaction
from hms.errors import Invalid
from hms.models import Clinic
from hms.services import availability
from hms.services.local_time import bounds, chosen_instant, first_instant
from tests.support.cast import Cast

ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kathmandu")
FIRST, LAST = date(1985, 1, 1), date(2036, 12, 31)
NIGHT, NIGHT_ENDS, MORNING, NOON = time(0), time(5, 30), time(9), time(12)
VISIT = timedelta(minutes=25)


@cache
def changes(zone: str) -> list[date]:
    """List the days on which the clocks of a zone change."""
    where, days = ZoneInfo(zone), (LAST - FIRST).days
    starts = [datetime.combine(FIRST + timedelta(days=n), time(), where) for n in range(days + 1)]
    return [a.date() for a, b in pairwise(starts) if a.utcoffset() != b.utcoffset()]


def exists(wall: datetime, zone: ZoneInfo) -> bool:
    return wall.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None, fold=0) == wall


def test_there_are_changes_to_be_tried() -> None:
    assert {zone: len(changes(zone)) for zone in ZONES} == {
        "Europe/Berlin": 104,
        "America/New_York": 104,
        "Australia/Lord_Howe": 104,
        "Africa/Casablanca": len(changes("Africa/Casablanca")),
        "Asia/Kathmandu": 1,  # 1986, by a quarter of an hour
    }
    assert len(changes("Africa/Casablanca")) > 60


@pytest.fixture
def open_at_night(clinic_on_sqlite: Cast, request: pytest.FixtureRequest) -> Iterator[tuple[Cast, ZoneInfo]]:
    """Let dr_rao see patients at night, when the clocks change, and in the morning, in a clinic of a zone."""
    zone = ZoneInfo(request.param)
    with transaction() as db:
        db.exec(select(Clinic)).one().zone = request.param
    clinic = clinic_on_sqlite
    clinic.now = datetime(FIRST.year, 1, 1, tzinfo=UTC) - timedelta(days=30)
    week = [(d, NIGHT, NIGHT_ENDS) for d in range(7)] + [(d, MORNING, NOON) for d in range(7)]
    clinic.set_hours(clinic.dr_rao, week, visit_min=25)
    yield clinic, zone


@pytest.mark.parametrize("open_at_night", ZONES, indirect=True)
def test_free_times_of_each_day_with_a_change_are_real_single_and_inside_the_hours(
    open_at_night: tuple[Cast, ZoneInfo],
) -> None:
    clinic, zone = open_at_night
    for day in changes(zone.key):
        clinic.now = datetime.combine(day, time(), zone).astimezone(UTC) - timedelta(days=3)
        times = clinic.do(clinic.asha, availability.free_times, clinic.dr_rao.practitioner_id, day)
        starts = [one.starts_at for one in times]
        assert len({one.label for one in times}) == len(starts) == len(set(starts)), day
        for at in starts:
            local, end = at.astimezone(zone), (at + VISIT).astimezone(zone)
            assert local.date() == day
            in_night = local.time() < NIGHT_ENDS and end.time() <= NIGHT_ENDS
            assert in_night or (local.time() >= MORNING and end.time() <= NOON), (day, local)
        assert all(b - a >= VISIT for a, b in pairwise(starts)), "lengths are real minutes"
        first_night = starts[0].astimezone(zone).time()
        assert first_night == NIGHT or not exists(datetime.combine(day, NIGHT), zone)
        morning = [at for at in starts if at.astimezone(zone).time() >= MORNING]
        assert morning[0].astimezone(zone).time() == MORNING, "weekly hours stay at wall time"
        night_s = (first_instant(zone, day, NIGHT_ENDS) - first_instant(zone, day, NIGHT)).total_seconds()
        assert len(starts) - len(morning) == night_s // VISIT.total_seconds(), "every real minute counts, none twice"


@pytest.mark.parametrize("open_at_night", ZONES, indirect=True)
def test_what_is_offered_around_a_change_can_be_booked(open_at_night: tuple[Cast, ZoneInfo]) -> None:
    clinic, zone = open_at_night
    for day in changes(zone.key)[-2:]:
        clinic.now = datetime.combine(day, time(), zone).astimezone(UTC) - timedelta(days=3)
        times = clinic.do(clinic.asha, availability.free_times, clinic.dr_rao.practitioner_id, day)
        cards = [clinic.book(clinic.asha, one.starts_at) for one in times]
        assert [card.time for card in cards] == [one.label for one in times]
        assert all(card.length_min == 25 for card in cards)


zones = st.sampled_from(ZONES).map(ZoneInfo)
walls = st.datetimes(datetime(1985, 1, 1), datetime(2036, 12, 30)).map(lambda d: d.replace(second=0, microsecond=0))  # noqa: DTZ001
near_changes = st.builds(
    lambda zone, n, minute: (zone, datetime.combine(changes(zone)[n % len(changes(zone))], time()) + minute),
    st.sampled_from(ZONES),
    st.integers(0, 200),
    st.integers(0, 6 * 60).map(lambda n: timedelta(minutes=n)),
).map(lambda drawn: (ZoneInfo(drawn[0]), drawn[1]))


@given(st.one_of(near_changes, st.tuples(zones, walls)))
def test_a_wall_time_that_exists_is_that_instant_and_one_that_does_not_is_the_change(
    drawn: tuple[ZoneInfo, datetime],
) -> None:
    zone, wall = drawn
    at = first_instant(zone, wall.date(), wall.time())
    if exists(wall, zone):
        assert at.astimezone(zone).replace(tzinfo=None, fold=0) == wall
    else:
        before = (at - timedelta(seconds=1)).astimezone(zone)
        assert before.utcoffset() != at.astimezone(zone).utcoffset()
        assert before.replace(tzinfo=None) < wall <= at.astimezone(zone).replace(tzinfo=None)


@given(near_changes, st.integers(0, 120))
def test_a_later_wall_time_is_never_an_earlier_instant(drawn: tuple[ZoneInfo, datetime], minutes: int) -> None:
    zone, wall = drawn
    later = wall + timedelta(minutes=minutes)
    assert first_instant(zone, wall.date(), wall.time()) <= first_instant(zone, later.date(), later.time())


def test_a_time_that_a_person_chooses_in_the_gap_is_refused_and_one_that_comes_twice_is_asked_about(
    clinic_on_sqlite: Cast,
) -> None:
    with transaction() as db:
        db.exec(select(Clinic)).one().zone = "Europe/Berlin"
    with transaction(reading=True) as db:
        scope = Scope(db, SYSTEM, clinic_on_sqlite.now)
        with pytest.raises(Invalid) as gap:
            chosen_instant(scope, date(2027, 3, 28), time(2, 30))
        assert "does not exist" in gap.value.fields["starts_at"]
        with pytest.raises(Invalid) as twice:
            chosen_instant(scope, date(2026, 10, 25), time(2, 30))
        assert "02:30 (UTC+0200) or 02:30 (UTC+0100)" in twice.value.fields["starts_at"]
        assert chosen_instant(scope, date(2026, 11, 24), time(9)).hour == 8
        first, last = bounds(scope, date(2027, 3, 28))
        assert last - first == timedelta(hours=23)
