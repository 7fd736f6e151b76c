"""A person under care. Everything that names or reaches them is sealed; coded values that aggregate are plain."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Field, UniqueConstraint

from hms.models.base import Moment, Row, Sealed, at_column, sealed_column


class Patient(Row, table=True):
    """The record of one person; the names here are the official ones, others stand in PatientName."""

    record_number_sealed: bytes | None = sealed_column()
    record_number_index: str = Field(unique=True)
    family_name_sealed: bytes | None = sealed_column()
    given_names_sealed: bytes | None = sealed_column()
    born_on_sealed: bytes | None = sealed_column()  # ISO date, or a year or month where no more is known
    sex: str = "unknown"  # FHIR administrative gender
    language: str = ""
    deceased: bool = False
    deceased_at: Moment = at_column()
    registered_at: datetime = at_column(nullable=False)
    source: str = "clinic"  # clinic, portal, or import
    version: int = 1

    record_number = Sealed("record_number_sealed")
    family_name = Sealed("family_name_sealed")
    given_names = Sealed("given_names_sealed")
    born = Sealed("born_on_sealed")

    @property
    def name(self) -> str:
        """The whole name, given names first."""
        return f"{self.given_names} {self.family_name}".strip()

    @property
    def born_on(self) -> date | None:
        """The birth date where a whole one is known."""
        try:
            return date.fromisoformat(self.born)
        except ValueError:
            return None


class PatientName(Row, table=True):
    """Another name: maiden, nickname, in another script."""

    __tablename__ = "patient_name"

    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    use: str = ""
    text_sealed: bytes | None = sealed_column()
    text = Sealed("text_sealed")


class PatientContact(Row, table=True):
    """A phone number, e-mail address or postal address, in the order given."""

    __tablename__ = "patient_contact"

    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    system: str  # phone, email, address, ...
    use: str = ""
    place: int = 0
    country: str = ""
    value_sealed: bytes | None = sealed_column()
    value = Sealed("value_sealed")


class PatientIdentifier(Row, table=True):
    """A number that somebody else gave this person."""

    __tablename__ = "patient_identifier"
    __table_args__ = (UniqueConstraint("value_index"),)

    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    system: str
    kind: str = ""
    value_sealed: bytes | None = sealed_column()
    value_index: str  # of system and value together
    value = Sealed("value_sealed")


class AllergyIntolerance(Row, table=True):
    """What this person must not be given."""

    __tablename__ = "allergy_intolerance"

    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    code_system: str = ""
    code: str = ""
    text_sealed: bytes | None = sealed_column()
    criticality: str = ""
    active: bool = True
    recorded_at: datetime = at_column(nullable=False)
    source: str = "clinic"
    text = Sealed("text_sealed")
