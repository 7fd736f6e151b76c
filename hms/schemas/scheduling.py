"""Booking, moving, cancelling, and a day as it goes."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, Field

from hms.schemas.base import Card, Form
from hms.texts import t


def _near(value: datetime) -> datetime:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValueError(t("Choose a time of this century."))
    return value


FIRST_YEAR, LAST_YEAR = 1900, 2200
When = Annotated[AwareDatetime, AfterValidator(_near)]
Reason = Annotated[str, Field(min_length=1, max_length=2_000)]
Words = Annotated[str, Field(max_length=2_000)]
Length = Annotated[int, Field(ge=5, le=480)]
Key = Annotated[str, Field(pattern=r"^[0-9a-f-]{32,36}$")]


class BookingRequest(Form):
    """What a booking must say. The key makes pressing twice harmless; a patient books for themselves."""

    practitioner_id: UUID
    starts_at: When
    reason: Reason
    key: Key
    patient_id: UUID | None = None
    visit_type_id: UUID | None = None  # None: a plain visit of the doctor's usual length
    hold_id: UUID | None = None  # the time was held before
    overbook_reason: Words = ""  # why it may lie over another one or outside the hours


class MoveRequest(Form):
    """Another time, for staff also with another doctor or of another length; version is the one that the person saw."""

    appointment_id: UUID
    starts_at: When
    reason: Words = ""
    version: int
    practitioner_id: UUID | None = None  # None: the same doctor
    length_min: Length | None = None  # None: the same length
    hold_id: UUID | None = None
    overbook_reason: Words = ""


class CancelRequest(Form):
    """Why an appointment is given back."""

    appointment_id: UUID
    reason: Reason
    version: int


class HoldRequest(Form):
    """A time to keep while the form is filled in: for a new visit, or for an appointment that moves."""

    practitioner_id: UUID
    starts_at: When
    visit_type_id: UUID | None = None
    moving: UUID | None = None  # the appointment; its own type and length count then


class BookingTerms(Card):
    """On which terms somebody books here."""

    clinic_zone: str
    plain: bool  # whether a visit of no particular type may be booked
    hold_min: int  # how long a chosen time is kept while the form is filled in
    change_words: str  # until when it can be changed


class HoldCard(Card):
    """A time that is kept, and until when."""

    id: UUID
    starts_at: datetime
    day: date
    time: str
    expires_at: datetime
    seconds_left: int


class DoctorTimes(Card):
    """The free times of a doctor."""

    doctor_id: UUID
    doctor: str
    starts_at: list[datetime]


class FreeTime(Card):
    """A time that can be booked now, unless somebody else is booking it."""

    starts_at: datetime
    label: str  # 09:40
    part: str  # morning, afternoon or evening
    held: bool = False  # somebody else is filling in the form for it just now


class DayLoad(Card):
    """How full a day is: share 0 to 100 of its times are taken."""

    day: date
    weekday: str
    number: str
    month: str
    free: int
    total: int
    share: int
    word: str  # 7 free, Full, Closed


class AppointmentCard(Card):
    """An appointment, worded for whoever sees it."""

    id: UUID
    version: int
    status: str  # of models.appointment_states.State
    starts_at: datetime
    day: date
    long_day: str
    short_day: str
    relative: str  # Today, Tomorrow or ""
    weekday: str
    number: str
    month: str
    time: str
    ends: str
    length_min: int
    doctor: str
    doctor_id: UUID
    department: str
    room: str
    reason: str
    patient_id: UUID
    patient: str
    patient_facts: str  # 46 y, Female
    patient_initials: str
    allergies: list[str]
    arrived_at: datetime | None
    arrived: str  # the clock time at which the patient checked in
    waited_min: int
    waits_long: bool
    cancel_reason: str
    cancelled_by: str  # you, the patient, the clinic, or ""
    can_change: bool
    change_words: str  # until when it can be changed, or whom to call
    clinic_zone: str
    visit_type: str  # "" for a plain visit
    visit_type_id: UUID | None
    colour: str  # a tone of the look
    by_video: bool
    link: str  # where a visit by video takes place; for the patient and the doctor
    preparation: str  # what the patient does before it
    price: str
    site: str  # the location with its address; "" where rooms are not kept
    overbooked: bool
    overbook_reason: str  # for staff
    series_id: UUID | None
    series_place: int  # 0 outside of a series
    no_shows: int  # how often this patient did not come; for staff


class StepCard(Card):
    """One step in an appointment's history, in words."""

    act: str
    words: str
    who: str
    when: str
    why: str


class RulerEntry(Card):
    """One line of a doctor's day: a visit, or where the clock stands."""

    is_now: bool
    time: str
    card: AppointmentCard | None


class DoctorDay(Card):
    """A doctor's own day."""

    day: date
    long_day: str
    department: str
    room: str
    hours: str
    late_min: int
    seen: int
    total: int
    unsigned: int
    waiting: int
    longest_wait_min: int
    next: AppointmentCard | None
    queue: list[AppointmentCard]
    ruler: list[RulerEntry]
