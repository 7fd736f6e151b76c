"""What happened in a visit and what was prescribed. A signed one no longer changes: the database refuses it."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Field

from hms.models.base import Moment, Row, Sealed, at_column, sealed_column


class Encounter(Row, table=True):
    """A visit, from the first word of its note to the signature."""

    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    practitioner_id: UUID | None = Field(default=None, foreign_key="practitioner.id", index=True)
    appointment_id: UUID | None = Field(default=None, foreign_key="appointment.id", unique=True)
    started_at: datetime = at_column(nullable=False, index=True)
    ended_at: Moment = at_column()
    kind_sealed: bytes | None = sealed_column()  # what it was about, in words
    subjective_sealed: bytes | None = sealed_column()  # what the patient tells
    objective_sealed: bytes | None = sealed_column()  # what was found
    assessment_sealed: bytes | None = sealed_column()  # what is thought of it
    plan_sealed: bytes | None = sealed_column()  # what is to be done
    note_sealed: bytes | None = sealed_column()  # in one piece: imported, or written before there were four fields
    summary_sealed: bytes | None = sealed_column()  # for the patient
    copied_sealed: bytes | None = sealed_column()  # what was carried forward from an earlier note, as JSON
    signed_at: Moment = at_column()
    signed_by: UUID | None = None
    supervised: bool = False  # signed by a doctor in training: a supervisor's signature belongs under it
    source: str = "clinic"
    version: int = 1
    writer: str = ""  # the open page that wrote last, by a key that it made itself

    kind = Sealed("kind_sealed")
    subjective = Sealed("subjective_sealed")
    objective = Sealed("objective_sealed")
    assessment = Sealed("assessment_sealed")
    plan = Sealed("plan_sealed")
    note = Sealed("note_sealed")
    summary = Sealed("summary_sealed")
    copied = Sealed("copied_sealed")


class Medication(Row, table=True):
    """A drug of the clinic's formulary."""

    code: str = Field(unique=True)  # the formulary's own, such as amoxicillin-500-capsule
    name: str
    strength: str
    form: str
    unit: str  # what a dose is counted in: tablet, ml, puff
    atc: str = ""  # WHO Anatomical Therapeutic Chemical code
    retired_at: Moment = at_column()
    version: int = 1


class MedicationRequest(Row, table=True):
    """A prescription of one drug."""

    __tablename__ = "medication_request"

    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    practitioner_id: UUID | None = Field(default=None, foreign_key="practitioner.id")
    encounter_id: UUID | None = Field(default=None, foreign_key="encounter.id", index=True)
    medication_id: UUID | None = Field(default=None, foreign_key="medication.id", index=True)
    drug_sealed: bytes | None = sealed_column()  # as written: name, strength, form
    dose: str = ""  # a decimal number of units
    unit: str = ""
    frequency: str = ""  # a code of schemas.prescribing.FREQUENCIES
    days: int = 0
    advice_sealed: bytes | None = sealed_column()
    request_key: str = Field(unique=True)
    written_at: datetime = at_column(nullable=False)
    signed_at: Moment = at_column()
    removed_at: Moment = at_column()  # taken back before signing
    ends_on: date | None = None
    source: str = "clinic"

    drug = Sealed("drug_sealed")
    advice = Sealed("advice_sealed")
