"""What is new for a patient since they last looked."""

from hms.schemas.base import Card


class NewsCard(Card):
    """Something that happened while the reader was away, and where to read more."""

    id: str
    mark: str  # an icon
    title: str
    note: str
    day: str
    href: str
