"""A private calendar feed, as its owner and as a calendar programme see it."""

from hms.schemas.base import Card


class FeedState(Card):
    """Whether one has a feed that works, and when a programme read it last; days and times in words."""

    made: str = ""  # "" for none
    read: str = ""  # "" where no programme has come yet


class FeedFile(Card):
    """What a calendar programme gets; the body is empty where it has this state already."""

    tag: str
    body: bytes
