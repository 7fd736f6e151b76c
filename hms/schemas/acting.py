"""How a sign-in reaches a record: a code that proves whose it is, and acting for somebody else."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from hms.schemas.accounts import Born, Email, Password
from hms.schemas.base import Card, Form
from hms.schemas.checks import one_line
from hms.texts import t

RELATIONS = {
    "parent": t("Parent"),
    "guardian": t("Guardian"),
    "partner": t("Partner"),
    "child": t("Son or daughter"),
    "carer": t("Carer"),
    "other": t("Somebody else"),
}


class CodeRegistration(Form):
    """Somebody makes a sign-in for a record that the clinic has, with the code that reception gave them."""

    code: Annotated[str, Field(min_length=1, max_length=40)]
    born_on: Born
    email: Email
    password: Password


class CodeProof(Form):
    """A patient with a sign-in proves that an older record is theirs too."""

    code: Annotated[str, Field(min_length=1, max_length=40)]
    born_on: Born


class RecordCodeCard(Card):
    """A code as it is printed, once: it is kept nowhere."""

    code: str
    until: str
    patient: str
    record_number: str


class OpenCode(Card):
    """That a code is out, without the code."""

    given: str
    until: str


class ActingForm(Form):
    """Reception notes that somebody with a sign-in may act for a patient, and what proof it was shown."""

    patient_id: UUID
    email: Email
    relation: Literal["parent", "guardian", "partner", "child", "carer", "other"]
    proof: Annotated[str, Field(min_length=3), one_line(200)]
    ends_on: date | None = None


class ActingCard(Card):
    """Who may act for whom."""

    id: UUID
    holder: str  # of the sign-in
    email: str
    patient_id: UUID
    patient: str
    relation: str
    proof: str  # for reception only
    since: str
    ends: str  # the last day on which it holds; "" for open
    over: str  # why it holds no longer; "" while it does
    now: bool  # this very sign-in acts under it


class FamilyPage(Card):
    """For whom one may act, and who may act for the record that is open."""

    me: str
    acting: str  # the name of whom one acts for; "" for oneself
    others: list[ActingCard]
    for_me: list[ActingCard]
