"""How long it takes to open the record of a patient with ten appointments and five prescriptions."""

import time
from datetime import UTC, date, datetime, timedelta
from statistics import median
from uuid import UUID

from sqlmodel import select
from uuid_utils.compat import uuid7

from hms.access import Actor, perform
from hms.db import transaction
from hms.models import (
    THE_CLINIC,
    AllergyIntolerance,
    Appointment,
    Clinic,
    Coverage,
    Department,
    Encounter,
    MedicationRequest,
    Patient,
    PatientContact,
    PatientIdentifier,
    PatientName,
    PatientRelation,
    Practitioner,
)
from hms.permissions import Role
from hms.services import opening
from tests.bench.load import many_people
from tests.bench.load.places import tidy
from tests.bench.registry import Goal, Reading, figure
from tests.support.database import POSTGRESQL, SQLITE

SIZES = (10_000, 100_000)
OPENED, WARM_UP = 200, 10
APPOINTMENTS, PRESCRIPTIONS = 10, 5


@figure("ms", Goal.UNDER, 15)
def patient_opened() -> Reading:
    """Open patients with 10 appointments and 5 prescriptions, as a doctor and as the desk: p95 in the service, the slowest."""
    seen = [(kind, people, *_measured(kind, people)) for people in SIZES for kind in (SQLITE, POSTGRESQL)]
    words = [
        f"{kind} at {people:,}: doctor p50 {median(doctor):.1f} p95 {_p95(doctor):.1f}, desk p50 {median(desk):.1f} p95 {_p95(desk):.1f}"
        for kind, people, doctor, desk in seen
    ]
    return Reading(max(max(_p95(doctor), _p95(desk)) for _, _, doctor, desk in seen), "; ".join(words))


def _p95(taken: list[float]) -> float:
    return sorted(taken)[-(-len(taken) * 95 // 100) - 1]


def _measured(kind: str, people: int) -> tuple[list[float], list[float]]:
    with many_people.clinic(kind, people):
        doctor_id, patients = _fill()
        doctor = Actor(Role.DOCTOR, account_id=uuid7(), session_id=uuid7(), practitioner_id=doctor_id)
        return _taken(doctor, patients), _taken(many_people.receptionist(), patients)


def _taken(who: Actor, patients: list[UUID]) -> list[float]:
    taken = []
    for patient_id in patients:
        began = time.perf_counter()
        opened = perform(opening.open_record, who, patient_id)
        taken.append((time.perf_counter() - began) * 1000)
        assert len(opened.upcoming) + len(opened.past) == APPOINTMENTS
        assert len(opened.prescriptions) == (PRESCRIPTIONS if who.role is Role.DOCTOR else 0)
    return taken[WARM_UP:]


def _fill() -> tuple[UUID, list[UUID]]:
    """Give some patients a full record with one doctor; times do not meet, whoever they are of."""
    now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    with transaction() as db:
        if db.get(Clinic, THE_CLINIC) is None:
            db.add(Clinic(name="Bench", country="DE", zone="Europe/Berlin", key_check=b""))
        department = Department(name="Bench", opened_at=now)
        db.add(department)
        db.flush()
        doctor = Practitioner(department_id=department.id, joined_at=now).sealing(name="Dr Bench")
        db.add(doctor)
        db.flush()
        doctor_id = doctor.id
        ids = list(db.exec(select(Patient.id).limit(OPENED + WARM_UP)))
    for n, patient_id in enumerate(ids):
        with transaction() as db:
            _fill_one(db, n, patient_id, doctor_id, now)
    tidy()
    return doctor_id, ids


def _fill_one(db: object, n: int, patient_id: UUID, doctor_id: UUID, now: datetime) -> None:
    for k in range(APPOINTMENTS):
        day = k - 5 if k < 5 else k - 4
        starts = now + timedelta(days=day * 40, minutes=5 * n)
        db.add(  # type: ignore[attr-defined]
            Appointment(
                patient_id=patient_id, practitioner_id=doctor_id, starts_at=starts, ends_at=starts + timedelta(minutes=5),
                request_key=str(uuid7()), booked_at=now,
            ).sealing(reason="Palpitations at night, worse than in spring")
        )  # fmt: skip
    for k in range(PRESCRIPTIONS):
        visit = Encounter(
            patient_id=patient_id, practitioner_id=doctor_id, started_at=now - timedelta(days=k), signed_at=now,
            signed_by=doctor_id,
        ).sealing(kind="Check-up", note="Quiet, regular. " * 20, summary="All is well.")  # fmt: skip
        db.add(visit)  # type: ignore[attr-defined]
        db.flush()  # type: ignore[attr-defined]
        db.add(  # type: ignore[attr-defined]
            MedicationRequest(
                patient_id=patient_id, practitioner_id=doctor_id, encounter_id=visit.id, dose="1", unit="tablet",
                frequency="BID", days=90, request_key=str(uuid7()), written_at=now, signed_at=now,
                ends_on=date.today() + timedelta(days=90),  # noqa: DTZ011
            ).sealing(drug="Bisoprolol 5 mg tablet", advice="With water")
        )  # fmt: skip
    rows = [
        PatientContact(patient_id=patient_id, system="phone", place=0).sealing(
            value="+493012345678", typed="030 12345678"
        ),
        PatientContact(patient_id=patient_id, system="email", place=0).sealing(value="somebody@post.example"),
        PatientContact(patient_id=patient_id, system="address", place=0, country="DE").sealing(
            value="Lindenallee 3, 10115 Berlin"
        ),
        PatientName(patient_id=patient_id, use="old").sealing(text="Somebody Former"),
        PatientRelation(patient_id=patient_id, kind="emergency").sealing(name="Somebody Near", phone="+493012345679"),
        Coverage(patient_id=patient_id, kind="public").sealing(payer="Public Health", member="A1"),
        PatientIdentifier(patient_id=patient_id, system="urn:x", value_index=str(uuid7())).sealing(value="X-1"),
        AllergyIntolerance(patient_id=patient_id, recorded_at=now).sealing(text="Penicillin"),
    ]
    db.add_all(rows)  # type: ignore[attr-defined]
