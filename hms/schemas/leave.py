"""Leave, and each appointment that lies in it until it is settled."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime, model_validator

from hms.schemas.base import Card, Form
from hms.schemas.doctor_time import AffectedCard
from hms.schemas.scheduling import Key, Reason
from hms.texts import t


class OptionCard(Card):
    """A time that an appointment could move to."""

    practitioner_id: UUID
    starts_at: datetime
    words: str  # Tue 1 Dec, 09:40, Dr Meera Rao
    same_doctor: bool


class KeptOption(Form):
    """A time that a reader of the list sees with an appointment already; it stays that one's while it is free."""

    appointment_id: UUID
    practitioner_id: UUID
    starts_at: AwareDatetime


class UnsettledCard(Card):
    """An appointment in a doctor's leave, with the times that are proposed for it."""

    appointment: AffectedCard
    offered: str  # until when the patient may answer an offer, in words; "" for none
    options: list[OptionCard]


class LeaveCard(Card):
    """What still lies in a doctor's leave."""

    practitioner_id: UUID
    doctor: str
    unsettled: list[UnsettledCard]
    total: int
    waiting: int


class SettleForm(Form):
    """What becomes of one appointment: moved, offered another time, or cancelled. The key makes pressing twice harmless."""

    appointment_id: UUID
    version: int
    act: Literal["move", "offer", "cancel"]
    practitioner_id: UUID | None = None  # whom to see instead, and when; for move and offer
    starts_at: AwareDatetime | None = None
    reason: Reason
    key: Key

    @model_validator(mode="after")
    def _has_a_time(self) -> "SettleForm":
        if self.act != "cancel" and not (self.starts_at and self.practitioner_id):
            raise ValueError(t("Choose another time."))
        return self


class SettledCard(Card):
    """What became of it; where it was refused, why."""

    done: bool
    words: str
