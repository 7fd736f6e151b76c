"""Forms that patients answer before a visit: what is asked, for which visits, and what was answered."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, UniqueConstraint

from hms.models.base import Moment, Row, Sealed, at_column, sealed_column


class Questionnaire(Row, table=True):
    """A form of the clinic. What it asks stands in its versions."""

    made_at: datetime = at_column(nullable=False)
    made_by: UUID | None = None
    request_key: str = Field(unique=True)
    closed_at: Moment = at_column()
    closed_by: UUID | None = None


class QuestionnaireVersion(Row, table=True):
    """What a form asks. From the first answer on it never changes: a change makes the next version."""

    __tablename__ = "questionnaire_version"
    __table_args__ = (UniqueConstraint("questionnaire_id", "number"),)

    questionnaire_id: UUID = Field(foreign_key="questionnaire.id")
    number: int
    title: str
    intro: str = ""
    questions: str  # JSON, a list of schemas.forms.Question
    made_at: datetime = at_column(nullable=False)
    made_by: UUID | None = None
    answered_at: Moment = at_column()  # since when it stands still
    edits: int = 1  # counts changes while nobody has answered: a stale one is refused


class QuestionnaireUse(Row, table=True):
    """A form is asked before visits of a type."""

    __tablename__ = "questionnaire_use"
    __table_args__ = (UniqueConstraint("questionnaire_id", "visit_type_id"),)

    questionnaire_id: UUID = Field(foreign_key="questionnaire.id")
    visit_type_id: UUID | None = Field(default=None, foreign_key="visit_type.id", index=True)  # None: plain visits


class QuestionnaireResponse(Row, table=True):
    """What a patient answered before a visit, in their own words."""

    __tablename__ = "questionnaire_response"
    __table_args__ = (UniqueConstraint("appointment_id", "questionnaire_id"),)

    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    appointment_id: UUID = Field(foreign_key="appointment.id")
    questionnaire_id: UUID = Field(foreign_key="questionnaire.id", index=True)
    version_id: UUID = Field(foreign_key="questionnaire_version.id", index=True)
    answers_sealed: bytes | None = sealed_column()  # JSON: question's key -> answer
    started_at: datetime = at_column(nullable=False)
    changed_at: datetime = at_column(nullable=False)
    changed_by: UUID | None = None  # an account
    handed_in_at: Moment = at_column()

    answers = Sealed("answers_sealed")
