"""Who is acting in the event that runs now."""

from contextvars import ContextVar
from dataclasses import dataclass

from hms.access import Actor
from hms.errors import SignedOut
from hms.schemas.session import SessionCard

CARD: ContextVar[SessionCard | None] = ContextVar("hms_card", default=None)


@dataclass(frozen=True, slots=True)
class Me:
    """What a page may know of the person it is shown to."""

    name: str = ""
    initials: str = ""
    role: str = ""
    subtitle: str = ""
    clinic: str = ""
    acting: str = ""  # the name of whom one acts for


def card() -> SessionCard:
    """Return the session that acts now. Raises SignedOut when there is none."""
    if (found := CARD.get()) is None:
        raise SignedOut
    return found


def actor() -> Actor:
    """Return the actor of the running event. Raises SignedOut when there is none."""
    found = card()
    return Actor(found.role, found.account_id, found.id, found.patient_id, found.practitioner_id, found.name)


def me() -> Me:
    """Return what the shell of a page shows of the person signed in."""
    found = card()
    return Me(found.name, found.initials, found.role.value, found.subtitle, found.clinic, found.acting)
