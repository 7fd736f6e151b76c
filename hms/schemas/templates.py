"""Words that a note begins with: what may stand in braces, what a form must say, what a page may know."""

import re
from typing import Annotated
from uuid import UUID

from pydantic import Field, field_validator

from hms.schemas.accounts import Name
from hms.schemas.base import Card, Form
from hms.schemas.notes import NotePart, NoteText
from hms.texts import t

# What is filled from the chart when a template is put into a note, in the order in which it is offered.
PLACEHOLDERS = {
    "age": t("The patient’s age"),
    "sex": t("The patient’s sex"),
    "reason": t("Why the patient came"),
    "vitals": t("The latest vital signs with their day"),
    "medicines": t("Current medicines"),
    "allergies": t("Allergies, or that there are none"),
    "problems": t("Problems that stand"),
    "last_visit": t("When the last visit was, with whom and why"),
    "today": t("The day"),
}
BRACES = re.compile(r"\{([^{}\n]*)\}")
MOST_TEMPLATES = 100  # of one doctor, or of the clinic


def known(text: str) -> str:
    """Let a text through whose braces all hold the name of something known. Raises ValueError that names the others."""
    strange = [name for name in BRACES.findall(text) if name not in PLACEHOLDERS]
    if strange:
        told = ", ".join(f"{{{name}}}" for name in dict.fromkeys(strange))
        may = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
        raise ValueError(t("Nothing is known by the name of {told}. You can use {may}.").format(told=told, may=may))
    return text


class TemplateForm(Form):
    """A template as it is to be; without an id it is new, and the same key makes it once."""

    template_id: UUID | None = None
    version: int = 0
    name: Annotated[Name, Field(max_length=80)]
    visit_type_id: UUID | None = None  # None: for every kind of visit
    subjective: NoteText = ""
    objective: NoteText = ""
    assessment: NoteText = ""
    plan: NoteText = ""
    key: Annotated[str, Field(max_length=64)] = ""

    @field_validator("subjective", "objective", "assessment", "plan")
    @classmethod
    def _known(cls, text: str) -> str:
        return known(text)


class TemplateCard(Card):
    """A template: its name, the kind of visit it is for, and what it says."""

    id: UUID
    version: int
    name: str
    kind: str  # in words
    visit_type_id: str  # "" for every kind
    words: dict[str, str]
    parts: list[NotePart]


class TemplatesPage(Card):
    """One's own templates, the clinic's where these are not one's own, and the kinds of visits to choose from."""

    own: list[TemplateCard]
    shared: list[TemplateCard]
    kinds: list[list[str]]  # (id, name)


class Beginnings(Card):
    """What the note of a visit may begin with."""

    templates: list[list[str]]  # (id, name)
    last: str = ""  # who wrote the last note and when; "" where there is none


class CarriedWords(Card):
    """What is carried forward, field by field, and who wrote it and when."""

    words: dict[str, str]
    told: str
