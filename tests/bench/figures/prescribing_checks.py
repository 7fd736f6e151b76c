"""How long all prescribing checks take for somebody who takes twenty medicines."""

import time
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from statistics import median
from uuid import UUID

from sqlmodel import col, select
from uuid_utils.compat import uuid7

from hms.access import SYSTEM, Actor, perform, perform_noting
from hms.db import transaction
from hms.models import (
    THE_CLINIC,
    AllergyIntolerance,
    Clinic,
    Department,
    Encounter,
    HealthStatement,
    Medication,
    MedicationRequest,
    Observation,
    Patient,
    Practitioner,
)
from hms.permissions import Role
from hms.schemas.alerts import CheckForm
from hms.services import prescribing
from hms.services.alerts import checking
from tests.bench.load import many_people
from tests.bench.load.places import tidy
from tests.bench.registry import Goal, Reading, figure
from tests.support.database import POSTGRESQL, SQLITE

PEOPLE, CHECKS, WARM_UP = 1_000, 300, 20
TAKEN, ELSEWHERE, STATED, ALLERGIES = 12, 4, 4, 4


@figure("ms", Goal.UNDER, 10)
def prescribing_checks() -> Reading:
    """Check a medicine with its dose against twenty current ones, four allergies, weight and eGFR, as an open visit asks it: p95 in the service."""
    both = {kind: _measured(kind) for kind in (SQLITE, POSTGRESQL)}
    words = [f"{kind}: p50 {median(taken):.1f}, p95 {_p95(taken):.1f}" for kind, taken in both.items()]
    return Reading(max(map(_p95, both.values())), "; ".join(words))


def _p95(taken: list[float]) -> float:
    return sorted(taken)[-(-len(taken) * 95 // 100) - 1]


def _measured(kind: str) -> list[float]:
    with many_people.clinic(kind, PEOPLE):
        doctor, visit, drugs = _fill()
        with transaction() as db:
            shown = frozenset({db.get_one(Encounter, visit).patient_id})  # by the open visit, which asks
        taken = []
        for n in range(CHECKS + WARM_UP):
            form = CheckForm(
                encounter_id=visit, medication_id=drugs[n % len(drugs)], dose=Decimal(1), frequency="BID", days=7
            )
            began = time.perf_counter()
            found, _ = perform_noting(checking.check, doctor, form, shown=shown)
            taken.append((time.perf_counter() - began) * 1000)
            assert found.severe or found.quiet  # an allergy that nobody understands is said each time
        return taken[WARM_UP:]


def _fill() -> tuple[Actor, UUID, list[UUID]]:
    """Give one patient twenty medicines and a visit that is being written."""
    perform(prescribing.seed_formulary, SYSTEM)
    now = datetime.now(UTC)
    with transaction() as db:
        if db.get(Clinic, THE_CLINIC) is None:
            db.add(Clinic(name="Bench", country="DE", zone="Europe/Berlin", key_check=b""))
        department = Department(name="Bench", opened_at=now)
        db.add(department)
        db.flush()
        doctor = Practitioner(department_id=department.id, joined_at=now).sealing(name="Dr Bench")
        db.add(doctor)
        db.flush()
        whose = {"patient_id": db.exec(select(Patient.id).limit(1)).one()}
        visit = Encounter(**whose, practitioner_id=doctor.id, started_at=now)
        before = Encounter(**whose, practitioner_id=doctor.id, started_at=now)
        db.add_all([visit, before])
        db.flush()
        drugs = db.exec(select(Medication).order_by(col(Medication.code))).all()
        for drug in drugs[:: len(drugs) // TAKEN][:TAKEN]:
            db.add(
                MedicationRequest(
                    **whose, practitioner_id=doctor.id, encounter_id=before.id, medication_id=drug.id, dose="1",
                    unit=drug.unit, frequency="QD", days=90, request_key=str(uuid7()), written_at=now, signed_at=now,
                    ends_on=now.date() + timedelta(days=90),
                ).sealing(drug=f"{drug.name} {drug.strength} {drug.form}")
            )  # fmt: skip
        for name in ("Simvastatin 20 MG Oral Tablet", "Warfarin", "Digoxin 0.125 mg", "Foozine")[:ELSEWHERE]:
            db.add(
                MedicationRequest(
                    **whose, request_key=str(uuid7()), written_at=now, signed_at=now, source="import"
                ).sealing(drug=name)
            )
        for text in ("Ibuprofen now and then", "Iron", "Vitamin D3", "Herbal drops")[:STATED]:
            said = HealthStatement(**whose, kind="medicine", stated_at=now, stated_role="patient")
            db.add(said.sealing(text=text))
        for text in ("Penicillin: rash", "Latex", "House dust mite", "Sulfa")[:ALLERGIES]:
            db.add(AllergyIntolerance(**whose, recorded_at=now).sealing(text=text))
        for code, number, unit in (("29463-7", "71", "kg"), ("62238-1", "55", "mL/min/{1.73_m2}")):
            db.add(
                Observation(
                    **whose, status="final", category="laboratory", code=code, number=number, unit=unit,
                    recorded_at=now, happened_at=now,
                )
            )  # fmt: skip
        found = Actor(Role.DOCTOR, account_id=uuid7(), session_id=uuid7(), practitioner_id=doctor.id), visit.id
        ids = [drug.id for drug in drugs]
    tidy()
    return *found, ids
