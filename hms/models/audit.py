"""Who did what to whose record. Entries are chained and the database refuses to change or remove one."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from hms.models.base import Row, Sealed, at_column, sealed_column


class AuditEntry(Row, table=True):
    """One act: never its content."""

    __tablename__ = "audit_entry"

    seq: int = Field(unique=True)
    at: datetime = at_column(nullable=False, index=True)
    account_id: UUID | None = Field(default=None, index=True)
    session_id: UUID | None = None
    role: str
    act: str  # a permission, in its words
    what: str  # the service's name
    outcome: str  # done, or refused
    record_id: UUID | None = None  # the record that was asked for
    why_sealed: bytes | None = sealed_column()
    link: str  # binds this entry to the one before

    why = Sealed("why_sealed")


class AuditSubject(SQLModel, table=True):
    """A patient whom an entry is about."""

    __tablename__ = "audit_subject"

    entry_id: UUID = Field(foreign_key="audit_entry.id", primary_key=True)
    patient_id: UUID = Field(primary_key=True, index=True)
