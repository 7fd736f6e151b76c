"""The waiting room: numbers, queues, and what each screen may know of them."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from hms.schemas.accounts import Name
from hms.schemas.base import Card, Form
from hms.schemas.scheduling import Key


class IssueForm(Form):
    """A number for somebody who walked in; the queue is a doctor's or a service point's. The key makes it one number."""

    patient_id: UUID | None = None
    queue_id: UUID | None = None
    key: Key


class PointForm(Form):
    """A place with a queue of its own; without a room its name is what the waiting room reads."""

    name: Annotated[Name, Field(max_length=60)]
    room: Annotated[str, Field(max_length=40)] = ""
    department_id: UUID | None = None
    length_min: Annotated[int, Field(ge=1, le=240)] = 10


class PointCard(Card):
    """A service point, as the administrator sees it."""

    id: UUID
    name: str
    room: str
    department: str
    department_id: UUID | None
    length_min: int
    version: int


class QueueChoice(Card):
    """A queue to choose; its id is the doctor's or the service point's."""

    id: UUID
    name: str
    note: str  # the department, or the room


class QueueLine(Card):
    """A number in a queue, for staff."""

    id: UUID
    number: int
    queue_id: UUID
    appointment_id: UUID | None
    patient: str
    patient_initials: str
    patient_facts: str
    allergies: list[str]  # for doctors
    reason: str  # for doctors; "" without an appointment
    walk_in: bool
    time: str  # of the appointment; "" for a walk-in
    state: str  # arrived, long, skipped or in_room
    since: str  # the clock time of the number
    waited_min: int
    called: str  # the clock time of the last call
    called_to: str
    calls: int
    away: bool  # is with somebody else just now
    expected: str  # about 20 min


class QueueCard(Card):
    """A queue as it stands: who was called and is not finished, who waits in which order."""

    id: UUID
    name: str
    department: str
    room: str
    is_point: bool
    called: list[QueueLine]
    waiting: list[QueueLine]
    seen: int
    outlook: str  # how long somebody who comes now will wait, and what that rests on


class QueueBoard(Card):
    """The queues of today."""

    day: date
    long_day: str
    queues: list[QueueCard]
    choices: list[QueueChoice]
    undo: str  # what one's last step was; "" where there is none to take back


class CalledCard(Card):
    """What became of a number, to be told to whoever pressed."""

    id: UUID
    number: int
    patient: str
    room: str
    queue: str


class CalledNumber(Card):
    """A number on the waiting-room screen."""

    key: str  # changes with each call
    number: int
    room: str


class Numbers(Card):
    """All that the waiting room reads: no names."""

    clinic: str
    place: str  # the department, where the screen shows one only
    day: date
    long_day: str
    clock: str
    called: list[CalledNumber]  # the newest first
    waiting: list[int]
    more: int  # how many wait besides


class CheckInForm(Form):
    """What somebody types at a kiosk; whether it is a date or a code is judged as one with whose it is."""

    code: Annotated[str, Field(max_length=40)]
    born: Annotated[str, Field(max_length=10)]


class WelcomeCard(Card):
    """What the kiosk says to whoever is checked in: a number and no name."""

    number: int
    again: bool  # was checked in before
    room: str
    expected: str


class CheckInCard(Card):
    """What a patient shows at the desk or types at the kiosk, and their number once they are here."""

    code: str  # "" on all days but these two, and once it is used
    qr: str  # a picture as a data: address
    number: int  # 0 before the check-in
    called_to: str  # "" until the number is called
    expected: str
    rests_on: str
