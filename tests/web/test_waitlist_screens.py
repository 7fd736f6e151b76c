"""Waiting for a time at the screens: question by question, the offer as it comes, and the list at the desk."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from hms.pages.patient.home import Home
from hms.pages.patient.waitlist import Waitlist
from hms.pages.reception.see_waitlist import SeeWaitlist
from hms.services import portal, scheduling
from hms.services.waitlist import joining, overview
from tests.support.cast import Cast
from tests.support.waiting import frees, offers, wait
from tests.web.at_booking import kind, later, rule, sent_to, soonest

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def at_question(house: Any, cast: Cast, who: str = "bilal", **query: str) -> Any:
    """Open the questions of a wish as somebody."""
    page = await house.open(getattr(cast, who), "/patient/waitlist", **query)
    if not query:
        await page.call(Waitlist.start)
    return page


async def test_bilal_says_what_he_waits_for_one_question_after_the_other(house: Any, cast: Cast) -> None:
    page = await at_question(house, cast)
    asked = [page.shows(Waitlist)["asking"]]
    await page.call(Waitlist.choose_subject, department_id=str(cast.cardiology))
    asked.append(page.shows(Waitlist)["asking"])
    assert [one["name"] for one in page.shows(Waitlist)["doctors"]] == ["Any doctor", "Dr Meera Rao"]
    await page.call(Waitlist.choose_doctor, doctor=str(cast.dr_rao.practitioner_id))
    asked.append(page.shows(Waitlist)["asking"])
    for day in "1356":
        await page.call(Waitlist.toggle_day, day=day)
    await page.call(Waitlist.forward)
    asked.append(page.shows(Waitlist)["asking"])
    await page.call(Waitlist.choose_part, part="morning")
    await page.call(Waitlist.forward)
    asked.append(page.shows(Waitlist)["asking"])
    await page.call(Waitlist.forward)
    shown = page.shows(Waitlist)
    assert [*asked, shown["asking"]] == ["about", "who", "days", "times", "end", "why"] and shown["last_one"]
    assert shown["said"] == [
        "Cardiology", "Dr Meera Rao", "Monday, Wednesday, Friday", "In the morning", "Until I say otherwise",
    ]  # fmt: skip
    await page.call(Waitlist.send, form={"reason": " "})
    assert page.shows(Waitlist)["field_errors"] == {"note": "Say in a few words why you come."}
    await page.call(Waitlist.send, form={"reason": "My knee"})
    shown = page.shows(Waitlist)
    assert (shown["asking"], shown["notice_title"]) == ("", "You are on the waiting list")
    (wish,) = cast.do(cast.bilal, joining.mine)
    assert (wish.whom, wish.days, wish.times, wish.note) == ("Dr Meera Rao", "Mon, Wed, Fri", "until 12:00", "My knee")
    assert [one["whom"] for one in shown["wishes"]] == ["Dr Meera Rao"]


async def test_what_was_answered_stands_in_the_address_and_outlives_the_connection(house: Any, cast: Cast) -> None:
    page = await at_question(house, cast, department=str(cast.eyes), type="plain", doctor="any")
    shown = page.shows(Waitlist)
    assert shown["asking"] == "days" and shown["said"] == ["Eyes", "Any doctor"]
    await page.call(Waitlist.toggle_day, day="6")
    await page.call(Waitlist.forward)
    address = page.shows(Waitlist)["address"]
    query = dict(part.split("=") for part in address.partition("?")[2].split("&"))
    again = await at_question(house, cast, **query)
    assert again.shows(Waitlist)["asking"] == "times" and again.shows(Waitlist)["key"] == shown["key"]
    assert again.shows(Waitlist)["said"] == [
        "Eyes",
        "Any doctor",
        "Monday, Tuesday, Wednesday, Thursday, Friday, Saturday",
    ]


async def test_an_address_that_says_nonsense_asks_from_the_start(house: Any, cast: Cast) -> None:
    page = await at_question(house, cast, doctor="hers", department="x", days="99", ask="whatever", until="never")
    assert page.shows(Waitlist)["asking"] == "" and page.shows(Waitlist)["notice_title"] == ""
    other = await at_question(house, cast, ask="why", department=str(cast.eyes))
    assert other.shows(Waitlist)["asking"] == "who", "nobody is led past a question"


async def test_an_answer_that_is_missing_is_asked_for_at_its_question(house: Any, cast: Cast) -> None:
    page = await at_question(house, cast, department=str(cast.eyes), type="plain", doctor="any")
    for day in "0123456":
        await page.call(Waitlist.toggle_day, day=day)
    await page.call(Waitlist.forward)
    assert set(page.shows(Waitlist)["field_errors"]) == {"weekdays"} and page.shows(Waitlist)["asking"] == "days"
    await page.call(Waitlist.toggle_day, day="0")
    await page.call(Waitlist.forward)
    await page.call(Waitlist.choose_part, part="own")
    await page.call(Waitlist.begin_at, at="12:00")
    await page.call(Waitlist.end_at, at="09:00")
    await page.call(Waitlist.forward)
    assert set(page.shows(Waitlist)["field_errors"]) == {"to_time"}
    await page.call(Waitlist.back)
    assert page.shows(Waitlist)["asking"] == "days" and page.shows(Waitlist)["begins"] == "12:00"


async def test_the_kind_of_visit_is_asked_where_there_are_several(house: Any, cast: Cast) -> None:
    ecg = kind(cast, "ECG", department_id=cast.cardiology)
    page = await at_question(house, cast)
    await page.call(Waitlist.choose_subject, department_id=str(cast.cardiology))
    assert page.shows(Waitlist)["asking"] == "kind"
    await page.call(Waitlist.choose_kind, kind=str(ecg))
    assert page.shows(Waitlist)["asking"] == "who" and page.shows(Waitlist)["said"] == ["Cardiology", "ECG"]


async def test_an_earlier_time_for_an_appointment_asks_no_reason(house: Any, cast: Cast) -> None:
    held = cast.book(cast.bilal, soonest(cast) + timedelta(days=2))
    page = await at_question(house, cast, appointment=str(held.id))
    shown = page.shows(Waitlist)
    assert shown["questions"] == ["who", "days", "times", "end"] and held.time in shown["replaces"]
    for _ in range(3):
        await page.call(Waitlist.forward)
    await page.call(Waitlist.send, form={})
    assert [wish.appointment_id for wish in cast.do(cast.bilal, joining.mine)] == [held.id]


async def test_bilal_sees_the_offer_as_it_comes_and_takes_it(house: Any, cast: Cast) -> None:
    booked = cast.book(cast.asha, soonest(cast))
    wait(cast, cast.bilal, note="My back")
    page, home = await house.open(cast.bilal, "/patient/waitlist"), await house.open(cast.bilal, "/patient")
    assert page.shows(Waitlist)["offers"] == [] and home.shows(Home)["offers"] == []
    await asyncio.to_thread(frees, cast, booked, cast.asha)
    await asyncio.sleep(0.02)
    for one in (page, home):
        await one.rest()
    (offer,) = page.shows(Waitlist)["offers"]
    assert offer["time"] == booked.time and offer["seconds_left"] > 0
    assert [one["id"] for one in home.shows(Home)["offers"]] == [offer["id"]]
    await page.call(Waitlist.take, offer_id=offer["id"], version=offer["version"])
    (taken,) = cast.do(cast.bilal, portal.home).appointments
    assert sent_to(page) == f"/patient/appointments/{taken.id}" and taken.time == booked.time


async def test_saying_no_leaves_the_wish_and_a_late_yes_is_refused_in_words(house: Any, cast: Cast) -> None:
    booked = cast.book(cast.asha, soonest(cast))
    wait(cast, cast.bilal)
    frees(cast, booked, cast.asha)
    page, other = await house.open(cast.bilal, "/patient/waitlist"), await house.open(cast.bilal, "/patient/waitlist")
    (offer,) = page.shows(Waitlist)["offers"]
    answer = {"offer_id": offer["id"], "version": offer["version"]}
    await page.call(Waitlist.say_no, **answer)
    assert page.shows(Waitlist)["offers"] == [] and len(page.shows(Waitlist)["wishes"]) == 1
    await other.call(Waitlist.take, **answer)
    assert other.shows(Waitlist)["notice_title"] == "This offer was declined already"


async def test_a_wish_is_changed_and_withdrawn(house: Any, cast: Cast) -> None:
    wish = wait(cast, cast.bilal, weekdays=[0], note="My back")
    page = await house.open(cast.bilal, "/patient/waitlist")
    await page.call(Waitlist.start_change, entry_id=str(wish.id))
    shown = page.shows(Waitlist)
    assert (shown["asking"], shown["note"]) == ("who", "My back")
    await page.call(Waitlist.forward)
    await page.call(Waitlist.toggle_day, day="1")
    for _ in range(3):
        await page.call(Waitlist.forward)
    await page.call(Waitlist.send, form={"reason": "My back"})
    assert [one["days"] for one in page.shows(Waitlist)["wishes"]] == ["Mon, Tue"]
    await page.call(Waitlist.start_leaving, entry_id=str(wish.id))
    await page.call(Waitlist.withdraw, entry_id=str(wish.id))
    assert page.shows(Waitlist)["wishes"] == [] and cast.do(cast.bilal, joining.mine) == []


async def test_asha_can_neither_take_nor_withdraw_what_is_bilals(house: Any, cast: Cast) -> None:
    booked = cast.book(cast.reception, soonest(cast), patient_id=cast.asha.patient_id)
    wish = wait(cast, cast.bilal)
    frees(cast, booked)
    (offer,) = offers(cast, cast.bilal)
    page = await house.open(cast.asha, "/patient/waitlist")
    assert page.shows(Waitlist)["wishes"] == []
    await page.call(Waitlist.take, offer_id=str(offer.id), version=offer.version)
    assert page.shows(Waitlist)["notice_title"] == "This is not here"
    await page.call(Waitlist.withdraw, entry_id=str(wish.id))
    assert page.shows(Waitlist)["notice_title"] == "This is not here"


async def test_reception_adds_a_patient_sees_the_order_and_answers_on_the_telephone(house: Any, cast: Cast) -> None:
    booked = cast.book(cast.asha, soonest(cast))
    desk = await house.open(cast.reception, "/reception/waitlist")
    assert len(desk.shows(SeeWaitlist)["order"]) == 6
    await desk.call(SeeWaitlist.start_adding)
    await desk.call(SeeWaitlist.choose_department, department=str(cast.cardiology))
    answers = {"whom": str(cast.cardiology), "note": "Cough", **{f"day-{n}": "on" for n in range(7)}}
    await desk.call(SeeWaitlist.join, answers=answers)
    assert set(desk.shows(SeeWaitlist)["field_errors"]) == {"patient_id"}
    await desk.call(SeeWaitlist.seek, words="hadd")
    await desk.call(SeeWaitlist.choose_patient, patient_id=desk.shows(SeeWaitlist)["found"][0]["id"])
    await desk.call(SeeWaitlist.join, answers={**answers, "from_time": "99"})
    assert set(desk.shows(SeeWaitlist)["field_errors"]) == {"from_time"}
    await desk.call(SeeWaitlist.join, answers=answers)
    (line,) = desk.shows(SeeWaitlist)["page"]["waiting"]
    assert (line["place"], line["patient"], line["whom"], line["note"]) == (
        1,
        "Bilal Haddad",
        "Cardiology, any doctor",
        "",
    )
    await asyncio.to_thread(frees, cast, booked, cast.asha)
    await asyncio.sleep(0.02)
    await desk.rest()
    (offer,) = desk.shows(SeeWaitlist)["offers"]["open"]
    assert offer["patient"] == "Bilal Haddad" and offer["why"].startswith("Waits longest")
    await desk.call(SeeWaitlist.accept, offer_id=offer["id"], version=offer["version"])
    await desk.rest()
    shown = desk.shows(SeeWaitlist)
    assert shown["page"]["waiting"] == [] and [one["outcome"] for one in shown["offers"]["past"]] == ["Taken"]
    assert cast.do(cast.bilal, portal.home).next.time == booked.time


async def test_reception_opens_the_form_for_an_appointment_that_is_wanted_earlier(house: Any, cast: Cast) -> None:
    held = cast.book(cast.bilal, soonest(cast) + timedelta(days=2))
    desk = await house.open(cast.reception, "/reception/waitlist", appointment=str(held.id))
    assert desk.shows(SeeWaitlist)["patient"]["name"] == "Bilal Haddad"
    await desk.call(SeeWaitlist.join, answers={f"day-{n}": "on" for n in range(7)})
    (line,) = cast.do(cast.reception, overview.waiting).waiting
    assert line.appointment_id == held.id and line.whom == "Dr Meera Rao"
    assert cast.do(cast.bilal, scheduling.card, held.id).version == held.version


async def test_reception_says_no_and_withdraws_for_patients(house: Any, cast: Cast) -> None:
    rule(quiet_from="00:00", quiet_to="00:00")
    booked = cast.book(cast.asha, soonest(cast))
    wish = wait(cast, cast.bilal)
    frees(cast, booked, cast.asha)
    desk = await house.open(cast.reception, "/reception/waitlist")
    (offer,) = desk.shows(SeeWaitlist)["offers"]["open"]
    await desk.call(SeeWaitlist.decline, offer_id=offer["id"], version=offer["version"])
    await desk.rest()
    assert [one["state"] for one in desk.shows(SeeWaitlist)["offers"]["past"]] == ["declined"]
    await desk.call(SeeWaitlist.start_leaving, entry_id=str(wish.id))
    await desk.call(SeeWaitlist.withdraw, entry_id=str(wish.id))
    await later(cast, desk, cast.reception, overview.offers)
    assert desk.shows(SeeWaitlist)["page"]["waiting"] == [] and desk.shows(SeeWaitlist)["leaving"] == ""


async def test_the_list_can_be_narrowed_to_a_department(house: Any, cast: Cast) -> None:
    wait(cast, cast.bilal)
    wait(cast, cast.asha, department_id=cast.eyes)
    desk = await house.open(cast.reception, "/reception/waitlist")
    assert desk.shows(SeeWaitlist)["page"]["total"] == 2
    await desk.call(SeeWaitlist.show_department, department=str(cast.eyes))
    assert [one["patient"] for one in desk.shows(SeeWaitlist)["page"]["waiting"]] == ["Asha Nair"]
