"""How soon a diagnosis is found while a doctor types it, among all 98,000 codes of ICD-10-CM."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from random import Random
from uuid import UUID

from hms.access import Actor, perform
from hms.db import transaction
from hms.models import CodeUse, Department, Practitioner
from hms.permissions import Role
from hms.services import upkeep
from hms.services.coding import looking, searching
from tests.bench.load.places import empty, tidy
from tests.bench.registry import Goal, Reading, figure
from tests.support.database import POSTGRESQL, SQLITE

WARM_UP, OWN = 20, 150  # codes that this doctor has used before
TYPED = (
    "asthma", "hypertension", "type 2 diabetes", "diabetes kidney", "low back pain", "urinary tract infection", "headache",
    "migraine without aura", "otitis media left", "copd exacerbation", "atrial fibrillation", "heart failure", "anaemia",
    "iron deficiency anemia", "depression recurrent", "generalized anxiety", "acute bronchitis", "viral infection",
    "fracture femur left initial", "distal radius fracture right", "sprain ankle", "laceration finger", "burn hand",
    "gastro esophageal reflux", "irritable bowel", "cholelithiasis", "acute appendicitis", "hyperlipidemia mixed",
    "hypothyroidism", "osteoarthritis knee right", "rheumatoid arthritis", "gout foot", "psoriasis", "atopic dermatitis",
    "contact dermatitis", "cellulitis leg", "malignant neoplasm breast female left", "prostate cancer", "pregnancy anemia",
    "gestational diabetes", "encounter immunization", "family history breast", "j45", "e119", "i10", "s72.0", "m54",
    "chronic kidney disease stage 3", "syncope", "chest pain", "abdominal pain right lower", "fever", "cough", "dizziness",
)  # fmt: skip


@figure("ms", Goal.UNDER, 10)
def icd_search() -> Reading:
    """Find diagnoses among 98,000 codes, a search for each letter typed: p95 in the service, the slower database."""
    both = {kind: _measured(kind) for kind in (SQLITE, POSTGRESQL)}
    words = "; ".join(
        f"{kind}: p50 {taken[len(taken) // 2]:.1f}, p95 {_p95(taken):.1f}, worst {taken[-1]:.1f} of {len(taken)} searches"
        for kind, taken in both.items()
    )
    return Reading(max(map(_p95, both.values())), words)


def _p95(taken: list[float]) -> float:
    return taken[-(-len(taken) * 95 // 100) - 1]


def _measured(kind: str) -> list[float]:
    with empty(kind):
        upkeep.prepare()
        doctor = _doctor()
        tidy()
        taken = []
        for typed in _letters():
            began = time.perf_counter()
            perform(searching.search, doctor, typed)
            taken.append((time.perf_counter() - began) * 1000)
    return sorted(taken[WARM_UP:])


def _letters() -> Iterator[str]:
    """Type each phrase letter by letter, in an order drawn by chance; two letters are asked for first."""
    listed = [typed[:end] for typed in TYPED for end in range(2, len(typed) + 1)]
    Random(7).shuffle(listed)
    return iter(listed)


def _doctor() -> Actor:
    """Make a doctor who has used some codes before."""
    now = datetime.now(UTC)
    with transaction() as db:
        department = Department(name="Medicine", opened_at=now)
        db.add(department)
        db.flush()
        who = Practitioner(department_id=department.id, joined_at=now).sealing(name="Dr Meera Rao")
        db.add(who)
        db.flush()
        known = list(dict.fromkeys(hit.code for typed in TYPED for hit in looking.look(typed)))[:OWN]
        for number, code in enumerate(known):
            db.add(
                CodeUse(practitioner_id=who.id, code=code, count=number % 17, favourite=number % 9 == 0, used_at=now)
            )
        me: UUID = who.id
    return Actor(Role.DOCTOR, practitioner_id=me)
