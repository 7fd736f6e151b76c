"""The people of the tests: asha and bilal are patients, dr_rao and dr_osei doctors; Monday morning in Kolkata."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from passlib.hash import argon2

from hms.access import SYSTEM, VISITOR, Actor, perform
from hms.permissions import Role
from hms.schemas.accounts import Registration, SetUp, StaffInvitation
from hms.schemas.directory import DepartmentForm
from hms.schemas.doctor_time import HoursBlock, HoursForm
from hms.schemas.notes import NoteForm
from hms.schemas.scheduling import AppointmentCard, BookingRequest
from hms.schemas.visits import VisitPage
from hms.security import passwords
from hms.security.tokens import token_hash
from hms.services import accounts, directory, invitations, scheduling, sessions, set_up, sign_in, visits
from hms.services.doctor_time import weekly
from hms.services.notes import signing
from tests.support.database import POSTGRESQL, SQLITE, Database, copied, pointed_at

NOW = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)  # Monday, 10:00 in Kolkata
NINE, ELEVEN = datetime(2026, 11, 23, 3, 30, tzinfo=UTC), datetime(2026, 11, 23, 5, 30, tzinfo=UTC)
PASSWORD = "seven quiet herons waded"


@dataclass
class Cast:
    """A small clinic and the ways to act in it at NOW."""

    now: datetime = NOW
    people: dict[str, Actor] = field(default_factory=dict)
    cardiology: UUID | None = None
    eyes: UUID | None = None

    def __getattr__(self, name: str) -> Actor:
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None

    def do(self, who: Actor, service: Any, *args: Any, **kwargs: Any) -> Any:
        """Let somebody call a service now."""
        return perform(service, who, *args, **{"now": self.now, **kwargs})

    def sign_in(self, email: str, password: str = PASSWORD) -> Actor:
        """Sign in as a person does."""
        signed_in = self.do(VISITOR, sign_in.sign_in, email, password, "192.0.2.1")
        return self.actor_of(signed_in.token)

    def actor_of(self, token: str) -> Actor:
        """Say who holds a session."""
        card = self.do(VISITOR, sessions.find, token_hash(token))
        return Actor(card.role, card.account_id, card.id, card.patient_id, card.practitioner_id, card.name)

    def request(self, at: datetime = ELEVEN, doctor: str = "dr_rao", **other: Any) -> BookingRequest:
        """Word a wish for a time."""
        answers = {"starts_at": at, "reason": "Palpitations at night", "key": str(uuid4()), **other}
        return BookingRequest(practitioner_id=self.people[doctor].practitioner_id, **answers)

    def book(self, who: Actor, at: datetime = ELEVEN, **other: Any) -> AppointmentCard:
        """Book a time."""
        return self.do(who, scheduling.book, self.request(at, **other))

    def visit(self, who: Actor, at: datetime = ELEVEN, doctor: str = "dr_rao") -> VisitPage:
        """Book, and let the doctor call the patient in."""
        booked = self.book(who, at, doctor=doctor)
        self.do(self.people[doctor], visits.start, booked.id)
        return self.do(self.people[doctor], visits.page, booked.id)

    def sign(
        self, page: VisitPage, doctor: str = "dr_rao", note: str = "ECG normal", summary: str = "All is well."
    ) -> VisitPage:
        """Write and sign a note."""
        form = NoteForm(encounter_id=page.encounter_id, assessment=note, summary=summary, version=page.version)
        return self.do(self.people[doctor], signing.sign, form, PASSWORD)

    def found_clinic(self) -> None:
        """Set up the clinic and bring its people in."""
        token = self.do(SYSTEM, set_up.offer)
        form = SetUp(
            clinic="Alder Valley", country="IN", zone="Asia/Kolkata", name="Ilse Brandt",
            email="admin@alder.example", password=PASSWORD,
        )  # fmt: skip
        self.people["admin"] = self.actor_of(self.do(VISITOR, set_up.set_up, token, form).token)
        self.cardiology = self.do(self.admin, directory.add_department, DepartmentForm(name="Cardiology")).id
        self.eyes = self.do(self.admin, directory.add_department, DepartmentForm(name="Eyes")).id
        self.people["dr_rao"] = self.hire("Dr Meera Rao", "rao@alder.example", self.cardiology)
        self.people["dr_osei"] = self.hire("Dr Kofi Osei", "osei@alder.example", self.eyes)
        self.do(SYSTEM, accounts.add, Role.RECEPTIONIST, "Joon Park", "desk@alder.example", PASSWORD)
        self.people["reception"] = self.sign_in("desk@alder.example")
        self.people["asha"] = self.register("Asha", "Nair", "asha@post.example", date(1980, 2, 3))
        self.people["bilal"] = self.register("Bilal", "Haddad", "bilal@post.example", date(1975, 7, 30))

    def hire(self, name: str, email: str, department_id: UUID) -> Actor:
        """Invite a doctor who works every day from nine to one and from two to five, twenty minutes a visit."""
        form = StaffInvitation(role="doctor", name=name, email=email, department_id=department_id, room="14")
        token = self.do(self.admin, invitations.invite, form)
        doctor = self.actor_of(self.do(VISITOR, invitations.accept, token, PASSWORD).token)
        self.set_hours(doctor, [(d, time(9), time(13)) for d in range(7)] + [(d, time(14), time(17)) for d in range(7)])
        return doctor

    def set_hours(self, doctor: Actor, week: list[tuple[int, time, time]], visit_min: int = 20) -> None:
        """Give a doctor other hours."""
        version = self.do(self.admin, weekly.hours, doctor.practitioner_id).version
        blocks = [HoursBlock(weekday=d, starts=s, ends=e) for d, s, e in week]
        form = HoursForm(practitioner_id=doctor.practitioner_id, blocks=blocks, visit_min=visit_min, version=version)
        self.do(self.admin, weekly.set_hours, form)

    def register(self, given: str, family: str, email: str, born: date) -> Actor:
        """Register a patient, who then signs in."""
        form = Registration(
            given_names=given, family_name=family, born_on=born, sex="unknown", email=email,
            phone="+91 98765 43210", password=PASSWORD,
        )  # fmt: skip
        self.do(VISITOR, accounts.register, form)
        return self.sign_in(email)


def later(minutes: float) -> datetime:
    """Give a moment after NOW."""
    return NOW + timedelta(minutes=minutes)


@contextmanager
def quick_hashing() -> Iterator[None]:
    """Hash cheaply: six people sign in for each clinic. What a hash costs is tested with the passwords."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_HASHER", argon2.using(type="ID", time_cost=1, memory_cost=8, parallelism=1))
        passwords._nobodys.cache_clear()
        yield
    passwords._nobodys.cache_clear()


Founded = tuple[Database, Cast]


@contextmanager
def _founded(template: Database, data_dir: Path, server: str) -> Iterator[Founded]:
    with copied(template, data_dir, server) as place:
        with pointed_at(place), quick_hashing():
            cast = Cast()
            cast.found_clinic()
        yield place, cast


@pytest.fixture(scope="session")
def founded_on_sqlite(sqlite_template: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Founded]:
    """Found the small clinic on SQLite once, to be copied."""
    with _founded(sqlite_template, tmp_path_factory.mktemp("founded-sqlite") / "data", "") as founded:
        yield founded


@pytest.fixture(scope="session")
def founded_on_postgresql(
    postgres_template: Database, postgres_server: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Founded]:
    """Found the small clinic on PostgreSQL once, to be copied."""
    data_dir = tmp_path_factory.mktemp("founded-postgresql") / "data"
    with _founded(postgres_template, data_dir, postgres_server) as founded:
        yield founded


@contextmanager
def _opened(kind: str, request: pytest.FixtureRequest, data_dir: Path) -> Iterator[Cast]:
    place, cast = request.getfixturevalue(f"founded_on_{kind}")
    server = "" if kind == SQLITE else request.getfixturevalue("postgres_server")
    with copied(place, data_dir, server) as copy, pointed_at(copy), quick_hashing():
        yield replace(cast, people=dict(cast.people))


@pytest.fixture(params=[SQLITE, POSTGRESQL])
def clinic(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Cast]:
    """Give the small clinic with its people, once on each database."""
    with _opened(request.param, request, tmp_path / "data") as cast:
        yield cast


@pytest.fixture
def clinic_on_sqlite(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Cast]:
    """Give the small clinic on SQLite."""
    with _opened(SQLITE, request, tmp_path / "data") as cast:
        yield cast


@pytest.fixture
def clinic_on_postgresql(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Cast]:
    """Give the small clinic on PostgreSQL."""
    with _opened(POSTGRESQL, request, tmp_path / "data") as cast:
        yield cast
