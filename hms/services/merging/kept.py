"""From a record that was merged to the one that was kept."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from hms.models import Account, Patient


def kept_id(db: Session, patient_id: UUID) -> UUID:
    """Give the record that a record has become part of; itself where it stands for itself."""
    while after := db.exec(select(Patient.merged_into_id).where(Patient.id == patient_id)).first():
        patient_id = after
    return patient_id


def record_of(db: Session, account: Account) -> UUID | None:
    """Give the record that an account opens as its own; None where it has none."""
    return kept_id(db, account.patient_id) if account.patient_id else None


def merged_into(db: Session, ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """List the records that became part of some, each with the one that it is part of now."""
    found: dict[UUID, UUID] = {}
    roots = {one: one for one in ids}
    while roots:
        asked = select(Patient.id, Patient.merged_into_id).where(col(Patient.merged_into_id).in_(roots))
        step = {gone: roots[into] for gone, into in db.exec(asked) if into and gone not in found}
        found |= step
        roots = step
    return found
