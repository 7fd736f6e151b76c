"""Booking, moving, cancelling, and a day as it goes."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, Field

from hms.schemas.base import Card, Form

Reason = Annotated[str, Field(min_length=1, max_length=2_000)]
Key = Annotated[str, Field(pattern=r"^[0-9a-f-]{32,36}$")]


class BookingRequest(Form):
    """What a booking must say. The key makes pressing twice harmless; a patient books for themselves."""

    practitioner_id: UUID
    starts_at: AwareDatetime
    reason: Reason
    key: Key
    patient_id: UUID | None = None


class MoveRequest(Form):
    """Another time with the same doctor; version is the one that the person saw."""

    appointment_id: UUID
    starts_at: AwareDatetime
    reason: Annotated[str, Field(max_length=2_000)] = ""
    version: int


class CancelRequest(Form):
    """Why an appointment is given back."""

    appointment_id: UUID
    reason: Reason
    version: int


class FreeTime(Card):
    """A time that can be booked now."""

    starts_at: datetime
    label: str  # 09:40
    part: str  # morning, afternoon or evening


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
    status: str  # booked, arrived, in_room, fulfilled, cancelled
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
    arrived: str  # the clock time at which the patient checked in
    waited_min: int
    waits_long: bool
    cancel_reason: str
    can_change: bool
    clinic_zone: str


class DoctorColumn(Card):
    """A doctor on the day board; late_min is how far behind the clock the first waiting visit is."""

    id: UUID
    name: str
    department: str
    late_min: int


class BoardVisit(Card):
    """An appointment's place on the board: rows of 5 minutes from the first hour shown."""

    card: AppointmentCard
    column: int
    first_row: int
    rows: int


class DayBoard(Card):
    """One day of all doctors."""

    day: date
    long_day: str
    is_today: bool
    columns: list[DoctorColumn]
    hours: list[str]
    visits: list[BoardVisit]
    row_min: int
    row_count: int
    now_row: int  # -1 when now is not on this board
    now: str
    booked: int
    arrived: int
    waiting: list[AppointmentCard]
    coming: list[AppointmentCard]
    longest_wait_min: int


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
