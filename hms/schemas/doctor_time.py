"""A doctor's time: the week, what differs from it, limits, and what a change of it hits."""

from datetime import date, time
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, Field, model_validator

from hms.schemas.base import Card, Form
from hms.schemas.scheduling import Key
from hms.texts import t

MOST_TYPES, MOST_BLOCKS = 60, 84


def _wall(value: time) -> time:
    """Take a time of day on a wall clock, to the minute."""
    if value.tzinfo or value.second or value.microsecond:
        raise ValueError(t("Give a time of day such as 09:30."))
    return value


WallTime = Annotated[time, AfterValidator(_wall)]
Types = Annotated[list[UUID], Field(min_length=1, max_length=MOST_TYPES)]
Note = Annotated[str, Field(max_length=500)]


class HoursBlock(Form):
    """One block of a week in wall-clock time, weekday 0 is Monday: hours, or a break that is taken out of them."""

    weekday: Annotated[int, Field(ge=0, le=6)]
    starts: WallTime
    ends: WallTime
    is_break: bool = False
    room_id: UUID | None = None
    only_types: Types | None = None  # None: every type

    @model_validator(mode="after")
    def _ordered(self) -> "HoursBlock":
        if self.starts >= self.ends:
            raise ValueError(t("A block ends after it starts."))
        return self


class HoursForm(Form):
    """A plan of a doctor's week; it replaces what was planned for its days, and only for them."""

    practitioner_id: UUID
    blocks: Annotated[list[HoursBlock], Field(max_length=MOST_BLOCKS)]
    visit_min: Annotated[int, Field(ge=5, le=240)]
    version: int
    valid_from_on: date | None = None  # None: today
    valid_to_on: date | None = None  # the last day; None: until another plan


class BlockCard(Card):
    """One block of a week as it stands, times as HH:MM."""

    weekday: int
    starts: str
    ends: str
    is_break: bool = False
    room_id: str = ""
    only_types: list[str]


class PlanCard(Card):
    """A stretch of days on which one plan holds."""

    valid_from_on: date
    valid_to_on: date | None
    days: str  # From 1 Dec 2026 to 31 Dec 2026
    hours: str  # 32 hours a week


class ChoiceCard(Card):
    """A room or a type of visit to choose."""

    id: str
    name: str


class HoursCard(Card):
    """A doctor's week as it is planned on a day, with what can be chosen for it."""

    practitioner_id: UUID
    doctor: str
    department: str
    visit_min: int
    version: int
    valid_from_on: date
    valid_to_on: date | None
    blocks: list[BlockCard]
    plans: list[PlanCard]
    rooms: list[ChoiceCard]
    types: list[ChoiceCard]
    affected: int = 0  # appointments that lie outside since the last change


class SpecialForm(Form):
    """What differs from the week: extra hours, a break, leave. Without times it is whole days."""

    practitioner_id: UUID | None  # None: the whole clinic is closed
    kind: Literal["extra", "break", "leave"]
    from_on: date
    to_on: date  # the last day; with times, the day of the end
    from_time: WallTime | None = None
    to_time: WallTime | None = None
    from_which: Literal["", "first", "second"] = ""  # of a time that comes twice
    to_which: Literal["", "first", "second"] = ""
    room_id: UUID | None = None
    only_types: Types | None = None
    note: Note = ""
    key: Key
    special_id: UUID | None = None  # the one to change; None adds one
    version: int = 0


class SpecialCard(Card):
    """Something that differs from the week, in the clinic's wall clock."""

    id: UUID
    version: int
    kind: str  # extra, break or leave
    of_clinic: bool
    words: str  # Mon 7 Dec to Fri 11 Dec
    start: str  # YYYY-MM-DDTHH:MM:SS
    end: str
    from_on: date
    to_on: date
    whole_days: bool
    from_time: str
    to_time: str
    from_which: str
    to_which: str
    room_id: str
    room: str
    only_types: list[str]
    types: str
    note: str
    over: bool
    inside: int = 0  # appointments that still lie in it
    affected: int = 0  # appointments that this change has hit


class AffectedCard(Card):
    """An appointment that a change hits; the patient's name only for whoever may see the appointment."""

    id: UUID
    version: int
    doctor: str
    day: str
    time: str
    ends: str
    length_min: int
    visit_type: str
    patient: str
    requested: bool  # the clinic has not said yes to it


class PreviewCard(Card):
    """What a change would hit, before it is saved."""

    count: int
    words: str
    affected: list[AffectedCard]  # the first of them
    more: int
    warnings: list[str]


class DailyMost(Form):
    """At most so many visits of a type on one day."""

    visit_type_id: UUID
    most: Annotated[int, Field(ge=0, le=200)]


class LimitsForm(Form):
    """How many visits of a type fit a day, and when patients may book; None goes by the clinic's rules."""

    practitioner_id: UUID
    limits: Annotated[list[DailyMost], Field(max_length=MOST_TYPES)]
    notice_min: Annotated[int, Field(ge=0, le=43_200)] | None
    ahead_days: Annotated[int, Field(ge=1, le=730)] | None
    version: int


class LimitCard(Card):
    """A type of visit with its limit; none where most is None."""

    visit_type_id: str
    name: str
    most: int | None


class LimitsCard(Card):
    """A doctor's limits as they stand, with the clinic's rules that hold without them."""

    practitioner_id: UUID
    doctor: str
    version: int
    limits: list[LimitCard]
    notice_min: int | None
    ahead_days: int | None
    usual_notice_min: int
    usual_ahead_days: int
    affected: int = 0


class GroundCard(Card):
    """What lies under a week: open hours, a break, a closed clinic, a holiday."""

    id: str
    kind: str
    start: str
    end: str
    title: str


class HolidayCard(Card):
    """A public holiday; nobody is booked where the clinic observes it."""

    day: str
    name: str
    observed: bool


class WeekCard(Card):
    """One week of a doctor as it really is, and what is to come."""

    practitioner_id: UUID
    doctor: str
    department: str
    title: str
    monday: date
    today: date
    opens: str
    closes: str
    clinic_zone: str
    ground: list[GroundCard]
    specials: list[SpecialCard]  # of this week
    coming: list[SpecialCard]  # from today on
    holidays: list[HolidayCard]
    rooms: list[ChoiceCard]
    types: list[ChoiceCard]
    unsettled: int
    unsettled_words: str  # "" for none
    waiting: int  # of these, how many wait for the patient's answer
