"""When doctors see patients: the week, what differs from it, and how many visits of a type fit a day."""

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, UniqueConstraint

from hms.models.base import Moment, Row, Sealed, at_column, sealed_column


class WeeklyHours(Row, table=True):
    """A block of a doctor's week in the clinic's wall-clock time: hours in which patients are seen, or a break."""

    __tablename__ = "weekly_hours"

    practitioner_id: UUID = Field(foreign_key="practitioner.id", index=True)
    weekday: int  # 0 is Monday
    starts: time
    ends: time
    valid_from_on: date
    valid_to_on: date | None = None
    is_break: bool | None = None  # taken out of the hours around it
    room_id: UUID | None = Field(default=None, foreign_key="room.id")
    only_types: str | None = None  # ids of the visit types seen in this block, spaces between; None: all


class SpecialTime(Row, table=True):
    """What differs from the week: extra hours, a break, leave. Without a doctor it closes the whole clinic."""

    __tablename__ = "special_time"
    __table_args__ = (Index("ix_special_time_practitioner_id_starts_at", "practitioner_id", "starts_at"),)

    practitioner_id: UUID | None = Field(default=None, foreign_key="practitioner.id")
    kind: str  # extra, break or leave
    starts_at: datetime = at_column(nullable=False)
    ends_at: datetime = at_column(nullable=False)
    room_id: UUID | None = Field(default=None, foreign_key="room.id")
    only_types: str | None = None  # as in WeeklyHours
    note_sealed: bytes | None = sealed_column()  # why: for the doctor and the administrator only
    request_key: str = Field(unique=True)
    made_at: datetime = at_column(nullable=False)
    made_by: UUID | None = None
    withdrawn_at: Moment = at_column()
    withdrawn_by: UUID | None = None
    version: int = 1

    note = Sealed("note_sealed")


class DailyLimit(Row, table=True):
    """How many visits of a type a doctor sees on one day at most."""

    __tablename__ = "daily_limit"
    __table_args__ = (UniqueConstraint("practitioner_id", "visit_type_id"),)

    practitioner_id: UUID = Field(foreign_key="practitioner.id", index=True)
    visit_type_id: UUID = Field(foreign_key="visit_type.id")
    most: int
