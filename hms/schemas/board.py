"""One day of all doctors, as reception works with it."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from hms.schemas.base import Card, Form
from hms.schemas.scheduling import AppointmentCard, Key, Reason, Words

Wall = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:00)?$")]  # a moment of the clinic's wall clock


class BoardColumn(Card):
    """A doctor on the board."""

    id: UUID
    name: str
    department: str
    takes_bookings: bool


class Ground(Card):
    """What lies under the visits of a doctor, or of all where none is named: open hours, a break, leave, a holiday."""

    doctor_id: UUID | None
    kind: str  # open, break, leave or holiday
    starts: str  # wall clock, YYYY-MM-DDTHH:MM:SS
    ends: str
    words: str = ""


class HeldTime(Card):
    """A time that somebody is about to book, or that is offered to somebody who waits."""

    id: UUID
    doctor_id: UUID
    starts: str
    ends: str
    made_by: UUID | None  # whose account; None for an offer
    is_offer: bool


class Placed(Card):
    """An appointment with its place in wall-clock time."""

    card: AppointmentCard
    starts: str
    ends: str


class BoardNews(Card):
    """What a board that is open reads again: some of its appointments, everything that is held, and the clock."""

    visits: list[Placed]
    gone: list[UUID]  # asked for, and not on this board any more
    held: list[HeldTime]
    read_at: datetime
    today: date
    now: str


class DayBoard(Card):
    """One day of all doctors, or of one department's; cancelled visits are left out."""

    day: date
    long_day: str
    is_today: bool
    zone: str
    opens: str  # HH:MM, the first hour to be shown
    closes: str
    long_wait_min: int
    may_overbook: bool
    columns: list[BoardColumn]
    ground: list[Ground]
    visits: list[Placed]
    held: list[HeldTime]
    read_at: datetime
    now: str


class BoardHold(Form):
    """A time on the board that reception is about to book."""

    practitioner_id: UUID
    starts: Wall
    visit_type_id: UUID | None = None


class BoardMove(Form):
    """Where an appointment was dropped; the end says how long it lasts from now on."""

    appointment_id: UUID
    practitioner_id: UUID
    starts: Wall
    ends: Wall
    version: int
    overbook_reason: Words = ""


class BoardBooking(Form):
    """An appointment that reception makes on the board; with a reason it may lie over another one."""

    practitioner_id: UUID
    patient_id: UUID
    starts: Wall
    visit_type_id: UUID | None = None
    reason: Reason
    key: Key
    hold_id: UUID | None = None
    overbook_reason: Words = ""
