"""What the prescribing checks say, and a doctor's answer to it."""

from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import Field, field_validator

from hms.schemas.base import Card, Form

Reason = Annotated[str, Field(max_length=500)]
Keys = Annotated[str, Field(max_length=8_000)]  # of the alerts that were on the screen, one a line


class CheckForm(Form):
    """A medicine that is being chosen, with as much of its dose as is typed."""

    encounter_id: UUID
    medication_id: UUID
    dose: Decimal | None = None
    frequency: str = ""
    days: int | None = None

    @field_validator("dose", "days", mode="before")
    @classmethod
    def _half_typed(cls, value: object) -> object:
        """Leave out what is no number yet: nothing is refused while somebody types."""
        try:
            number = Decimal(str(value or "").strip())
        except ArithmeticError:
            return None
        return value if number.is_finite() and 0 < number < 10_000 else None


class OverrideForm(Form):
    """The severe alerts of a prescription that were read, and why it stays all the same."""

    prescription_id: UUID
    seen: Keys
    reason: Reason


class AlertCard(Card):
    """One alert in words. `key` is the same whenever the same is said."""

    key: str
    kind: str
    severe: bool
    title: str
    words: str
    source: str  # with its day; "" where something was not checked
    prescription_id: UUID | None = None


class Checked(Card):
    """All that is said about a medicine that is being chosen: what interrupts, what does not."""

    medication_id: UUID
    severe: list[AlertCard]
    quiet: list[AlertCard]
    seen: str  # the keys of the severe ones, one a line
    by_weight: str  # the usual dose for a child of this weight, and of when the weight is; "" where none is known
    weight_old: bool  # the child has grown since


class PrescriptionAlerts(Card):
    """The severe alerts of one prescription that nobody has given a reason for yet."""

    prescription_id: UUID
    drug: str
    severe: list[AlertCard]
    seen: str


class Standing(Card):
    """What the checks say of a visit's prescriptions over the whole list, as it is now."""

    open: list[PrescriptionAlerts]
    quiet: list[AlertCard]
    overridden: list[AlertCard]  # `source` says by whom and why


class OverrideLine(Card):
    """How often one alert was overridden, with the reasons, the newest first."""

    kind: str
    pair: str
    count: int
    last: str
    reasons: list[str]


class OverrideReport(Card):
    """What was overridden of late, the most frequent first."""

    since: str
    total: int
    rows: list[OverrideLine]
