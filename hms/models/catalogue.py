"""What the clinic says in place of an entry of a catalogue, or beside it: tests, vaccines, the schedule of vaccinations."""

from datetime import datetime
from uuid import UUID

from sqlmodel import UniqueConstraint

from hms.models.base import Moment, Row, at_column


class CatalogueChange(Row, table=True):
    """One entry as the clinic has it. The file that came stays as it is."""

    __tablename__ = "catalogue_change"
    __table_args__ = (UniqueConstraint("kind", "key"),)

    kind: str  # test, vaccine, or series
    key: str  # of the file, or own-1, own-2, ...; of a vaccine its CVX code
    says: str = ""  # JSON, the whole entry in the words of its file; "" where it is as the file says
    offered: bool | None = None  # may it be chosen; nothing where it is as the file says
    off_at: Moment = at_column()  # since when it is not
    changed_at: datetime = at_column(nullable=False)
    changed_by: UUID | None = None  # an account
    version: int = 0  # counted on by each change
