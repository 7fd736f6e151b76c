"""Departments, doctors and their hours."""

from datetime import date, time
from typing import Annotated
from uuid import UUID

from pydantic import Field, model_validator

from hms.schemas.accounts import Name
from hms.schemas.base import Card, Form
from hms.texts import t


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


class HoursBlock(Form):
    """One block of a week's hours in wall-clock time, weekday 0 is Monday."""

    weekday: Annotated[int, Field(ge=0, le=6)]
    starts: time
    ends: time

    @model_validator(mode="after")
    def _ordered(self) -> "HoursBlock":
        if self.starts >= self.ends:
            raise ValueError(t("A block ends after it starts."))
        return self


class HoursForm(Form):
    """The whole week of a doctor, replacing the one before from today on."""

    practitioner_id: UUID
    blocks: Annotated[list[HoursBlock], Field(max_length=42)]
    visit_min: Annotated[int, Field(ge=5, le=240)]
    version: int


class HoursCard(Card):
    """A doctor's week as it stands, times as HH:MM."""

    practitioner_id: UUID
    doctor: str
    visit_min: int
    version: int
    blocks: list[tuple[int, str, str]]


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
