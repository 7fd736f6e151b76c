"""The note of a visit: what the patient tells, what was found, what is thought of it, what is to be done; and a summary."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field

from hms.schemas.base import Card, Form
from hms.texts import t

MOST = 50_000  # characters in one field: some fifteen pages
# In the order in which they are written (Weed's problem-oriented record, 1968: subjective, objective, assessment, plan).
LABELS = {
    "subjective": t("Subjective"),
    "objective": t("Objective"),
    "assessment": t("Assessment"),
    "plan": t("Plan"),
}
SUMMARY = t("Summary for the patient")
ALL = {**LABELS, "summary": SUMMARY}


def short_enough(text: str) -> str:
    """Take a text of at most MOST characters. Raises ValueError that says how long it is."""
    if len(text) > MOST:
        raise ValueError(t("This has {n} characters; {most} is the most.", n=f"{len(text):,}", most=f"{MOST:,}"))
    return text


NoteText = Annotated[str, AfterValidator(short_enough)]


class NoteWords(Form):
    """The words of a note, field by field."""

    subjective: NoteText = ""
    objective: NoteText = ""
    assessment: NoteText = ""
    plan: NoteText = ""
    summary: NoteText = ""


class NoteForm(NoteWords):
    """A note as one page has it; version is the one that was read, writer a key that tells open pages apart."""

    encounter_id: UUID
    version: int
    writer: Annotated[str, Field(pattern="^[0-9a-z-]{0,40}$")] = ""


class NotePart(Card):
    """One field of a note, as it is read."""

    label: str
    text: str
    mark: str = ""  # that it was carried forward, and from where


class TwoVersions(Card):
    """One field, as it was typed here and as it is saved."""

    label: str
    mine: str
    theirs: str


class Aside(Card):
    """What was typed on another screen and is not in the note."""

    writer: str
    told: str  # when and by whom
    words: dict[str, str]
    parts: list[NotePart]


class Beside(Card):
    """How a note stands in the database while it is being written."""

    version: int
    words: dict[str, str]
    signed: bool
    writer: str
    asides: list[Aside]
    copied: list[NotePart] = []  # noqa: RUF012 - what was carried forward and still stands in it, by field


class Added(Card):
    """Words to put under what is typed in a note, once for each number."""

    number: int = 0
    visit: str = ""
    words: dict[str, str] = {}  # noqa: RUF012 - pydantic copies it


class AddendumForm(Form):
    """What is added to a signed note; the same key adds it once."""

    encounter_id: UUID
    text: NoteText = ""
    key: Annotated[str, Field(min_length=8, max_length=64)]


class AddendumCard(Card):
    """What was added to a signed note, with who and when."""

    id: UUID
    text: str
    told: str
    altered: bool  # it is no longer what was signed


class UnsignedNote(Card):
    """A visit whose note is not signed."""

    appointment_id: str
    patient: str
    kind: str
    began: str
    age: str
    late: bool  # of an earlier day
    begun: bool  # there are words in it
