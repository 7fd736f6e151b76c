"""Where patients are seen: sites of the clinic and their rooms."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, Relationship, UniqueConstraint

from hms.models.base import Moment, Row, at_column


class Location(Row, table=True):
    """A site of the clinic, with the address that patients are given."""

    name: str = Field(unique=True)
    address: str = ""  # the clinic's own, no person's
    opened_at: datetime = at_column(nullable=False)
    closed_at: Moment = at_column()
    version: int = 1


class Room(Row, table=True):
    """A room of a site. Nobody is booked into one at overlapping times: the database refuses it."""

    __table_args__ = (UniqueConstraint("location_id", "name"),)

    location_id: UUID = Field(foreign_key="location.id", index=True)
    name: str
    opened_at: datetime = at_column(nullable=False)
    closed_at: Moment = at_column()
    version: int = 1

    location: Location = Relationship(sa_relationship_kwargs={"lazy": "joined", "innerjoin": True})
