"""Screens of the waiting room and kiosks, as the administrator sets them up."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from hms.schemas.accounts import Name
from hms.schemas.base import Card, Form


class DeviceForm(Form):
    """A screen or a kiosk; a screen with a department shows only that one's queues."""

    name: Annotated[Name, Field(max_length=60)]
    kind: Literal["display", "kiosk"]
    department_id: UUID | None = None


class DeviceCard(Card):
    """A screen or a kiosk in the administrator's list."""

    id: UUID
    name: str
    kind: str
    department: str
    opened: str  # when its link was last used; "" for never
    made: str


class DeviceLink(Card):
    """A new device and its link's secret, shown once."""

    name: str
    path: str
