"""The parts of a record, worded for the person whose record it is."""

from hms.schemas.base import Card


class Detail(Card):
    """One part of an entry, such as one value of a blood count."""

    name: str
    value: str


class ResultRow(Card):
    """One result of a report, with what it means, what is usual, and what it was before."""

    id: str
    name: str
    about: str
    value: str
    mark: str
    usual: str
    earlier: list[Detail]


class RecordEntry(Card):
    """One result, vaccination, document, visit or prescription."""

    id: str
    title: str
    day: str
    value: str = ""
    tone: str = ""  # warn where it lies outside of what is usual
    mark: str = ""  # such as: above the usual range
    note: str = ""
    details: list[Detail] = []  # noqa: RUF012 - frozen
    rows: list[ResultRow] = []  # noqa: RUF012
    text: str = ""  # a longer one, to be opened
    href: str = ""


class RecordPart(Card):
    """A page of one part, the newest first; pages count from 1."""

    part: str
    listed: list[RecordEntry]
    page: int
    pages: int
    total: int


class PartOverview(Card):
    """How much there is of one part."""

    part: str
    total: int
