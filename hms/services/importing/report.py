"""What became of a file, counted and named."""

from pydantic import Field

from hms.schemas.base import Card

Counts = dict[str, int]


class FileReport(Card):
    """Each record of the file counts once: taken in, kept for later, unchanged, or changed at its source.

    not_understood names fields and circumstances of records that were otherwise taken in; their whole text is kept too.
    set_aside says, record by record, why one of a kind that has a place here was kept as it came.
    """

    file: str
    patients_new: int = 0
    patients_known: int = 0
    taken_in: Counts = Field(default_factory=dict)
    kept_for_later: Counts = Field(default_factory=dict)
    unchanged: Counts = Field(default_factory=dict)
    changed_at_source: Counts = Field(default_factory=dict)
    not_understood: Counts = Field(default_factory=dict)
    set_aside: list[str] = Field(default_factory=list)
