"""Doctors."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, Relationship

from hms.models.base import Moment, Row, Sealed, at_column, sealed_column
from hms.models.clinic import Department


class Practitioner(Row, table=True):
    """A doctor of a department."""

    department_id: UUID = Field(foreign_key="department.id", index=True)
    name_sealed: bytes | None = sealed_column()
    room: str = ""  # the usual one, in words; a room that is kept free of overlaps comes with the hours
    visit_min: int = 20  # a plain visit's length, and the step between the times that patients are offered
    notice_min: int | None = None  # how long before it begins a patient may still book; None: the clinic's rule
    ahead_days: int | None = None  # how far ahead a patient may book; None: the clinic's rule
    supervisor_id: UUID | None = None  # another doctor, of one in training: what they sign waits for that signature too
    joined_at: datetime = at_column(nullable=False)
    stopped_at: Moment = at_column()  # the account is disabled: nobody is booked any more, what is booked stays in view
    left_at: Moment = at_column()
    version: int = 1

    name = Sealed("name_sealed")
    department: Department = Relationship(sa_relationship_kwargs={"lazy": "joined", "innerjoin": True})
