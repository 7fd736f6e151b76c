"""Which signed prescriptions somebody takes now."""

from collections.abc import Sequence
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, or_
from sqlmodel import col, select

from hms.access import Scope
from hms.models import MedicationRequest
from hms.services.local_time import today
from hms.services.prescriptions import ended


@cache
def _asked() -> Any:
    """Build the question once: it is asked at every choice of a medicine."""
    asked = select(MedicationRequest).where(
        MedicationRequest.patient_id == bindparam("patient_id"),
        col(MedicationRequest.signed_at).is_not(None),
        col(MedicationRequest.removed_at).is_(None),
        or_(col(MedicationRequest.ends_on).is_(None), col(MedicationRequest.ends_on) >= bindparam("today")),
        ended.goes_on(),
    )
    return asked.order_by(col(MedicationRequest.id))


def running(scope: Scope, patient_id: UUID) -> Sequence[MedicationRequest]:
    """Fetch the signed prescriptions of a patient that go on: not run out, stopped or renewed. Oldest first; imported ones too."""
    found: Sequence[MedicationRequest] = scope.db.scalars(
        _asked(), {"patient_id": patient_id, "today": today(scope)}
    ).all()
    return found
