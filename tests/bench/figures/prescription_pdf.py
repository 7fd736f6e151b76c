"""How long it takes to give a signed prescription as a PDF, in the patient's own language too."""

import time
from datetime import UTC, date, datetime, timedelta
from statistics import median
from uuid import UUID

from sqlmodel import select
from uuid_utils.compat import uuid7

from hms.access import Actor, perform
from hms.db import transaction
from hms.models import THE_CLINIC, Clinic, Department, Encounter, MedicationRequest, Patient, Practitioner
from hms.permissions import Role
from hms.services.prescriptions import printing
from tests.bench.load import many_people
from tests.bench.registry import Goal, Reading, figure
from tests.support.database import POSTGRESQL, SQLITE

PEOPLE, TAKEN, WARM_UP, DRUGS = 1_000, 200, 10, 4
LANGUAGES = ("en", "de", "hi", "es", "fr")


@figure("ms", Goal.UNDER, 80)
def prescription_pdf() -> Reading:
    """Give a signed prescription of four drugs as a PDF, its paper signed on the way: p95 in the service and typst, warm."""
    seen = {kind: _measured(kind) for kind in (SQLITE, POSTGRESQL)}
    words = [f"{kind}: p50 {median(taken):.1f}, p95 {_p95(taken):.1f}" for kind, taken in seen.items()]
    return Reading(max(map(_p95, seen.values())), "; ".join(words))


def _p95(taken: list[float]) -> float:
    return sorted(taken)[-(-len(taken) * 95 // 100) - 1]


def _measured(kind: str) -> list[float]:
    with many_people.clinic(kind, PEOPLE):
        doctor_id, prescriptions = _prescribed()
        doctor, taken = Actor(Role.DOCTOR, uuid7(), uuid7(), practitioner_id=doctor_id), []
        for prescription_id in prescriptions:
            began = time.perf_counter()
            made = printing.pdf(perform(printing.take, doctor, prescription_id))
            taken.append((time.perf_counter() - began) * 1000)
            assert made.startswith(b"%PDF")
    return taken[WARM_UP:]


def _prescribed() -> tuple[UUID, list[UUID]]:
    """Let one doctor have prescribed four drugs to each of some patients, who speak several languages."""
    now, found = datetime.now(UTC), []
    with transaction() as db:
        if db.get(Clinic, THE_CLINIC) is None:
            db.add(Clinic(name="Bench", country="DE", zone="Europe/Berlin", key_check=b""))
        department = Department(name="Prescribing", opened_at=now)
        db.add(department)
        db.flush()
        doctor = Practitioner(department_id=department.id, joined_at=now).sealing(name="Dr Bench")
        db.add(doctor)
        db.flush()
        doctor_id = doctor.id
        for n, patient in enumerate(db.exec(select(Patient).limit(TAKEN + WARM_UP)).all()):
            patient.language = LANGUAGES[n % len(LANGUAGES)]
            visit = Encounter(
                patient_id=patient.id, practitioner_id=doctor_id, started_at=now, signed_at=now, signed_by=doctor_id
            )
            db.add(visit.sealing(kind="Check-up", note="Quiet.", summary="All is well."))
            db.flush()
            for drug in range(DRUGS):
                row = MedicationRequest(
                    patient_id=patient.id, practitioner_id=doctor_id, encounter_id=visit.id, dose="1.5", unit="tablet",
                    frequency="BID", days=30, request_key=str(uuid7()), written_at=now, signed_at=now,
                    ends_on=date.today() + timedelta(days=30),  # noqa: DTZ011
                ).sealing(drug=f"Bisoprolol {drug} mg tablet", advice="With water, in the morning")  # fmt: skip
                db.add(row)
            db.flush()
            found.append(row.id)
    return doctor_id, found
