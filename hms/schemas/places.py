"""Sites of the clinic and their rooms."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from hms.schemas.accounts import Name
from hms.schemas.base import Card, Form
from hms.schemas.checks import one_line


class LocationForm(Form):
    """A site, as patients find it."""

    name: Annotated[Name, Field(max_length=80)]
    address: Annotated[str, one_line(200)] = ""


class RoomForm(Form):
    """A room, as its door says."""

    name: Annotated[Name, Field(max_length=40)]


class RoomCard(Card):
    """An open room."""

    id: UUID
    location_id: UUID
    name: str
    version: int


class LocationCard(Card):
    """An open site with its open rooms."""

    id: UUID
    name: str
    address: str
    version: int
    rooms: list[RoomCard]
