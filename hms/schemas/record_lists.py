"""The lists of the medical record: problems, allergies, procedures, illnesses of relatives, vaccines."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BeforeValidator, Field

from hms.schemas.base import Card, Form
from hms.schemas.checks import one_line
from hms.schemas.record_words import CATEGORIES, CRITICALITIES, REACTIONS, RELATIVES, ROUTES, SEVERITIES, SITES
from hms.schemas.scheduling import Key
from hms.schemas.visits import PatientBanner
from hms.texts import t


def chosen(known: dict[str, str]) -> Any:
    """Take only what is offered."""
    return BeforeValidator(lambda value: value if value in known else _unknown())


def _unknown() -> str:
    raise ValueError(t("Please choose one"))


def or_none(value: Any) -> Any:
    """Read an empty field as nothing."""
    return None if value == "" else value


Line = Annotated[str, Field(min_length=1), one_line(300)]
Note = Annotated[str, Field(max_length=2_000)]
Code = Annotated[str, Field(max_length=10)]
Reason = Annotated[str, Field(max_length=500)]
Day = Annotated[date | None, BeforeValidator(or_none)]
Place = Annotated[UUID | None, BeforeValidator(or_none)]


class ProblemForm(Form):
    """A problem: a code of the list, or words alone."""

    patient_id: UUID
    text: Line
    code: Code = ""
    severity: Annotated[str, chosen({"": "", **SEVERITIES})] = ""
    certain: bool = True
    happened: Day = None
    note: Note = ""
    key: Key


class DiagnosisForm(Form):
    """A diagnosis of a visit: a code of the list, or words alone."""

    encounter_id: UUID
    text: Line
    code: Code = ""
    key: Key


class ProblemChange(Form):
    """What a problem is called, how severe it is and since when; why it is put right."""

    entry_id: UUID
    version: int
    text: Line
    code: Code = ""
    severity: Annotated[str, chosen({"": "", **SEVERITIES})] = ""
    certain: bool = True
    happened: Day = None
    note: Note = ""
    reason: Reason = ""


class StatusMove(Form):
    """How a problem stands from now on."""

    entry_id: UUID
    version: int
    status: Annotated[str, Field(max_length=20)]


class AllergyForm(Form):
    """What somebody must not be given, as a clinician found it."""

    patient_id: UUID
    text: Line
    category: Annotated[str, chosen(CATEGORIES)]
    criticality: Annotated[str, chosen(CRITICALITIES)]
    reaction: Annotated[list[str], Field(max_length=len(REACTIONS))] = []  # noqa: RUF012 - frozen
    note: Note = ""
    key: Key


class ProcedureForm(Form):
    """Something that was done."""

    patient_id: UUID
    text: Line
    happened: Day = None
    note: Note = ""
    key: Key


class RelativeForm(Form):
    """An illness of a relative."""

    patient_id: UUID
    relation: Annotated[str, chosen(RELATIVES)]
    text: Line
    code: Code = ""
    note: Note = ""
    key: Key


class VaccineForm(Form):
    """A vaccine that was given, here or elsewhere."""

    patient_id: UUID
    code: Annotated[str, Field(min_length=1, max_length=5)]
    happened: date
    lot: Annotated[str, one_line(40)] = ""
    expires_on: Day = None
    site: Annotated[str, chosen({"": "", **SITES})] = ""
    route: Annotated[str, chosen({"": "", **ROUTES})] = ""
    dose_number: Annotated[Annotated[int, Field(ge=1, le=20)] | None, BeforeValidator(or_none)] = None
    note: Note = ""
    key: Key


Kind = Literal["condition", "procedure", "family_history", "immunization", "document_reference"]


class ErrorForm(Form):
    """That an entry was an error, and why."""

    kind: Kind
    entry_id: UUID
    version: int
    reason: Reason = ""


class CodeCard(Card):
    """A code to choose from."""

    code: str
    title: str
    also: str  # what of it fits in other words
    billable: bool
    favourite: bool
    used: int


class Move(Card):
    """Something that may be done with an entry."""

    value: str
    words: str


class LineCard(Card):
    """One entry of a list, in words."""

    id: UUID
    kind: str
    title: str
    code: str  # with the name of its list; "" for words alone
    status: str
    status_words: str
    tone: str
    facts: str
    note: str
    when: str
    who: str
    source: str  # "" where a clinician of this clinic wrote it
    version: int
    changed: bool
    error: bool
    picture: str = ""  # a small one, as a data address
    moves: list[Move] = []  # noqa: RUF012 - frozen
    typed: dict[str, str] = {}  # noqa: RUF012 - what a form to put it right starts with


class Said(Card):
    """One thing that an entry said."""

    name: str
    words: str


class EarlierCard(Card):
    """What an entry said before it was changed, by whom and why it no longer does."""

    number: int
    who: str
    when: str
    reason: str
    said: list[Said]


class DueCard(Card):
    """The next dose of a series."""

    series: str
    name: str
    dose: str  # Dose 2 of 3
    state: str  # due, overdue, or coming
    tone: str
    when: str
    note: str


class ListPage(Card):
    """One list of the record of a patient: what stands first, then what has ended, then errors."""

    banner: PatientBanner
    listed: list[LineCard]
    total: int  # that stand
    today: str = ""  # the clinic's, as a date field holds it
    page: int = 1
    pages: int = 1


class VaccinesPage(ListPage):
    """The vaccines that were given, and what comes next."""

    due: list[DueCard]
    overdue: int
    source: str  # of the schedule
    offered: list[list[str]]  # code and name


class ProblemGlance(Card):
    """A problem that stands, for a place where little fits."""

    id: UUID
    title: str
    code: str
    since: str
    tone: str
