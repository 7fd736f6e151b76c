"""Records that may be of one person, and those that were made one: what moved, so that it can go back."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, UniqueConstraint

from hms.models.base import Moment, Row, Sealed, at_column, sealed_column


class SuspectedPair(Row, table=True):
    """Two records that may be of one person; once only, the lower id first."""

    __tablename__ = "suspected_pair"
    __table_args__ = (UniqueConstraint("one_id", "other_id"),)

    one_id: UUID = Field(foreign_key="patient.id")
    other_id: UUID = Field(foreign_key="patient.id", index=True)
    percent: int  # how likely they are one
    why_sealed: bytes | None = sealed_column()  # JSON: the words that speak for it
    found_at: datetime = at_column(nullable=False)
    found_by: UUID | None = None  # an account; None: the clinic's own clockwork
    over_at: Moment = at_column(index=True)
    outcome: str | None = None  # different, merged, or apart: no longer alike
    over_by: UUID | None = None
    reason_sealed: bytes | None = sealed_column()
    version: int = 1

    why = Sealed("why_sealed")
    reason = Sealed("reason_sealed")


class PatientMerge(Row, table=True):
    """Two records made one. The row of the one that is gone stays, and says which was kept."""

    __tablename__ = "patient_merge"

    kept_id: UUID = Field(foreign_key="patient.id", index=True)
    gone_id: UUID = Field(foreign_key="patient.id", index=True)
    merged_at: datetime = at_column(nullable=False)
    merged_by: UUID | None = None
    reason_sealed: bytes | None = sealed_column()
    ledger_sealed: bytes | None = sealed_column()  # JSON: which rows moved, and which fields changed from what to what
    undone_at: Moment = at_column()
    undone_by: UUID | None = None
    undo_reason_sealed: bytes | None = sealed_column()

    reason = Sealed("reason_sealed")
    ledger = Sealed("ledger_sealed")
    undo_reason = Sealed("undo_reason_sealed")
