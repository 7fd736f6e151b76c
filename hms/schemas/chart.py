"""What a page may know of the medical record, and what its forms must say."""

from hms.schemas.base import Card
from hms.schemas.opening import OpenedRecord
from hms.schemas.vitals import VitalCard


class VersionCard(Card):
    """What an entry said before it was changed."""

    number: int
    said: dict[str, str]
    reason: str
    who: str
    when: str


class ChartLine(Card):
    """One line of a record at a glance: what, how much, since when."""

    id: str
    title: str
    value: str = ""
    mark: str = ""  # in words, where something is not as usual
    tone: str = ""  # warn or danger
    day: str = ""
    note: str = ""


class ChartGlance(Card):
    """What a doctor looks for first."""

    problems: list[ChartLine]
    vitals: list[VitalCard]
    results: list[ChartLine]
    due: list[ChartLine]
    pregnancy: str = ""  # in words, where somebody said so


class TimelineLine(Card):
    """Something that happened, in a line; `text` is all of it."""

    id: str
    kind: str
    kind_words: str
    title: str
    day: str
    time: str = ""
    value: str = ""
    mark: str = ""
    note: str = ""
    text: str = ""
    source: str = ""  # who says so: a doctor, the patient, another system
    href: str = ""  # where it can be opened
    wrong: bool = False  # entered in error: it stays readable, struck through


class TimelinePage(Card):
    """A part of the timeline, the newest first; `older` is what asks for the next part, "" at the end."""

    kind: str
    listed: list[TimelineLine]
    older: str


class OpenedChart(Card):
    """A patient's chart as a doctor opens it: the record, what to see at a glance, and the timeline's newest page."""

    record: OpenedRecord
    glance: ChartGlance
    newest: TimelinePage
