"""Recurring appointments: a wish, what each date meets, and what is done to one, to the following, or to all."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, Field, NaiveDatetime, ValidationInfo, field_validator

from hms.schemas.base import Card, Form
from hms.schemas.scheduling import AppointmentCard, Key, Reason, Words
from hms.texts import t

FEWEST, MOST = 2, 52
FIRST_YEAR, LAST_YEAR = 1900, 2200
MOST_APART = {"week": 26, "month": 12}


def _of_our_time(at: datetime) -> datetime:
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise ValueError(t("Choose another day."))
    return at.replace(second=0, microsecond=0)


Moment = Annotated[AwareDatetime, AfterValidator(_of_our_time)]
Wall = Annotated[NaiveDatetime, AfterValidator(_of_our_time)]  # a time on the clinic's wall, as it is typed
Which = Literal["one", "following", "all"]
Unit = Literal["week", "month"]


class SeriesWish(Form):
    """Every so many weeks or months from a first time on, so often."""

    practitioner_id: UUID
    first: Wall
    unit: Unit
    every: int
    count: int
    patient_id: UUID | None = None
    visit_type_id: UUID | None = None

    @field_validator("count")
    @classmethod
    def _not_for_ever(cls, count: int) -> int:
        if not FEWEST <= count <= MOST:
            raise ValueError(t("A series has {few} to {many} appointments.", few=FEWEST, many=MOST))
        return count

    @field_validator("every")
    @classmethod
    def _not_too_far_apart(cls, every: int, known: ValidationInfo) -> int:
        if not 1 <= every <= MOST_APART[known.data.get("unit", "week")]:
            raise ValueError(t("Choose every 1 to 26 weeks, or every 1 to 12 months."))
        return every


class SeriesBooking(SeriesWish):
    """The dates that were settled on, in order; the key makes pressing twice harmless."""

    starts: Annotated[list[Moment], Field(min_length=1, max_length=MOST)]
    reason: Reason
    key: Key


class SeriesReach(Form):
    """One appointment of a series, it and the following, or all."""

    series_id: UUID
    appointment_id: UUID
    which: Which


class SeriesMoveWish(SeriesReach):
    """Another time for one appointment; with it the following or all move by the same time on the wall clock."""

    to: Wall


class SeriesChange(Form):
    """Where one appointment of a series goes; version is the one that the person saw."""

    appointment_id: UUID
    version: int
    starts_at: Moment


class SeriesMove(Form):
    """The moves that were settled on."""

    series_id: UUID
    changes: Annotated[list[SeriesChange], Field(min_length=1, max_length=MOST)]
    reason: Words = ""


class SeriesCancel(SeriesReach):
    """What is given back of a series, and why; seen are the versions of those that the person saw to be cancelled."""

    reason: Reason
    seen: Annotated[dict[UUID, int], Field(max_length=MOST)]


class SeriesChoice(Card):
    """A free time near a date that cannot be had."""

    starts_at: datetime
    words: str  # Tue 24 Nov 11:20


class SeriesReached(Card):
    """An appointment that an act on a series would reach."""

    appointment_id: UUID
    version: int
    words: str  # Tue 24 Nov 11:20


class SeriesDate(Card):
    """One date of a series: fine, or what is in the way and what is free near it."""

    place: int  # 1 for the first
    day: date
    long_day: str
    time: str
    starts_at: datetime | None  # None where the clocks skip or repeat the time
    problem: str  # a code; "" where the time can be had
    words: str
    alternatives: list[SeriesChoice]
    appointment_id: UUID | None = None  # of the one that would move
    version: int = 0
    until_now: str = ""  # its present day and time


class SeriesPreview(Card):
    """All dates of a wish, those with a problem first."""

    dates: list[SeriesDate]
    conflicts: int
    words: str


class SeriesCard(Card):
    """A series with its appointments, in order."""

    id: UUID
    rule: str  # Every 2 weeks, 6 appointments
    doctor: str
    department: str
    patient: str
    patient_id: UUID
    visits: list[AppointmentCard]
    to_come: int
