"""Orders of laboratory and imaging: what their forms must say, and what a page may know."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from hms.schemas.base import Card, Form
from hms.schemas.checks import one_line
from hms.schemas.record_lists import Place, Reason
from hms.schemas.results import ReportCard
from hms.schemas.scheduling import Key
from hms.schemas.visits import PatientBanner
from hms.texts import t

PRIORITIES = {"routine": t("Routine"), "urgent": t("Urgent"), "stat": t("At once")}
CATEGORIES = {"laboratory": t("Laboratory"), "imaging": t("Imaging")}
STATES = {"active": t("Waiting for the result"), "completed": t("Result is here"), "revoked": t("Taken back")}


class OrderForm(Form):
    """What is ordered: a set, single things, or one in words; pressed twice it is ordered once."""

    patient_id: UUID
    encounter_id: Place = None
    order_set: Annotated[str, Field(max_length=40)] = ""
    panels: Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=40)] = []  # noqa: RUF012 - frozen
    other: Annotated[str, one_line(200)] = ""
    other_category: Literal["laboratory", "imaging"] = "laboratory"
    priority: Literal["routine", "urgent", "stat"] = "routine"
    detail: Annotated[str, one_line(300)] = ""
    reason: Annotated[str, Field(max_length=500)] = ""
    key: Key


class RevokeForm(Form):
    """That an order is taken back, and why."""

    order_id: UUID
    version: int
    reason: Reason = ""


class PanelCard(Card):
    """Something that can be ordered; `sets` are those that it is in."""

    key: str
    name: str
    about: str  # what is measured by it
    category: str


class SetCard(Card):
    """What is ordered together."""

    key: str
    name: str
    about: str
    panels: list[str]


class OrderChoices(Card):
    """All that can be ordered."""

    sets: list[SetCard]
    laboratory: list[PanelCard]
    imaging: list[PanelCard]


class OrderCard(Card):
    """One order: how it stands, and what came of it."""

    id: UUID
    version: int
    title: str
    about: str  # which knee, and what for
    status: str
    status_words: str
    tone: str
    priority: str  # "" where it is routine
    ordered: str  # when and by whom
    revoked: str  # when, by whom and why
    waits: str  # how long, where the result does not come
    can_record: bool
    can_revoke: bool
    reports: list[ReportCard]


class OrdersPage(Card):
    """The orders of a patient: those that wait first, then the latest."""

    banner: PatientBanner
    listed: list[OrderCard]
    total: int
    waiting: int
    page: int
    pages: int
    now: str  # the clinic's wall clock, as a field for a date and time holds it


class AwaitedCard(Card):
    """An order whose result has not come."""

    id: UUID
    patient_id: UUID
    patient: str
    title: str
    ordered: str
    waits: str
    late: bool
