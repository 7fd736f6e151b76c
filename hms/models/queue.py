"""The waiting room: numbers, who calls them, and each step, so that the last one can be taken back."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, UniqueConstraint

from hms.models.base import Moment, Row, at_column

WITH_SOMEBODY: Any = text("called_at IS NOT NULL AND over_at IS NULL")


class ServicePoint(Row, table=True):
    """A place with a queue of its own that is no doctor's: blood samples, the cash desk."""

    __tablename__ = "service_point"

    name: str = Field(unique=True)
    room: str = ""
    department_id: UUID | None = Field(default=None, foreign_key="department.id")
    length_min: int = 10  # how long somebody is there, as planned
    opened_at: datetime = at_column(nullable=False)
    closed_at: Moment = at_column()
    version: int = 1


class QueueTicket(Row, table=True):
    """A number in a doctor's or a service point's queue of one day. One patient is with one caller at a time."""

    __tablename__ = "queue_ticket"
    __table_args__ = (
        UniqueConstraint("day", "number"),
        UniqueConstraint("appointment_id", "day"),
        Index(
            "ix_queue_ticket_one_room_at_a_time",
            "patient_id",
            unique=True,
            postgresql_where=WITH_SOMEBODY,
            sqlite_where=WITH_SOMEBODY,
        ),
    )

    day: date = Field(index=True)
    number: int
    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    practitioner_id: UUID | None = Field(default=None, foreign_key="practitioner.id", index=True)
    service_point_id: UUID | None = Field(default=None, foreign_key="service_point.id", index=True)
    appointment_id: UUID | None = Field(default=None, foreign_key="appointment.id")
    request_key: str = Field(unique=True)
    walk_in: bool = False
    issued_at: datetime = at_column(nullable=False)
    issued_by: UUID | None = None
    skipped_at: Moment = at_column()  # did not answer; goes behind those who wait
    called_at: Moment = at_column()  # the last time
    called_by: UUID | None = None
    called_to: str = ""  # the room or desk, as the display shows it
    calls: int = 0
    over_at: Moment = at_column()  # seen, or left
    version: int = 1  # rises with each step and falls when one is taken back: the same number, the same facts


class QueueStep(Row, table=True):
    """One step of a queue and what the ticket was before it."""

    __tablename__ = "queue_step"

    ticket_id: UUID = Field(foreign_key="queue_ticket.id", index=True)
    act: str  # of services.queue.tickets.Press
    before: str  # JSON of the ticket's facts before it
    at: datetime = at_column(nullable=False)
    by: UUID | None = Field(default=None, index=True)
    undone_at: Moment = at_column()
