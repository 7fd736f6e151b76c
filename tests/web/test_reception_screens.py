"""What reception does at the day board, through gate, guard and pipeline; the doctor's day follows live."""

import asyncio
from datetime import UTC, datetime, time, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import ZoneInfo

import pytest

from hms.services import attendance, scheduling, visits
from tests.support.cast import Cast

pytestmark = pytest.mark.asyncio(loop_scope="session")
KOLKATA = ZoneInfo("Asia/Kolkata")


def today_at(hour: int, minute: int = 0) -> datetime:
    """Give a time of the clinic's today."""
    return datetime.now(KOLKATA).replace(hour=hour, minute=minute, second=0, microsecond=0).astimezone(UTC)


def booked_today(cast: Cast, who: str = "asha", hour: int = 10, doctor: str = "dr_rao") -> Any:
    """Book for today, as early in the morning as it takes for every hour to be still free."""
    wanted = cast.request(today_at(hour), doctor=doctor)
    return cast.do(getattr(cast, who), scheduling.book, wanted, now=today_at(0) - timedelta(minutes=1))


def visits_on(shown: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Say what stands on a board by now, as the browser puts it together: the full list, then each patch after it."""
    events = {event["id"]: event for event in shown["events"]}
    for patch in shown["patches"]:
        if patch["seq"] > shown["base"]:
            events |= {event["id"]: event for event in patch["upsert"]}
            for gone in patch["remove"]:
                events.pop(gone, None)
    return {name: event for name, event in events.items() if not event["kind"]}


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
    assert shown["picked_id"] == str(visit.id)
    (patch,) = shown["patches"]
    assert [(e["id"], e["title"], e["changed"]) for e in patch["upsert"]] == [(str(other.id), "Bilal Haddad", True)]


async def test_the_address_opens_a_day_and_a_visit(house: Any, cast: Cast) -> None:
    from hms.pages.reception.see_board import SeeBoard

    visit = booked_today(cast)
    tomorrow = (visit.day + timedelta(days=1)).isoformat()
    desk = await house.open(cast.reception, "/reception", day=tomorrow, visit=str(visit.id))
    shown = desk.shows(SeeBoard)
    assert shown["day"] == tomorrow and visits_on(shown) == {} and shown["picked"]["patient"] == "Asha Nair"
    assert shown["before"].endswith(str(visit.day))
    odd = await house.open(cast.reception, "/reception", day="yesterday", visit="hers")
    assert odd.shows(SeeBoard)["is_today"] and odd.shows(SeeBoard)["picked"] is None


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
    assert shown["picked"]["time"] == offer["words"] and not shown["moving"] and visits_on(shown) == {}


async def test_cancelling_needs_a_reason_and_frees_the_time(house: Any, cast: Cast) -> None:
    from hms.pages.reception.see_board import SeeBoard

    visit = booked_today(cast)
    desk = await house.open(cast.reception)
    await desk.call(SeeBoard.pick, appointment_id=str(visit.id))
    await desk.call(SeeBoard.cancel, answers={"cancel_reason": " "})
    assert set(desk.shows(SeeBoard)["field_errors"]) == {"cancel_reason"}
    await desk.call(SeeBoard.cancel, answers={"cancel_reason": "She called: a fever"})
    await settled(desk)
    shown = desk.shows(SeeBoard)
    assert shown["picked"]["cancel_reason"] == "She called: a fever" and visits_on(shown) == {}
    assert booked_today(cast, "bilal").time == visit.time


async def test_a_change_travels_as_a_patch_and_not_as_a_list(house: Any, cast: Cast) -> None:
    from hms.pages.reception.see_board import SeeBoard

    visit = booked_today(cast)
    desk = await house.open(cast.reception)
    full, base = desk.shows(SeeBoard)["events"], desk.shows(SeeBoard)["base"]
    assert any("events_rx_state_" in str(packet) for packet in desk.packets)
    before = len(desk.packets)
    for n in range(3):
        cast.do(cast.reception, attendance.check_in, visit.id, now=datetime.now(UTC))
        await settled(desk)
        cast.do(cast.reception, attendance.undo_check_in, visit.id, now=datetime.now(UTC))
        await settled(desk)
        assert len(desk.shows(SeeBoard)["patches"]) == 2 * n + 2
    later = desk.packets[before:]
    assert later and not any("events_rx_state_" in str(one) for one in later), "the whole list is sent once"
    assert desk.shows(SeeBoard)["events"] == full
    await desk.call(SeeBoard.send_all)
    assert desk.shows(SeeBoard)["patches"] == [] and desk.shows(SeeBoard)["base"] > base


async def test_reception_books_at_an_empty_time_which_is_kept_meanwhile(house: Any, cast: Cast) -> None:
    from hms.pages.reception.see_board import SeeBoard

    tomorrow = (datetime.now(KOLKATA) + timedelta(days=1)).date().isoformat()
    desk, other = [await house.open(cast.reception, "/reception", day=tomorrow) for _ in range(2)]
    rao = str(cast.dr_rao.practitioner_id)
    await desk.call(SeeBoard.choose_range, start=f"{tomorrow}T10:15:00", end=f"{tomorrow}T10:25:00", resource=rao)
    await settled(other)
    assert desk.shows(SeeBoard)["hold_time"] == "10:15" and desk.shows(SeeBoard)["hold_left"] > 200
    (held,) = visits_on(other.shows(SeeBoard)).values()
    assert held["held"] and held["start"] == f"{tomorrow}T10:15:00"
    await desk.call(SeeBoard.book, answers={"reason": ""})
    assert set(desk.shows(SeeBoard)["field_errors"]) == {"patient_id", "reason"}
    await desk.call(SeeBoard.seek, words="nair")
    assert [one["name"] for one in desk.shows(SeeBoard)["found"]] == ["Asha Nair"]
    await desk.call(SeeBoard.choose_patient, patient_id=str(cast.asha.patient_id))
    await desk.call(SeeBoard.book, answers={"reason": "Telephoned: cough"})
    await settled(desk, other)
    assert desk.shows(SeeBoard)["picked"]["patient"] == "Asha Nair" and not desk.shows(SeeBoard)["booking"]
    (booked,) = visits_on(other.shows(SeeBoard)).values()
    assert (booked["title"], booked["status"], booked["held"]) == ("Asha Nair", "booked", False)


async def test_a_visit_is_dropped_on_another_doctor_and_one_that_does_not_fit_goes_back(house: Any, cast: Cast) -> None:
    from hms.pages.reception.see_board import SeeBoard

    visit, _ = booked_today(cast, hour=10), booked_today(cast, "bilal", 11)
    tomorrow = f"{datetime.now(KOLKATA) + timedelta(days=1):%Y-%m-%d}"
    desk = await house.open(cast.reception)
    drop = {"appointment_id": str(visit.id), "version": visit.version, "resource": str(cast.dr_osei.practitioner_id)}
    await desk.call(SeeBoard.move_visit, **drop, start=f"{tomorrow}T12:40:00", end=f"{tomorrow}T13:20:00")
    shown = desk.shows(SeeBoard)
    assert shown["notice_tone"] == "danger" and shown["dropped"]["name"] == "Asha Nair" and shown["rev"] == 1
    await desk.call(SeeBoard.overbook, answers={"drop_reason": "She cannot come later"})
    assert "double-book" in desk.shows(SeeBoard)["notice_title"], "the clinic does not allow it"
    await desk.call(SeeBoard.move_visit, **drop, start=f"{tomorrow}T09:40:00", end=f"{tomorrow}T10:10:00")
    await settled(desk)
    shown = desk.shows(SeeBoard)
    assert shown["notice_tone"] == "ok" and shown["dropped"] is None and shown["rev"] == 2
    moved = cast.do(cast.asha, scheduling.card, visit.id)
    assert (moved.doctor, moved.time, moved.length_min) == ("Dr Kofi Osei", "09:40", 30)


async def test_a_visit_that_was_moved_can_be_moved_on_before_the_board_hears_of_it(house: Any, cast: Cast) -> None:
    from hms.pages.reception.see_board import SeeBoard

    visit = booked_today(cast, hour=10)
    tomorrow = f"{datetime.now(KOLKATA) + timedelta(days=1):%Y-%m-%d}"
    desk = await house.open(cast.reception, "/reception", day=tomorrow)
    drop = {"appointment_id": str(visit.id), "resource": str(cast.dr_rao.practitioner_id)}
    first = {"start": f"{tomorrow}T09:40:00", "end": f"{tomorrow}T10:00:00"}
    await desk.call(SeeBoard.move_visit, **drop, **first, version=visit.version)
    (shown,) = visits_on(desk.shows(SeeBoard)).values()
    assert (shown["start"], shown["version"]) == (first["start"], visit.version + 1)
    then = {"start": f"{tomorrow}T10:20:00", "end": f"{tomorrow}T10:40:00"}
    await desk.call(SeeBoard.move_visit, **drop, **then, version=shown["version"])
    assert desk.shows(SeeBoard)["notice_tone"] == "ok"
    await settled(desk)
    (shown,) = visits_on(desk.shows(SeeBoard)).values()
    assert (shown["start"], shown["version"]) == (then["start"], visit.version + 2)


async def test_a_booking_that_is_half_done_is_taken_up_from_the_address(house: Any, cast: Cast) -> None:
    from hms.pages.reception.see_board import SeeBoard

    tomorrow = (datetime.now(KOLKATA) + timedelta(days=1)).date().isoformat()
    desk = await house.open(cast.reception, "/reception", day=tomorrow)
    rao = str(cast.dr_rao.practitioner_id)
    await desk.call(SeeBoard.choose_range, start=f"{tomorrow}T10:15:00", end=f"{tomorrow}T10:25:00", resource=rao)
    await desk.call(SeeBoard.choose_patient, patient_id=str(cast.asha.patient_id))
    kept = dict(parse_qsl(urlsplit(desk.shows(SeeBoard)["address"]).query))
    again = await house.open(cast.reception, "/reception", **kept)
    shown = again.shows(SeeBoard)
    assert shown["booking"] and shown["patient"]["name"] == "Asha Nair" and shown["key"] == desk.shows(SeeBoard)["key"]
    assert (shown["doctor"], shown["on_day"], shown["at"]) == (rao, tomorrow, "10:15")
    assert shown["hold_time"] == "10:15" and shown["hold_left"] > 200
    await again.call(SeeBoard.book, answers={"reason": "Telephoned: cough"})
    assert again.shows(SeeBoard)["picked"]["time"] == "10:15"
    odd = await house.open(cast.reception, "/reception", new="mine", at="noon", view="globe")
    assert not odd.shows(SeeBoard)["booking"] and odd.shows(SeeBoard)["view"] == "resourceTimeGridDay"


async def test_a_no_show_is_marked_beside_the_board_and_taken_back(house: Any, cast: Cast) -> None:
    from hms.pages.reception.see_board import SeeBoard

    cast.set_hours(cast.dr_rao, [(day, time(0), time(23, 40)) for day in range(7)])
    visit = booked_today(cast, hour=0)  # it has begun, whatever the time is
    desk = await house.open(cast.reception)
    await desk.call(SeeBoard.pick, appointment_id=str(visit.id))
    assert [step["act"] for step in desk.shows(SeeBoard)["steps"]] == ["book"]
    await desk.call(SeeBoard.mark_no_show)
    assert desk.shows(SeeBoard)["picked"]["status"] == "noshow"
    await desk.call(SeeBoard.undo_no_show)
    assert desk.shows(SeeBoard)["picked"]["status"] == "booked"
