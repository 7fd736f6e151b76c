"""How fast records from elsewhere come in: read, checked, sealed, and each file remembered in the audit."""

import time
from typing import NamedTuple

from sqlmodel import func, select

from hms.access import SYSTEM, perform
from hms.db import transaction
from hms.models import AuditEntry, ImportedRecord, Observation
from hms.services import importing, upkeep
from tests.bench.load.places import empty
from tests.bench.registry import Goal, Reading, figure
from tests.support.database import POSTGRESQL, SQLITE
from tests.support.fhir_files import ABSENT, shared_files


class Measured(NamedTuple):
    """What came in."""

    kind: str
    resources: int
    rows: int
    taken_s: float

    @property
    def a_second(self) -> float:
        """Count the resources of a second."""
        return self.resources / self.taken_s


@figure("resources/s", Goal.OVER, 200)
def import_speed() -> Reading:
    """Import all but one of the shared patients, file by file, sealed and audited: resources a second, the slower database."""
    files = shared_files()
    if not files:
        raise FileNotFoundError(ABSENT)
    both = [_measured(kind, len(files)) for kind in (SQLITE, POSTGRESQL)]
    words = [f"{one.kind}: {one.resources} resources, {one.rows} observations, in {one.taken_s:.1f} s" for one in both]
    return Reading(min(one.a_second for one in both), "; ".join(words))


def _measured(kind: str, most: int) -> Measured:
    """Import up to so many files into an empty clinic; the first one loads the models and does not count."""
    first, *files = shared_files()[:most]
    with empty(kind):
        upkeep.prepare()
        perform(importing.import_file, SYSTEM, first)
        before = _kept()
        began = time.perf_counter()
        for file in files:
            perform(importing.import_file, SYSTEM, file)
        taken = time.perf_counter() - began
        with transaction(reading=True) as db:
            rows = db.exec(select(func.count()).select_from(Observation)).one()
            acts = db.exec(select(func.count()).where(AuditEntry.what == "import_file")).one()
        if acts != len(files) + 1:
            raise RuntimeError("an import was not remembered")
        return Measured(kind, _kept() - before, rows, taken)


def _kept() -> int:
    with transaction(reading=True) as db:
        return int(db.exec(select(func.count()).select_from(ImportedRecord)).one())
