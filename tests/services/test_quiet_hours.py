"""No message leaves in the clinic's quiet hours, whatever its clocks do."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hms.services.outbox.quiet import MARGIN, Quiet, reminder_due

ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Asia/Kathmandu",
    "Asia/Beirut",
)
# Days around which the clocks of these places change, and days on which they do not.
DAYS = [date(2026, 3, 8), date(2026, 3, 28), date(2026, 3, 29), date(2026, 4, 5), date(2026, 10, 4), date(2026, 10, 25)]
DAYS += [date(2026, 11, 1), date(2026, 2, 15), date(2026, 3, 22), date(2026, 7, 1)]

quarters = st.integers(0, 95).map(lambda n: time(n // 4, n % 4 * 15))
zones = st.sampled_from(ZONES).map(ZoneInfo)
quiets = st.builds(Quiet, quarters, quarters, zones)
moments = st.builds(
    lambda day, seconds: datetime.combine(day, time(), UTC) + timedelta(seconds=seconds),
    st.sampled_from(DAYS),
    st.integers(-90_000, 180_000),
)


@given(quiets, moments)
def test_what_waits_leaves_outside_the_quiet_hours_and_as_soon_as_they_end(quiet: Quiet, at: datetime) -> None:
    leaves = quiet.over(at)
    assert leaves >= at and not quiet.covers(leaves)
    if leaves == at:
        return
    assert leaves - at <= timedelta(hours=26)
    step = timedelta(minutes=5)
    while (at := at + step) < leaves:
        assert quiet.covers(at), "it could have left earlier"


@given(quiets, moments, st.integers(1, 72))
def test_a_reminder_leaves_before_the_visit_and_outside_the_quiet_hours(
    quiet: Quiet, starts_at: datetime, hours: int
) -> None:
    leaves = reminder_due(quiet, starts_at, timedelta(hours=hours))
    assert leaves < starts_at
    night = (
        datetime.combine(date(2026, 1, 2), quiet.ends) - datetime.combine(date(2026, 1, 1), quiet.starts)
    ) % timedelta(days=1)
    if night < timedelta(hours=20):
        assert not quiet.covers(leaves)


@pytest.mark.parametrize(
    ("at", "leaves"),
    [
        ("2026-03-28T22:30", "2026-03-29T08:00"),  # the night the clocks go forward
        ("2026-10-24T23:59", "2026-10-25T08:00"),  # and back
        ("2026-06-01T07:59", "2026-06-01T08:00"),
        ("2026-06-01T08:00", "2026-06-01T08:00"),
        ("2026-06-01T20:59", "2026-06-01T20:59"),
        ("2026-06-01T21:00", "2026-06-02T08:00"),
    ],
)
def test_a_night_in_berlin(at: str, leaves: str) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    quiet = Quiet(time(21), time(8), berlin)
    found = quiet.over(datetime.fromisoformat(at).replace(tzinfo=berlin).astimezone(UTC))
    assert f"{found.astimezone(berlin):%Y-%m-%dT%H:%M}" == leaves


def test_a_reminder_of_an_early_visit_comes_the_evening_before() -> None:
    utc = ZoneInfo("UTC")
    quiet = Quiet(time(21), time(8), utc)
    visit = datetime(2026, 6, 2, 7, 30, tzinfo=UTC)
    assert reminder_due(quiet, visit, timedelta(hours=2)) == datetime(2026, 6, 1, 21, tzinfo=UTC) - MARGIN
    assert reminder_due(quiet, visit, timedelta(hours=24)) == datetime(2026, 6, 1, 8, tzinfo=UTC)


def test_two_times_that_are_the_same_mean_no_quiet_hours() -> None:
    quiet = Quiet(time(8), time(8), ZoneInfo("UTC"))
    assert not any(quiet.covers(datetime(2026, 6, 1, hour, tzinfo=UTC)) for hour in range(24))
