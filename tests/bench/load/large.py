"""A large clinic: 20 doctors of one department, 5,000 patients, 200,000 appointments over four years, written in bulk."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from random import Random
from uuid import UUID

from sqlalchemy import insert
from sqlmodel import SQLModel, col, select
from uuid_utils.compat import uuid7

from hms.access import Actor
from hms.db import transaction
from hms.models import THE_CLINIC, Clinic, Department, Patient, Practitioner, WeeklyHours
from hms.permissions import Role
from hms.services import upkeep
from hms.web import garbage
from tests.bench.load.places import empty, tidy
from tests.support.database import Database

DOCTORS, PATIENTS, APPOINTMENTS = 20, 5_000, 200_000
A_DAY, VISIT_MIN = 20, 20  # of the 24 times that a day of each doctor has
BATCH = 5_000
OPENS, BREAKS, GOES_ON, CLOSES = time(8), time(12), time(13), time(17)


@contextmanager
def clinic(kind: str, appointments: int = APPOINTMENTS) -> Iterator[Database]:
    """Give a large clinic on SQLite or PostgreSQL; the settings of this process point at it."""
    with empty(kind) as place:
        fill(appointments)
        garbage.settle()  # as a served process does when it has started
        yield place


def fill(appointments: int) -> None:
    """Write the clinic: its doctors' days are nearly full as far as the appointments reach, half of them past."""
    upkeep.prepare()
    now, chance = datetime.now(UTC), Random(3)
    with transaction() as db:
        db.get_one(Clinic, THE_CLINIC).sqlmodel_update({"name": "Large", "country": "DE", "zone": "Europe/Berlin"})
        ward = Department(name="Medicine", opened_at=now)
        db.add(ward)
        doctors = [Practitioner(department_id=ward.id, joined_at=now, visit_min=VISIT_MIN) for _ in range(DOCTORS)]
        db.add_all([d.sealing(name=f"Dr Number {n}") for n, d in enumerate(doctors)])
        db.flush()
        for doctor in doctors:
            for weekday in range(7):
                for starts, ends in ((OPENS, BREAKS), (GOES_ON, CLOSES)):
                    db.add(
                        WeeklyHours(
                            practitioner_id=doctor.id, weekday=weekday, starts=starts, ends=ends,
                            valid_from_on=now.date() - timedelta(days=3_000),
                        )
                    )  # fmt: skip
        patients = [_patient(n, now) for n in range(PATIENTS)]
        db.add_all(patients)
        doctor_ids, patient_ids = [d.id for d in doctors], [p.id for p in patients]
    days = appointments // (DOCTORS * A_DAY)
    table = SQLModel.metadata.tables["appointment"]
    rows: list[dict[str, object]] = []
    with transaction() as db:
        for offset in range(-days // 2, days - days // 2):
            rows += _day(now + timedelta(days=offset), doctor_ids, patient_ids, chance)
            if len(rows) >= BATCH:
                db.connection().execute(insert(table), rows)
                rows = []
        if rows:
            db.connection().execute(insert(table), rows)
    tidy()


def _patient(n: int, now: datetime) -> Patient:
    made = Patient(record_number_index=f"n{n}", registered_at=now, sex="female")
    return made.sealing(record_number=f"{n}", family_name=f"Family{n}", given_names=f"Given{n}", born="1980-01-01")


def _day(at: datetime, doctors: list[UUID], patients: list[UUID], chance: Random) -> list[dict[str, object]]:
    """Fill a day: nobody twice, since each patient is drawn once and the doctors' times are their own."""
    midnight = datetime.combine(at.date(), time(), UTC)
    drawn = iter(chance.sample(patients, DOCTORS * A_DAY))
    empty = dict.fromkeys(col.name for col in SQLModel.metadata.tables["appointment"].columns)
    made = []
    for doctor in doctors:
        for place in sorted(chance.sample(range(24), A_DAY)):
            starts = midnight + timedelta(
                hours=7 + (place >= 12), minutes=VISIT_MIN * place
            )  # 08:00 in Berlin's winter
            made.append(
                {
                    **empty, "id": uuid7(), "patient_id": next(drawn), "practitioner_id": doctor, "starts_at": starts,
                    "ends_at": starts + timedelta(minutes=VISIT_MIN), "request_key": str(uuid7()), "booked_at": at,
                    "version": 1,
                }
            )  # fmt: skip
    return made


def patient() -> Actor:
    """Give somebody who asks for times."""
    with transaction(reading=True) as db:
        found = db.exec(select(Patient.id).limit(1)).one()
    return Actor(Role.PATIENT, account_id=uuid7(), session_id=uuid7(), patient_id=found)


def doctor_ids() -> list[UUID]:
    """List the doctors."""
    with transaction(reading=True) as db:
        return list(db.exec(select(Practitioner.id).order_by(col(Practitioner.id))))


def ward_id() -> UUID:
    """Name the one department."""
    with transaction(reading=True) as db:
        return db.exec(select(Department.id)).one()
