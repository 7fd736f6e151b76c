"""Messages between a patient and the care team; questions to the privacy officer; who answers while a doctor is away."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, UniqueConstraint

from hms.models.base import Moment, Row, Sealed, at_column, sealed_column


class Thread(Row, table=True):
    """A conversation of one patient: with a doctor, with the clinic (no doctor named), or about their privacy."""

    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    kind: str  # care, or privacy
    practitioner_id: UUID | None = Field(default=None, foreign_key="practitioner.id", index=True)
    audit_entry_id: UUID | None = Field(default=None, foreign_key="audit_entry.id")  # that a privacy question is about
    subject_sealed: bytes | None = sealed_column()
    request_key: str = Field(unique=True)
    opened_at: datetime = at_column(nullable=False)
    opened_by: UUID | None = None  # an account
    messages: int = 0
    last_at: datetime = at_column(nullable=False, index=True)
    last_role: str  # who wrote last: a patient's word waits for an answer
    closed_at: Moment = at_column()
    closed_by: UUID | None = None
    closed_role: str | None = None
    version: int = 1

    subject = Sealed("subject_sealed")


class ThreadMessage(Row, table=True):
    """One message. Never changed, never removed."""

    __tablename__ = "thread_message"
    __table_args__ = (UniqueConstraint("thread_id", "place"),)

    thread_id: UUID = Field(foreign_key="thread.id")
    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    place: int  # in the conversation, from 1
    body_sealed: bytes | None = sealed_column()
    request_key: str = Field(unique=True)
    written_at: datetime = at_column(nullable=False)
    written_by: UUID | None = None  # an account
    role: str
    stands_for_id: UUID | None = Field(default=None, foreign_key="practitioner.id")  # the doctor who was away

    body = Sealed("body_sealed")


class ThreadDraft(Row, table=True):
    """A message that is being written, kept so that it is there on another device too."""

    __tablename__ = "thread_draft"

    key: str = Field(unique=True)  # of whom and where: one for each
    account_id: UUID = Field(foreign_key="account.id", index=True)
    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    thread_id: UUID | None = Field(default=None, foreign_key="thread.id", index=True)
    whom: str = ""  # a new conversation goes to: a doctor's id, or clinic
    subject_sealed: bytes | None = sealed_column()
    body_sealed: bytes | None = sealed_column()
    saved_at: datetime = at_column(nullable=False)

    subject = Sealed("subject_sealed")
    body = Sealed("body_sealed")


class MessageAttachment(Row, table=True):
    """A file that goes with a message, or waits at the draft of one."""

    __tablename__ = "message_attachment"

    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    file_id: UUID = Field(foreign_key="stored_file.id", unique=True)
    draft_id: UUID | None = Field(default=None, foreign_key="thread_draft.id", index=True)
    message_id: UUID | None = Field(default=None, foreign_key="thread_message.id", index=True)
    request_key: str = Field(unique=True)


class ReadMark(Row, table=True):
    """How far somebody has read a conversation."""

    __tablename__ = "read_mark"
    __table_args__ = (UniqueConstraint("thread_id", "account_id"),)

    thread_id: UUID = Field(foreign_key="thread.id")
    account_id: UUID = Field(foreign_key="account.id", index=True)
    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    role: str
    place: int  # of the last message read
    read_at: datetime = at_column(nullable=False)


class Handover(Row, table=True):
    """A conversation was given to another doctor, or to the clinic."""

    thread_id: UUID = Field(foreign_key="thread.id", index=True)
    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    from_id: UUID | None = Field(default=None, foreign_key="practitioner.id")
    to_id: UUID | None = Field(default=None, foreign_key="practitioner.id")
    after_place: int
    made_at: datetime = at_column(nullable=False)
    made_by: UUID | None = None


class Cover(Row, table=True):
    """Who answers a doctor's messages while they are away: between two moments, or whenever they are on leave."""

    practitioner_id: UUID = Field(foreign_key="practitioner.id", index=True)
    covered_by_id: UUID = Field(foreign_key="practitioner.id", index=True)
    starts_at: Moment = at_column()  # neither: whenever the doctor is on leave
    ends_at: Moment = at_column()
    request_key: str = Field(unique=True)
    made_at: datetime = at_column(nullable=False)
    made_by: UUID | None = None
    ended_at: Moment = at_column()
    ended_by: UUID | None = None
