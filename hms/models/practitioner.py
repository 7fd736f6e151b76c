"""Doctors and the hours they keep."""

from datetime import date, datetime, time
from uuid import UUID

from sqlmodel import Field, Relationship

from hms.models.base import Moment, Row, Sealed, at_column, sealed_column
from hms.models.clinic import Department


class Practitioner(Row, table=True):
    """A doctor of a department."""

    department_id: UUID = Field(foreign_key="department.id", index=True)
    name_sealed: bytes | None = sealed_column()
    room: str = ""
    visit_min: int = 20
    joined_at: datetime = at_column(nullable=False)
    left_at: Moment = at_column()
    version: int = 1

    name = Sealed("name_sealed")
    department: Department = Relationship(sa_relationship_kwargs={"lazy": "joined", "innerjoin": True})


class WeeklyHours(Row, table=True):
    """A block of a doctor's week in the clinic's wall-clock time."""

    __tablename__ = "weekly_hours"

    practitioner_id: UUID = Field(foreign_key="practitioner.id", index=True)
    weekday: int  # 0 is Monday
    starts: time
    ends: time
    valid_from_on: date
    valid_to_on: date | None = None
