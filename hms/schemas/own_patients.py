"""A doctor's own patients, listed by what stands in their records."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from hms.schemas.base import Card, Form
from hms.schemas.checks import one_line

Words = Annotated[str, one_line(100)]


class OwnPatientsForm(Form):
    """What the patients of a list have in common; what is empty is not asked. `result` is a code and its unit, code|unit."""

    condition: Words = ""
    drug: Words = ""
    result: Annotated[str, Field(max_length=200)] = ""
    than: Literal["over", "under"] = "over"
    number: Annotated[str, Field(max_length=20)] = ""
    gap: Annotated[str, Field(pattern="^[a-z0-9_]{0,30}$")] = ""
    page: int = 1


class OwnPatient(Card):
    """A patient in a list, and why."""

    id: UUID
    name: str
    facts: str  # age and sex
    record_number: str
    why: list[str]


class OwnPatientsPage(Card):
    """One page of a list, and among how many it was looked for."""

    listed: list[OwnPatient]
    total: int
    page: int
    pages: int
    told: str  # how many were looked at


class ListChoices(Card):
    """What a list may be made by: results that these patients have, and what may be missing."""

    results: list[list[str]]  # (code|unit, words)
    gaps: list[list[str]]  # (key, words)
