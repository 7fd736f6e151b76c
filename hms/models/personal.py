"""What a person tells about themselves beyond name and contact: who belongs to them, who pays, how they are, what they agreed to."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Field, UniqueConstraint

from hms.models.base import Moment, Row, Sealed, at_column, sealed_column


class PatientRelation(Row, table=True):
    """Somebody who belongs to a patient: whom to call, next of kin, guardian, family doctor. FHIR's RelatedPerson."""

    __tablename__ = "patient_relation"

    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    kind: str  # emergency, next_of_kin, guardian, or family_doctor
    place: int = 0
    name_sealed: bytes | None = sealed_column()
    relation_sealed: bytes | None = sealed_column()  # in words: mother, neighbour
    phone_sealed: bytes | None = sealed_column()  # in E.164 where it can be read as one
    typed_sealed: bytes | None = sealed_column()  # the phone as it was typed
    address_sealed: bytes | None = sealed_column()

    name = Sealed("name_sealed")
    relation = Sealed("relation_sealed")
    phone = Sealed("phone_sealed")
    typed = Sealed("typed_sealed")
    address = Sealed("address_sealed")


class Coverage(Row, table=True):
    """Who pays for a patient."""

    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    kind: str  # self, public, private, or other
    place: int = 0
    payer_sealed: bytes | None = sealed_column()
    member_sealed: bytes | None = sealed_column()  # the number at the payer
    valid_to_on: date | None = None

    payer = Sealed("payer_sealed")
    member = Sealed("member_sealed")


class HealthStatement(Row, table=True):
    """What a patient says about their health: stated by the patient until a clinician confirms it.

    What it said before a clinician put it right stays as a version of it.
    """

    __tablename__ = "health_statement"

    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    kind: str  # condition, medicine, ..., or that there is none: schemas.statements.NONE
    text_sealed: bytes | None = sealed_column()
    stated_at: datetime = at_column(nullable=False)
    stated_by: UUID | None = None  # an account
    stated_role: str
    confirmed_at: Moment = at_column()
    confirmed_by: UUID | None = None
    withdrawn_at: Moment = at_column()
    withdrawn_by: UUID | None = None
    refuted_at: Moment = at_column()  # a clinician found that it is not so
    refuted_by: UUID | None = None
    reason_sealed: bytes | None = sealed_column()  # why not
    version: int = 1

    text = Sealed("text_sealed")
    reason = Sealed("reason_sealed")

    @property
    def status(self) -> str:
        """How it stands, as other entries say it: what was found not so or taken back changes no more."""
        return "entered-in-error" if self.refuted_at or self.withdrawn_at else "active"


class Consent(Row, table=True):
    """What a patient agreed to, in which version of its text."""

    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    kind: str
    text_version: str
    given_at: datetime = at_column(nullable=False)
    given_by: UUID | None = None  # an account
    withdrawn_at: Moment = at_column()
    withdrawn_by: UUID | None = None


class IntakeStep(Row, table=True):
    """A question of the registration that a patient has answered or passed over."""

    __tablename__ = "intake_step"
    __table_args__ = (UniqueConstraint("patient_id", "step"),)

    patient_id: UUID = Field(foreign_key="patient.id")
    step: str
    done_at: datetime = at_column(nullable=False)
