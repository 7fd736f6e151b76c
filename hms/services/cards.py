"""Wording appointments for whoever sees them: a whole list at the cost of three queries."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypeVar
from uuid import UUID

from sqlmodel import col, select

from hms.access import Scope
from hms.models import AllergyIntolerance, Appointment, Patient, Practitioner
from hms.permissions import Role
from hms.schemas.scheduling import AppointmentCard
from hms.schemas.words import SEXES, age, clock, initials, long_day, minutes, relative_day, short_day
from hms.services.local_time import local_day, today
from hms.texts import t

LONG_WAIT_MIN = 30
M = TypeVar("M", Patient, Practitioner)


def _by_id(scope: Scope, model: type[M], ids: set[UUID]) -> dict[UUID, M]:
    """Fetch rows, asking only for those that this transaction has not read yet."""
    known = {row.id: row for row in scope.db.identity_map.values() if isinstance(row, model) and row.id in ids}
    if missing := ids - known.keys():
        known |= {row.id: row for row in scope.db.exec(select(model).where(col(model.id).in_(missing)))}
    return known


def allergies_of(scope: Scope, patient_ids: set[UUID]) -> dict[UUID, list[str]]:
    """Name what each patient must not be given."""
    asked = select(AllergyIntolerance).where(
        col(AllergyIntolerance.patient_id).in_(patient_ids), col(AllergyIntolerance.active)
    )
    found: dict[UUID, list[str]] = {}
    for allergy in scope.db.exec(asked):
        found.setdefault(allergy.patient_id, []).append(allergy.text)
    return {patient_id: sorted(names) for patient_id, names in found.items()}


def facts(patient: Patient, on: date) -> str:
    """Say age and sex in a few words."""
    known = [age(patient.born_on, on), SEXES.get(patient.sex, "") if patient.sex != "unknown" else ""]
    return ", ".join(word for word in known if word)


def cards(scope: Scope, appointments: Sequence[Appointment]) -> list[AppointmentCard]:
    """Word appointments; whose they are is noted. Allergies are for doctors, reasons not for reception."""
    patients = _by_id(scope, Patient, {a.patient_id for a in appointments})
    doctors = _by_id(scope, Practitioner, {a.practitioner_id for a in appointments})
    allergies = allergies_of(scope, set(patients)) if scope.actor.role == Role.DOCTOR else {}
    scope.touch(*patients)
    return [
        _card(scope, a, patients[a.patient_id], doctors[a.practitioner_id], allergies.get(a.patient_id, []))
        for a in appointments
    ]


def card(scope: Scope, appointment: Appointment) -> AppointmentCard:
    """Word one appointment."""
    return cards(scope, [appointment])[0]


def _card(
    scope: Scope, a: Appointment, patient: Patient, doctor: Practitioner, allergies: list[str]
) -> AppointmentCard:
    day, now_day, name = local_day(scope, a.starts_at), today(scope), patient.name
    waited = minutes(scope.now - a.arrived_at) if a.arrived_at and a.status == "arrived" else 0
    return AppointmentCard(
        id=a.id,
        version=a.version,
        status=a.status,
        starts_at=a.starts_at,
        day=day,
        long_day=long_day(day),
        short_day=short_day(day),
        relative=relative_day(day, now_day),
        weekday=t(f"{day:%a}"),
        number=f"{day:%-d}",
        month=t(f"{day:%b}"),
        time=clock(a.starts_at, scope.zone),
        ends=clock(a.ends_at, scope.zone),
        length_min=int((a.ends_at - a.starts_at) / timedelta(minutes=1)),
        doctor=doctor.name,
        doctor_id=doctor.id,
        department=doctor.department.name,
        room=doctor.room,
        reason="" if scope.actor.role == Role.RECEPTIONIST else a.reason,
        patient_id=patient.id,
        patient=name,
        patient_facts=facts(patient, now_day),
        patient_initials=initials(name),
        allergies=allergies,
        arrived=clock(a.arrived_at, scope.zone),
        waited_min=waited,
        waits_long=waited >= LONG_WAIT_MIN,
        cancel_reason=a.cancel_reason,
        can_change=a.status == "booked" and (a.starts_at > scope.now or scope.actor.role == Role.RECEPTIONIST),
        clinic_zone=scope.clinic.zone,
    )
