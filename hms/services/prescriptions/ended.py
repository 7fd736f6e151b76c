"""Which signed prescriptions no longer go on although their days are not over: stopped ones, and renewed ones."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy.orm import aliased
from sqlmodel import col, select

from hms.access import Scope
from hms.models import MedicationRequest, PrescriptionRenewal, PrescriptionStop


def goes_on() -> Any:
    """Say as SQL that a prescription was neither stopped nor renewed by a signed one."""
    stopped = select(PrescriptionStop.id).where(PrescriptionStop.prescription_id == MedicationRequest.id)
    later: Any = aliased(MedicationRequest)
    renewed = (
        select(PrescriptionRenewal.id)
        .join(later, later.id == PrescriptionRenewal.prescription_id)
        .where(PrescriptionRenewal.renews_id == MedicationRequest.id, later.signed_at.is_not(None))
        .where(later.removed_at.is_(None))
    )
    of_these: Any = MedicationRequest
    return ~stopped.correlate(of_these).exists() & ~renewed.correlate(of_these).exists()


def stops_of(scope: Scope, prescription_ids: Iterable[UUID]) -> dict[UUID, PrescriptionStop]:
    """Find which of these prescriptions were stopped."""
    ids = set(prescription_ids)
    asked = select(PrescriptionStop).where(col(PrescriptionStop.prescription_id).in_(ids))
    return {row.prescription_id: row for row in scope.db.exec(asked)} if ids else {}


def renewals_of(scope: Scope, prescription_ids: Iterable[UUID]) -> dict[UUID, MedicationRequest]:
    """Find by which signed prescriptions these were renewed; the latest of each."""
    ids = set(prescription_ids)
    asked = (
        select(PrescriptionRenewal.renews_id, MedicationRequest)
        .join(MedicationRequest, col(MedicationRequest.id) == PrescriptionRenewal.prescription_id)
        .where(col(PrescriptionRenewal.renews_id).in_(ids), col(MedicationRequest.signed_at).is_not(None))
        .where(col(MedicationRequest.removed_at).is_(None))
        .order_by(col(MedicationRequest.signed_at))
    )
    return dict(scope.db.exec(asked).all()) if ids else {}


def withdrawn(scope: Scope, prescription_ids: Iterable[UUID]) -> dict[UUID, PrescriptionStop]:
    """Find which of these were stopped, or renewed by one that was: whoever ends a drug ends every paper of it."""
    ids = set(prescription_ids)
    found = stops_of(scope, ids)
    latest = {one: one for one in ids - found.keys()}
    while latest:
        later = renewals_of(scope, latest.values())
        latest = {one: later[at].id for one, at in latest.items() if at in later}
        stops = stops_of(scope, latest.values())
        found |= {one: stops[at] for one, at in latest.items() if at in stops}
        latest = {one: at for one, at in latest.items() if at not in stops}
    return found


def going_on(scope: Scope, row: MedicationRequest) -> bool:
    """Tell whether a prescription is signed and neither stopped nor renewed."""
    return row.signed_at is not None and not stops_of(scope, [row.id]) and not renewals_of(scope, [row.id])
