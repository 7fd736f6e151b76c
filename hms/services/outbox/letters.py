"""What a message will say, read together for whoever gets it; never why somebody comes, nor what for."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from hms.access import Scope
from hms.config import settings
from hms.models import Account, Appointment, OutboxMessage, Patient, Practitioner, VisitType
from hms.services.calendar_entries import for_patient
from hms.services.merging.kept import merged_into
from hms.services.outbox.kinds import OFFERS, Kind
from hms.services.outbox.standing import Facts, told_before


@dataclass(frozen=True, slots=True)
class Letter:
    """The facts that words are made of."""

    kind: Kind
    clinic: str
    phone: str
    zone: ZoneInfo
    name: str
    starts_at: datetime
    doctor: str
    place: str
    by_video: bool = False
    link: str = ""
    preparation: str = ""
    until_now: datetime | None = None  # the time that the patient was told before
    kept_until: datetime | None = None  # of an offer
    change_until: datetime | None = None  # the last moment to change it oneself; None where that has passed
    home: str = ""  # where the patient's own pages begin; "" for somebody without an account
    page: str = ""  # this appointment's own


def letter(scope: Scope, message: OutboxMessage, facts: Facts, patient: Patient) -> Letter:
    """Read what a message will say; the language of its reader is set already."""
    doctor_id = facts.practitioner_id
    doctor = scope.db.get(Practitioner, doctor_id) if doctor_id else None
    written = Letter(
        kind=Kind(message.kind),
        clinic=scope.clinic.name,
        phone=scope.rules.phone,
        zone=scope.zone,
        name=patient.name,
        starts_at=facts.starts_at,
        doctor=doctor.name if doctor else "",
        place=scope.clinic.name,
        home=f"{settings().address}/patient" if _has_account(scope, patient) else "",
        until_now=facts.instead_of,
        kept_until=facts.useless_at if message.kind in OFFERS else None,
    )
    appointment = scope.db.get(Appointment, message.appointment_id) if message.appointment_id else None
    return _about(scope, written, message, appointment) if appointment else written


def _about(scope: Scope, written: Letter, message: OutboxMessage, appointment: Appointment) -> Letter:
    entry = for_patient(scope, [appointment])[0]
    kind = scope.db.get(VisitType, appointment.visit_type_id) if appointment.visit_type_id else None
    last = appointment.starts_at - timedelta(minutes=scope.rules.cutoff_min)
    before = told_before(scope, message) if message.kind == Kind.MOVED else None
    return replace(
        written,
        doctor=scope.db.get_one(Practitioner, appointment.practitioner_id).name,
        place=entry.place,
        by_video=kind is not None and kind.by_video,
        link=entry.link,
        preparation=kind.preparation if kind and message.kind == Kind.REMINDER else "",
        until_now=before.starts_at if before else None,
        change_until=last if last > scope.now else None,
        page=entry.url if written.home else "",
    )


def _has_account(scope: Scope, patient: Patient) -> bool:
    records = [patient.id, *merged_into(scope.db, [patient.id])]
    found = scope.db.exec(select(Account.disabled_at).where(col(Account.patient_id).in_(records))).all()
    return None in found
