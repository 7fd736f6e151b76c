"""A signed visit, in the words that a patient reads and prints."""

from datetime import timedelta

from hms.access import Scope
from hms.models import Department, Encounter, Patient, Practitioner
from hms.schemas.visits import VisitSummary
from hms.schemas.words import clock, plain_day
from hms.services import prescribing
from hms.services.local_time import local_day
from hms.services.notes import supervision
from hms.texts import t

NEW_FOR = timedelta(days=3)


def signed_words(scope: Scope, encounter: Encounter) -> str:
    """Say who signed and when; "" for a draft."""
    if encounter.signed_at is None:
        return ""
    doctor = scope.db.get(Practitioner, encounter.signed_by) if encounter.signed_by else None
    day, at = plain_day(local_day(scope, encounter.signed_at)), clock(encounter.signed_at, scope.zone)
    signed = t("Signed by {doctor}, {day} at {time}", doctor=doctor.name if doctor else "", day=day, time=at)
    under = supervision.states(scope, [encounter]).get(encounter.id)
    return t("{signed}. {under}", signed=signed, under=under) if under else signed


def summary_of(scope: Scope, encounter: Encounter) -> VisitSummary:
    """Word a signed visit; whose it is, is noted."""
    patient = scope.db.get_one(Patient, encounter.patient_id)
    doctor = scope.db.get(Practitioner, encounter.practitioner_id) if encounter.practitioner_id else None
    department = scope.db.get(Department, doctor.department_id) if doctor else None
    scope.touch(patient.id)
    return VisitSummary(
        id=encounter.id,
        day=plain_day(local_day(scope, encounter.started_at)),
        doctor=doctor.name if doctor else "",
        department=department.name if department else "",
        kind=encounter.kind,
        summary=encounter.summary,
        signed_words=signed_words(scope, encounter),
        prescriptions=prescribing.of_encounter(scope, encounter.id),
        patient=patient.name,
        born=plain_day(patient.born_on) if patient.born_on else patient.born,
        record_number=patient.record_number,
        clinic=scope.clinic.name,
        is_new=encounter.signed_at is not None and scope.now - encounter.signed_at < NEW_FOR,
    )
