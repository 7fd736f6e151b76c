"""A patient on one page."""

from hms.schemas.base import Card


class SummaryLine(Card):
    """One line: what, and the rest in a smaller type; `loud` where it must not be missed."""

    text: str
    note: str = ""
    loud: bool = False


class SummarySection(Card):
    """One section, the most important lines first; of at least `least` none is left out while others still have more."""

    title: str
    none: str  # what it says without a line: that there is none, or that nobody wrote it down
    lines: list[SummaryLine]
    least: int


class SummaryPaper(Card):
    """All that a one-page summary says, in the order in which it is read; what is last gives way first."""

    name: str  # of the file
    clinic: str
    patient: str
    born: str
    sex: str
    record_number: str
    made: str
    warning: str  # a pregnancy, or that the patient has died; "" for none
    sections: list[SummarySection]
