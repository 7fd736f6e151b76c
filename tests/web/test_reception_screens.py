"""What reception does at the day board, through gate, guard and pipeline; the doctor's day follows live."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from hms.services import scheduling, visits
from tests.support.cast import Cast, quick_hashing

pytestmark = pytest.mark.asyncio(loop_scope="session")
KOLKATA = ZoneInfo("Asia/Kolkata")


@pytest.fixture
def cast(house: Any) -> Iterator[Cast]:
    """Give the small clinic as it is now: screens know no other time."""
    with quick_hashing():
        made = Cast(now=datetime.now(UTC))
        made.found_clinic()
        yield made


def today_at(hour: int, minute: int = 0) -> datetime:
    """Give a time of the clinic's today."""
    return datetime.now(KOLKATA).replace(hour=hour, minute=minute, second=0, microsecond=0).astimezone(UTC)


def booked_today(cast: Cast, who: str = "asha", hour: int = 10, doctor: str = "dr_rao") -> Any:
    """Book for today, as early in the morning as it takes for every hour to be still free."""
    wanted = cast.request(today_at(hour), doctor=doctor)
    return cast.do(getattr(cast, who), scheduling.book, wanted, now=today_at(0) - timedelta(minutes=1))


async def settled(*pages: Any) -> None:
    """Wait until every page has heard of what happened."""
    await asyncio.sleep(0.02)
    for page in pages:
        await page.rest()


async def test_reception_checks_asha_in_and_dr_rao_sees_since_when_she_waits(house: Any, cast: Cast) -> None:
    from hms.pages.doctor.see_day import SeeDay
    from hms.pages.reception.see_board import SeeBoard

    visit = booked_today(cast)
    desk, doctor = await house.open(cast.reception), await house.open(cast.dr_rao)
    assert [line["name"] for line in desk.shows(SeeBoard)["coming"]] == ["Asha Nair"]
    assert doctor.shows(SeeDay)["queue"][0]["since"] == ""
    await desk.call(SeeBoard.check_in, appointment_id=str(visit.id))
    await settled(desk, doctor)
    line = doctor.shows(SeeDay)["queue"][0]
    assert line["since"] == cast.do(cast.dr_rao, scheduling.card, visit.id).arrived != ""
    assert line["changed"] and line["can_call"] and doctor.shows(SeeDay)["card"]["next"]["patient"] == "Asha Nair"
    assert [line["name"] for line in desk.shows(SeeBoard)["waiting"]] == ["Asha Nair"]
    assert desk.shows(SeeBoard)["notice_tone"] == "ok"


async def test_a_check_in_can_be_taken_back_until_the_doctor_calls(house: Any, cast: Cast) -> None:
    from hms.pages.reception.see_board import SeeBoard

    visit = booked_today(cast)
    desk = await house.open(cast.reception)
    await desk.call(SeeBoard.check_in, appointment_id=str(visit.id))
    await desk.call(SeeBoard.undo_check_in, appointment_id=str(visit.id))
    await settled(desk)
    assert desk.shows(SeeBoard)["waiting"] == [] and len(desk.shows(SeeBoard)["coming"]) == 1
    await desk.call(SeeBoard.check_in, appointment_id=str(visit.id))
    cast.do(cast.dr_rao, visits.start, visit.id, now=datetime.now(UTC))
    await desk.call(SeeBoard.undo_check_in, appointment_id=str(visit.id))
    assert desk.shows(SeeBoard)["notice_tone"] == "danger"


async def test_the_visit_that_is_picked_stays_picked_when_others_book(house: Any, cast: Cast) -> None:
    from hms.pages.reception.see_board import SeeBoard

    visit = booked_today(cast)
    desk = await house.open(cast.reception)
    await desk.call(SeeBoard.pick, appointment_id=str(visit.id))
    other = booked_today(cast, "bilal", 11)
    await settled(desk)
    shown = desk.shows(SeeBoard)
    assert shown["picked"]["patient"] == "Asha Nair"
    assert {b["name"]: (b["picked"], b["changed"]) for b in shown["blocks"]} == {
        "Asha Nair": (True, False),
        "Bilal Haddad": (False, True),
    }
    assert str(other.id) in {b["id"] for one in shown["lists"] for b in one["visits"]}


async def test_the_address_opens_a_day_and_a_visit(house: Any, cast: Cast) -> None:
    from hms.pages.reception.see_board import SeeBoard

    visit = booked_today(cast)
    tomorrow = (visit.day + timedelta(days=1)).isoformat()
    desk = await house.open(cast.reception, "/reception", day=tomorrow, visit=str(visit.id))
    shown = desk.shows(SeeBoard)
    assert shown["card"]["day"] == tomorrow and shown["blocks"] == [] and shown["picked"]["patient"] == "Asha Nair"
    assert shown["before"].endswith(str(visit.day))
    odd = await house.open(cast.reception, "/reception", day="yesterday", visit="hers")
    assert odd.shows(SeeBoard)["card"]["is_today"] and odd.shows(SeeBoard)["picked"] is None


async def test_reception_moves_a_visit_to_another_free_time_of_the_doctor(house: Any, cast: Cast) -> None:
    from hms.pages.reception.see_board import SeeBoard

    visit = booked_today(cast)
    desk = await house.open(cast.reception)
    await desk.call(SeeBoard.pick, appointment_id=str(visit.id))
    await desk.call(SeeBoard.start_moving)
    await desk.call(SeeBoard.look_at_day, wanted=str(visit.day + timedelta(days=2)))
    offer = desk.shows(SeeBoard)["free"][3]
    await desk.call(SeeBoard.choose_time, starts_at=offer["id"])
    await desk.call(SeeBoard.move)
    await settled(desk)
    shown = desk.shows(SeeBoard)
    assert shown["picked"]["time"] == offer["words"] and not shown["moving"] and shown["blocks"] == []


async def test_cancelling_needs_a_reason_and_frees_the_time(house: Any, cast: Cast) -> None:
    from hms.pages.reception.see_board import SeeBoard

    visit = booked_today(cast)
    desk = await house.open(cast.reception)
    await desk.call(SeeBoard.pick, appointment_id=str(visit.id))
    await desk.call(SeeBoard.cancel, answers={"reason": " "})
    assert "reason" in desk.shows(SeeBoard)["field_errors"]
    await desk.call(SeeBoard.cancel, answers={"reason": "She called: a fever"})
    await settled(desk)
    shown = desk.shows(SeeBoard)
    assert shown["picked"]["cancel_reason"] == "She called: a fever" and shown["blocks"] == []
    assert booked_today(cast, "bilal").time == visit.time
