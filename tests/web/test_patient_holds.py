"""A time that a patient chooses is kept for them: what their page says of it, and what everybody else's page says."""

import asyncio
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from hms.pages.patient.appointment import AppointmentPage
from hms.pages.patient.book import BookAppointment
from hms.services import availability, holds, own_hold, portal, scheduling
from tests.support.cast import Cast
from tests.web.at_booking import (
    at_the_times,
    choose,
    free,
    held_by,
    kind,
    later,
    offered,
    opened,
    rule,
    run_out,
    sent_to,
    taken_at,
    wish,
)

pytestmark = pytest.mark.asyncio(loop_scope="session")
B = BookAppointment


def address_of(page: Any, screen: type) -> dict[str, str]:
    """Read what an open page keeps in its address."""
    return dict(parse_qsl(urlsplit(page.shows(screen)["address"]).query))


async def test_choosing_a_time_keeps_it_and_others_see_it_being_booked(house: Any, cast: Cast) -> None:
    asha, bilal = await at_the_times(house, cast), await at_the_times(house, cast, "bilal")
    before = bilal.shows(B)["morning"]["words"]
    time = await choose(asha, B)
    await bilal.rest()
    shown = asha.shows(B)
    assert (shown["stands"], shown["at_words"]) == ("kept", time["words"]) and 295 <= shown["left"] <= 300
    theirs = next(one for one in offered(bilal, B) if one["id"] == time["id"])
    assert theirs["held"] is True and bilal.shows(B)["morning"]["words"] != before
    assert str(cast.asha.patient_id) not in str(bilal.packets) and "Asha" not in str(bilal.packets)
    await bilal.call(B.choose_time, at=time["id"])
    shown = bilal.shows(B)
    assert (
        shown["notice_title"] == "Somebody is booking this time just now" and "Nearest" in shown["field_errors"]["at"]
    )
    assert (shown["at"], shown["stands"]) == ("", "")


async def test_choosing_another_time_day_or_doctor_lets_the_older_go(house: Any, cast: Cast) -> None:
    page = await at_the_times(house, cast)
    first = await choose(page, B)
    second = await choose(page, B, 1)
    assert [held.starts_at for held in held_by(cast.asha)] == [taken_at(second)] != [taken_at(first)]
    await page.call(B.choose_day, day=page.shows(B)["days"][-2]["id"])
    assert held_by(cast.asha) == [] and (page.shows(B)["at"], page.shows(B)["hold"]) == ("", "")
    await choose(page, B)
    await page.call(B.choose_subject, department_id=str(cast.eyes))
    assert held_by(cast.asha) == [] and page.shows(B)["stands"] == ""


async def test_a_time_that_is_kept_no_longer_is_told_and_offered_again(house: Any, cast: Cast) -> None:
    page = await at_the_times(house, cast)
    time = await choose(page, B)
    first = page.shows(B)["hold"]
    run_out(first)
    await page.call(B.choose_day, day=page.shows(B)["day"])  # the page reads itself again
    assert (page.shows(B)["stands"], page.shows(B)["left"], page.shows(B)["at"]) == ("over", 0, time["id"])
    await page.call(B.book, form={"reason": "What asha typed"})
    shown = page.shows(B)
    assert shown["notice_title"] == "The time is no longer kept for you" and "still here" in shown["notice_body"]
    assert (shown["at"], shown["stands"], shown["busy"]) == (time["id"], "over", False) and not sent_to(page)
    await page.call(B.choose_time, at=time["id"])
    assert page.shows(B)["stands"] == "kept" and page.shows(B)["hold"] != first
    await page.call(B.book, form={"reason": "What asha typed"})
    assert sent_to(page).startswith("/patient/appointments/")


async def test_a_time_that_ran_out_and_is_anothers_now_is_told(house: Any, cast: Cast) -> None:
    page = await at_the_times(house, cast)
    time = await choose(page, B)
    run_out(page.shows(B)["hold"])
    kept = await later(cast, page, cast.bilal, holds.hold, wish(cast, taken_at(time)), now=datetime.now(UTC))
    assert page.shows(B)["stands"] == "held"
    await later(cast, page, cast.bilal, own_hold.let_go, kept.id, now=datetime.now(UTC))
    assert page.shows(B)["stands"] == "over"


async def test_a_hold_outlives_a_lost_connection_and_a_page_that_is_read_anew(house: Any, cast: Cast) -> None:
    page = await at_the_times(house, cast)
    time = await choose(page, B, 1)
    kept = address_of(page, B)
    again = await house.open(cast.asha, "/patient/book", **kept)
    assert (again.shows(B)["hold"], again.shows(B)["stands"]) == (kept["hold"], "kept")
    await asyncio.to_thread(cast.do, cast.asha, own_hold.let_go, kept["hold"], now=datetime.now(UTC))  # its goodbye
    reloaded = await house.open(cast.asha, "/patient/book", **kept)
    shown = reloaded.shows(B)
    assert (shown["stands"], shown["hold"], shown["at_words"]) == ("kept", kept["hold"], time["words"])
    await reloaded.call(B.book, form={"reason": "Palpitations"})
    assert sent_to(reloaded).startswith("/patient/appointments/")


async def test_whose_hold_an_address_names_is_for_the_server_to_say(house: Any, cast: Cast) -> None:
    page = await at_the_times(house, cast)
    await choose(page, B)
    stolen = address_of(page, B)
    other = await house.open(cast.bilal, "/patient/book", **stolen)
    assert (other.shows(B)["stands"], other.shows(B)["left"]) == ("held", 0)
    await other.call(B.book, form={"reason": "Mine now"})
    assert other.shows(B)["notice_title"] == "The time is no longer kept for you" and not sent_to(other)
    await page.call(B.book, form={"reason": "Palpitations"})
    assert sent_to(page).startswith("/patient/appointments/")


async def test_a_second_tab_never_locks_one_out_of_ones_own_time(house: Any, cast: Cast) -> None:
    first, second = await at_the_times(house, cast), await at_the_times(house, cast)
    time = await choose(first, B)
    assert time in free(second, B)
    await second.call(B.choose_time, at=time["id"])
    assert first.shows(B)["stands"] == second.shows(B)["stands"] == "kept"
    await first.call(B.book, form={"reason": "Palpitations"})
    assert len(cast.do(cast.asha, portal.home).appointments) == 1 and held_by(cast.asha) == []


async def test_what_a_link_chooses_is_open_to_all_until_it_is_kept(house: Any, cast: Cast) -> None:
    doctor = cast.dr_rao.practitioner_id
    day = next(load.day for load in cast.do(cast.asha, availability.days, doctor, 1, 7) if load.free)
    time = cast.do(cast.asha, availability.free_times, doctor, day)[0]
    link = {"doctor": str(doctor), "day": day.isoformat(), "at": time.starts_at.isoformat()}
    page = await house.open(cast.asha, "/patient/book", **link)
    assert (page.shows(B)["stands"], page.shows(B)["at_words"]) == ("open", time.label)
    assert held_by(cast.asha) == []
    await page.call(B.choose_time, at=page.shows(B)["at"])
    assert page.shows(B)["stands"] == "kept" and len(held_by(cast.asha)) == 1


async def test_an_appointment_moves_through_a_kept_time_that_the_address_remembers(house: Any, cast: Cast) -> None:
    A = AppointmentPage
    page, booked = await opened(house, cast)
    await page.call(A.start_move)
    assert booked.time not in [t["words"] for t in offered(page, A)] or page.shows(A)["day"] != str(booked.day)
    time = await choose(page, A, -1)
    kept = address_of(page, A)
    again = await house.open(cast.asha, page.path, appointment_id=str(booked.id), **kept)
    assert (again.shows(A)["panel"], again.shows(A)["stands"], again.shows(A)["at"]) == ("move", "kept", time["id"])
    run_out(kept["hold"])
    await again.call(A.move)
    shown = again.shows(A)
    assert shown["notice_title"] == "The time is no longer kept for you" and shown["card"]["time"] == booked.time
    await again.call(A.choose_time, at=time["id"])
    await again.call(A.move)
    shown = again.shows(A)
    assert (shown["card"]["time"], shown["panel"], shown["hold"]) == (time["words"], "", "") and not held_by(cast.asha)
    assert "panel" not in address_of(again, A)


async def test_closing_the_panel_lets_the_time_go(house: Any, cast: Cast) -> None:
    page, _ = await opened(house, cast)
    for leave in (AppointmentPage.close_panel, AppointmentPage.start_cancel):
        await page.call(AppointmentPage.start_move)
        await choose(page, AppointmentPage, -1)
        assert len(held_by(cast.asha)) == 1
        await page.call(leave)
        assert held_by(cast.asha) == []


async def test_the_kind_of_visit_decides_doctors_times_length_and_words(house: Any, cast: Cast) -> None:
    first = kind(cast, "First visit", length_min=60, price="85 EUR", preparation="Bring a list.", needs_approval=True)
    kind(cast, "Staff only", patients_may_book=False)
    kind(cast, "Elsewhere", department_id=cast.eyes)
    page = await at_the_times(house, cast)
    shown = page.shows(B)
    assert [k["name"] for k in shown["kinds"]] == ["A usual visit", "First visit"] and shown["kind"] == "plain"
    doctor, many = shown["doctor"], len(free(page, B))
    await page.call(B.choose_kind, kind=str(first))
    await page.call(B.choose_day, day=page.shows(B)["days"][-1]["id"])
    shown = page.shows(B)
    assert (shown["doctor"], shown["lasts"]) == (doctor, "About 60 minutes") and len(free(page, B)) < many
    assert shown["seen_kind"]["asks"] is True and shown["seen_kind"]["preparation"] == "Bring a list."
    await choose(page, B)
    await page.call(B.book, form={"reason": "Palpitations"})
    await page.go(sent_to(page), appointment_id=sent_to(page).rpartition("/")[2])
    shown = page.shows(AppointmentPage)
    assert shown["notice_title"] == "Your appointment is requested"
    facts = ("status", "visit_type", "length_min", "price", "preparation")
    assert [shown["card"][f] for f in facts] == ["pending", "First visit", 60, "85 EUR", "Bring a list."]
    home = cast.do(cast.asha, portal.home)
    assert home.next is not None and (home.next.status, home.next.preparation) == ("pending", "Bring a list.")


async def test_where_no_plain_visit_may_be_booked_a_kind_has_to_be_chosen(house: Any, cast: Cast) -> None:
    rule(plain_visits=False)
    one = kind(cast, "Check-up")
    page = await house.open(cast.asha, "/patient/book")
    await page.call(B.choose_subject, department_id=str(cast.cardiology))
    assert page.shows(B)["kind"] == str(one) and page.shows(B)["doctors"], "the only one is chosen by itself"
    kind(cast, "Follow-up")
    page = await house.open(cast.asha, "/patient/book")
    await page.call(B.choose_subject, department_id=str(cast.cardiology))
    assert page.shows(B)["kind"] == "" and page.shows(B)["doctors"] == []
    await page.call(B.book, form={"reason": "Palpitations"})
    assert {"visit_type_id", "doctor", "at"} == set(page.shows(B)["field_errors"])


async def test_after_the_cut_off_the_page_says_whom_to_call(house: Any, cast: Cast) -> None:
    page, booked = await opened(house, cast)
    assert page.shows(AppointmentPage)["card"]["change_words"] == "You can move or cancel it until it begins."
    rule(cutoff_min=30 * 1440, phone="+91 98765 00000")
    again = await house.open(cast.asha, page.path, appointment_id=str(booked.id))
    card = again.shows(AppointmentPage)["card"]
    assert (card["can_change"], card["change_words"]) == (False, "Please call the clinic: +91 98765 00000.")
    await page.call(AppointmentPage.cancel, form={"reason": "What asha typed"})
    shown = page.shows(AppointmentPage)
    assert shown["notice_title"] == "It is too late to change this here" and "98765 00000" in shown["notice_body"]
    assert cast.do(cast.asha, scheduling.card, booked.id).status == "booked"
