"""Messages from the clinic: how somebody wants them, and what became of each."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from hms.schemas.base import Card, Form

Word = Annotated[str, Field(max_length=20)]


class NoticeForm(Form):
    """How messages shall come; reception says for whom, patients choose for themselves."""

    channel: Word  # a way's name, or none
    language: Word
    version: int
    patient_id: UUID | None = None


class WayCard(Card):
    """A way that messages may come."""

    name: str
    label: str
    address: str  # which it would use; "" where none is known


class NoticeCard(Card):
    """How messages come to a patient."""

    patient_id: UUID
    patient: str
    channel: str
    language: str
    ways: list[WayCard]
    version: int  # 0 where nobody has chosen yet


class MessageCard(Card):
    """A message to a patient and what became of it, for staff."""

    id: UUID
    kind: str  # in words
    patient_id: UUID
    patient: str
    about: str  # the time that it tells of
    board: str  # the day board with this visit; "" for an offer
    made: str
    state: str  # of components.statuses
    note: str  # when it leaves, left, or why it did not
    can_retry: bool


class MessagePage(Card):
    """One page of the messages, the newest first."""

    messages: list[MessageCard]
    page: int
    more: bool
    unmailed: str  # why nothing is mailed, in words; "" where it is
    advice: str  # what staff do meanwhile
