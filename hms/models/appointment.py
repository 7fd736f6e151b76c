"""A row per appointment. The promise "nobody holds one doctor at overlapping times" is a constraint, not an if."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field

from hms.models.base import Moment, Row, Sealed, at_column, sealed_column


class Appointment(Row, table=True):
    """A time that a patient holds with a doctor; its state is told by facts."""

    __table_args__ = (Index("ix_appointment_practitioner_id_starts_at", "practitioner_id", "starts_at"),)

    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    practitioner_id: UUID = Field(foreign_key="practitioner.id")
    starts_at: datetime = at_column(nullable=False, index=True)
    ends_at: datetime = at_column(nullable=False)
    reason_sealed: bytes | None = sealed_column()
    request_key: str = Field(unique=True)  # pressing twice gives the first result
    booked_at: datetime = at_column(nullable=False)
    booked_by: UUID | None = None
    arrived_at: Moment = at_column()
    called_at: Moment = at_column()
    fulfilled_at: Moment = at_column()
    cancelled_at: Moment = at_column()
    cancelled_by: UUID | None = None
    cancel_reason_sealed: bytes | None = sealed_column()
    version: int = 1

    reason = Sealed("reason_sealed")
    cancel_reason = Sealed("cancel_reason_sealed")

    @property
    def status(self) -> str:
        """The state in one word."""
        facts = (
            ("cancelled", self.cancelled_at),
            ("fulfilled", self.fulfilled_at),
            ("in_room", self.called_at),
            ("arrived", self.arrived_at),
        )
        return next((word for word, at in facts if at), "booked")


class AppointmentMove(Row, table=True):
    """An earlier time of an appointment, who moved it, when and why."""

    __tablename__ = "appointment_move"

    appointment_id: UUID = Field(foreign_key="appointment.id", index=True)
    from_practitioner_id: UUID = Field(foreign_key="practitioner.id")
    from_starts_at: datetime = at_column(nullable=False)
    moved_at: datetime = at_column(nullable=False)
    moved_by: UUID | None = None
    reason_sealed: bytes | None = sealed_column()
    reason = Sealed("reason_sealed")
