"""A doctor's own weeks and months: their visits on their hours, and nobody else's."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from hms.access import Actor
from hms.db import transaction
from hms.errors import Forbidden, Invalid, NotFound
from hms.models import SpecialTime
from hms.permissions import Role
from hms.schemas.own_calendar import OwnCalendar
from hms.schemas.scheduling import CancelRequest
from hms.services import own_calendar, scheduling
from hms.services.blocks import LEAVE
from tests.support.cast import ELEVEN, NOW, Cast

MONDAY = date(2026, 11, 23)


def week(clinic: Cast, who: Any = None, first: date = MONDAY, count: int = 7) -> OwnCalendar:
    return clinic.do(who or clinic.dr_rao, own_calendar.days, first, count)


def test_a_week_holds_ones_own_visits_with_their_names_and_no_others(clinic: Cast) -> None:
    clinic.book(clinic.asha)
    clinic.book(clinic.bilal, ELEVEN + timedelta(days=2))
    clinic.book(clinic.asha, ELEVEN + timedelta(days=3), doctor="dr_osei")
    clinic.book(clinic.asha, ELEVEN + timedelta(days=8))
    gone = clinic.book(clinic.bilal, ELEVEN + timedelta(days=4))
    clinic.do(clinic.bilal, scheduling.cancel, CancelRequest(appointment_id=gone.id, reason="x", version=1))
    seen = week(clinic)
    assert [(one.card.patient, one.starts, one.ends) for one in seen.visits] == [
        ("Asha Nair", "2026-11-23T11:00:00", "2026-11-23T11:20:00"),
        ("Bilal Haddad", "2026-11-25T11:00:00", "2026-11-25T11:20:00"),
    ]
    assert (seen.first, seen.last, seen.today) == (MONDAY, date(2026, 11, 29), MONDAY)
    assert (seen.zone, seen.opens, seen.closes, seen.now) == ("Asia/Kolkata", "09:00", "17:00", "10:00")


def test_it_stands_on_hours_and_leave(clinic: Cast) -> None:
    away = {"practitioner_id": clinic.dr_rao.practitioner_id, "made_at": NOW, "request_key": str(uuid4())}
    with transaction() as db:
        starts = datetime(2026, 11, 26, 18, 30, tzinfo=UTC)  # Friday, midnight in Kolkata
        db.add(SpecialTime(kind=LEAVE, starts_at=starts, ends_at=starts + timedelta(days=1), **away))
    ground = week(clinic).ground
    open_ = [(one.starts, one.ends) for one in ground if one.kind == "open"]
    assert len(open_) == 12 and open_[0] == ("2026-11-23T09:00:00", "2026-11-23T13:00:00")
    assert [(one.kind, one.starts, one.ends) for one in ground if one.kind != "open"] == [
        ("leave", "2026-11-27T00:00:00", "2026-11-28T00:00:00")
    ]


@pytest.mark.parametrize(("first", "count"), [(MONDAY, 0), (MONDAY, 46), (date(1, 1, 1), 7), (date(9999, 12, 31), 7)])
def test_no_more_than_a_month_is_read_at_once(clinic_on_sqlite: Cast, first: date, count: int) -> None:
    with pytest.raises(Invalid):
        week(clinic_on_sqlite, first=first, count=count)
    assert len(week(clinic_on_sqlite, count=45).ground) == 90


def test_a_week_and_a_month_are_whole_weeks_around_a_day(clinic: Cast) -> None:
    here = clinic.do(clinic.dr_rao, own_calendar.week)
    assert (here.day, here.first, here.last) == (MONDAY, MONDAY, date(2026, 11, 29))
    sunday = clinic.do(clinic.dr_rao, own_calendar.week, date(2026, 11, 29))
    assert (sunday.first, sunday.last) == (MONDAY, date(2026, 11, 29))
    month = clinic.do(clinic.dr_rao, own_calendar.month, date(2027, 5, 31))
    assert (month.day, month.first, month.last) == (date(2027, 5, 31), date(2027, 4, 26), date(2027, 6, 6))
    leap = clinic.do(clinic.dr_rao, own_calendar.month, date(2027, 2, 28))
    assert (leap.first, leap.last) == (date(2027, 2, 1), date(2027, 2, 28))
    for read in (own_calendar.week, own_calendar.month):
        with pytest.raises(Invalid):
            clinic.do(clinic.dr_rao, read, date(9999, 12, 31))


def test_it_is_doctors_own_alone(clinic: Cast) -> None:
    for who in (clinic.asha, clinic.reception, clinic.admin):
        with pytest.raises(Forbidden):
            week(clinic, who)
    with pytest.raises(NotFound):
        week(clinic, Actor(Role.DOCTOR, clinic.dr_rao.account_id))
