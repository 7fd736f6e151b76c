"""What came from elsewhere: where each record came from, and what is kept for later, sealed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import LargeBinary
from sqlmodel import Field

from hms.models.base import Row, Sealed, at_column


class ImportedRecord(Row, table=True):
    """One FHIR resource that was taken in; its text is kept sealed; an understood one names the row it became."""

    __tablename__ = "imported_record"

    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    resource_type: str = Field(index=True)
    source_index: str = Field(unique=True)  # of resource type and id: a second run finds it again
    row_id: UUID | None = None
    body_sealed: bytes | None = Field(default=None, sa_type=LargeBinary, nullable=True)
    imported_at: datetime = at_column(nullable=False)
    body = Sealed("body_sealed")
