"""Files of patients, sealed piece by piece under a key of their own: pictures, attachments, downloads."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import LargeBinary
from sqlmodel import Field, UniqueConstraint

from hms.models.base import Moment, Row, Sealed, at_column, sealed_column


class StoredFile(Row, table=True):
    """A file of a patient: what it is called, what it is, and the key that opens it."""

    __tablename__ = "stored_file"

    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    kind: str  # photo, attachment, or download
    media_type: str
    size_bytes: int
    name_sealed: bytes | None = sealed_column()
    key_sealed: bytes | None = sealed_column()  # in hexadecimal
    made_at: datetime = at_column(nullable=False)
    made_by: UUID | None = None
    removed_at: Moment = at_column()

    name = Sealed("name_sealed")
    key = Sealed("key_sealed")


class StoredPiece(Row, table=True):
    """A piece of a file, in order."""

    __tablename__ = "stored_piece"
    __table_args__ = (UniqueConstraint("file_id", "place"),)

    file_id: UUID = Field(foreign_key="stored_file.id")
    place: int
    body_sealed: bytes = Field(sa_type=LargeBinary, nullable=False)
