"""Opening a patient's record: one reading of all that somebody at the desk, or a doctor in charge, looks for first."""

from uuid import UUID

from sqlalchemy import bindparam, union_all
from sqlmodel import col, select

from hms.access import Scope, requires
from hms.db import Instant
from hms.errors import Merged
from hms.models import Appointment, Patient
from hms.models.appointment_states import State
from hms.permissions import Permission, Role
from hms.schemas.opening import OpenedRecord
from hms.services import prescribing, visits
from hms.services.cards import allergies_of, cards
from hms.services.local_time import bounds, today
from hms.services.personal.reading import shown

SHOWN = 10  # appointments, each way
OVER = frozenset({State.FULFILLED, State.NOSHOW})
STARTS, FIRST = col(Appointment.starts_at), bindparam("first", type_=Instant)
MINE = select(Appointment).where(Appointment.patient_id == bindparam("patient_id"))
_COMING = MINE.where(STARTS >= FIRST).order_by(STARTS).limit(SHOWN)
_GONE = MINE.where(STARTS < FIRST).order_by(STARTS.desc()).limit(SHOWN)
AROUND = select(Appointment).from_statement(union_all(_COMING.subquery().select(), _GONE.subquery().select()))


@requires(Permission.OPEN_RECORD)
def open_record(scope: Scope, patient_id: UUID) -> OpenedRecord:
    """Open the record of a patient; one that was merged opens the one that it became part of. Raises NotFound."""
    return record_of(scope, patient_of(scope, patient_id))


def patient_of(scope: Scope, patient_id: UUID) -> Patient:
    """Fetch a patient for this actor, or whom a merged record became part of. Raises NotFound."""
    try:
        return scope.patient(patient_id)
    except Merged as merged:
        return scope.patient(UUID(merged.kept))


def record_of(scope: Scope, patient: Patient) -> OpenedRecord:
    """Word the record of a patient who was fetched for this actor."""
    first, _ = bounds(scope, today(scope))
    around = scope.db.scalars(AROUND, {"patient_id": patient.id, "first": first}).all()
    coming = sorted((one for one in around if one.starts_at >= first), key=lambda one: one.starts_at)
    gone = sorted((one for one in around if one.starts_at < first), key=lambda one: one.starts_at, reverse=True)
    treats = scope.actor.role == Role.DOCTOR
    allergies = allergies_of(scope, {patient.id}) if treats else {}
    worded = cards(scope, [*coming, *gone], allergies)
    over = [one for one in worded[: len(coming)] if one.status in OVER]  # of today
    return OpenedRecord(
        personal=shown(scope, patient),
        banner=visits.banner(scope, patient, allergies.get(patient.id, [])) if treats else visits.face(scope, patient),
        upcoming=[one for one in worded[: len(coming)] if one not in over],
        past=[*reversed(over), *worded[len(coming) :]],
        prescriptions=prescribing.of_patient(scope, patient.id) if treats else [],
    )
