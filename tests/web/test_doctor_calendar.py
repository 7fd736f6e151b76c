"""A doctor's own week, month and list, through gate, guard and pipeline; what changes travels as a patch."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from hms.schemas.scheduling import CancelRequest
from hms.services import scheduling, visits
from tests.web.test_reception_screens import booked_today, settled

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def calendar_of(house: Any, who: Any, **query: str) -> tuple[Any, type]:
    from hms.pages.doctor.see_calendar import SeeCalendar

    return await house.open(who, "/doctor/calendar", **query), SeeCalendar


def visits_on(page: Any, screen: type) -> list[dict[str, Any]]:
    """List the visits of the full list that was sent."""
    return [event for event in page.shows(screen)["events"] if not event["kind"]]


async def test_this_week_shows_ones_own_visits_on_ones_hours(house: Any, cast: Any) -> None:
    booked_today(cast)
    booked_today(cast, "bilal", doctor="dr_osei")
    page, screen = await calendar_of(house, cast.dr_rao)
    shown = page.shows(screen)
    assert (shown["view"], shown["drawn_as"], shown["count"]) == ("week", "timeGridWeek", "1 visit")
    assert [(event["title"], event["editable"]) for event in visits_on(page, screen)] == [("Asha Nair", False)]
    today = shown["day"]  # the hours hold from today on
    assert [e["start"][11:16] for e in shown["events"] if e["kind"] == "open" and e["start"].startswith(today)] == [
        "09:00",
        "14:00",
    ]
    assert shown["ways"]["month"].startswith("/doctor/calendar?view=month&day=")


async def test_a_month_and_a_list_are_one_step_away_and_so_are_the_next(house: Any, cast: Any) -> None:
    page, screen = await calendar_of(house, cast.dr_rao, view="month", day="2027-01-31")
    shown = page.shows(screen)
    assert (shown["title"], shown["drawn_as"]) == ("January 2027", "dayGridMonth")
    assert (shown["before"], shown["after"]) == (
        "/doctor/calendar?view=month&day=2026-12-01",
        "/doctor/calendar?view=month&day=2027-02-01",
    )
    await page.go("/doctor/calendar", view="list", day="2027-01-31")
    shown = page.shows(screen)
    assert (shown["title"], shown["drawn_as"]) == ("25 to 31 January 2027", "listWeek")
    assert shown["after"] == "/doctor/calendar?view=list&day=2027-02-07"


async def test_an_address_that_names_no_view_and_no_day_shows_this_week(house: Any, cast: Any) -> None:
    page, screen = await calendar_of(house, cast.dr_rao, view="<b>", day="2026-13-99")
    assert page.shows(screen)["view"] == "week" and page.shows(screen)["this"] == "/doctor/calendar?view=week"


async def test_a_change_comes_by_itself_and_as_a_patch_alone(house: Any, cast: Any) -> None:
    booked = booked_today(cast)
    page, screen = await calendar_of(house, cast.dr_rao)
    before, base = page.shows(screen)["events"], page.shows(screen)["base"]
    added = booked_today(cast, "bilal", 11)
    await settled(page)
    shown = page.shows(screen)
    assert shown["events"] == before  # the list is not sent again
    assert [one["title"] for patch in shown["patches"] for one in patch["upsert"]] == ["Bilal Haddad"]
    assert shown["count"] == "2 visits"
    form = CancelRequest(appointment_id=booked.id, reason="Away", version=booked.version)
    await asyncio.to_thread(
        cast.do, cast.reception, scheduling.cancel, form, now=booked.starts_at - timedelta(hours=20)
    )
    await settled(page)
    last = page.shows(screen)["patches"][-1]
    assert last["remove"] == [str(booked.id)] and last["seq"] == base + 2
    await page.call(screen.send_all)
    shown = page.shows(screen)
    assert shown["patches"] == [] and [event["id"] for event in visits_on(page, screen)] == [str(added.id)]
    assert shown["base"] >= last["seq"]  # a page that holds the patches takes none of them twice


async def test_open_leads_to_the_day_and_once_it_has_begun_to_the_visit(house: Any, cast: Any) -> None:
    booked = booked_today(cast)
    page, screen = await calendar_of(house, cast.dr_rao)
    await page.call(screen.open_visit, appointment_id=str(booked.id))
    assert page.redirects[-1] == f"/doctor?day={booked.day}"
    await asyncio.to_thread(cast.do, cast.dr_rao, visits.start, booked.id)
    page, screen = await calendar_of(house, cast.dr_rao)
    await page.call(screen.open_visit, appointment_id=str(booked.id))
    assert page.redirects[-1] == f"/doctor/visits/{booked.id}"


async def test_what_is_not_on_this_calendar_opens_nothing(house: Any, cast: Any) -> None:
    other = booked_today(cast, doctor="dr_osei")
    page, screen = await calendar_of(house, cast.dr_rao)
    await page.call(screen.open_visit, appointment_id=str(other.id))
    assert page.redirects == []


async def test_a_doctor_makes_a_feed_here(house: Any, cast: Any) -> None:
    page, screen = await calendar_of(house, cast.dr_rao)
    await page.call(screen.make_feed)
    assert page.shows(screen)["feed_path"].startswith("/calendar/")
