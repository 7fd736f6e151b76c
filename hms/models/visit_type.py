"""What kinds of visits the clinic offers."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field

from hms.models.base import Moment, Row, at_column


class VisitType(Row, table=True):
    """A kind of visit. An appointment without one is a plain visit of the doctor's usual length."""

    __tablename__ = "visit_type"

    name: str = Field(unique=True)
    department_id: UUID | None = Field(default=None, foreign_key="department.id")  # None: every department
    length_min: int
    buffer_before_min: int = 0  # in which the doctor and the room prepare; no other visit may lie in it
    buffer_after_min: int = 0
    colour: str = "accent"  # a tone of the look, never a literal
    by_video: bool = False
    link: str = ""  # where a visit by video takes place
    patients_may_book: bool = True  # staff always may
    needs_approval: bool = False  # a patient's booking is a request until the clinic says yes
    price: str = ""  # as patients read it
    preparation: str = ""  # what patients do before the visit
    opened_at: datetime = at_column(nullable=False)
    closed_at: Moment = at_column()
    version: int = 1
