"""Which signed prescriptions somebody takes now."""

from collections.abc import Sequence
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, or_
from sqlmodel import col, select

from hms.access import Scope
from hms.models import MedicationRequest
from hms.services.local_time import today
from hms.services.prescriptions import ended

SIGNED = col(MedicationRequest.signed_at)
OF_PATIENT: Any = (
    select(MedicationRequest)
    .where(MedicationRequest.patient_id == bindparam("patient_id"), col(MedicationRequest.removed_at).is_(None))
    .order_by(col(MedicationRequest.id))
)
WRITTEN = and_(SIGNED.is_(None), col(MedicationRequest.encounter_id) == bindparam("encounter_id"))


def _runs() -> Any:
    lasts = or_(col(MedicationRequest.ends_on).is_(None), col(MedicationRequest.ends_on) >= bindparam("today"))
    return and_(SIGNED.is_not(None), lasts, ended.goes_on())


@cache  # built once: asked at every choice of a medicine
def _asked() -> Any:
    return OF_PATIENT.where(_runs())


@cache
def _asked_with_written() -> Any:
    return OF_PATIENT.where(or_(_runs(), WRITTEN))


def running(scope: Scope, patient_id: UUID) -> Sequence[MedicationRequest]:
    """Fetch the signed prescriptions of a patient that go on: not run out, stopped or renewed. Oldest first; imported ones too."""
    found: Sequence[MedicationRequest] = scope.db.scalars(
        _asked(), {"patient_id": patient_id, "today": today(scope)}
    ).all()
    return found


def running_and_written(
    scope: Scope, patient_id: UUID, encounter_id: UUID
) -> tuple[list[MedicationRequest], list[MedicationRequest]]:
    """Fetch what a patient takes now as above, and what a visit of theirs adds that is not signed yet; oldest first."""
    whose = {"patient_id": patient_id, "today": today(scope), "encounter_id": encounter_id}
    found = scope.db.scalars(_asked_with_written(), whose).all()
    return [row for row in found if row.signed_at], [row for row in found if not row.signed_at]
