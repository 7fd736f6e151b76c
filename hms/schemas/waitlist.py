"""Waiting for an earlier time: what is wished for, and what is offered."""

from datetime import date, datetime, time
from typing import Annotated
from uuid import UUID

from pydantic import Field

from hms.schemas.base import Card, Form
from hms.schemas.scheduling import Key, Words

Weekday = Annotated[int, Field(ge=0, le=6)]


class Wish(Form):
    """When a time would suit, with whom, and what for; weekday 0 is Monday, times are the clinic's."""

    practitioner_id: UUID | None = None
    department_id: UUID | None = None  # any doctor of it, where no doctor is named
    visit_type_id: UUID | None = None  # None: a plain visit
    appointment_id: UUID | None = None  # the one that an earlier time would replace
    weekdays: Annotated[list[Weekday], Field(max_length=7)]
    from_time: time | None = None
    to_time: time | None = None
    until_on: date | None = None
    note: Words = ""  # why the patient comes; only the care team reads it


class WaitForm(Wish):
    """A wish to be put on the waiting list. The key makes pressing twice harmless; a patient waits for themselves."""

    key: Key
    patient_id: UUID | None = None


class ChangeWishForm(Wish):
    """A wish as it shall be from now on; the place in the order stays."""

    entry_id: UUID
    version: int


class OfferCard(Card):
    """A freed time that was offered to somebody, and what became of it."""

    id: UUID
    version: int
    entry_id: UUID
    state: str  # open, accepted, declined, expired or taken_back
    outcome: str  # the state in words; "" while it is open
    starts_at: datetime
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
    department: str
    room: str
    visit_type: str  # "" for a plain visit
    replaces: str  # the appointment that it would replace, worded; "" for a new one
    place: int  # 1 for the first who was asked for this time
    why: str  # in words of the fair order; for staff
    offered: str
    expires_at: datetime
    until: str  # the clock time at which it runs out
    seconds_left: int
    patient_id: UUID
    patient: str
    patient_facts: str
    appointment_id: UUID | None


class WaitCard(Card):
    """A wish on the waiting list, worded for whoever sees it."""

    id: UUID
    version: int
    whom: str  # a doctor, or any doctor of a department
    visit_type: str  # "" for a plain visit
    days: str
    times: str
    until: str  # "" where there is no last day
    since: str
    note: str  # not for reception
    replaces: str  # the appointment that an earlier time would replace, worded; "" for a new one
    over: str  # why nothing can be offered any more, in words; "" while it can
    offer: OfferCard | None
    patient_id: UUID
    patient: str
    patient_facts: str
    place: int  # in the order of all who wait; for staff, 0 for others
    practitioner_id: UUID | None
    department_id: UUID | None
    visit_type_id: UUID | None
    appointment_id: UUID | None
    weekdays: list[int]
    from_time: str  # HH:MM, or ""
    to_time: str
    until_on: str  # YYYY-MM-DD, or ""


class WaitTerms(Card):
    """On which terms people wait."""

    kept_min: int  # how long a time is kept for whoever is asked
    most: int  # wishes of one person at once


class WaitlistPage(Card):
    """A part of the waiting list in its order, and how many wait in all."""

    waiting: list[WaitCard]
    total: int
    first: int  # the place of the first one shown


class OffersPage(Card):
    """Offers that wait for an answer, and what became of the latest others."""

    open: list[OfferCard]
    past: list[OfferCard]
