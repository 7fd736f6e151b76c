"""The demo clinic under load: 12 doctors, 400 patients, eight weeks of appointments. Made once for a run, then copied."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from hms import demo
from hms.cli import demo_folder
from hms.services import upkeep
from tests.support.database import SQLITE, Database, copied, pointed_at

PASSWORD, SEED = "kestrel-orbit-lantern-58", 2026  # made up for these runs; no real account has it
PLACE = Path(__file__).resolve().parents[3] / ".bench"  # on the disk of the checkout: elsewhere may be memory


def folder() -> Path:
    """Make a folder of this run, removed at its end."""
    PLACE.mkdir(exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix="run-", dir=PLACE))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


@cache
def _template() -> Database:
    data_dir = folder() / "data"
    place = Database(SQLITE, f"sqlite:///{data_dir / 'clinic.db'}", data_dir)
    with pointed_at(place):
        os.environ["HMS_DEMO"] = "1"
        upkeep.prepare(demo=True)
        demo.build(PASSWORD, SEED)
        demo_folder.mark(data_dir, demo_folder.facts(SEED, upkeep.head()))
    return place


@contextmanager
def clinic() -> Iterator[Database]:
    """Give a fresh demo clinic; the settings of this process point at it."""
    with copied(_template(), folder() / "data", "") as place, pointed_at(place):
        yield place
