"""The clinic's rules of scheduling, and which holidays would close it."""

from datetime import datetime, timedelta

from babel import Locale
from sqlalchemy import func
from sqlmodel import col, select

from hms.access import Scope, requires
from hms.errors import Invalid, Stale
from hms.models import THE_CLINIC, Appointment, SchedulingRules
from hms.permissions import Permission
from hms.schemas.rules import HolidayCard, RulesCard, RulesForm
from hms.schemas.words import long_day
from hms.services import edits, holidays
from hms.services.local_time import bounds, today
from hms.texts import LANGUAGE, t

MOST_SHOWN = 12


@requires(Permission.RUN_CLINIC, reading=True)
def read(scope: Scope) -> RulesCard:
    """Show the rules as they stand; the usual ones where the clinic has set none."""
    return _card(scope, scope.rules)


@requires(Permission.RUN_CLINIC)
def save(scope: Scope, form: RulesForm) -> RulesCard:
    """Set the rules, for what is booked and changed from now on. Raises Stale, or Invalid for an unknown region."""
    edits.one_by_one(scope)
    row = scope.db.get(SchedulingRules, THE_CLINIC) or SchedulingRules()
    if row.version != form.version:
        raise Stale
    if form.holiday_region and form.holiday_region not in holidays.regions(scope.clinic.country):
        raise Invalid(holiday_region=t("Choose a region from the list."))
    for name, answer in form:
        setattr(row, name, answer)
    row.overbooking_roles, row.version = " ".join(form.overbooking_roles), form.version + 1
    scope.db.add(row)
    scope.db.flush()
    edits.changed(scope, THE_CLINIC)
    return _card(scope, row)


@requires(Permission.RUN_CLINIC, reading=True)
def coming_holidays(scope: Scope, region: str) -> list[HolidayCard]:
    """List the next public holidays of the country and a region, a year ahead, with what is booked on them already."""
    first = today(scope)
    last = first + timedelta(days=365)
    country = scope.clinic.country
    named = holidays.of_year(country, region, first.year) | holidays.of_year(country, region, last.year)
    days = sorted(day for day in named if first <= day <= last)[:MOST_SHOWN]
    return [
        HolidayCard(day=day, words=long_day(day), name=named[day], booked=_booked(scope, *bounds(scope, day)))
        for day in days
    ]


def _booked(scope: Scope, first: datetime, last: datetime) -> int:
    within = (Appointment.starts_at >= first, Appointment.starts_at < last, col(Appointment.cancelled_at).is_(None))
    return scope.db.exec(select(func.count()).select_from(Appointment).where(*within)).one()


def _card(scope: Scope, row: SchedulingRules) -> RulesCard:
    country = scope.clinic.country
    return RulesCard(
        **row.model_dump(exclude={"id", "overbooking_roles"}),
        overbooking_roles=tuple(row.overbooking_roles.split()),
        country=Locale.parse(LANGUAGE.get()).territories.get(country, country),
        regions=holidays.region_names(country),
        zone=scope.clinic.zone,
    )
