"""What the tests of screens share: a small clinic where it is morning, founded by the services two days ago."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from hms.db import transaction
from hms.models import THE_CLINIC, Clinic
from tests.browser.zones import morning_zone
from tests.support.cast import Cast, quick_hashing
from tests.support.database import Database, copied, pointed_at

PATIENCE_MS = 15_000  # a screen that never shows it fails the test; how soon it should is for the bench to say

expect.set_options(timeout=PATIENCE_MS)


@dataclass(frozen=True)
class Founded:
    """A clinic that is not served yet, and the people of the cast in it, who sign in with PASSWORD."""

    place: Database
    cast: Cast

    @property
    def environment(self) -> dict[str, str]:
        """Point a server at it."""
        return self.place.environment()

    @contextmanager
    def acting(self) -> Iterator[Cast]:
        """Let people act through the services, in this process, beside the server."""
        with pointed_at(self.place), quick_hashing():
            self.cast.now = datetime.now(UTC)
            yield self.cast


@contextmanager
def _founded(template: Database, data_dir: Path, server: str) -> Iterator[Founded]:
    with copied(template, data_dir, server) as place:
        founded = Founded(place, Cast())
        with founded.acting() as cast:
            cast.now -= timedelta(days=2)  # the doctors' hours hold since then, whatever the day is in which zone
            cast.found_clinic()
            with transaction() as db:
                db.get_one(Clinic, THE_CLINIC).zone = morning_zone()
        yield founded


@pytest.fixture
def this_morning(sqlite_template: Database, tmp_path: Path) -> Iterator[Founded]:
    """Give a clinic on SQLite."""
    with _founded(sqlite_template, tmp_path / "data", "") as founded:
        yield founded


@pytest.fixture
def this_morning_on_postgresql(postgres_template: Database, postgres_server: str, tmp_path: Path) -> Iterator[Founded]:
    """Give a clinic on PostgreSQL."""
    with _founded(postgres_template, tmp_path / "data", postgres_server) as founded:
        yield founded
