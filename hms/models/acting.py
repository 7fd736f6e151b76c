"""How a sign-in reaches a record: by a code that proves whose it is, or by acting for somebody else."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Field

from hms.models.base import Moment, Row, Sealed, at_column, sealed_column


class ActingFor(Row, table=True):
    """A sign-in that may act for another patient: a child, a dependent person."""

    __tablename__ = "acting_for"

    account_id: UUID = Field(foreign_key="account.id", index=True)
    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    relation: str  # parent, guardian, partner, child, carer, or other
    proof_sealed: bytes | None = sealed_column()  # what reception was shown
    made_at: datetime = at_column(nullable=False)
    made_by: UUID | None = None
    ends_on: date | None = None  # the first day on which it no longer holds: coming of age
    ended_at: Moment = at_column()
    ended_by: UUID | None = None

    proof = Sealed("proof_sealed")


class RecordCode(Row, table=True):
    """A code, single use, that proves to whom a record belongs; only its fingerprint is kept."""

    __tablename__ = "record_code"

    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    code_index: str = Field(unique=True)
    made_at: datetime = at_column(nullable=False)
    made_by: UUID | None = None
    expires_at: datetime = at_column(nullable=False)
    used_at: Moment = at_column()
    used_by: UUID | None = None  # the account that it opened
    revoked_at: Moment = at_column()
