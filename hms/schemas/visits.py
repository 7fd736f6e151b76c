"""A visit, its note, its prescriptions."""

from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import Field

from hms.schemas.alerts import Keys, Reason
from hms.schemas.base import Card, Form
from hms.schemas.notes import AddendumCard, NotePart
from hms.schemas.scheduling import AppointmentCard, Key
from hms.texts import t

# code -> (words, doses a day); the codes are FHIR's timing abbreviations (GTSAbbreviation) where it has one
FREQUENCIES: dict[str, tuple[str, Decimal]] = {
    "QD": (t("once a day"), Decimal(1)),
    "BID": (t("twice a day"), Decimal(2)),
    "TID": (t("three times a day"), Decimal(3)),
    "QID": (t("four times a day"), Decimal(4)),
    "AM": (t("every morning"), Decimal(1)),
    "PM": (t("every evening"), Decimal(1)),
    "BED": (t("at bedtime"), Decimal(1)),
    "Q4H": (t("every 4 hours"), Decimal(6)),
    "Q6H": (t("every 6 hours"), Decimal(4)),
    "Q8H": (t("every 8 hours"), Decimal(3)),
    "QOD": (t("every other day"), Decimal("0.5")),
    "WK": (t("once a week"), Decimal(1) / 7),
    "MO": (t("once a month"), Decimal(1) / 31),
}


class PrescriptionForm(Form):
    """A drug of the formulary: dose in its units (0.25 to 100), how often, for how many days (1 to 365).

    `seen` are the keys of the severe alerts that were on the screen, one a line, and `anyway` why it is prescribed anyway.
    """

    encounter_id: UUID
    medication_id: UUID
    dose: Annotated[Decimal, Field(ge=Decimal("0.25"), le=100, max_digits=5, decimal_places=2)]
    frequency: Annotated[str, Field(pattern="^(" + "|".join(FREQUENCIES) + ")$")]
    days: Annotated[int, Field(ge=1, le=365)]
    advice: Annotated[str, Field(max_length=500)] = ""
    key: Key
    seen: Keys = ""
    anyway: Reason = ""


class MedicationCard(Card):
    """A drug to choose from."""

    id: UUID
    label: str  # Amoxicillin 500 mg capsule
    unit: str


class PrescriptionCard(Card):
    """A prescription in words; days_left counts from today, 0 when it has run out."""

    id: UUID
    drug: str
    how: str  # 1 capsule three times a day for 7 days
    quantity: str  # 21 capsules
    advice: str
    doctor: str
    day: str
    signed: bool
    days_left: int
    left: str  # 5 days left, or Ongoing where no end is known
    days: int
    share_left: int


class PatientBanner(Card):
    """Who this is, on every clinical screen."""

    id: UUID
    name: str
    age: str
    born: str
    sex: str
    record_number: str
    allergies: list[str]
    no_allergies: str  # that there are none, and who says so; "" where nobody has said it, or one is known
    deceased: bool


class PastVisit(Card):
    """An earlier visit."""

    id: UUID
    day: str
    doctor: str
    kind: str
    note: str
    summary: str
    signed: bool


class VisitBegun(Card):
    """A visit that was opened: its note, and the version to write on from."""

    encounter_id: UUID
    version: int


class VisitPage(Card):
    """All that a doctor sees in a visit."""

    encounter_id: UUID
    version: int
    banner: PatientBanner
    appointment: AppointmentCard
    words: dict[str, str]  # of the note, field by field
    parts: list[NotePart]  # the same, as it is read
    note: str  # in one piece
    summary: str
    altered: bool  # it is no longer what was signed
    addenda: list[AddendumCard]
    signed: bool
    signed_words: str
    prescriptions: list[PrescriptionCard]
    past: list[PastVisit]
    current_medicines: list[PrescriptionCard]


class VisitSummary(Card):
    """A signed visit, as the patient reads and prints it."""

    id: UUID
    day: str
    doctor: str
    department: str
    kind: str
    summary: str
    signed_words: str
    prescriptions: list[PrescriptionCard]
    patient: str
    born: str
    record_number: str
    clinic: str
    is_new: bool


class PatientHome(Card):
    """A patient's own page."""

    first_name: str
    long_day: str
    next: AppointmentCard | None
    appointments: list[AppointmentCard]
    past: list[AppointmentCard]
    summaries: list[VisitSummary]
    prescriptions: list[PrescriptionCard]
