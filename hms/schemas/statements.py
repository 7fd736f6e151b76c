"""What patients state about their health, and what a clinician makes of it."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from hms.schemas.base import Card, Form
from hms.schemas.checks import one_line
from hms.texts import t

Kind = Literal["allergy", "condition", "medicine", "operation", "family_history", "habit", "pregnancy", "blood_group"]
NAMES: dict[str, str] = {
    "allergy": t("Allergies"),
    "condition": t("Conditions"),
    "medicine": t("Medicines"),
    "operation": t("Operations"),
    "family_history": t("Illnesses in the family"),
    "habit": t("Habits"),
    "pregnancy": t("Pregnancy"),
    "blood_group": t("Blood group"),
}
# That there is none is an answer of its own; it is kept under the name of what there is none of.
NONE = {kind: f"no_{kind}" for kind in NAMES}
NONE_WORDS: dict[str, str] = {
    "allergy": t("No known allergies"),
    "condition": t("No lasting illnesses"),
    "medicine": t("Takes no medicines"),
    "operation": t("No operations"),
    "family_history": t("Nothing known in the family"),
    "habit": t("Nothing to say about habits"),
    "pregnancy": t("Not pregnant"),
    "blood_group": t("Blood group not known"),
}
BLOOD_GROUPS = ("A+", "A-", "B+", "B-", "AB+", "AB-", "0+", "0-")

Line = Annotated[str, Field(min_length=1), one_line(200)]
More = Annotated[str, one_line(200)]


class StatementForm(Form):
    """One thing that a patient states: what it is, and more about it where they wish."""

    kind: Kind
    text: Line
    more: More = ""
    severe: bool = False  # of an allergy: it was dangerous


class RefuteForm(Form):
    """A clinician finds that something a patient states is not so, and says why."""

    statement_id: UUID
    reason: Annotated[str, Field(min_length=1, max_length=500)]


class StatementCard(Card):
    """Something about somebody's health, who says so, and whether a clinician has confirmed it."""

    id: UUID
    kind: str
    none: bool  # that there is none
    text: str
    state: str  # stated, confirmed, refuted, or withdrawn
    words: str  # who said so and when, and what a clinician made of it
    reason: str  # why not, where it was refuted
    severe: bool
    can_withdraw: bool  # by the patient
    version: int
    changed: bool  # a clinician put it right: what it said before is kept
    record: str  # the table whose entry it is
    can_correct: bool  # by a clinician


class StatedGroup(Card):
    """What is stated of one kind."""

    kind: str
    name: str
    listed: list[StatementCard]


class StatedPage(Card):
    """What a doctor sees of what a patient states, with the allergies as they now are."""

    groups: list[StatedGroup]
    over: list[StatedGroup]  # what was withdrawn, or found not to be so
    waiting: int  # entries that nobody has confirmed yet
    allergies: list[str]
    no_allergies: str
