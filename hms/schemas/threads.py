"""Messages between patients and the care team: what is typed, and what may be shown of it."""

import re
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field

from hms.schemas.base import Card, Form
from hms.texts import t

LONGEST, LONGEST_SUBJECT, LONGEST_DRAFT = 5_000, 120, 50_000  # characters
CLINIC = "clinic"  # to whom a conversation goes that names no doctor
# Joiners and marks stay: Persian, Hindi and emoji need them. What turns the reading direction around does not.
HIDDEN = re.compile(r"[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]")


def _words(value: str) -> str:
    value = value.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(value) > LONGEST:
        raise ValueError(
            t("This is {n} characters long. Use at most {most}, or write a second message.", n=len(value), most=LONGEST)
        )
    if HIDDEN.search(value):
        raise ValueError(t("Remove the invisible control characters."))
    return value


def _subject(value: str) -> str:
    value = " ".join(value.split())
    if not value:
        raise ValueError(t("Say in a few words what it is about."))
    if len(value) > LONGEST_SUBJECT:
        raise ValueError(t("Use at most {n} characters.", n=LONGEST_SUBJECT))
    if HIDDEN.search(value):
        raise ValueError(t("Remove the invisible control characters."))
    return value


Words = Annotated[str, AfterValidator(_words)]
Subject = Annotated[str, AfterValidator(_subject)]
Key = Annotated[str, Field(min_length=8, max_length=100)]
Drafted = Annotated[str, Field(max_length=LONGEST_DRAFT)]


class NewThread(Form):
    """A conversation begins; patients write about themselves, staff say to whom."""

    patient_id: UUID | None = None
    whom: Annotated[str, Field(max_length=40)] = CLINIC  # a doctor's id, or clinic
    subject: Subject
    body: Words = ""
    key: Key


class NewMessage(Form):
    """One more message in a conversation."""

    thread_id: UUID
    body: Words = ""
    key: Key


class DraftForm(Form):
    """A message as far as it is written; nothing of it is judged yet."""

    thread_id: UUID | None = None  # None: of a new conversation
    patient_id: UUID | None = None
    whom: Annotated[str, Field(max_length=40)] = ""
    subject: Drafted = ""
    body: Drafted = ""


class HandOver(Form):
    """A conversation goes to another doctor, or to the clinic."""

    thread_id: UUID
    whom: Annotated[str, Field(max_length=40)]
    version: int


class Attached(Card):
    """A file that goes with a message."""

    id: UUID
    name: str
    facts: str  # what it is and how large
    picture: bool
    href: str


class Bubble(Card):
    """A message as it is read."""

    id: UUID
    place: int
    mine: bool  # written by the reader's side
    by: str  # who wrote it, and for whom where the doctor was away
    when: str
    day: str  # said above the first message of a day, else ""
    body: str
    files: list[Attached]
    read: str  # whether the other side has read it; "" on theirs
    handed: str  # that it went to somebody else after this message; "" where it did not


class Draft(Card):
    """A message that is being written."""

    whom: str = ""
    subject: str = ""
    body: str = ""
    files: tuple[Attached, ...] = ()


class ThreadLine(Card):
    """A conversation in a list."""

    id: UUID
    subject: str
    patient: str
    whom: str
    when: str
    unread: int
    waits: bool  # for an answer of the care team
    closed: bool
    stands_in: str  # for which doctor the reader answers; "" for one's own
    draft: bool  # something is half written here


class ThreadList(Card):
    """The conversations that somebody reaches, a page of them."""

    threads: list[ThreadLine]
    unread: int
    waiting: int
    page: int
    more: bool


class AccessCard(Card):
    """An access to a record that a patient asks about."""

    who: str
    role: str
    when: str
    what: str
    outcome: str
    why: str


class ThreadPage(Card):
    """A conversation, opened."""

    id: UUID
    version: int
    kind: str
    subject: str
    patient_id: UUID
    patient: str
    patient_facts: str
    record_number: str  # for staff
    whom: str
    away: str  # that the doctor is away and who answers; "" where nobody is
    unheard: str  # that the patient cannot read this on these pages; for staff
    bubbles: list[Bubble]
    last: int  # the place of the last message
    read: int  # how far the reader has read
    closed: str  # by whom and when; "" while it is open
    entry: AccessCard | None
    draft: Draft
    phone: str
    refused: str  # why nothing more can be written; "" where it can


class Choice(Card):
    """To whom a conversation can go."""

    id: str
    name: str
    about: str


class Beginning(Card):
    """What stands at the beginning of a new conversation."""

    patient_id: UUID
    patient: str
    whom: list[Choice]
    draft: Draft
    phone: str
    unheard: str


class CoverForm(Form):
    """Who answers a doctor's messages: between two days, both included, or whenever the doctor is on leave."""

    covered_by_id: UUID
    on_leave: bool = False
    from_on: str = ""
    to_on: str = ""
    key: Key


class CoverCard(Card):
    """Who answers a doctor's messages, and when."""

    id: UUID
    by: str
    words: str
    now: bool


class Covers(Card):
    """A doctor's arrangements, and whom they can choose."""

    covers: list[CoverCard]
    doctors: list[Choice]
    away: str  # how it stands now
    for_others: list[str]  # for whom this doctor answers now
    covered: list[UUID]  # their ids
