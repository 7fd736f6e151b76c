"""A download of one's whole record, as its page knows it."""

from uuid import UUID

from hms.schemas.base import Card


class ExportCard(Card):
    """How far it is, and until when it can be fetched."""

    id: UUID
    state: str  # making, ready, or failed
    done: int  # percent
    asked: str
    until: str
    size: str
    fetched: str  # when it was fetched last; "" for never
