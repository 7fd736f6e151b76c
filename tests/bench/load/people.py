"""A hundred people of the demo clinic who sign in as people do: with a password, for a cookie."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime

import httpx
from sqlmodel import col, select

from hms.access import SYSTEM, Scope, perform
from hms.db import transaction
from hms.demo.staff import DOCTORS, RECEPTION, STAFF
from hms.models import Account, Patient
from hms.permissions import Role
from hms.services import accounts
from hms.web.cookie import name as cookie_name
from tests.bench.load.demo import PASSWORD

PATIENTS, DOCTORS_AT_WORK, RECEPTIONISTS = 87, 10, 3
THIRD_DESK = "reception.three@demo.clinic"
AT_ONCE = 2


@dataclass(frozen=True)
class Person:
    """Somebody with an account, and the page they have open."""

    email: str
    path: str


def enrol() -> list[Person]:
    """Give accounts to patients who have none, hire a third receptionist, and list the hundred."""
    perform(accounts.add, SYSTEM, Role.RECEPTIONIST, "Maeve Kilbride", THIRD_DESK, PASSWORD)
    with transaction() as db:
        scope = Scope(db, SYSTEM, datetime.now(UTC))
        have = select(Account.patient_id).where(col(Account.patient_id).is_not(None))
        rows = db.exec(select(Patient).where(col(Patient.id).not_in(have)).order_by(col(Patient.id)).limit(PATIENTS))
        emails = [f"client{n:03}@example.org" for n in range(PATIENTS)]
        for email, patient in zip(emails, rows, strict=True):
            # The start of the demo gives every account its password.
            accounts.make(scope, Role.PATIENT, patient.name, email, "-").patient_id = patient.id
    desks = [
        RECEPTION,
        *(email for role, _, email in STAFF if role == "receptionist" and email != RECEPTION),
        THIRD_DESK,
    ]
    at_work = [doctor.email for doctor in DOCTORS[:DOCTORS_AT_WORK]]
    return (
        [Person(email, "/patient") for email in emails]
        + [Person(email, "/doctor") for email in at_work]
        + [Person(email, "/reception") for email in desks[:RECEPTIONISTS]]
    )


def sign_in(url: str, email: str) -> str:
    """Sign in at the sign-in page and return the cookie's value. Raises RuntimeError when the clinic refuses."""
    form = {"email": email, "password": PASSWORD, "next": ""}
    answer = httpx.post(f"{url}/sign-in", data=form, headers={"Origin": url}, timeout=60)
    if token := answer.cookies.get(cookie_name()):
        return token
    raise RuntimeError(f"{email} could not sign in: {answer.status_code}")


def sign_all_in(url: str, people: list[Person]) -> list[str]:
    """Sign everybody in, a few at a time."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(lambda person: sign_in(url, person.email), people))
