"""Fifty who want one time, again and again, on each database: one of them gets it, and nobody overlaps."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID, uuid4

from sqlmodel import col, select
from uuid_utils.compat import uuid7

from hms.access import Actor, perform
from hms.db import transaction
from hms.errors import Refusal
from hms.models import Appointment, Patient
from hms.permissions import Role
from hms.schemas.scheduling import BookingRequest
from hms.services import availability, scheduling
from tests.bench.load import large
from tests.bench.registry import Goal, Reading, figure
from tests.support.database import POSTGRESQL, SQLITE

ROUNDS, WHO, FROM_DAY = 100, 50, 1


@figure("rounds", Goal.AT_LEAST, 2 * ROUNDS)
def one_winner_for_one_time() -> Reading:
    """Count the rounds of 50 attempts at one time that had one winner and no overlap: 100 on each database."""
    good, told = 0, []
    for kind in (SQLITE, POSTGRESQL):
        with large.clinic(kind, appointments=0):
            winners = [_round(at, doctor) for at, doctor in _times()]
            overlaps = _overlaps()
            good += sum(number == 1 for number in winners) - overlaps
            told.append(f"{kind}: {sum(winners)} winners in {len(winners)} rounds, {overlaps} overlaps")
    return Reading(good, f"{WHO} threads; " + "; ".join(told))


def _times() -> list[tuple[datetime, UUID]]:
    who, found = large.patient(), []
    for doctor in large.doctor_ids():
        for ahead in range(FROM_DAY, FROM_DAY + 2):
            day = datetime.now(UTC).date() + timedelta(days=ahead)
            found += [(one.starts_at, doctor) for one in perform(availability.free_times, who, doctor, day)]
    return found[:: len(found) // ROUNDS][:ROUNDS]


def _round(at: datetime, doctor: UUID) -> int:
    with transaction(reading=True) as db:
        patients = list(db.exec(select(Patient.id).limit(WHO)))

    def attempt(patient: UUID) -> bool:
        who = Actor(Role.PATIENT, account_id=uuid7(), session_id=uuid7(), patient_id=patient)
        wish = BookingRequest(practitioner_id=doctor, starts_at=at, reason="Cough", key=str(uuid4()))
        try:
            perform(scheduling.book, who, wish)
        except Refusal:
            return False
        return True

    with ThreadPoolExecutor(WHO) as pool:
        return sum(pool.map(attempt, patients))


def _overlaps() -> int:
    with transaction(reading=True) as db:
        asked = select(Appointment.practitioner_id, Appointment.starts_at, Appointment.ends_at)
        rows = db.exec(asked.where(col(Appointment.cancelled_at).is_(None))).all()
    return sum(a[0] == b[0] and b[1] < a[2] for a, b in pairwise(sorted(rows)))
