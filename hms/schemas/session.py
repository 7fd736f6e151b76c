"""A sign-in, as the web layer and the shell know it."""

from datetime import datetime
from uuid import UUID

from hms.permissions import Role
from hms.schemas.base import Card


class SessionCard(Card):
    """One living sign-in: who, what they are, and until when."""

    id: UUID
    account_id: UUID
    role: Role
    patient_id: UUID | None  # whose record is open: one's own, or that of whom one acts for
    acting: str = ""  # the name of whom one acts for; "" for oneself
    practitioner_id: UUID | None
    name: str
    initials: str
    subtitle: str
    clinic: str
    ends_at: datetime
    idle_ends_at: datetime


class SignedIn(Card):
    """A new sign-in: the secret for the cookie, once, and where this role begins."""

    token: str
    home: str
    lasts_s: int
