"""How long it takes to open the chart of somebody who has been ill for a long time."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from statistics import median
from uuid import UUID

import aiohttp
from sqlalchemy import insert
from sqlmodel import Session, SQLModel
from uuid_utils.compat import uuid7

from hms import db
from hms.access import SYSTEM, Actor, Scope, perform
from hms.config import settings
from hms.db import transaction
from hms.models import THE_CLINIC, Account, Clinic, Condition, Department, Patient, Practitioner
from hms.permissions import Role
from hms.security.encryption import seal
from hms.services import sessions, upkeep
from hms.services.chart import opened, timeline
from hms.web import garbage
from tests.bench.load.clients import OPENS_S, Client
from tests.bench.load.places import empty, tidy
from tests.bench.registry import Goal, Reading, figure
from tests.support.database import POSTGRESQL, SQLITE
from tests.support.server import served

VISITS, OBSERVATIONS, TOGETHER = 500, 5_000, 10
OPENED, WARM_UP, IN_BROWSER = 100, 10, 20
CODES = ("8480-6", "8462-4", "8867-4", "29463-7", "8302-2", "2823-3", "2951-2", "4548-4", "2093-3", "718-7")
LABORATORY_FROM = 5  # in CODES


@figure("ms", Goal.UNDER, 40)
def chart_opened() -> Reading:
    """Open the chart of a patient with 500 visits and 5,000 observations: all it shows, p95 in the service, the slower database."""
    worst, told = 0.0, []
    for kind in (SQLITE, POSTGRESQL):
        with _clinic(kind) as (doctor, patient_id):
            taken = sorted(_opened(doctor, patient_id) for _ in range(WARM_UP + OPENED))[:-WARM_UP]
        p95 = _p95(taken)
        worst = max(worst, p95)
        told.append(f"{kind}: p50 {median(taken):.1f}, p95 {p95:.1f}")
    return Reading(worst, "; ".join(told))


@figure("ms", Goal.UNDER, 500)
def chart_on_screen() -> Reading:
    """Open that chart from the click to all its data at the socket of a browser: p95."""
    with _clinic(SQLITE) as (doctor, patient_id):
        token, data_dir = _signed_in(doctor), settings().data_dir
        db.dispose()
        with served("run", data_dir) as clinic:
            taken = asyncio.run(_watched(clinic.url, token, patient_id))
    return Reading(
        _p95(taken), f"{len(taken)} one after another: median {median(taken):.0f}, longest {max(taken):.0f} ms"
    )


def _p95(taken: list[float]) -> float:
    return sorted(taken)[-(-len(taken) * 95 // 100) - 1]


def _opened(doctor: Actor, patient_id: UUID) -> float:
    began = time.perf_counter()
    shown = perform(opened.open_chart, doctor, patient_id)
    taken = (time.perf_counter() - began) * 1000
    assert shown.glance.vitals and shown.glance.results and len(shown.newest.listed) >= timeline.PAGE
    return taken


class _Page(Client):
    """The chart of one patient, open."""

    def connect(self, path: str, query: dict[str, str] | None = None, **more: object) -> None:
        """Connect to Reflex as the page of this address does."""
        super().connect("/doctor/patients/[patient_id]", {"patient_id": path.rpartition("/")[2]}, **more)


async def _watched(url: str, token: str, patient_id: UUID) -> list[float]:
    path, taken = f"/doctor/patients/{patient_id}", []
    async with aiohttp.ClientSession() as http:
        for _ in range(IN_BROWSER):
            began = time.perf_counter()
            page = _Page(http, url, token, path)
            await page.open()
            await page.until(lambda page=page: page.loaded, OPENS_S)
            taken.append((time.perf_counter() - began) * 1000)
            await page.hang_up()
    return taken[1:]


def _signed_in(doctor: Actor) -> str:
    with transaction() as session:
        scope = Scope(session, SYSTEM, datetime.now(UTC))
        return sessions.begin(scope, session.get_one(Account, doctor.account_id)).token


@contextmanager
def _clinic(kind: str) -> Iterator[tuple[Actor, UUID]]:
    """Give a clinic with one doctor and the patient, long ill; what the tables hold is written in bulk."""
    with empty(kind):
        upkeep.prepare()
        now = datetime.now(UTC)
        with transaction() as session:
            session.get_one(Clinic, THE_CLINIC).sqlmodel_update(
                {"name": "Bench", "country": "DE", "zone": "Europe/Berlin"}
            )
            ward = Department(name="Bench", opened_at=now)
            session.add(ward)
            session.flush()
            doctor = Practitioner(department_id=ward.id, joined_at=now).sealing(name="Dr Bench")
            patient = Patient(record_number_index="1", registered_at=now, sex="female").sealing(
                record_number="1", family_name="Longill", given_names="Lena", born="1950-04-01"
            )
            session.add_all([doctor, patient])
            session.flush()
            account = Account(
                role=Role.DOCTOR, email_index="doctor", password_hash="-", made_at=now, practitioner_id=doctor.id
            ).sealing(name="Dr Bench", email="doctor@post.example")
            session.add(account)
            for n in range(12):
                session.add(
                    Condition(
                        patient_id=patient.id, status="active", recorded_at=now, happened_at=now - timedelta(days=200 * n)
                    ).sealing(text=f"A long illness, the {n}th")
                )  # fmt: skip
            session.flush()
            ids = (patient.id, doctor.id)
            actor = Actor(Role.DOCTOR, account_id=account.id, session_id=uuid7(), practitioner_id=doctor.id)
            _fill(session, *ids, now)
        tidy()
        garbage.settle()  # as a served process does when it has started
        yield actor, ids[0]


def _fill(session: Session, patient_id: UUID, doctor_id: UUID, now: datetime) -> None:
    visits, measured = [], []
    for n in range(VISITS):
        at, visit_id, group_id = now - timedelta(days=10 * n + 1), uuid7(), uuid7()
        visits.append({
            "id": visit_id, "patient_id": patient_id, "practitioner_id": doctor_id, "started_at": at, "signed_at": at,
            "signed_by": doctor_id, "source": "clinic", "version": 1,
            "note_sealed": seal("encounter", "note_sealed", visit_id.bytes, "Quiet, regular. " * 40),
            "kind_sealed": seal("encounter", "kind_sealed", visit_id.bytes, "Check-up"),
        })  # fmt: skip
        measured += [_measured(patient_id, visit_id, group_id, at, k) for k in range(TOGETHER)]
    assert len(measured) == OBSERVATIONS
    tables = SQLModel.metadata.tables
    session.connection().execute(insert(tables["encounter"]), visits)
    session.connection().execute(insert(tables["observation"]), measured)


def _measured(patient_id: UUID, visit_id: UUID, group_id: UUID, at: datetime, k: int) -> dict[str, object]:
    vital = k < LABORATORY_FROM
    return {
        "id": uuid7(), "patient_id": patient_id, "encounter_id": visit_id, "status": "final", "source": "clinician",
        "recorded_at": at, "happened_at": at, "version": 1, "category": "vital-signs" if vital else "laboratory",
        "code_system": "http://loinc.org", "code": CODES[k], "number": str(60 + k), "unit": "", "flag": "",
        "usual_low": "", "usual_high": "", "group_id": group_id if vital else None,
    }  # fmt: skip
