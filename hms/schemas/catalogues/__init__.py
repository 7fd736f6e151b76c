"""The catalogues that the administrator keeps: what each entry shows, whichever it is of."""

from typing import Literal

from hms.schemas.base import Card

Kind = Literal["test", "vaccine", "series"]


class EntryCard(Card):
    """An entry as the administrator sees it."""

    key: str
    version: int
    name: str
    offered: bool  # may it be chosen
    own: bool  # the clinic's, of which no file knows
    changed: bool  # the clinic says something else than the file
    who: str  # made it so, and when
    source: str  # of what the file says
    told: tuple[str, ...]  # what it says, in words
