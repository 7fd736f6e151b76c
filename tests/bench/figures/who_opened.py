"""How soon a patient reads who opened a record that was opened a hundred thousand times."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert
from sqlmodel import SQLModel
from uuid_utils.compat import uuid7

from hms.access import VISITOR, Actor, perform
from hms.db import transaction
from hms.models import Account
from hms.permissions import Permission, Role
from hms.schemas.accounts import Registration
from hms.services import accounts, upkeep
from hms.services.openings import seeing
from hms.services.sign_in import email_index
from tests.bench.load.places import empty, tidy
from tests.bench.registry import Goal, Reading, figure
from tests.support.cast import PASSWORD
from tests.support.database import POSTGRESQL, SQLITE

OPENED, PAGES, BATCH = 100_000, 60, 5_000
MAIL = "asha@post.example"


@figure("ms", Goal.UNDER, 25)
def who_opened_my_record() -> Reading:
    """Show a page of who opened a record with 100,000 entries: p95 in the service over pages, the slower database."""
    both = {kind: _measured(kind) for kind in (SQLITE, POSTGRESQL)}
    words = "; ".join(
        f"{kind}: p50 {taken[len(taken) // 2]:.1f}, p95 {_p95(taken):.1f}" for kind, taken in both.items()
    )
    return Reading(max(map(_p95, both.values())), words)


def _p95(taken: list[float]) -> float:
    return taken[-(-len(taken) * 95 // 100) - 1]


def _measured(kind: str) -> list[float]:
    with empty(kind):
        upkeep.prepare()
        asha = _open_often()
        taken, before = [], None
        for _ in range(PAGES):
            began = time.perf_counter()
            page = perform(seeing.opened, asha, before)
            taken.append((time.perf_counter() - began) * 1000)
            before = page.lines[-1].id
    return sorted(taken)


def _open_often() -> Actor:
    """Register a patient, and write in bulk that a doctor opened the record."""
    form = Registration(given_names="Asha", family_name="Nair", born_on="1980-02-03", email=MAIL, password=PASSWORD)
    perform(accounts.register, VISITOR, form)
    now = datetime.now(UTC)
    with transaction() as db:
        account = db.exec(Account.__table__.select().where(Account.email_index == email_index(MAIL))).one()  # type: ignore[attr-defined]
        doctor = Account(role=Role.DOCTOR, email_index="doctor", password_hash="-", made_at=now)
        db.add(doctor.sealing(name="Dr Meera Rao", email="rao@alder.example"))
        db.flush()
        tables = SQLModel.metadata.tables
        for first in range(0, OPENED, BATCH):
            rows = [_row(first + n, doctor, now) for n in range(BATCH)]
            db.connection().execute(insert(tables["audit_entry"]), rows)
            about = [{"entry_id": row["id"], "patient_id": account.patient_id} for row in rows]
            db.connection().execute(insert(tables["audit_subject"]), about)
    tidy()
    return Actor(Role.PATIENT, account.id, None, account.patient_id)


def _row(n: int, doctor: Account, now: datetime) -> dict[str, Any]:
    return {
        "id": uuid7(), "seq": 1_000 + n, "at": now + timedelta(seconds=n), "account_id": doctor.id, "session_id": None,
        "role": "doctor", "act": str(Permission.WRITE_VISIT), "what": "page", "outcome": "done", "record_id": None,
        "why_sealed": None, "link": "-",
    }  # fmt: skip
