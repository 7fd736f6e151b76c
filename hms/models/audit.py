"""Who did what to whose record. Entries are chained and the database refuses to change or remove one."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from hms.models.base import Row, Sealed, at_column, sealed_column


class AuditEntry(Row, table=True):
    """One act: never its content."""

    __tablename__ = "audit_entry"
    # What was signed is looked up by its record; few entries are signatures.
    __table_args__ = (
        Index(
            "ix_audit_entry_signed_record", "record_id", postgresql_where=text("digest_sealed IS NOT NULL"),
            sqlite_where=text("digest_sealed IS NOT NULL"),
        ),
    )  # fmt: skip

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
    # SHA-256 of what was signed. Sealed: a plain one would let whoever has the disk check a guess at a short note.
    digest_sealed: bytes | None = sealed_column()
    link: str  # binds this entry to the one before

    why = Sealed("why_sealed")
    digest = Sealed("digest_sealed")


class AuditSubject(SQLModel, table=True):
    """A patient whom an entry is about."""

    __tablename__ = "audit_subject"
    # Ids rise with time: who opened a record is read from the newest on, however often it was opened.
    __table_args__ = (Index("ix_audit_subject_patient_id_entry_id", "patient_id", "entry_id"),)

    entry_id: UUID = Field(foreign_key="audit_entry.id", primary_key=True)
    patient_id: UUID = Field(primary_key=True)
