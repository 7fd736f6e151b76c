"""What stands around the note of a visit."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, UniqueConstraint

from hms.models.base import Moment, Row, Sealed, at_column, sealed_column


class NoteDraft(Row, table=True):
    """Words of a second writer of an unsigned note, which were refused as stale: kept until it is said what becomes of them.

    The note's own draft is the visit itself.
    """

    __tablename__ = "note_draft"
    __table_args__ = (UniqueConstraint("encounter_id", "writer"),)

    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    encounter_id: UUID = Field(foreign_key="encounter.id")
    writer: str  # an open page, by a key that it made itself
    saved_at: datetime = at_column(nullable=False)
    subjective_sealed: bytes | None = sealed_column()
    objective_sealed: bytes | None = sealed_column()
    assessment_sealed: bytes | None = sealed_column()
    plan_sealed: bytes | None = sealed_column()
    summary_sealed: bytes | None = sealed_column()

    subjective = Sealed("subjective_sealed")
    objective = Sealed("objective_sealed")
    assessment = Sealed("assessment_sealed")
    plan = Sealed("plan_sealed")
    summary = Sealed("summary_sealed")


class NoteAddendum(Row, table=True):
    """What was added to a note after it was signed; signed itself, and never changed."""

    __tablename__ = "note_addendum"

    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    encounter_id: UUID = Field(foreign_key="encounter.id", index=True)
    text_sealed: bytes | None = sealed_column()
    signed_by: UUID | None = None  # a practitioner
    signed_at: datetime = at_column(nullable=False)
    request_key: str = Field(unique=True)

    text = Sealed("text_sealed")


class NoteCosignature(Row, table=True):
    """A supervisor's signature under what a doctor in training signed: waited for, sent back, or given, and then final.

    It covers the note and as many of its additions as there were; what is added later waits for a new one.
    """

    __tablename__ = "note_cosignature"

    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    encounter_id: UUID = Field(foreign_key="encounter.id", index=True)
    practitioner_id: UUID = Field(foreign_key="practitioner.id", index=True)  # the supervisor, who alone may give it
    asked_at: datetime = at_column(nullable=False)
    sent_back_at: Moment = at_column()
    signed_at: Moment = at_column()
    addenda_covered: int = 0


class NoteTemplate(Row, table=True):
    """Words that a note begins with: a doctor's own, or the clinic's. What stands in braces is filled from the chart."""

    __tablename__ = "note_template"

    practitioner_id: UUID | None = Field(default=None, foreign_key="practitioner.id", index=True)  # None: the clinic's
    visit_type_id: UUID | None = Field(default=None, foreign_key="visit_type.id")  # None: for every kind of visit
    name_sealed: bytes | None = sealed_column()
    subjective_sealed: bytes | None = sealed_column()
    objective_sealed: bytes | None = sealed_column()
    assessment_sealed: bytes | None = sealed_column()
    plan_sealed: bytes | None = sealed_column()
    made_at: datetime = at_column(nullable=False)
    version: int = 1
    request_key: str = Field(unique=True)

    name = Sealed("name_sealed")
    subjective = Sealed("subjective_sealed")
    objective = Sealed("objective_sealed")
    assessment = Sealed("assessment_sealed")
    plan = Sealed("plan_sealed")
