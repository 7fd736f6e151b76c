"""What a page may know of a document, and what is said when one is added."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import BeforeValidator

from hms.schemas.base import Card, Form
from hms.schemas.checks import one_line
from hms.schemas.record_lists import Day, ListPage, Note
from hms.schemas.scheduling import Key
from hms.schemas.visits import PatientBanner
from hms.texts import t

# What FHIR calls the type of a DocumentReference, in our own words; below, LOINC's codes of those that have one.
TYPES = {
    "letter": t("Letter from another doctor"), "discharge": t("Discharge summary"), "laboratory": t("Laboratory report"),
    "imaging": t("Picture report or scan"), "picture": t("Photo"), "vaccination": t("Vaccination card"),
    "consent": t("Signed consent"), "insurance": t("Insurance paper"), "referral": t("Referral letter"),
    "sick-note": t("Sick note"), "fitness": t("Certificate of fitness"), "other": t("Another document"),
}  # fmt: skip
LOINC = {
    "letter": "11488-4", "discharge": "18842-5", "laboratory": "11502-2", "imaging": "18748-4", "picture": "72170-4",
    "vaccination": "11369-6", "consent": "59284-0", "referral": "57133-1",
}  # fmt: skip
CATEGORIES = {
    "letter": "clinical", "discharge": "clinical", "laboratory": "results", "imaging": "results", "picture": "picture",
    "vaccination": "clinical", "consent": "administrative", "insurance": "administrative", "referral": "clinical",
    "sick-note": "certificate", "fitness": "certificate", "other": "clinical",
}  # fmt: skip
BROUGHT = ("letter", "laboratory", "imaging", "discharge", "vaccination", "picture", "insurance", "other")


def _type(value: Any) -> Any:
    if value not in TYPES:
        raise ValueError(t("Please choose one"))
    return value


Type = Annotated[str, BeforeValidator(_type)]
Line = Annotated[str, one_line(150)]


class DocumentForm(Form):
    """A document that a doctor files; without a title it is called what it is."""

    patient_id: UUID
    type: Type
    title: Line = ""
    author: Line = ""
    happened: Day = None
    note: Note = ""
    shared: bool = False
    key: Key


class OwnDocumentForm(Form):
    """A document that a patient brings."""

    type: Type
    title: Line = ""
    happened: Day = None
    key: Key


class ShareForm(Form):
    """Whether the patient sees a document."""

    entry_id: UUID
    version: int
    shared: bool


class MyDocument(Card):
    """A document, as its patient reads of it."""

    id: UUID
    title: str
    type: str
    day: str
    source: str  # who wrote or filed it; "" for what one added oneself
    picture: str  # a small one, as a data address; "" where there is none
    mine: bool


class MyDocuments(Card):
    """A page of one's documents, the newest first."""

    listed: list[MyDocument]
    page: int
    pages: int
    total: int
    most_mb: int  # of one


class DocumentsPage(ListPage):
    """The documents of a patient in one's care."""

    most_mb: int  # of one


class DocumentView(Card):
    """A document that is looked at."""

    id: UUID
    patient_id: UUID
    banner: PatientBanner | None  # for the care team
    title: str
    type: str
    day: str
    source: str
    note: str
    name: str  # of the file
    size: str
    kind: str  # paper, picture, text; "" where it can only be saved
    pages: int
    text: str
    error: bool
