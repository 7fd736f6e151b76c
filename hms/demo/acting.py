"""The demo's people at work: each act is one call of a service, by the person who would do it, at its moment."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import event
from sqlmodel import Session, select

from hms.access import SYSTEM, VISITOR, Actor, Scope
from hms.demo import entering
from hms.demo.measuring import measured
from hms.demo.people import Person
from hms.demo.plan import Planned
from hms.demo.signing import in_fields, sign
from hms.demo.staff import ADMINISTRATOR, CLINIC, COUNTRY, DEPARTMENTS, DOCTORS, RECEPTION, STAFF, ZONE
from hms.models import Account, Clinic, Department, Medication, Practitioner, SchedulingRules, VisitType
from hms.permissions import Role
from hms.schemas.accounts import Registration, SetUp, StaffInvitation
from hms.schemas.alerts import CheckForm
from hms.schemas.directory import DepartmentForm
from hms.schemas.doctor_time import HoursBlock, HoursForm
from hms.schemas.notes import NoteForm
from hms.schemas.scheduling import BookingRequest, CancelRequest, MoveRequest
from hms.schemas.visits import PrescriptionForm
from hms.schemas.vitals import VitalsForm
from hms.security.passwords import hash_password
from hms.services import accounts, attendance, directory, invitations, prescribing, scheduling, set_up, visits
from hms.services.alerts import checking
from hms.services.chart.vitals import recording
from hms.services.doctor_time import weekly
from hms.services.notes import drafts
from hms.services.sign_in import email_index

MINUTE = timedelta(minutes=1)
KEPT = Clinic | Department | Practitioner | SchedulingRules | VisitType


class Acting:
    """Everybody in the demo, in one transaction: all of it is kept, or nothing."""

    def __init__(self, db: Session, password: str, new_key: Callable[[], str]) -> None:
        self.db, self.password, self.new_key = db, password, new_key
        self.hashed = hash_password(password)
        self.patients: dict[int, UUID] = {}
        self.doctors: list[Actor] = []
        self.booked: dict[int, UUID] = {}  # by the id() of what was planned
        self.versions: dict[int, int] = {}
        self.notes: dict[int, tuple[UUID, int]] = {}
        self.drugs: dict[str, UUID] = {}
        self.types: dict[str, UUID] = {}  # kinds of visits by name
        self.point: UUID | None = None  # the service point with a queue of its own
        # What every act looks up stays in memory while somebody holds it: without this it is read anew each time.
        self.held: list[object] = []
        event.listen(db, "pending_to_persistent", self._hold)
        event.listen(db, "loaded_as_persistent", self._hold)

    def _hold(self, _: Session, row: object) -> None:
        if isinstance(row, KEPT):
            self.held.append(row)

    def do(self, actor: Actor, at: datetime, service: Callable[..., Any], *args: Any) -> Any:
        """Call a service as somebody, at a moment."""
        return service(Scope(self.db, actor, at), *args)

    def _account(self, email: str) -> Actor:
        row = self.db.exec(select(Account).where(Account.email_index == email_index(email))).one()
        return Actor(Role(row.role), row.id, None, row.patient_id, row.practitioner_id, row.name)

    def open_clinic(self, at: datetime) -> None:
        """Set the clinic up, with its departments and the staff who are no doctors."""
        token = self.do(SYSTEM, at, set_up.offer)
        (_, name, email), *others = STAFF
        form = SetUp(clinic=CLINIC, country=COUNTRY, zone=ZONE.key, name=name, email=email, password=self.password)
        self.do(VISITOR, at, set_up.set_up, token, form)
        self.administrator = self._account(ADMINISTRATOR)
        cards = (self.do(self.administrator, at, directory.add_department, DepartmentForm(name=n)) for n in DEPARTMENTS)
        self.departments = {card.name: card.id for card in cards}
        for role, name, email in others:
            self._invite(at, StaffInvitation(role=role, name=name, email=email))
        self.reception = self._account(RECEPTION)
        self.drugs = dict(self.db.exec(select(Medication.code, Medication.id)).all())

    def _invite(self, at: datetime, form: StaffInvitation) -> Actor:
        token = self.do(self.administrator, at, invitations.invite, form)
        self.do(VISITOR, at + MINUTE, entering.join, token, self.hashed)
        return self._account(form.email)

    def hire(self, place: int, week: list[HoursBlock], at: datetime) -> None:
        """Invite a doctor, who accepts, and set their weekly hours."""
        doctor = DOCTORS[place]
        form = StaffInvitation(
            role="doctor",
            name=doctor.name,
            email=doctor.email,
            department_id=self.departments[doctor.department],
            room=doctor.room,
            visit_min=doctor.visit_min,
        )
        self.doctors.append(actor := self._invite(at, form))
        hours = HoursForm(practitioner_id=actor.practitioner_id, blocks=week, visit_min=doctor.visit_min, version=1)
        self.do(self.administrator, at, weekly.set_hours, hours)

    def enter(self, person: Person, at: datetime) -> None:
        """Open a patient's record."""
        self.patients[person.place] = self.do(SYSTEM, at, entering.enter, person)

    def register(self, person: Person, at: datetime) -> None:
        """Have a patient register at the clinic's page, with an account."""
        form = Registration(
            given_names=person.given_names,
            family_name=person.family_name,
            born_on=person.born_on,
            sex=person.sex,
            email=person.email,
            phone=person.phone,
            password=self.password,
        )
        self.do(VISITOR, at, accounts.register, form)
        self.patient = self._account(person.email)
        self.patients[person.place] = self.patient.patient_id
        self.do(SYSTEM, at, entering.complete, person, self.patient.patient_id)

    def book(self, p: Planned, at: datetime) -> None:
        """Book, by reception for those who telephone, by the patient who has an account."""
        request = BookingRequest(
            practitioner_id=self.doctors[p.doctor].practitioner_id,
            starts_at=p.first_at or p.starts_at,
            reason=p.visit.reason,
            key=self.new_key(),
            patient_id=self.patients[p.person.place],
        )
        booker = self.reception if p.person.place else self.patient
        card = self.do(booker, at, scheduling.book, request)
        self.booked[id(p)], self.versions[id(p)] = card.id, card.version

    def move(self, p: Planned, at: datetime) -> None:
        """Move an appointment to the time it has now."""
        form = MoveRequest(
            appointment_id=self.booked[id(p)], starts_at=p.starts_at, reason=p.why, version=self.versions[id(p)]
        )
        self.versions[id(p)] = self.do(self.reception, at, scheduling.move, form).version

    def cancel(self, p: Planned, at: datetime) -> None:
        """Give an appointment back."""
        form = CancelRequest(appointment_id=self.booked[id(p)], reason=p.why, version=self.versions[id(p)])
        self.do(self.reception, at, scheduling.cancel, form)

    def arrive(self, p: Planned, at: datetime) -> None:
        """Check a patient in."""
        self.do(self.reception, at, attendance.check_in, self.booked[id(p)])

    def call_in(self, p: Planned, at: datetime) -> None:
        """Start the visit; what the doctor has begun to write stays a draft until it is signed."""
        doctor = self.doctors[p.doctor]
        begun = self.do(doctor, at, visits.start, self.booked[id(p)])
        draft = NoteForm(
            encounter_id=begun.encounter_id, subjective=in_fields(p.note)["subjective"], version=begun.version
        )
        version = begun.version if p.signed_at else self.do(doctor, at + MINUTE, drafts.save_note, draft)
        self.notes[id(p)] = begun.encounter_id, version
        if signs := measured(p):
            form = VitalsForm.model_validate({**signs, "encounter_id": begun.encounter_id, "key": self.new_key()})
            self.do(doctor, at + MINUTE, recording.measure, form)

    def sign(self, p: Planned, at: datetime) -> None:
        """Prescribe, write the note and the summary, and sign."""
        doctor, (encounter_id, version) = self.doctors[p.doctor], self.notes[id(p)]
        for drug in p.visit.drugs:
            asked = CheckForm(
                encounter_id=encounter_id, medication_id=self.drugs[drug.code], dose=drug.dose,
                frequency=drug.frequency, days=drug.days,
            )  # fmt: skip
            seen = self.do(doctor, at - MINUTE, checking.check, asked).seen
            form = PrescriptionForm(
                encounter_id=encounter_id,
                medication_id=self.drugs[drug.code],
                dose=drug.dose,
                frequency=drug.frequency,
                days=drug.days,
                advice=drug.advice,
                key=self.new_key(),
                seen=seen,
                anyway="Replaces the one before, which ends today" if seen else "",
            )
            self.do(doctor, at - MINUTE, prescribing.prescribe, form)
        note = NoteForm(encounter_id=encounter_id, **in_fields(p.note), summary=p.visit.summary, version=version)
        self.do(doctor, at, sign, note)
