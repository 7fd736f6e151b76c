"""Documents of a record: letters, reports and pictures, each over a sealed file; and the letters that were signed here."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, LargeBinary
from sqlmodel import Field

from hms.models.base import Row, Sealed, at_column, sealed_column
from hms.models.entries import Entry


class DocumentReference(Entry, table=True):
    """A document: what it is, of which day, by whom, and where its content is. Its status is current or entered-in-error.

    It happened on the day that it bears, or else when it came. Its file is never replaced by another.
    """

    __tablename__ = "document_reference"
    __table_args__ = (Index("ix_document_reference_patient_id_happened_at", "patient_id", "happened_at"),)

    type: str  # letter, discharge, laboratory, ...: schemas/documents.py words them
    category: str  # clinical, results, picture, certificate, administrative
    title_sealed: bytes | None = sealed_column()
    author_sealed: bytes | None = sealed_column()  # who wrote it, where that is not who filed it
    file_id: UUID = Field(foreign_key="stored_file.id", unique=True)
    thumbnail_id: UUID | None = Field(default=None, foreign_key="stored_file.id", unique=True)
    pages: int = 0  # that can be looked at; none of text, and of what cannot be drawn
    shared: bool = False  # the patient sees it
    title = Sealed("title_sealed")
    author = Sealed("author_sealed")


class SignedLetter(Row, table=True):
    """What a letter or certificate said when it was signed, word for word, and the clinic's signature of it."""

    __tablename__ = "signed_letter"

    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    document_id: UUID = Field(foreign_key="document_reference.id", unique=True)
    practitioner_id: UUID = Field(foreign_key="practitioner.id")
    content_sealed: bytes | None = sealed_column()  # JSON, the very bytes that are signed
    signature: bytes = Field(sa_type=LargeBinary)  # Ed25519
    issued_at: datetime = at_column(nullable=False)

    content = Sealed("content_sealed")
