"""Departments and doctors."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from hms.schemas.accounts import Name
from hms.schemas.base import Card, Form


class DepartmentForm(Form):
    """A department's name, as patients read it."""

    name: Annotated[Name, Field(max_length=80)]


class DepartmentCard(Card):
    """A department."""

    id: UUID
    name: str
    doctors: int
    version: int


class DoctorCard(Card):
    """A doctor, as patients choose one; next_free is worded, "" when nothing is free soon."""

    id: UUID
    name: str
    initials: str
    department_id: UUID
    department: str
    room: str
    visit_min: int
    next_free: str = ""


class Overview(Card):
    """How the clinic stands, in numbers."""

    today: date
    departments: int
    doctors: int
    staff: int
    patients: int
    appointments_today: int
    invited: int
    without_hours: list[DoctorCard]
