"""Patients as staff find them."""

from uuid import UUID

from hms.schemas.base import Card


class PatientHit(Card):
    """Somebody who may be meant."""

    id: UUID
    name: str
    initials: str
    facts: str  # 46 y, Female
    born: str
    record_number: str
    deceased: bool
    no_shows: int
