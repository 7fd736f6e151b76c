"""Reception books, moves and gives back a series, through gate, guard and pipeline; each date is settled first."""

import asyncio
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from hms.services import scheduling
from hms.services.series import seeing
from tests.web.test_reception_screens import KOLKATA, settled, today_at

pytestmark = pytest.mark.asyncio(loop_scope="session")
WEEK = timedelta(weeks=1)


def in_a_week(hour: int = 11, weeks: int = 1) -> datetime:
    """Give a time of this weekday, some weeks on."""
    return today_at(hour) + weeks * WEEK


def typed(cast_: Any, **other: str) -> dict[str, str]:
    """Fill in the form: every week at eleven from this day next week on, three times."""
    first = (datetime.now(KOLKATA) + WEEK).date()
    usual = {
        "practitioner_id": str(cast_.dr_rao.practitioner_id),
        "visit_type_id": "",
        "day": str(first),
        "at": "11:00",
    }
    return {**usual, "every": "1", "unit": "week", "count": "3", **other}


async def at_the_desk(house: Any, cast_: Any, **typed_too: str) -> tuple[Any, type]:
    """Open the form, choose asha, and look at the dates."""
    from hms.pages.reception.book_series import BookSeries

    page = await house.open(cast_.reception, "/reception/series")
    await page.call(BookSeries.choose_patient, patient_id=str(cast_.asha.patient_id))
    await page.call(BookSeries.look, answers=typed(cast_, **typed_too))
    return page, BookSeries


def states(page: Any, screen: type) -> list[tuple[int, str]]:
    return [(line["place"], line["state"]) for line in page.shows(screen)["lines"]]


def taken_by_bilal(cast_: Any, at: datetime) -> None:
    cast_.do(cast_.bilal, scheduling.book, cast_.request(at))


async def test_a_series_is_booked_once_every_marked_date_is_decided(house: Any, cast: Any) -> None:
    await asyncio.to_thread(taken_by_bilal, cast, in_a_week(weeks=2))
    page, screen = await at_the_desk(house, cast)
    assert states(page, screen) == [(2, "ask"), (1, "fine"), (3, "fine")]
    await page.call(screen.book, answers={"reason": "Physiotherapy"})
    assert "Decide" in page.shows(screen)["notice_title"] and page.redirects == []
    line = page.shows(screen)["lines"][0]
    assert line["problem"] == "This time is taken." and line["choices"][-1] == {"id": "out", "name": "Leave out"}
    await page.call(screen.decide, 2, line["choices"][0]["id"])
    shown = page.shows(screen)
    assert (shown["to_decide"], shown["to_do"], shown["lines"][0]["state"]) == (0, 3, "instead")
    await page.call(screen.decide, 3, "out")
    assert page.shows(screen)["to_do"] == 2
    await page.call(screen.book, answers={"reason": ""})
    assert "reason" in page.shows(screen)["field_errors"]
    await page.call(screen.book, answers={"reason": "Physiotherapy"})
    path = page.redirects[-1]
    assert path.startswith("/reception/series/")
    card = await asyncio.to_thread(cast.do, cast.reception, seeing.see, UUID(path.rpartition("/")[2]))
    assert [visit.series_place for visit in card.visits] == [1, 2] and card.patient == "Asha Nair"


async def test_what_is_missing_or_no_series_is_marked_and_nothing_is_lost(house: Any, cast: Any) -> None:
    from hms.pages.reception.book_series import BookSeries

    page = await house.open(cast.reception, "/reception/series")
    await page.call(BookSeries.look, answers={"every": "1", "unit": "week", "count": "3"})
    assert set(page.shows(BookSeries)["field_errors"]) == {"patient_id", "practitioner_id", "day", "at"}
    await page.call(BookSeries.choose_patient, patient_id=str(cast.asha.patient_id))
    await page.call(BookSeries.look, answers=typed(cast, count="10000"))
    shown = page.shows(BookSeries)
    assert shown["field_errors"] == {"count": "A series has 2 to 52 appointments."}
    assert shown["patient"]["name"] == "Asha Nair" and shown["lines"] == []
    await page.call(BookSeries.look, answers=typed(cast, every="99", unit="month"))
    assert set(page.shows(BookSeries)["field_errors"]) == {"every"}


async def test_dates_are_looked_at_again_by_themselves_and_decisions_stay(house: Any, cast: Any) -> None:
    page, screen = await at_the_desk(house, cast)
    await page.call(screen.decide, 3, "out")
    assert states(page, screen) == [(1, "fine"), (2, "fine"), (3, "out")]
    await asyncio.to_thread(taken_by_bilal, cast, in_a_week())
    await settled(page)
    assert states(page, screen) == [(1, "ask"), (2, "fine"), (3, "out")]


async def series_of_asha(house: Any, cast_: Any) -> tuple[Any, type, str]:
    """Book three weeks, and open the series."""
    from hms.pages.reception.see_series import SeeSeries

    page, screen = await at_the_desk(house, cast_)
    await page.call(screen.book, answers={"reason": "Physiotherapy"})
    path = page.redirects[-1]
    return await house.open(cast_.reception, path, series_id=path.rpartition("/")[2]), SeeSeries, path


async def test_this_and_the_following_move_once_looked_at(house: Any, cast: Any) -> None:
    page, screen, _ = await series_of_asha(house, cast)
    card = page.shows(screen)["card"]
    assert card["rule"] == "Every week, 3 appointments" and [v["time"] for v in card["visits"]] == ["11:00"] * 3
    second = card["visits"][1]
    await page.call(screen.start, "move", second["id"])
    await page.call(screen.choose_which, "following")
    await page.call(screen.look, answers={"day": "", "at": "12:00"})
    assert set(page.shows(screen)["field_errors"]) == {"day"}
    await page.call(screen.look, answers={"day": second["day"], "at": "12:00"})
    assert states(page, screen) == [(2, "fine"), (3, "fine")]
    await page.call(screen.choose_which, "all")
    assert states(page, screen) == [(1, "fine"), (2, "fine"), (3, "fine")]
    await page.call(screen.choose_which, "following")
    await page.call(screen.move, answers={"reason": ""})
    shown = page.shows(screen)
    assert [visit["time"] for visit in shown["card"]["visits"]] == ["11:00", "12:00", "12:00"]
    assert (shown["acting"], shown["lines"], shown["notice_tone"]) == ("", [], "ok")


async def test_what_would_be_given_back_is_named_first(house: Any, cast: Any) -> None:
    page, screen, _ = await series_of_asha(house, cast)
    second = page.shows(screen)["card"]["visits"][1]
    await page.call(screen.start, "cancel", second["id"])
    assert len(page.shows(screen)["reached"]) == 1
    await page.call(screen.choose_which, "following")
    assert len(page.shows(screen)["reached"]) == 2
    await page.call(screen.cancel, answers={"reason": " "})
    assert "reason" in page.shows(screen)["field_errors"]
    await page.call(screen.cancel, answers={"reason": "The patient moves away"})
    assert [visit["status"] for visit in page.shows(screen)["card"]["visits"]] == ["booked", "cancelled", "cancelled"]


async def test_a_panel_closes_when_its_appointment_can_no_longer_be_changed(house: Any, cast: Any) -> None:
    first, screen, path = await series_of_asha(house, cast)
    second = await house.open(cast.reception, path, series_id=path.rpartition("/")[2])
    visit = first.shows(screen)["card"]["visits"][0]
    await first.call(screen.start, "cancel", visit["id"])
    await second.call(screen.start, "cancel", visit["id"])
    await second.call(screen.cancel, answers={"reason": "Ill"})
    await settled(first)
    shown = first.shows(screen)
    assert shown["acting"] == "" and shown["card"]["visits"][0]["status"] == "cancelled"


async def test_an_address_that_names_no_series_says_so(house: Any, cast: Any) -> None:
    from hms.pages.reception.see_series import SeeSeries

    for series_id in ("nothing", "00000000-0000-0000-0000-000000000007"):
        page = await house.open(cast.reception, f"/reception/series/{series_id}", series_id=series_id)
        assert page.shows(SeeSeries)["refused"] and page.shows(SeeSeries)["card"] is None


async def test_a_patient_gives_back_one_or_with_it_the_following_from_her_own_page(house: Any, cast: Any) -> None:
    from hms.pages.patient.appointment import AppointmentPage

    _, _, path = await series_of_asha(house, cast)
    series_id = UUID(path.rpartition("/")[2])
    card = await asyncio.to_thread(cast.do, cast.asha, seeing.see, series_id)
    second = str(card.visits[1].id)
    page = await house.open(cast.asha, f"/patient/appointments/{second}", appointment_id=second)
    await page.call(AppointmentPage.start_cancel)
    assert page.shows(AppointmentPage)["reached"] == []
    await page.call(AppointmentPage.choose_far, "all")  # only the clinic may give back all
    assert page.shows(AppointmentPage)["far"] == "one"
    await page.call(AppointmentPage.choose_far, "following")
    assert len(page.shows(AppointmentPage)["reached"]) == 2
    await page.call(AppointmentPage.cancel, form={"reason": "I move away"})
    assert page.shows(AppointmentPage)["card"]["status"] == "cancelled"
    after = await asyncio.to_thread(cast.do, cast.asha, seeing.see, series_id)
    assert [visit.status for visit in after.visits] == ["booked", "cancelled", "cancelled"]
