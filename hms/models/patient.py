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
    prefix_sealed: bytes | None = sealed_column()  # Dr, Sheikh, ...
    suffix_sealed: bytes | None = sealed_column()  # Jr, III, ...
    born_on_sealed: bytes | None = sealed_column()  # ISO date, or a year or month where no more is known
    born_estimated: bool = False  # from an age that somebody guessed
    sex: str = "unknown"  # FHIR administrative gender
    gender_sealed: bytes | None = sealed_column()  # in the person's own words, where they wish
    language: str = ""
    interpreter: bool = False  # needed, in that language
    identity: str = "stated"  # stated; checked by papers at the desk; or unknown, as of somebody unconscious
    identity_at: Moment = at_column()  # when it was checked
    identity_by: UUID | None = None
    deceased: bool = False
    deceased_at: Moment = at_column()
    registered_at: datetime = at_column(nullable=False)
    source: str = "clinic"  # clinic, portal, or import
    version: int = 1
    request_key: str | None = Field(default=None, index=True, unique=True)  # registering twice gives the first record
    merged_into_id: UUID | None = Field(default=None, index=True)  # the one record of this person
    merged_at: Moment = at_column()
    words_sealed: bytes | None = sealed_column()  # all that this person is known by, for the index in memory
    words_number: int | None = Field(default=None, index=True)  # rises with each change of it, over all patients

    record_number = Sealed("record_number_sealed")
    family_name = Sealed("family_name_sealed")
    given_names = Sealed("given_names_sealed")
    prefix = Sealed("prefix_sealed")
    suffix = Sealed("suffix_sealed")
    born = Sealed("born_on_sealed")
    gender = Sealed("gender_sealed")
    words = Sealed("words_sealed")

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
    """Another name: former (old, maiden), preferred (usual, nickname), or in another script. FHIR's NameUse."""

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
    country: str = ""  # of an address, ISO 3166-1 alpha-2
    value_sealed: bytes | None = sealed_column()  # a phone in E.164 where it can be read as one
    typed_sealed: bytes | None = sealed_column()  # a phone as it was typed
    parts_sealed: bytes | None = sealed_column()  # an address as JSON: lines, city, region, code
    value = Sealed("value_sealed")
    typed = Sealed("typed_sealed")
    parts = Sealed("parts_sealed")


class PatientIdentifier(Row, table=True):
    """A number that somebody else gave this person."""

    __tablename__ = "patient_identifier"
    __table_args__ = (UniqueConstraint("value_index"),)

    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    system: str
    kind: str = ""
    country: str = ""  # that gave it, where a country did
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
    category: str = ""  # medication, food, environment, or biologic
    reaction: str = ""  # codes of schemas.record_lists.REACTIONS, with spaces between
    active: bool = True
    recorded_at: datetime = at_column(nullable=False)
    recorded_by: UUID | None = None  # an account of the clinic
    request_key: str | None = Field(default=None, index=True, unique=True)  # writing twice gives the first
    note_sealed: bytes | None = sealed_column()
    source: str = "clinic"  # clinic, import, or patient: stated by the patient until a clinician confirms it
    confirmed_at: Moment = at_column()
    confirmed_by: UUID | None = None
    stated_by: UUID | None = None  # the account, where a patient stated it
    withdrawn_at: Moment = at_column()  # by whoever stated it
    withdrawn_by: UUID | None = None
    refuted_at: Moment = at_column()  # a clinician found that it is not so
    refuted_by: UUID | None = None
    reason_sealed: bytes | None = sealed_column()  # why not
    version: int = 1
    text = Sealed("text_sealed")
    reason = Sealed("reason_sealed")
    note = Sealed("note_sealed")

    @property
    def status(self) -> str:
        """How it stands, as other entries say it: what was found not so or taken back changes no more."""
        return "entered-in-error" if self.refuted_at or self.withdrawn_at else "active"
