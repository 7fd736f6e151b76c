"""What patients do at their screens, through gate, guard and pipeline: book, see it live, move, give back, read."""

import asyncio
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from hms.pages.patient.appointment import AppointmentPage
from hms.pages.patient.book import BookAppointment
from hms.pages.patient.home import Home
from hms.pages.patient.visit import Visit
from hms.services import attendance, availability, portal, scheduling, visits
from tests.support.cast import Cast
from tests.web.at_booking import at_the_times, choose, free, later, opened, run_out, sent_to, soonest, taken_at

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_asha_books_and_lands_on_her_appointment(house: Any, cast: Cast) -> None:
    page = await at_the_times(house, cast)
    assert [d["name"] for d in page.shows(BookAppointment)["doctors"]] == ["Dr Meera Rao"]
    time = await choose(page, BookAppointment, 2)
    await page.call(BookAppointment.book, form={"reason": "Palpitations at night"})
    await page.go(sent_to(page), appointment_id=sent_to(page).rpartition("/")[2])
    shown = page.shows(AppointmentPage)
    assert shown["card"]["time"] == time["words"] and shown["card"]["reason"] == "Palpitations at night"
    assert shown["notice_title"] == "Your appointment is booked"


async def test_pressing_twice_books_once(house: Any, cast: Cast) -> None:
    page = await at_the_times(house, cast)
    await choose(page, BookAppointment)
    await page.call(BookAppointment.book, form={"reason": "Palpitations"})
    first = sent_to(page)
    await page.call(BookAppointment.book, form={"reason": "Palpitations"})
    assert sent_to(page) == first and len(cast.do(cast.asha, portal.home).appointments) == 1


async def test_what_is_missing_is_said_beside_it(house: Any, cast: Cast) -> None:
    page = await at_the_times(house, cast)
    await page.call(BookAppointment.book, form={"reason": "  "})
    shown = page.shows(BookAppointment)
    assert set(shown["field_errors"]) == {"at", "reason"} and shown["doctor"] == str(cast.dr_rao.practitioner_id)
    assert shown["busy"] is False and not sent_to(page)


async def test_a_taken_time_stays_chosen_and_is_told(house: Any, cast: Cast) -> None:
    page = await at_the_times(house, cast)
    time = await choose(page, BookAppointment, 3)
    run_out(page.shows(BookAppointment)["hold"])
    await later(cast, page, cast.bilal, scheduling.book, cast.request(taken_at(time)), now=datetime.now(UTC))
    shown = page.shows(BookAppointment)
    assert (shown["stands"], shown["at"], shown["at_words"]) == ("taken", time["id"], time["words"])
    assert time not in free(page, BookAppointment)
    await page.call(BookAppointment.book, form={"reason": "What asha typed"})
    shown = page.shows(BookAppointment)
    assert shown["notice_title"] == "The time is no longer kept for you" and shown["field_errors"]["at"]
    assert shown["at"] == time["id"] and shown["key"] and "What asha typed" not in str(shown)
    await choose(page, BookAppointment)
    assert page.shows(BookAppointment)["stands"] == "kept" and page.shows(BookAppointment)["notice_title"] == ""


async def test_bilals_change_reaches_ashas_booking_page(house: Any, cast: Cast) -> None:
    page = await at_the_times(house, cast)
    first, second, *_ = free(page, BookAppointment)
    held = await later(cast, page, cast.bilal, scheduling.book, cast.request(taken_at(first)))
    assert first not in free(page, BookAppointment) and second in free(page, BookAppointment)
    move = {"appointment_id": held.id, "starts_at": taken_at(second), "version": held.version}
    held = await later(cast, page, cast.bilal, scheduling.move, scheduling.MoveRequest(**move))
    assert first in free(page, BookAppointment) and second not in free(page, BookAppointment)
    back = {"appointment_id": held.id, "reason": "Well again", "version": held.version}
    await later(cast, page, cast.bilal, scheduling.cancel, scheduling.CancelRequest(**back))
    assert {first["id"], second["id"]} <= {time["id"] for time in free(page, BookAppointment)}


async def test_choices_outlive_a_lost_connection(house: Any, cast: Cast) -> None:
    page = await at_the_times(house, cast)
    time = await choose(page, BookAppointment, 1)
    before = page.shows(BookAppointment)
    again = await house.open(cast.asha, "/patient/book", **dict(parse_qsl(urlsplit(before["address"]).query)))
    after = again.shows(BookAppointment)
    kept = ("subject", "kind", "doctor", "day", "at", "at_words", "hold", "key", "address")
    assert {name: after[name] for name in kept} == {name: before[name] for name in kept}
    assert after["at_words"] == time["words"] and after["stands"] == "kept"


async def test_nonsense_in_the_address_counts_as_nothing(house: Any, cast: Cast) -> None:
    page = await house.open(cast.asha, "/patient/book", doctor="' or 1=1", day="soon", at="12", key="mine")
    shown = page.shows(BookAppointment)
    assert (shown["doctor"], shown["day"], shown["at"], shown["refused"]) == ("", "", "", False)
    assert shown["key"] != "mine" and [d["name"] for d in shown["subjects"]] == ["Cardiology", "Eyes"]


async def test_a_link_to_a_doctor_opens_the_right_department(house: Any, cast: Cast) -> None:
    page = await house.open(cast.asha, "/patient/book", doctor=str(cast.dr_osei.practitioner_id))
    assert page.shows(BookAppointment)["subject"] == str(cast.eyes) and free(page, BookAppointment)


async def test_asha_is_told_that_she_is_checked_in(house: Any, cast: Cast) -> None:
    page, booked = await opened(house, cast)
    home = await house.open(cast.asha, "/patient")
    await later(cast, page, cast.reception, attendance.check_in, booked.id, now=booked.starts_at)
    await home.rest()
    shown = page.shows(AppointmentPage)
    assert (shown["card"]["status"], shown["card"]["arrived"], shown["fresh"]) == ("arrived", booked.time, True)
    assert home.shows(Home)["home"]["next"]["arrived"] == booked.time


async def test_asha_moves_her_appointment(house: Any, cast: Cast) -> None:
    page, booked = await opened(house, cast)
    await page.call(AppointmentPage.start_move)
    await page.call(AppointmentPage.move)
    assert page.shows(AppointmentPage)["field_errors"] == {"at": "Choose a time."}
    time = await choose(page, AppointmentPage, -1)
    await page.call(AppointmentPage.move)
    shown = page.shows(AppointmentPage)
    assert shown["card"]["time"] == time["words"] and shown["panel"] == "" and shown["notice_tone"] == "ok"
    assert booked.starts_at in [
        t.starts_at for t in cast.do(cast.bilal, availability.free_times, booked.doctor_id, booked.day)
    ]


async def test_asha_gives_her_appointment_back_with_a_reason(house: Any, cast: Cast) -> None:
    page, _ = await opened(house, cast)
    await page.call(AppointmentPage.start_cancel)
    await page.call(AppointmentPage.cancel, form={"reason": " "})
    shown = page.shows(AppointmentPage)
    assert "reason" in shown["field_errors"] and shown["panel"] == "cancel" and shown["card"]["status"] == "booked"
    await page.call(AppointmentPage.cancel, form={"reason": "I am well again"})
    card = page.shows(AppointmentPage)["card"]
    assert (card["status"], card["cancel_reason"], card["can_change"]) == ("cancelled", "I am well again", False)


async def test_a_panel_closes_when_the_visit_begins(house: Any, cast: Cast) -> None:
    page, booked = await opened(house, cast)
    await page.call(AppointmentPage.start_move)
    await later(cast, page, cast.reception, attendance.check_in, booked.id, now=booked.starts_at)
    assert page.shows(AppointmentPage)["panel"] == ""


async def test_anothers_appointment_and_none_at_all_look_alike(house: Any, cast: Cast) -> None:
    page, booked = await opened(house, cast, "bilal")
    answers = [page.shows(AppointmentPage)]
    for other in (str(cast.eyes), "not-an-id"):
        await page.go(f"/patient/appointments/{other}", appointment_id=other)
        answers.append(page.shows(AppointmentPage))
    assert all(shown == answers[0] for shown in answers) and answers[0]["refused"] is True
    assert answers[0]["card"] is None and booked.reason not in str(page.packets)


async def test_asha_reads_her_visit_as_soon_as_it_is_signed(house: Any, cast: Cast) -> None:
    booked = cast.book(cast.asha, soonest(cast))
    cast.now = booked.starts_at
    begun = cast.do(cast.dr_rao, visits.start, booked.id)
    page = await house.open(cast.asha, "/patient")
    assert page.shows(Home)["home"]["summaries"] == []
    await asyncio.to_thread(cast.sign, begun, summary="Your heart is well.")
    await asyncio.sleep(0.02)
    await page.rest()
    (summary,) = page.shows(Home)["home"]["summaries"]
    assert summary["summary"] == "Your heart is well." and summary["is_new"] is True
    await page.go(f"/patient/visits/{summary['id']}", encounter_id=summary["id"])
    assert page.shows(Visit)["visit"]["doctor"] == "Dr Meera Rao"
    assert "ECG normal" not in str(page.packets)
