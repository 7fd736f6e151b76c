"""Registering, setting up, inviting: what the forms must say."""

import re
from datetime import date
from typing import Annotated, Literal
from uuid import UUID
from zoneinfo import available_timezones

from babel import Locale
from pydantic import AfterValidator, BeforeValidator, Field

from hms.schemas.base import Card, Form
from hms.schemas.person_names import NeededName
from hms.texts import t

ODD = re.compile(r"[\u0000-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff<>]")
EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")


def _name(value: str) -> str:
    if ODD.search(value):
        raise ValueError(t("Use letters as they are written in the name, without invisible or control characters."))
    return " ".join(value.split())


def _email(value: str) -> str:
    if not EMAIL.fullmatch(value) or len(value) > 254 or ODD.search(value):
        raise ValueError(t("Write an e-mail address such as name@example.org."))
    return value


def _written_day(value: object) -> object:
    """Let through a day as YYYY-MM-DD only: a bare number would be read as seconds since 1970."""
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise ValueError(t("Write the day as year-month-day, such as 1980-02-29."))
    return value


def _born(value: date) -> date:
    if not date(1890, 1, 1) <= value <= date.today():  # noqa: DTZ011 - a typing check, a day more or less is no matter
        raise ValueError(t("A birth date lies between 1890 and today."))
    return value


def _zone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError(t("Choose a time zone from the list."))
    return value


def _country(value: str) -> str:
    if value not in Locale("en").territories or len(value) != 2:
        raise ValueError(t("Choose a country from the list."))
    return value


Name = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_name)]
Email = Annotated[str, AfterValidator(_email)]
Born = Annotated[date, BeforeValidator(_written_day), AfterValidator(_born)]
Password = Annotated[str, Field(max_length=1_000)]
Sex = Literal["female", "male", "other", "unknown"]


class Registration(Form):
    """A person registers as a patient."""

    given_names: NeededName
    family_name: NeededName
    born_on: Born
    sex: Sex = "unknown"
    email: Email
    phone: Annotated[str, Field(max_length=40)] = ""
    password: Password


class SetUp(Form):
    """A new clinic and its first administrator."""

    clinic: Name
    country: Annotated[str, AfterValidator(_country)]
    zone: Annotated[str, AfterValidator(_zone)]
    language: Literal["en"] = "en"
    name: Name
    email: Email
    password: Password


class StaffInvitation(Form):
    """An administrator invites a member of staff; a doctor with department, room and length of visit (5 to 240 min)."""

    role: Literal["doctor", "receptionist", "administrator"]
    name: Name
    email: Email
    department_id: UUID | None = None
    room: Annotated[str, Field(max_length=40)] = ""
    visit_min: Annotated[int, Field(ge=5, le=240)] = 20
    supervisor_id: UUID | None = None  # of a doctor in training


class InvitationCard(Card):
    """What an invited person sees before choosing a password."""

    name: str
    email: str
    role: str
    clinic: str


class AccountCard(Card):
    """An account in the administrator's list."""

    id: UUID
    name: str
    initials: str
    email: str
    role: str
    department: str
    state: str  # active, disabled, or invited
    practitioner_id: UUID | None
    is_me: bool
    supervisor_id: str = ""
    supervisor: str = ""  # who it is, for a doctor in training
