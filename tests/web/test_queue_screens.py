"""The waiting room as it is run: reception's queues, the doctor's keys, the screen on the wall and the kiosk, all live."""

import asyncio
from typing import Any

import pytest

from hms.permissions import Role
from hms.schemas.queue import PointForm
from hms.services import attendance, scheduling
from hms.services.check_in_codes import code_of
from hms.services.queue import points
from tests.support.cast import Cast
from tests.support.waiting_room import screen
from tests.web.test_reception_screens import booked_today, settled

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def at_the_desk(house: Any, cast: Cast) -> tuple[Any, Any]:
    from hms.pages.reception.see_queues import SeeQueues

    page = await house.open(cast.reception, "/reception/queue")
    return page, lambda: page.shows(SeeQueues)


async def at_the_wall(house: Any, cast: Cast, role: Role) -> tuple[Any, Any]:
    from hms.pages.display.show_numbers import ShowNumbers
    from hms.pages.kiosk.check_in import CheckIn

    page = await house.open(await asyncio.to_thread(screen, cast, role), token="")
    return page, lambda: page.shows(ShowNumbers if role == Role.DISPLAY else CheckIn)


async def at_the_doctors(house: Any, cast: Cast) -> tuple[Any, Any]:
    from hms.pages.doctor.see_day import SeeDay

    page = await house.open(cast.dr_rao)
    return page, lambda: page.shows(SeeDay)


def numbers(rows: list[dict[str, Any]], which: str) -> list[str]:
    return [one["number"] for row in rows for one in row[which]]


async def test_a_walk_in_gets_a_number_that_everybody_sees_at_once(house: Any, cast: Cast) -> None:
    from hms.pages.reception.see_queues import SeeQueues as Queues

    desk, queues = await at_the_desk(house, cast)
    doctor, day = await at_the_doctors(house, cast)
    wall, shown = await at_the_wall(house, cast, Role.DISPLAY)
    await desk.call(Queues.issue, answers={"queue_id": ""})
    assert set(queues()["field_errors"]) == {"patient_id", "queue_id"}
    await desk.call(Queues.choose_patient, patient_id=str(cast.asha.patient_id))
    await desk.call(Queues.issue, answers={"queue_id": "nothing"})
    assert set(queues()["field_errors"]) == {"queue_id"} and queues()["patient"]["name"] == "Asha Nair"
    await desk.call(Queues.issue, answers={"queue_id": str(cast.dr_rao.practitioner_id)})
    assert queues()["notice_title"] == "Number 1 for Asha Nair" and queues()["patient"] is None
    await settled(desk, doctor, wall)
    assert numbers(queues()["queues"], "waiting") == ["1"] and queues()["undo_words"] == "number 1 issued"
    assert [(line["number"], line["name"], line["time"]) for line in day()["queue"]] == [("1", "Asha Nair", "Walk-in")]
    assert day()["following"]["name"] == "Asha Nair" and day()["figures"]["waiting"] == "1"
    assert shown()["card"]["waiting"] == [1]


async def test_a_scanned_code_checks_in_at_once(house: Any, cast: Cast) -> None:
    from hms.pages.reception.see_queues import SeeQueues as Queues

    booked = booked_today(cast)
    desk, queues = await at_the_desk(house, cast)
    await desk.call(Queues.scan, answers={"code": "AAAAAAAA"})
    assert queues()["notice_title"] == "No appointment of today has this code" and queues()["scanned"] == 0
    await desk.call(Queues.scan, answers={"code": code_of(booked.id)})
    assert queues()["notice_title"] == "Number 1: Asha Nair is here" and queues()["scanned"] == 1
    await settled(desk)
    (row,) = queues()["queues"]
    assert (row["name"], row["waiting"][0]["about"]) == ("Dr Meera Rao", "Booked for 10:00")


async def test_the_doctor_calls_opens_and_finishes_and_the_wall_follows(house: Any, cast: Cast) -> None:
    from hms.pages.doctor.see_day import SeeDay as Day

    for who, hour in (("asha", 10), ("bilal", 11)):
        booked = booked_today(cast, who, hour)
        cast.do(cast.reception, attendance.check_in, booked.id)
    doctor, day = await at_the_doctors(house, cast)
    wall, shown = await at_the_wall(house, cast, Role.DISPLAY)
    assert [line["name"] for line in day()["queue"]] == ["Asha Nair", "Bilal Haddad"]
    await doctor.call(Day.call_next, queue_id=day()["my_id"])
    await settled(doctor, wall)
    assert day()["inside"]["name"] == "Asha Nair" and day()["following"]["name"] == "Bilal Haddad"
    assert shown()["newest"] == {"key": shown()["newest"]["key"], "number": 1, "room": "14"}
    first = shown()["newest"]["key"]
    await doctor.call(Day.recall, ticket_id=day()["inside"]["id"])
    await settled(doctor, wall)
    assert shown()["newest"]["key"] != first and "called 2 times" in day()["inside"]["since"]
    await doctor.call(Day.skip, ticket_id=day()["inside"]["id"])
    await settled(doctor, wall)
    assert [line["name"] for line in day()["queue"]] == ["Bilal Haddad", "Asha Nair"] and shown()["newest"] is None
    await doctor.call(Day.undo)
    await settled(doctor)
    assert day()["inside"]["name"] == "Asha Nair"
    await doctor.call(Day.call_next, queue_id=day()["my_id"])
    await settled(doctor, wall)
    assert day()["inside"]["name"] == "Bilal Haddad" and day()["figures"]["seen"] == "1 of 2"
    assert [one["number"] for one in shown()["card"]["called"]] == [2]
    await doctor.call(Day.open_visit, ticket_id=day()["inside"]["id"])
    assert doctor.redirects[-1] == f"/doctor/visits/{booked.id}"


async def test_another_doctor_cannot_call_her_while_she_is_with_dr_rao(house: Any, cast: Cast) -> None:
    from hms.pages.doctor.see_day import SeeDay as Day

    for doctor, hour in (("dr_rao", 10), ("dr_osei", 11)):
        booked = booked_today(cast, "asha", hour, doctor)
        cast.do(cast.reception, attendance.check_in, booked.id)
    first, day = await at_the_doctors(house, cast)
    second = await house.open(cast.dr_osei)
    await first.call(Day.call_next, queue_id=day()["my_id"])
    await settled(first, second)
    (line,) = second.shows(Day)["queue"]
    assert line["status"] == "away" and not line["can_call"]
    await second.call(Day.call_in, appointment_id=str(booked.id))
    shown = second.shows(Day)
    assert shown["notice_title"] == "This patient is with somebody else now"
    assert "Number 1 was called to 14" in shown["notice_body"] and second.redirects == []


async def test_reception_runs_a_service_point(house: Any, cast: Cast) -> None:
    from hms.pages.reception.see_queues import SeeQueues as Queues

    point = cast.do(cast.admin, points.add, PointForm(name="Blood samples", room="Room 3"))
    desk, queues = await at_the_desk(house, cast)
    assert [str(point.id), "Blood samples, Room 3"] in queues()["choices"]
    await desk.call(Queues.choose_patient, patient_id=str(cast.asha.patient_id))
    await desk.call(Queues.issue, answers={"queue_id": str(point.id)})
    await desk.call(Queues.call_next, queue_id=str(point.id))
    assert queues()["notice_title"] == "Number 1, Asha Nair, to Room 3"
    await settled(desk)
    assert numbers(queues()["queues"], "called") == ["1"]
    await desk.call(Queues.finish, ticket_id=queues()["queues"][0]["called"][0]["id"])
    await settled(desk)
    assert queues()["queues"] == [] and "Blood samples" in queues()["quiet"]
    await desk.call(Queues.call_next, queue_id=str(point.id))
    assert queues()["notice_title"] == "Nobody waits here now"


async def test_asha_checks_in_at_the_kiosk_and_nothing_of_her_stays(house: Any, cast: Cast) -> None:
    from hms.pages.kiosk.check_in import CheckIn as Kiosk

    booked = booked_today(cast)
    kiosk, shown = await at_the_wall(house, cast, Role.KIOSK)
    await kiosk.call(Kiosk.give, code=code_of(booked.id), born="1975-07-30")
    refused = (shown()["notice_title"], shown()["notice_body"])
    await kiosk.call(Kiosk.give, code="AAAAAAAA", born="1980-02-03")
    assert (shown()["notice_title"], shown()["notice_body"]) == refused and shown()["sent"] == 0
    await kiosk.call(Kiosk.give, code=code_of(booked.id), born="1980-02-03")
    assert shown()["welcome"]["number"] == 1 and shown()["notice_title"] == "" and shown()["sent"] == 1
    assert "Asha" not in str(shown()) and code_of(booked.id) not in str(shown())
    assert cast.do(cast.asha, scheduling.card, booked.id).status == "arrived"
    await kiosk.call(Kiosk.start_again)
    assert shown()["welcome"] is None
