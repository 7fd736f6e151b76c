"""The clinic's own rules of scheduling, which the administrator sets."""

from uuid import UUID

from sqlmodel import Field

from hms.models.base import Row
from hms.models.clinic import THE_CLINIC


class SchedulingRules(Row, table=True):
    """One row for the one clinic; a clinic without it goes by these defaults."""

    __tablename__ = "scheduling_rules"

    id: UUID = Field(default=THE_CLINIC, primary_key=True)
    phone: str = ""  # whom patients call when they can no longer change an appointment themselves
    plain_visits: bool = True  # whether patients may book a visit of no particular type
    hold_min: int = 5  # how long a chosen time is kept for whoever is filling in the form
    notice_min: int = 0  # how long before it begins a patient may still book a time
    ahead_days: int = 180  # how far ahead a patient may book
    cutoff_min: int = 0  # until how long before it begins a patient may move or cancel
    observes_holidays: bool = False  # nobody is booked on the country's public holidays
    holiday_region: str = ""  # a subdivision of the country with holidays of its own, ISO 3166-2 without the country
    overbooking_roles: str = ""  # who may double-book with a reason: role names with spaces between; nobody by default
    offer_min: int = 30  # how long a freed time is kept for the person on the waiting list
    reminder_hours: int = 24  # how long before a visit its reminder is sent; 0 sends none
    quiet_from: str = "21:00"  # no message leaves between these wall-clock times, unless it would then come too late
    quiet_to: str = "08:00"
    no_show_min: int = 30  # how long after its end a visit that nobody came to is proposed as a no-show
    long_wait_min: int = 30  # since when a wait is coloured
    version: int = 1
