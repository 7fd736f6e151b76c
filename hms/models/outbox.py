"""Messages to patients: written with the act that causes them, sent afterwards."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field

from hms.models.base import Moment, Row, Sealed, at_column, sealed_column


class OutboxMessage(Row, table=True):
    """One message to one person; its facts are sealed, its words are made when it is sent."""

    __tablename__ = "outbox_message"
    __table_args__ = (Index("ix_outbox_message_over_at_due_at", "over_at", "due_at"),)

    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    appointment_id: UUID | None = Field(default=None, foreign_key="appointment.id", index=True)
    kind: str  # of services.outbox.kinds.Kind
    facts_sealed: bytes | None = sealed_column()  # JSON: what was so at that moment
    once_key: str = Field(unique=True)  # the same thing is told once
    made_at: datetime = at_column(nullable=False, index=True)
    due_at: datetime = at_column(nullable=False)  # not before
    tries: int = 0
    claimed_until: Moment = at_column()  # a worker is sending it
    channel: str | None = None  # by which it went, or was tried last
    sent_at: Moment = at_column()
    problem: str | None = None  # a code of the last failure, never the words of a server
    over_at: Moment = at_column()  # sent, given up, or no longer true
    outcome: str | None = None  # sent, given_up, superseded, late, unwanted, deceased, no_address

    facts = Sealed("facts_sealed")


class NoticeChoice(Row, table=True):
    """How a patient wants to hear from the clinic; without one: by e-mail, in the clinic's language."""

    __tablename__ = "notice_choice"

    patient_id: UUID = Field(foreign_key="patient.id", unique=True)
    channel: str = "email"  # a channel's name, or none
    language: str = ""
    made_at: datetime = at_column(nullable=False)
    made_by: UUID | None = None
    version: int = 1
