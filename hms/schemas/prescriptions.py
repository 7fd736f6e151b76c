"""What may be known and said of a prescription once it is signed."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field

from hms.schemas.base import Card, Form
from hms.schemas.scheduling import Key
from hms.schemas.visits import PatientBanner, PrescriptionCard
from hms.texts import t


def _told(value: str) -> str:
    if not value:
        raise ValueError(t("Say why"))
    return value


Why = Annotated[str, Field(max_length=500), AfterValidator(_told)]


class StopForm(Form):
    """Which prescription ends, and why."""

    prescription_id: UUID
    reason: Why


class RefillForm(Form):
    """Of which prescription a patient wants more."""

    prescription_id: UUID
    note: Annotated[str, Field(max_length=500)] = ""
    key: Key


class DeclineForm(Form):
    """Which wish for a refill is declined, and why; the patient reads it."""

    request_id: UUID
    reason: Why


class PrescriptionLine(Card):
    """A signed prescription with what became of it."""

    id: UUID
    card: PrescriptionCard
    state: str  # current, over, stopped, renewed
    state_words: str  # Stopped on 26 Nov 2026 by Dr Rao: a rash; "" for a current one
    has_paper: bool  # an imported one has none
    can_renew: bool
    can_stop: bool
    can_ask: bool = False  # for a refill; for its patient only
    refill: str = ""  # waiting, accepted or declined; the latest wish
    refill_id: UUID | None = None
    refill_words: str = ""


class PatientPrescriptions(Card):
    """All prescriptions of somebody: those that go on, and the earlier ones."""

    patient_id: UUID
    banner: PatientBanner
    current: list[PrescriptionLine]
    earlier: list[PrescriptionLine]


class FavouriteCard(Card):
    """A drug as a doctor often prescribes it."""

    id: UUID
    drug: str
    how: str
    advice: str


class RefillCard(Card):
    """A wish for a refill, as the doctor reads it."""

    id: UUID
    patient_id: UUID
    patient: str
    born: str
    record_number: str
    allergies: list[str]
    drug: str
    how: str
    advice: str
    left: str
    prescribed: str  # when and by whom
    note: str
    asked: str
    in_the_way: str  # why it cannot be renewed any more; "" where it can


class PaperLine(Card):
    """One drug on a paper."""

    drug: str
    how: str
    quantity: str
    advice: str
    patient_words: str  # the same in the patient's language; "" where that is the clinic's own
    mark: str = ""  # that it was withdrawn or renewed; only where a paper is checked


class Paper(Card):
    """All that stands on the paper of a prescription."""

    name: str  # of the file
    clinic: str
    doctor: str
    department: str
    patient: str
    born: str
    record_number: str
    day: str
    signed: str
    lang: str
    lang_head: str  # over the patient's own words
    lines: list[PaperLine]
    link: str
    proof: str  # what the page behind the link asks for


class CheckedPaper(Card):
    """What the page behind a paper's code says before it is shown anything that stands on the paper."""

    state: str  # real, withdrawn, partly; altered ones are refused
    issued: str
    asks_born: bool  # for the birth date; else for the record number
    paper: Paper | None = None  # once that was given
