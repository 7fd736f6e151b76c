"""With lost or wrong keys the clinic starts sealed, says so, and opens by itself when they are back."""

import shutil
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from hms.security import keys
from tests.support.cast import Cast
from tests.support.database import Database
from tests.support.server import ServedClinic


@pytest.mark.parametrize("lost", [True, False])
def test_a_clinic_whose_keys_are_elsewhere_is_served_sealed_until_they_are_back(
    clinic_on_sqlite: Cast, serve: Callable[..., ServedClinic], tmp_path: Path, lost: bool
) -> None:
    from hms.config import settings

    place = Database("sqlite", settings().database_url, settings().data_dir)
    key_file, kept = settings().key_file, tmp_path / "kept.key"
    shutil.move(key_file, kept)
    if not lost:
        keys.create(key_file)
    served = serve("run", place.data_dir, environment=place.environment(), ready=503)
    assert httpx.get(f"{served.url}/healthz").json() == {"status": "sealed"}
    for path in ("/", "/sign-in", "/register", "/patient"):
        page = httpx.get(f"{served.url}{path}")
        assert page.status_code == 503 and "sealed" in page.text and str(tmp_path) not in page.text
    assert ("missing" if lost else "another database") in served.log
    assert key_file.exists() is not lost  # nothing was made anew
    key_file.unlink(missing_ok=True)
    shutil.move(kept, key_file)
    until = time.monotonic() + 30
    while httpx.get(f"{served.url}/sign-in").status_code != 200:
        assert time.monotonic() < until, served.log
        time.sleep(0.2)
    assert httpx.get(f"{served.url}/healthz").json() == {"status": "ok"}
