"""Results: what is typed, what a page may know of them, and who looks."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from hms.schemas.base import Card, Form
from hms.schemas.checks import within
from hms.schemas.scheduling import Key
from hms.texts import t

Short = Annotated[str, Field(max_length=40)]
Text = Annotated[str, Field(max_length=20_000)]
Why = Annotated[str, Field(max_length=500)]
FINDINGS = {"": t("As usual"), "A": t("Not as usual"), "AA": t("Critical")}


class TypedResult(Form):
    """One result as typed; what is empty was not measured. Its own range replaces the usual one."""

    test: Short
    value: Short = ""
    unit: Short = ""
    low: Short = ""
    high: Short = ""


class ResultForm(Form):
    """What came of an order. `happened` is the clinic's wall clock when the sample or the picture was taken."""

    order_id: UUID
    version: int
    happened: Annotated[str, Field(max_length=20)] = ""
    typed: Annotated[list[TypedResult], Field(max_length=40)] = []  # noqa: RUF012 - frozen
    report: Text = ""
    finding: Literal["", "A", "AA"] = ""
    more: bool = False  # more is to come
    seen: bool = False  # whoever writes it down has looked at it
    note: Annotated[str, Field(max_length=2_000)] = ""
    key: Key


class ResultChange(Form):
    """What a result should have said, and why it is changed."""

    observation_id: UUID
    version: int
    value: Text = ""
    reason: Why = ""


class SeenForm(Form):
    """That somebody has looked at a report as it was shown."""

    review_id: UUID
    version: int
    note: Annotated[str, Field(max_length=2_000)] = ""
    release: bool = False  # the patient may read it now


class HandOverForm(Form):
    """To whom a report is handed."""

    review_id: UUID
    to: UUID


class ResultRulesForm(Form):
    """When patients read results, and when somebody else looks, in hours."""

    version: int
    release_hours: Annotated[int, within(0, 24 * 30)]
    escalate_hours: Annotated[int, within(1, 72)]


class ResultRulesCard(Card):
    """The rules as they stand."""

    version: int
    release_hours: int
    escalate_hours: int


class SheetUnit(Card):
    """A unit to type a result in, and what is usual in it for this patient."""

    ucum: str
    words: str
    usual: str


class SheetLine(Card):
    """One result that may be typed."""

    test: str
    name: str
    field: str  # of the form; its unit and its range have the same name with _unit, _low and _high
    usual: str
    unit: str  # in words, where it is given in no other
    ucum: str  # of that one
    units: list[SheetUnit]
    answers: list[SheetUnit]
    free: bool  # ordered in words: any unit


class ResultSheet(Card):
    """The form for what came of an order."""

    order_id: UUID
    version: int
    title: str
    picture: bool  # told in words
    lines: list[SheetLine]
    mine: bool  # whoever writes it down is who has to look
    since: str  # the order, as a field for a date and time holds it
    now: str


class ResultLine(Card):
    """One result, as a doctor reads it."""

    id: UUID
    version: int
    name: str
    value: str
    typed: str  # what a form to put it right begins with
    mark: str
    tone: str
    usual: str
    before: str  # what the same test found earlier
    wrong: bool
    changed: list[str]  # what it said before, who put it right or called it an error, when and why
    laboratory: str = ""  # what the laboratory that sent it says besides


class ReportPaper(Card):
    """A paper that a laboratory sent with a report, among the documents of the record."""

    id: str
    title: str
    href: str


class ReportCard(Card):
    """What came of an order."""

    id: UUID
    version: int
    title: str
    taken: str
    written: str
    lines: list[ResultLine]
    line_ids: list[str]
    text: str  # of a picture
    text_id: str  # the observation that it is
    text_version: int
    text_changed: list[str]
    mark: str
    tone: str
    note: str
    papers: list[ReportPaper]
    more: bool
    wrong: bool
    seen: list[str]
    waits_for: str
    released: str


class InboxLine(Card):
    """A report that waits to be looked at, in a line."""

    review_id: UUID
    patient: str
    born: str
    title: str
    said: str  # what is not as usual
    mark: str
    tone: str
    arrived: str
    because: str
    colleague: str  # for whom one stands in


class Choice(Card):
    """A colleague to hand a report to."""

    id: str
    name: str


class InboxPage(Card):
    """What waits for a doctor: critical first, then what is not as usual, the oldest first."""

    listed: list[InboxLine]
    total: int
    critical: int
    page: int
    pages: int
    colleagues: list[Choice]


class InboxReport(Card):
    """A report that is being looked at, with whose it is and why it was ordered."""

    review_id: UUID
    patient_id: UUID
    patient: str
    born: str
    record_number: str
    allergies: list[str]
    phones: list[str]
    order: str
    because: str
    report: ReportCard
    over: str  # that it was looked at or handed on meanwhile, and by whom
    open: bool
