"""Two records of one person: compared, made one, and two again."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, Field

from hms.schemas.base import Card, Form
from hms.schemas.checks import one_line
from hms.schemas.patients import PatientHit
from hms.texts import t

Group = Literal["name", "born", "sex", "language"]


def _said(value: str) -> str:
    if len(value) < 3:
        raise ValueError(t("Say why, in a few words."))
    return value


Reason = Annotated[str, one_line(500), AfterValidator(_said)]


class MergeForm(Form):
    """Which record is kept, which becomes part of it, and what the kept one takes from it."""

    kept_id: UUID
    gone_id: UUID
    kept_version: int
    gone_version: int
    from_gone: tuple[Group, ...] = ()
    reason: Reason = ""


class UndoForm(Form):
    """A merge to be taken back, and which of the rows made since go with the record that stands by itself again."""

    merge_id: UUID
    kept_version: int
    back: tuple[Annotated[str, Field(max_length=120)], ...] = ()
    reason: Reason = ""


class VerdictForm(Form):
    """Two records are of two people."""

    pair_id: UUID
    version: int
    why: Reason = ""


class NumbersForm(Form):
    """Two records to be compared, by their numbers."""

    one: Annotated[str, Field(max_length=40)] = ""
    other: Annotated[str, Field(max_length=40)] = ""


class Compared(Card):
    """A field of two records, and how it agrees."""

    name: str  # of schemas.merging.Group where it can be chosen, else its own
    label: str
    one: str
    other: str
    agrees: str  # same, close, differs, or one: only one of them has it; nothing where that is not asked
    words: str
    choosable: bool


class Held(Card):
    """How much of something each record holds."""

    label: str
    one: int
    other: int


class Side(Card):
    """One of two records."""

    hit: PatientHit
    version: int
    registered: str
    accounts: int  # sign-ins at the portal


class MergeCard(Card):
    """A merge as it is listed."""

    id: UUID
    kept: PatientHit
    gone_number: str
    gone_name: str
    when: str
    by: str
    reason: str
    pair_id: UUID | None


class LaterRow(Card):
    """Something made since two records became one: whose is it, when they are two again?"""

    key: str
    label: str
    when: str
    goes: bool  # with the record that stands by itself again
    why: str
    fixed: bool  # it hangs on something, and goes where that goes
    follows: str  # the key of another line that it hangs on


class UndoPreview(Card):
    """What taking back a merge would do."""

    joined: MergeCard
    kept_version: int
    moved: tuple[str, ...]  # in words, with numbers
    fields: tuple[str, ...]
    later: tuple[LaterRow, ...]


class Comparison(Card):
    """Two records side by side."""

    pair_id: UUID
    version: int
    percent: int
    why: tuple[str, ...]
    one: Side
    other: Side
    fields: tuple[Compared, ...]
    holds: tuple[Held, ...]
    outcome: str  # nothing, different, apart, or merged
    outcome_words: str
    hindrance: str  # why they cannot be merged now
    joined: MergeCard | None  # how they became one
    undo: UndoPreview | None  # of the merge, where it can be taken back


class PairCard(Card):
    """Two records that may be of one person, as they are listed."""

    id: UUID
    version: int
    one: PatientHit
    other: PatientHit
    percent: int
    why: str
    found: str


class WorkList(Card):
    """What is to be looked at, and what was decided lately."""

    pairs: tuple[PairCard, ...]
    total: int
    to_look_at: int  # people who are still to be compared with all others
    merged: tuple[MergeCard, ...]
