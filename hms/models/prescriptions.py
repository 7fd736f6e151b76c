"""What becomes of a prescription once it is signed: its paper, its renewal, its end, and who asks for more of it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, LargeBinary, text
from sqlmodel import Field

from hms.models.base import Moment, Row, Sealed, at_column, sealed_column


class PrescriptionPaper(Row, table=True):
    """A prescription as it was signed, word for word: printed the same for ever, and checked against its signature."""

    __tablename__ = "prescription_paper"

    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    practitioner_id: UUID | None = Field(default=None, foreign_key="practitioner.id")
    encounter_id: UUID | None = Field(default=None, foreign_key="encounter.id", unique=True)
    prescription_id: UUID | None = Field(
        default=None, foreign_key="medication_request.id", unique=True
    )  # outside a visit
    content_sealed: bytes | None = sealed_column()  # JSON, the very bytes that are signed
    signature: bytes = Field(sa_type=LargeBinary)  # the clinic's, Ed25519
    issued_at: datetime = at_column(nullable=False)

    content = Sealed("content_sealed")


class PrescriptionStop(Row, table=True):
    """The end of a signed prescription, before its days are over; the prescription itself never changes."""

    __tablename__ = "prescription_stop"

    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    prescription_id: UUID = Field(foreign_key="medication_request.id", unique=True)
    stopped_at: datetime = at_column(nullable=False)
    stopped_by: UUID | None = Field(default=None, foreign_key="practitioner.id")
    reason_sealed: bytes | None = sealed_column()

    reason = Sealed("reason_sealed")


class PrescriptionRenewal(Row, table=True):
    """Which earlier prescription one goes on from. FHIR's MedicationRequest.priorPrescription."""

    __tablename__ = "prescription_renewal"

    prescription_id: UUID = Field(foreign_key="medication_request.id", unique=True)
    renews_id: UUID = Field(foreign_key="medication_request.id", index=True)


class PrescriptionFavourite(Row, table=True):
    """A drug as one doctor often prescribes it."""

    __tablename__ = "prescription_favourite"

    practitioner_id: UUID = Field(foreign_key="practitioner.id", index=True)
    medication_id: UUID = Field(foreign_key="medication.id")
    dose: str
    frequency: str
    days: int
    advice_sealed: bytes | None = sealed_column()
    made_at: datetime = at_column(nullable=False)
    removed_at: Moment = at_column()

    advice = Sealed("advice_sealed")


OPEN = text("answered_at IS NULL AND withdrawn_at IS NULL")


class RefillRequest(Row, table=True):
    """A patient's wish for more of what was prescribed, and the doctor's answer. FHIR's MedicationRequest, intent proposal."""

    __tablename__ = "refill_request"
    __table_args__ = (
        Index("uq_refill_request_open", "prescription_id", unique=True, postgresql_where=OPEN, sqlite_where=OPEN),
    )

    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    prescription_id: UUID = Field(foreign_key="medication_request.id", index=True)
    practitioner_id: UUID = Field(foreign_key="practitioner.id", index=True)  # who prescribed it, and is asked
    asked_at: datetime = at_column(nullable=False)
    asked_by: UUID | None = None  # an account
    note_sealed: bytes | None = sealed_column()
    withdrawn_at: Moment = at_column()
    answered_at: Moment = at_column()
    answered_by: UUID | None = Field(default=None, foreign_key="practitioner.id")
    renewed_as_id: UUID | None = Field(
        default=None, foreign_key="medication_request.id"
    )  # nothing where it was declined
    reason_sealed: bytes | None = sealed_column()
    request_key: str = Field(unique=True)

    note = Sealed("note_sealed")
    reason = Sealed("reason_sealed")
