"""Wording appointments for whoever sees them: a whole list at the cost of three queries."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, func
from sqlmodel import col, select

from hms.access import Scope
from hms.models import AllergyIntolerance, Appointment, Patient, Practitioner, Room, VisitType
from hms.models.appointment_states import State
from hms.permissions import Role
from hms.schemas.births import age_words
from hms.schemas.scheduling import AppointmentCard
from hms.schemas.words import MONTHS, SEXES, WEEKDAYS, clock, initials, long_day, minutes, relative_day, short_day
from hms.services.fetched import by_id
from hms.services.local_time import local_day, today
from hms.texts import t

IDS: Any = bindparam("ids", expanding=True)
ALLERGIES = select(AllergyIntolerance).where(
    col(AllergyIntolerance.patient_id).in_(IDS), col(AllergyIntolerance.active)
)
MISSED = (
    select(Appointment.patient_id, func.count())
    .where(col(Appointment.patient_id).in_(IDS), col(Appointment.noshow_at).is_not(None))
    .group_by(col(Appointment.patient_id))
)
CLINIC_ROLES = {Role.DOCTOR, Role.RECEPTIONIST, Role.ADMINISTRATOR, Role.SYSTEM}
CHANGEABLE = {State.PENDING, State.BOOKED}
LINKED = {State.BOOKED, State.ARRIVED, State.IN_ROOM}


class Doctor(NamedTuple):
    """A doctor of the list, opened once however often the list names them."""

    id: UUID
    name: str
    department: str
    room: str


class Person(NamedTuple):
    """A patient of the list, opened once however many appointments they have."""

    id: UUID
    name: str
    facts: str
    initials: str


class Around(NamedTuple):
    """What stands around an appointment."""

    patient: Person
    doctor: Doctor
    kind: VisitType | None
    room: Room | None
    allergies: list[str]
    no_shows: int


def allergies_of(scope: Scope, patient_ids: set[UUID]) -> dict[UUID, list[str]]:
    """Name what each patient must not be given; what nobody but the patient says is marked so."""
    found: dict[UUID, list[str]] = {}
    for allergy in scope.db.exec(ALLERGIES, params={"ids": list(patient_ids)}):
        found.setdefault(allergy.patient_id, []).append(_allergy(allergy))
    return {patient_id: sorted(names) for patient_id, names in found.items()}


def _allergy(row: AllergyIntolerance) -> str:
    stated = row.source == "patient" and row.confirmed_at is None
    return t("{allergy} (stated by the patient)", allergy=row.text) if stated else row.text


def facts(patient: Patient, on: date) -> str:
    """Say age and sex in a few words."""
    known = [
        age_words(patient.born, patient.born_estimated, on),
        SEXES.get(patient.sex, "") if patient.sex != "unknown" else "",
    ]
    return ", ".join(word for word in known if word)


def no_shows_of(scope: Scope, patient_ids: set[UUID]) -> dict[UUID, int]:
    """Count how often each patient did not come."""
    return dict(scope.db.exec(MISSED, params={"ids": list(patient_ids)}).all())


def cards(
    scope: Scope, appointments: Sequence[Appointment], allergies: dict[UUID, list[str]] | None = None
) -> list[AppointmentCard]:
    """Word appointments; whose they are is noted. Allergies are for doctors, no-shows for staff, reasons not for reception.

    Allergies are asked for where they were not read before.
    """
    patients = by_id(scope, Patient, {a.patient_id for a in appointments})
    doctors = {
        row.id: Doctor(row.id, row.name, row.department.name, row.room)
        for row in by_id(scope, Practitioner, {a.practitioner_id for a in appointments}).values()
    }
    kinds = by_id(scope, VisitType, {a.visit_type_id for a in appointments if a.visit_type_id})
    rooms = by_id(scope, Room, {a.room_id for a in appointments if a.room_id})
    if scope.actor.role != Role.DOCTOR:
        allergies = {}
    elif allergies is None:
        allergies = allergies_of(scope, set(patients))
    missed = no_shows_of(scope, set(patients)) if scope.actor.role in CLINIC_ROLES else {}
    scope.touch(*patients)
    now_day = today(scope)
    people = {row.id: _person(row, now_day) for row in patients.values()}
    return [
        _card(
            scope,
            a,
            now_day,
            Around(
                people[a.patient_id],
                doctors[a.practitioner_id],
                kinds.get(a.visit_type_id) if a.visit_type_id else None,
                rooms.get(a.room_id) if a.room_id else None,
                allergies.get(a.patient_id, []),
                missed.get(a.patient_id, 0),
            ),
        )
        for a in appointments
    ]


def _person(row: Patient, on: date) -> Person:
    name = row.name
    return Person(row.id, name, facts(row, on), initials(name))


def card(scope: Scope, appointment: Appointment) -> AppointmentCard:
    """Word one appointment."""
    return cards(scope, [appointment])[0]


def _card(scope: Scope, a: Appointment, now_day: date, around: Around) -> AppointmentCard:
    patient, doctor, kind, room, allergies, no_shows = around
    day, status = local_day(scope, a.starts_at), a.status
    waited = minutes(scope.now - a.arrived_at) if a.arrived_at and status == State.ARRIVED else 0
    in_clinic, changeable = scope.actor.role in CLINIC_ROLES, can_change(scope, a)
    at_the_desk = scope.actor.role == Role.RECEPTIONIST
    return AppointmentCard(
        id=a.id,
        version=a.version,
        status=status.value,
        starts_at=a.starts_at,
        day=day,
        long_day=long_day(day),
        short_day=short_day(day),
        relative=relative_day(day, now_day),
        weekday=t(WEEKDAYS[day.weekday()]),
        number=str(day.day),
        month=t(MONTHS[day.month - 1]),
        time=clock(a.starts_at, scope.zone),
        ends=clock(a.ends_at, scope.zone),
        length_min=int((a.ends_at - a.starts_at) / timedelta(minutes=1)),
        doctor=doctor.name,
        doctor_id=doctor.id,
        department=doctor.department,
        room=room.name if room else doctor.room,
        reason="" if at_the_desk else a.reason,
        patient_id=patient.id,
        patient=patient.name,
        patient_facts=patient.facts,
        patient_initials=patient.initials,
        allergies=allergies,
        arrived_at=a.arrived_at,
        arrived=clock(a.arrived_at, scope.zone),
        waited_min=waited,
        waits_long=waited >= scope.rules.long_wait_min,
        cancel_reason="" if a.cancelled_role == Role.PATIENT and at_the_desk else a.cancel_reason,
        cancelled_by=_cancelled_by(scope, a),
        can_change=changeable,
        change_words=_change_words(scope, a, changeable),
        clinic_zone=scope.clinic.zone,
        visit_type=kind.name if kind else "",
        visit_type_id=a.visit_type_id,
        colour=kind.colour if kind else "accent",
        by_video=kind is not None and kind.by_video,
        link=kind.link if kind and scope.actor.role in {Role.PATIENT, Role.DOCTOR} and status in LINKED else "",
        preparation=kind.preparation if kind else "",
        price=kind.price if kind else "",
        site=", ".join(filter(None, [room.location.name, room.location.address])) if room else "",
        overbooked=a.overbooked_at is not None,
        overbook_reason=a.overbook_reason if in_clinic else "",
        series_id=a.series_id,
        series_place=a.series_place or 0,
        no_shows=no_shows,
    )


def as_time_passes(card: AppointmentCard, now: datetime, long_wait_min: int) -> AppointmentCard:
    """Word how long somebody has waited by now, on a card that was read before."""
    if card.status != State.ARRIVED or card.arrived_at is None:
        return card
    waited = minutes(now - card.arrived_at)
    return card.model_copy(update={"waited_min": waited, "waits_long": waited >= long_wait_min})


def can_change(scope: Scope, a: Appointment) -> bool:
    """Tell whether this person may still move or cancel an appointment: patients until the clinic's cut-off."""
    if a.status not in CHANGEABLE:
        return False
    cutoff = timedelta(minutes=scope.rules.cutoff_min)
    return scope.actor.role in CLINIC_ROLES or a.starts_at - scope.now > cutoff


def _change_words(scope: Scope, a: Appointment, changeable: bool) -> str:
    """Say until when a patient can change an appointment, or whom to call after that."""
    if a.status not in CHANGEABLE or scope.actor.role in CLINIC_ROLES:
        return ""
    if not changeable:
        return call_us(scope)
    until = a.starts_at - timedelta(minutes=scope.rules.cutoff_min)
    if not scope.rules.cutoff_min:
        return t("You can move or cancel it until it begins.")
    day, time = short_day(local_day(scope, until)), clock(until, scope.zone)
    return t("You can move or cancel it until {day}, {time}.", day=day, time=time)


def call_us(scope: Scope) -> str:
    """Say whom a patient calls who can do no more here."""
    phone = scope.rules.phone
    return t("Please call the clinic: {phone}.", phone=phone) if phone else t("Please call the clinic.")


def _cancelled_by(scope: Scope, a: Appointment) -> str:
    if a.cancelled_at is None:
        return ""
    if a.cancelled_role != Role.PATIENT:
        return t("the clinic")
    return t("you") if scope.actor.role == Role.PATIENT else t("the patient")
