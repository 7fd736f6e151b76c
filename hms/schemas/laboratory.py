"""What became of a laboratory's file, report by report. No name, no test: whoever files it does not treat the patient."""

from typing import Literal

from pydantic import Field

from hms.schemas.base import Card


class FiledReport(Card):
    """One report of a file: whether it was filed, changed what was here, was here already, or was refused and why."""

    place: str
    state: Literal["filed", "changed", "unchanged", "refused"]
    order: str = ""  # its number
    record: str = ""  # the patient's number
    results: int = 0
    papers: int = 0
    unasked: bool = False  # nobody here had ordered it
    why: str = ""  # it was refused
    not_filed: list[str] = Field(default_factory=list)  # results of it that were refused, each with why
    beyond: list[str] = Field(default_factory=list)  # fields that are kept with it and not shown


class FileOfResults(Card):
    """A file: its reports in their order; or why it was refused whole."""

    file: str
    reports: list[FiledReport] = Field(default_factory=list)
    refused: str = ""

    def count(self, *states: str) -> int:
        """Count the reports in one of these states."""
        return sum(one.state in states for one in self.reports)

    @property
    def clean(self) -> bool:
        """Whether nothing of it was refused."""
        return not self.refused and not any(one.state == "refused" or one.not_filed for one in self.reports)
