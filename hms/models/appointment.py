"""A row per appointment. The promise "nobody holds one doctor at overlapping times" is a constraint, not an if."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field

from hms.models.appointment_states import State
from hms.models.base import Moment, Row, Sealed, at_column, sealed_column


class Appointment(Row, table=True):
    """A time that a patient holds with a doctor; its state is told by facts."""

    __table_args__ = (
        Index(
            "ix_appointment_practitioner_id_starts_at",
            "practitioner_id",
            "starts_at",
            postgresql_include=[  # what is taken is read without a visit to the table
                "id",
                "room_id",
                "ends_at",
                "busy_from_at",
                "busy_to_at",
                "cancelled_at",
                "noshow_at",
            ],
        ),
        Index("ix_appointment_room_id_starts_at", "room_id", "starts_at"),
        Index(  # who does not come is counted on every board: a few rows instead of all that each patient has
            "ix_appointment_missed",
            "patient_id",
            postgresql_where=text("noshow_at IS NOT NULL"),
            sqlite_where=text("noshow_at IS NOT NULL"),
        ),
    )

    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    practitioner_id: UUID = Field(foreign_key="practitioner.id")
    visit_type_id: UUID | None = Field(default=None, foreign_key="visit_type.id")
    room_id: UUID | None = Field(default=None, foreign_key="room.id")
    series_id: UUID | None = Field(default=None, foreign_key="appointment_series.id", index=True)
    series_place: int | None = None  # 1 for the first of its series
    starts_at: datetime = at_column(nullable=False, index=True)
    ends_at: datetime = at_column(nullable=False)
    busy_from_at: Moment = at_column()  # with the buffers around it, in which doctor and room are taken too; None: none
    busy_to_at: Moment = at_column()
    reason_sealed: bytes | None = sealed_column()
    request_key: str = Field(unique=True)  # pressing twice gives the first result
    booked_at: datetime = at_column(nullable=False)
    booked_by: UUID | None = None
    requested_at: Moment = at_column()  # set where the clinic has to say yes first
    approved_at: Moment = at_column()
    overbooked_at: Moment = at_column()  # set where it lies over another one, or outside the hours, on purpose
    overbook_reason_sealed: bytes | None = sealed_column()
    arrived_at: Moment = at_column()
    called_at: Moment = at_column()
    fulfilled_at: Moment = at_column()
    noshow_at: Moment = at_column()
    cancelled_at: Moment = at_column()
    cancelled_by: UUID | None = None
    cancelled_role: str | None = None
    cancel_reason_sealed: bytes | None = sealed_column()
    version: int = 1

    reason = Sealed("reason_sealed")
    overbook_reason = Sealed("overbook_reason_sealed")
    cancel_reason = Sealed("cancel_reason_sealed")

    @property
    def status(self) -> State:
        """The state in one word."""
        if self.cancelled_at:
            return State.CANCELLED
        if self.noshow_at:
            return State.NOSHOW
        if self.fulfilled_at:
            return State.FULFILLED
        if self.called_at:
            return State.IN_ROOM
        if self.arrived_at:
            return State.ARRIVED
        return State.PENDING if self.requested_at and not self.approved_at else State.BOOKED


class AppointmentMove(Row, table=True):
    """A step in the life of an appointment: from one state to another, or to another time. Only ever added."""

    __tablename__ = "appointment_move"

    appointment_id: UUID = Field(foreign_key="appointment.id", index=True)
    act: str | None = None  # of appointment_states.Act; None in rows older than the acts, which are moves in time
    from_status: str | None = None
    to_status: str | None = None
    from_practitioner_id: UUID | None = Field(default=None, foreign_key="practitioner.id")
    from_starts_at: Moment = at_column()
    to_practitioner_id: UUID | None = Field(default=None, foreign_key="practitioner.id")
    to_starts_at: Moment = at_column()
    moved_at: datetime = at_column(nullable=False)
    moved_by: UUID | None = None
    role: str | None = None  # in which role it was done
    reason_sealed: bytes | None = sealed_column()
    reason = Sealed("reason_sealed")


class AppointmentSeries(Row, table=True):
    """Appointments that belong together: every so many weeks or months."""

    __tablename__ = "appointment_series"

    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    practitioner_id: UUID = Field(foreign_key="practitioner.id")
    every: int
    unit: str  # week or month
    count: int
    request_key: str = Field(unique=True)
    made_at: datetime = at_column(nullable=False)
    made_by: UUID | None = None


class Hold(Row, table=True):
    """A time kept for somebody who is about to book it; over when it expires, is let go, or has become an appointment."""

    __table_args__ = (Index("ix_hold_practitioner_id_starts_at", "practitioner_id", "starts_at"),)

    practitioner_id: UUID = Field(foreign_key="practitioner.id")
    patient_id: UUID | None = Field(default=None, foreign_key="patient.id", index=True)
    visit_type_id: UUID | None = Field(default=None, foreign_key="visit_type.id")
    room_id: UUID | None = Field(default=None, foreign_key="room.id")
    starts_at: datetime = at_column(nullable=False)
    ends_at: datetime = at_column(nullable=False)
    busy_from_at: datetime = at_column(nullable=False)
    busy_to_at: datetime = at_column(nullable=False)
    is_offer: bool = False  # kept for somebody on the waiting list
    made_at: datetime = at_column(nullable=False)
    made_by: UUID | None = Field(default=None, index=True)  # the account that fills in the form
    expires_at: datetime = at_column(nullable=False, index=True)
    over_at: Moment = at_column()  # let go, used, or found expired
