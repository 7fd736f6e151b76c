"""Who opened a record, as its patient reads it."""

from uuid import UUID

from hms.schemas.base import Card


class OpeningLine(Card):
    """One access."""

    id: UUID  # of the audit entry
    day: str  # Thursday 26 November 2026, in the clinic's zone
    time: str
    who: str
    role: str
    initials: str
    did: str
    part: str
    why: str
    mine: bool
    sound: bool  # the entry is as it was written, and none is missing before it


class OpeningPage(Card):
    """A page of accesses, the newest first; `older` is where the next page begins, empty at the end."""

    lines: list[OpeningLine]
    older: str
    zone: str
