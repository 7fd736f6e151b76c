"""To whom a patient can write, and who answers when a doctor is away."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from hms.access import Scope
from hms.errors import Invalid
from hms.models import Account, Appointment, Cover, Encounter, Patient, Practitioner, SpecialTime
from hms.permissions import Role
from hms.schemas.threads import CLINIC, Choice
from hms.schemas.words import short_day
from hms.services.local_time import local_day
from hms.texts import t

SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Away:
    """A doctor is away: until when, and who answers meanwhile, if anybody."""

    until: datetime
    by: Practitioner | None


def caring(scope: Scope, patient_id: UUID) -> list[Practitioner]:
    """List the doctors who have a patient in care and still work here, by name."""
    booked = sa.select(col(Appointment.practitioner_id)).where(
        col(Appointment.patient_id) == patient_id, col(Appointment.cancelled_at).is_(None)
    )
    seen = sa.select(col(Encounter.practitioner_id)).where(col(Encounter.patient_id) == patient_id)
    asked = select(Practitioner).where(col(Practitioner.id).in_(booked.union(seen)))
    return sorted((one for one in scope.db.exec(asked) if here(one)), key=lambda one: one.name)


def here(doctor: Practitioner) -> bool:
    """Tell whether a doctor still works here."""
    return doctor.left_at is None and doctor.stopped_at is None


def choices(scope: Scope, patient_id: UUID) -> list[Choice]:
    """List to whom a conversation of this patient can go, for the actor."""
    clinic = Choice(id=CLINIC, name=scope.clinic.name, about=t("Appointments, papers, bills: read by reception"))
    if scope.actor.role == Role.RECEPTIONIST:
        return [clinic]
    doctors = caring(scope, patient_id)
    if scope.actor.role == Role.DOCTOR:
        doctors = [one for one in doctors if one.id == scope.actor.practitioner_id]
    found = [Choice(id=str(one.id), name=one.name, about=away_words(scope, one)) for one in doctors]
    return found if scope.actor.role == Role.DOCTOR else [*found, clinic]


def chosen(scope: Scope, patient_id: UUID, whom: str) -> UUID | None:
    """Judge to whom a new conversation goes: a doctor, or None for the clinic. Raises Invalid."""
    if whom not in {choice.id for choice in choices(scope, patient_id)}:
        raise Invalid(whom=t("Choose one of these."))
    return None if whom == CLINIC else UUID(whom)


def away(scope: Scope, doctor_id: UUID) -> Away | None:
    """Say until when a doctor is away now and who answers; None where they are here."""
    leave = _leave(scope, doctor_id)
    dated = [c for c in _covers(scope, doctor_id) if c.starts_at and c.ends_at and c.starts_at <= scope.now < c.ends_at]
    usual = [c for c in _covers(scope, doctor_id) if c.starts_at is None]
    ends = [end for end in (leave, *(c.ends_at for c in dated)) if end]
    if not ends:
        return None
    takes = (dated or (usual if leave else []))[-1:]
    by = scope.db.get(Practitioner, takes[0].covered_by_id) if takes else None
    return Away(max(ends), by if by and here(by) and _leave(scope, by.id) is None else None)


def _covers(scope: Scope, doctor_id: UUID) -> list[Cover]:
    asked = select(Cover).where(Cover.practitioner_id == doctor_id, col(Cover.ended_at).is_(None))
    return list(scope.db.exec(asked.order_by(col(Cover.made_at))))


def _leave(scope: Scope, doctor_id: UUID) -> datetime | None:
    """Give the end of the leave that a doctor is on now, others that follow it at once included."""
    asked = select(SpecialTime).where(
        SpecialTime.practitioner_id == doctor_id,
        SpecialTime.kind == "leave",
        col(SpecialTime.withdrawn_at).is_(None),
        SpecialTime.ends_at > scope.now,
    )
    until = None
    for row in scope.db.exec(asked.order_by(col(SpecialTime.starts_at))):
        if row.starts_at <= (until or scope.now):
            until = max(until or row.ends_at, row.ends_at)
    return until


def away_words(scope: Scope, doctor: Practitioner) -> str:
    """Say that a doctor is away, until when, and who answers; "" where they are here."""
    if not here(doctor):
        return t("{doctor} no longer works here.", doctor=doctor.name)
    if (now := away(scope, doctor.id)) is None:
        return ""
    # The last day away: what ends at midnight ended the day before.
    day = short_day(local_day(scope, max(scope.now, now.until - SECOND)))
    if now.by is None:
        return t("{doctor} is away until {day}. Nobody answers meanwhile.", doctor=doctor.name, day=day)
    return t("{doctor} is away until {day}; {other} answers.", doctor=doctor.name, day=day, other=now.by.name)


def unheard(scope: Scope, patient: Patient) -> str:
    """Say to staff that a patient cannot read messages on their pages; "" where they can."""
    if scope.actor.role == Role.PATIENT:
        return ""
    asked = select(Account.id).where(Account.patient_id == patient.id, col(Account.disabled_at).is_(None))
    if scope.db.exec(asked).first():
        return ""
    return t(
        "{name} has no sign-in yet: they read this once they have one. Call them if it matters.", name=patient.name
    )
