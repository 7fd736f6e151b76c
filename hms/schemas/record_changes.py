"""What an entry of the record should have said, and why it is put right."""

from typing import Annotated
from uuid import UUID

from pydantic import BeforeValidator, Field

from hms.schemas.base import Form
from hms.schemas.checks import one_line
from hms.schemas.record_lists import Code, Day, Line, Note, Reason, chosen, or_none
from hms.schemas.record_words import CATEGORIES, CRITICALITIES, REACTIONS, RELATIVES, ROUTES, SITES, STANDINGS

Text = Annotated[str, Field(min_length=1), one_line(400)]


class Change(Form):
    """Which entry is put right, as it was seen, and why."""

    entry_id: UUID
    version: int
    reason: Reason = ""


class ProcedureChange(Change):
    """What was done, and when."""

    text: Line
    happened: Day = None
    note: Note = ""


class VaccineChange(Change):
    """Which vaccine it was, when, out of which lot, and how it was given."""

    code: Annotated[str, Field(max_length=5)] = ""  # "" for the one that it is
    happened: Day = None
    lot: Annotated[str, one_line(40)] = ""
    expires_on: Day = None
    site: Annotated[str, chosen({"": "", **SITES})] = ""
    route: Annotated[str, chosen({"": "", **ROUTES})] = ""
    dose_number: Annotated[Annotated[int, Field(ge=1, le=100)] | None, BeforeValidator(or_none)] = None
    note: Note = ""


class RelativeChange(Change):
    """Which relative had which illness."""

    relation: Annotated[str, chosen(RELATIVES)]
    text: Line
    code: Code = ""
    note: Note = ""


class AllergyChange(Change):
    """To what, how dangerous, what it does, and whether it still holds."""

    text: Text
    category: Annotated[str, chosen({"": "", **CATEGORIES})]
    criticality: Annotated[str, chosen({"": "", **CRITICALITIES})]
    reaction: Annotated[list[str], Field(max_length=len(REACTIONS))] = []  # noqa: RUF012 - frozen
    standing: Annotated[str, chosen(STANDINGS)]
    note: Note = ""


class StatementChange(Change):
    """What a patient should have stated."""

    stated_text: Text
