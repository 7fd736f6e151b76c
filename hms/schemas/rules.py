"""The rules of scheduling, and the public holidays that follow from them."""

from datetime import date
from typing import Annotated

from pydantic import field_validator

from hms.permissions import Permission, Role, may
from hms.schemas.base import Card, Form
from hms.schemas.checks import Clock, lasting, one_line, within
from hms.texts import t

DAY = 24 * 60


class RulesForm(Form):
    """All rules at once, with the version that was seen."""

    version: int
    plain_visits: bool
    hold_min: Annotated[int, within(1, 30)]
    notice_min: Annotated[int, lasting(0, 30 * DAY)]
    ahead_days: Annotated[int, within(1, 730)]
    cutoff_min: Annotated[int, lasting(0, 30 * DAY)]
    phone: Annotated[str, one_line(40)] = ""
    observes_holidays: bool
    holiday_region: str = ""
    overbooking_roles: tuple[str, ...] = ()
    offer_min: Annotated[int, lasting(5, 7 * DAY)]
    reminder_hours: Annotated[int, within(0, 168)]
    quiet_from: Clock
    quiet_to: Clock
    no_show_min: Annotated[int, within(0, 12 * 60)]
    long_wait_min: Annotated[int, within(5, 4 * 60)]

    @field_validator("overbooking_roles")
    @classmethod
    def _only_who_may(cls, roles: tuple[str, ...]) -> tuple[str, ...]:
        if not set(roles) <= {role for role in Role if may(role, Permission.OVERBOOK)}:
            raise ValueError(t("This role never double-books."))
        return tuple(sorted(set(roles)))


class RulesCard(Card):
    """The rules as they stand."""

    version: int
    plain_visits: bool
    hold_min: int
    notice_min: int
    ahead_days: int
    cutoff_min: int
    phone: str
    observes_holidays: bool
    holiday_region: str
    overbooking_roles: tuple[str, ...]
    offer_min: int
    reminder_hours: int
    quiet_from: str
    quiet_to: str
    no_show_min: int
    long_wait_min: int
    country: str  # by name
    regions: list[tuple[str, str]]  # code and name of those with holidays of their own
    zone: str


class HolidayCard(Card):
    """A public holiday to come."""

    day: date
    words: str
    name: str
    booked: int  # visits that stand on it already
