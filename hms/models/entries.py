"""Entries of the medical record, in FHIR R4's words. None is overwritten: what it said before stays as a version of it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, UniqueConstraint

from hms.models.base import Moment, Row, Sealed, at_column, sealed_column


class Entry(Row):
    """What every entry has: of whom, in which visit, who wrote it and when, when it happened, and how it stands."""

    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    encounter_id: UUID | None = Field(default=None, foreign_key="encounter.id", index=True)
    status: str  # FHIR's code for this kind of entry; or entered-in-error
    source: str = "clinician"  # clinician, patient, import, or laboratory
    recorded_at: datetime = at_column(nullable=False)
    recorded_by: UUID | None = None  # an account; nobody for what was imported
    happened_at: Moment = at_column()  # or began; nothing where nobody knows
    version: int = 1
    request_key: str | None = Field(default=None, unique=True)  # writing twice gives the first entry
    note_sealed: bytes | None = sealed_column()
    note = Sealed("note_sealed")


class Condition(Entry, table=True):
    """A problem or diagnosis. Its status is FHIR's clinical status: active, recurrence, remission, resolved, ..."""

    code_system: str = ""
    code: str = ""
    text_sealed: bytes | None = sealed_column()  # as the clinician words it
    severity: str = ""  # mild, moderate, severe
    certain: bool = True  # verification: confirmed, or provisional
    ended_at: Moment = at_column()
    text = Sealed("text_sealed")


class Observation(Entry, table=True):
    """One thing that was measured or seen. A number stands plain beside its code, words are sealed."""

    __table_args__ = (
        Index("ix_observation_patient_id_code_happened_at", "patient_id", "code", "happened_at"),
        Index("ix_observation_patient_id_happened_at", "patient_id", "happened_at"),
    )

    category: str  # vital-signs, laboratory, imaging, social-history, survey, exam
    code_system: str = "http://loinc.org"
    code: str = Field(index=True)
    name_sealed: bytes | None = sealed_column()  # where the catalogue does not name the code
    number: str = ""  # a decimal number of units, as measured; "" where it is told in words
    unit: str = ""  # UCUM
    text_sealed: bytes | None = sealed_column()
    # What was measured together, as both blood pressures. Where the whole has a name of its own, it is the entry with this
    # id: an imported panel, which has neither number nor words itself.
    group_id: UUID | None = Field(default=None, index=True)
    flag: str = ""  # HL7 v3 ObservationInterpretation: H, L, HH, LL, A, ...
    usual_low: str = ""
    usual_high: str = ""
    # What the laboratory says of it: its flag as it came, and whether the range is its own and not the clinic's.
    lab_flag: str = ""
    lab_range: bool = False
    # At or beyond which it was judged critical; "" where it had no such limit, nothing where nobody knows.
    critical_low: str | None = None
    critical_high: str | None = None
    name = Sealed("name_sealed")
    text = Sealed("text_sealed")


class Immunization(Entry, table=True):
    """A vaccine that was given."""

    code_system: str = "http://hl7.org/fhir/sid/cvx"
    code: str = Field(index=True)
    text_sealed: bytes | None = sealed_column()
    lot_sealed: bytes | None = sealed_column()
    expires_on: str = ""  # of the lot, as an ISO date
    site: str = ""  # of the body: left-arm, right-thigh, ...
    route: str = ""
    dose_number: int | None = None
    text = Sealed("text_sealed")
    lot = Sealed("lot_sealed")


class Procedure(Entry, table=True):
    """Something that was done to or for a patient."""

    code_system: str = ""
    code: str = ""
    text_sealed: bytes | None = sealed_column()
    ended_at: Moment = at_column()
    text = Sealed("text_sealed")


class FamilyHistory(Entry, table=True):
    """An illness of a relative. FHIR's FamilyMemberHistory."""

    __tablename__ = "family_history"

    relation: str  # mother, father, sister, ...
    code_system: str = ""
    code: str = ""
    text_sealed: bytes | None = sealed_column()
    text = Sealed("text_sealed")


class EntryVersion(Row, table=True):
    """What an entry said before it was amended or declared an error, and why it no longer does. Never changed."""

    __tablename__ = "entry_version"
    __table_args__ = (UniqueConstraint("entry_id", "number"),)

    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    entry_kind: str  # the table
    entry_id: UUID
    number: int
    body_sealed: bytes | None = sealed_column()  # JSON: column -> text, sealed ones opened
    changed_at: datetime = at_column(nullable=False)
    changed_by: UUID | None = None
    reason_sealed: bytes | None = sealed_column()

    body = Sealed("body_sealed")
    reason = Sealed("reason_sealed")
