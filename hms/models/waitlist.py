"""Who waits for an earlier time, and what they were offered."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field

from hms.models.base import Moment, Row, Sealed, at_column, sealed_column

OPEN: Any = text("accepted_at IS NULL AND declined_at IS NULL AND expired_at IS NULL AND taken_back_at IS NULL")


class WaitlistEntry(Row, table=True):
    """A wish for a time: with a doctor or a department, of a type, on these weekdays, at these hours."""

    __tablename__ = "waitlist_entry"

    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    practitioner_id: UUID | None = Field(default=None, foreign_key="practitioner.id", index=True)
    department_id: UUID | None = Field(default=None, foreign_key="department.id", index=True)
    visit_type_id: UUID | None = Field(default=None, foreign_key="visit_type.id")
    appointment_id: UUID | None = Field(
        default=None, foreign_key="appointment.id"
    )  # moved to the earlier time when taken
    weekdays: int = 127  # a bit for each, Monday the lowest
    from_time: time | None = None
    to_time: time | None = None
    until_on: date | None = None  # the last day on which a time is wanted
    note_sealed: bytes | None = sealed_column()  # the reason for the visit, in the patient's words
    request_key: str = Field(unique=True)
    made_at: datetime = at_column(nullable=False, index=True)
    made_by: UUID | None = None
    taken_at: Moment = at_column()
    withdrawn_at: Moment = at_column()
    version: int = 1

    note = Sealed("note_sealed")


class WaitlistOffer(Row, table=True):
    """A freed time that was offered to one who waits; held for them until it expires."""

    __tablename__ = "waitlist_offer"
    __table_args__ = (
        Index("ix_waitlist_offer_practitioner_id_starts_at", "practitioner_id", "starts_at"),
        Index("ix_waitlist_offer_one_at_a_time", "entry_id", unique=True, postgresql_where=OPEN, sqlite_where=OPEN),
    )

    entry_id: UUID = Field(foreign_key="waitlist_entry.id", index=True)
    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    practitioner_id: UUID = Field(foreign_key="practitioner.id")
    visit_type_id: UUID | None = Field(default=None, foreign_key="visit_type.id")
    hold_id: UUID = Field(foreign_key="hold.id", unique=True)
    starts_at: datetime = at_column(nullable=False)
    ends_at: datetime = at_column(nullable=False)
    place: int  # how many were asked for this time before
    why: str = ""  # why this one: waits since when, what matched; words of the rule, nothing of the person
    offered_at: datetime = at_column(nullable=False)
    expires_at: datetime = at_column(nullable=False, index=True)
    accepted_at: Moment = at_column()
    declined_at: Moment = at_column()
    expired_at: Moment = at_column()
    taken_back_at: Moment = at_column()  # the clinic could not keep it, or the wish was withdrawn
    taken_back_why: str | None = None  # withdrawn, no_hours or not_free
    appointment_id: UUID | None = Field(default=None, foreign_key="appointment.id")
    version: int = 1

    @property
    def state(self) -> str:
        """What became of it in one word; open while it can be answered, or has just run out."""
        facts = (
            ("accepted", self.accepted_at),
            ("declined", self.declined_at),
            ("expired", self.expired_at),
            ("taken_back", self.taken_back_at),
        )
        return next((word for word, fact in facts if fact), "open")
