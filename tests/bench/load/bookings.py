"""Bookings at full speed, straight at the service: patients of the demo take times that are really free."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import islice
from random import Random
from uuid import UUID, uuid4

from sqlmodel import select

from hms.access import Actor, perform
from hms.db import transaction
from hms.models import Patient, Practitioner
from hms.permissions import Role
from hms.schemas.scheduling import BookingRequest
from hms.services import availability, scheduling

FIRST_DAY, LAST_DAY = 30, 175  # from now: after the demo's own appointments, before the calendar ends
Wish = tuple[Actor, BookingRequest]


def wishes(seed: int = 1) -> Iterator[Wish]:
    """Draw bookings that can all go through: no two at one time with one doctor or for one patient."""
    with transaction(reading=True) as db:
        doctors, patients = list(db.exec(select(Practitioner.id))), list(db.exec(select(Patient.id)))
    found = [wish for n, doctor in enumerate(doctors) for wish in _with(doctor, patients[n :: len(doctors)])]
    Random(seed).shuffle(found)
    yield from found


def _with(doctor: UUID, patients: list[UUID]) -> Iterator[Wish]:
    today = datetime.now(UTC).date()
    free = []
    for ahead in range(FIRST_DAY, LAST_DAY):
        day = today + timedelta(days=ahead)
        free += perform(availability.free_times, _patient(patients[0]), doctor, day)
    for n, at in enumerate(free):
        request = BookingRequest(
            practitioner_id=doctor, starts_at=at.starts_at, reason="Cough since Tuesday", key=str(uuid4())
        )
        yield _patient(patients[n % len(patients)]), request


def _patient(patient_id: UUID) -> Actor:
    return Actor(Role.PATIENT, account_id=uuid4(), session_id=uuid4(), patient_id=patient_id)


def _book(wish: Wish) -> None:
    actor, request = wish
    perform(scheduling.book, actor, request)


def rate(some: list[Wish], threads: int) -> float:
    """Book all of these from a number of threads, and return how many a second went through."""
    began = time.perf_counter()
    if threads == 1:
        for wish in some:
            _book(wish)
    else:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(_book, some))
    return len(some) / (time.perf_counter() - began)


def take(source: Iterator[Wish], number: int) -> list[Wish]:
    """Take the next bookings. Raises ValueError when the clinic has no more free times."""
    taken = list(islice(source, number))
    if len(taken) < number:
        raise ValueError("the clinic is booked out")
    return taken
