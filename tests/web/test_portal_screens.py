"""The portal's screens through the real pipeline: the questions, the profile, who opened a record, its parts."""

import asyncio
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

import pytest

from hms.pages.doctor.write_visit import WriteVisit
from hms.pages.patient.about_me import AboutMe
from hms.pages.patient.access import Access
from hms.pages.patient.changes import Changes
from hms.pages.patient.home import Home
from hms.pages.patient.my_consents import MyConsents
from hms.pages.patient.my_health import MyHealth
from hms.pages.patient.profile import Profile
from hms.pages.patient.record import Record
from hms.pages.patient.record_part import Part
from hms.schemas.personal import AboutForm
from hms.services import scheduling, visits
from hms.services.intake import answering, confirming
from hms.services.personal import about, reading, requests
from tests.support.cast import Cast
from tests.support.portal import say, told
from tests.web.at_booking import later, sent_to, soonest

pytestmark = pytest.mark.asyncio(loop_scope="session")
PATH = "/patient/about-me"


async def follow(page: Any) -> dict[str, Any]:
    """Go where the last answer leads, and give what stands there."""
    parts = urlsplit(sent_to(page))
    await page.go(parts.path, **dict(parse_qsl(parts.query)))
    shown: dict[str, Any] = page.shows(AboutMe)
    return shown


async def test_each_answer_leads_to_the_next_question_and_stands_already(house: Any, cast: Cast) -> None:
    page = await house.open(cast.asha, PATH)
    shown = page.shows(AboutMe)
    assert (shown["step"], shown["card"]["number"], shown["values"]["given_names"]) == ("name", 1, "Asha")
    await page.call(AboutMe.answer, form={"given_names": "Asha", "family_name": "Nair-Menon"})
    assert (await follow(page))["step"] == "other_names"
    assert cast.do(cast.asha, reading.page).family_name == "Nair-Menon"
    await page.call(AboutMe.pass_over)
    shown = await follow(page)
    assert (shown["step"], shown["before"], shown["card"]["left"]) == ("born", "other_names", 18)
    again = await house.open(cast.asha, PATH)
    assert again.shows(AboutMe)["step"] == "born"


async def test_a_refused_answer_stays_where_it_is_with_its_error(house: Any, cast: Cast) -> None:
    page = await house.open(cast.asha, PATH, step="born")
    await page.call(AboutMe.answer, form={"day": "30", "month": "2", "year": "1980"})
    shown = page.shows(AboutMe)
    assert shown["field_errors"] == {"born": "There is no 30 February 1980."}
    assert (shown["step"], shown["busy"]) == ("born", False) and not sent_to(page)
    await page.call(AboutMe.answer, form={"day": "1" * 1_000_000, "month": "2", "year": "1980"})
    assert page.shows(AboutMe)["field_errors"] and not sent_to(page)


async def test_several_entries_then_on(house: Any, cast: Cast) -> None:
    page = await house.open(cast.asha, PATH, step="allergies")
    for text in ("Penicillin", "Latex"):
        await page.call(AboutMe.answer, form={"text": text, "more": "", "severe": "on"})
    shown = page.shows(AboutMe)
    assert [one["text"] for one in shown["card"]["listed"]] == ["Penicillin", "Latex"] and shown["added"] == 2
    await page.call(AboutMe.take_off, told(cast, cast.asha, "allergy")[1].id)
    assert [one["text"] for one in page.shows(AboutMe)["card"]["listed"]] == ["Penicillin"]
    await page.call(AboutMe.answer, form={"text": "", "more": ""})
    assert (await follow(page))["step"] == "conditions"
    await page.call(AboutMe.answer_none)
    assert (await follow(page))["step"] == "medicines"
    assert [one.text for one in told(cast, cast.asha, "condition")] == ["No lasting illnesses"]


async def test_what_another_device_saved_is_not_overwritten_unseen(house: Any, cast: Cast) -> None:
    page = await house.open(cast.asha, PATH, step="language")
    version = cast.do(cast.asha, reading.page).version
    form = AboutForm(patient_id=cast.asha.patient_id, version=version, language="hi")
    await later(cast, page, cast.reception, about.change_about, form)
    assert page.shows(AboutMe)["theirs"] is True
    await page.call(AboutMe.answer, form={"language": "ml"})
    assert page.shows(AboutMe)["notice_title"] == "Somebody saved this before you" and not sent_to(page)
    await page.call(AboutMe.keep_mine)
    await page.call(AboutMe.answer, form={"language": "ml"})
    assert cast.do(cast.asha, reading.page).language == "ml"


async def test_from_the_profile_one_answers_one_question_and_is_back(house: Any, cast: Cast) -> None:
    page = await house.open(cast.asha, PATH, step="contacts", only="1")
    assert page.shows(AboutMe)["only"] is True
    await page.call(AboutMe.answer, form={"phone": "+91 98765 43299", "email": "asha@post.example"})
    assert sent_to(page) == "/patient/profile"
    await page.go("/patient/profile")
    assert page.shows(Profile)["person"]["phones"][0]["typed"] == "+91 98765 43299"


async def test_an_address_asks_for_the_parts_of_its_country(house: Any, cast: Cast) -> None:
    page = await house.open(cast.asha, PATH, step="address")
    assert ["code", "PIN code"] in page.shows(AboutMe)["fields"] and page.shows(AboutMe)["country"] == "IN"
    await page.call(AboutMe.choose_country, "US")
    assert ["code", "ZIP code"] in page.shows(AboutMe)["fields"]


async def test_home_says_what_to_do_and_what_is_new(house: Any, cast: Cast) -> None:
    page = await house.open(cast.asha, "/patient")
    shown = page.shows(Home)
    assert (shown["intake"]["left"], shown["intake"]["begun"], shown["news"]) == (20, False, [])
    say(cast, cast.asha, "condition", "Asthma")
    booked = cast.book(cast.asha, soonest(cast))
    entry = told(cast, cast.asha, "condition")[0].id
    await later(cast, page, cast.dr_rao, confirming.confirm, entry, now=datetime.now(UTC))
    (news,) = page.shows(Home)["news"]
    assert news["href"] == "/patient/profile/health" and page.shows(Home)["home"]["next"]["id"] == str(booked.id)
    await later(cast, page, cast.asha, answering.pass_over, "language")
    assert page.shows(Home)["intake"]["left"] == 19


async def test_a_doctor_confirms_while_writing_and_no_word_of_the_note_moves(house: Any, cast: Cast) -> None:
    booked = cast.book(cast.asha, soonest(cast))
    cast.now = booked.starts_at
    cast.do(cast.dr_rao, visits.start, booked.id)
    page = await house.open(cast.dr_rao, f"/doctor/visits/{booked.id}", appointment_id=str(booked.id))
    assert page.shows(WriteVisit)["stated"]["waiting"] == 0
    version = page.shows(WriteVisit)["held_version"]
    await asyncio.to_thread(say, cast, cast.asha, "allergy", "Latex")
    await asyncio.sleep(0.02)
    await page.rest()
    shown = page.shows(WriteVisit)
    assert (
        shown["visit"]["banner"]["allergies"] == ["Latex (stated by the patient)"] and shown["held_version"] == version
    )
    entry = shown["stated"]["groups"][0]["listed"][0]["id"]
    await page.call(WriteVisit.start_refuting, UUID(entry))
    await page.call(WriteVisit.refute, answers={"reason": " "})
    assert "reason" in page.shows(WriteVisit)["field_errors"] and page.shows(WriteVisit)["refuting"] == entry
    await page.call(WriteVisit.confirm, UUID(entry), 1)
    assert page.shows(WriteVisit)["visit"]["banner"]["allergies"] == ["Latex"]


async def test_asha_asks_for_another_name_and_takes_it_back(house: Any, cast: Cast) -> None:
    page = await house.open(cast.asha, "/patient/profile/changes", ask="name")
    assert page.shows(Changes)["asking"] == "name"
    await page.call(Changes.send, form={"given_names": "Asha", "family_name": "A" * 300, "reason": "I married"})
    assert list(page.shows(Changes)["field_errors"]) == ["family_name"] and page.shows(Changes)["asking"] == "name"
    await page.call(Changes.send, form={"given_names": "Asha", "family_name": "Menon", "reason": "I married"})
    (asked,) = page.shows(Changes)["asked"]
    assert (asked["state"], asked["reason"]) == ("open", "I married")
    assert asked["wishes"] == [{"field": "family_name", "label": "Family name", "before": "Nair", "wished": "Menon"}]
    profile = await house.open(cast.asha, "/patient/profile")
    (shown,) = profile.shows(Profile)["person"]["requests"]
    await profile.call(Profile.withdraw, UUID(shown["id"]), shown["version"])
    assert profile.shows(Profile)["person"]["requests"] == []
    await page.rest()
    assert [one["state"] for one in page.shows(Changes)["asked"]] == ["withdrawn"]


@pytest.mark.parametrize(
    ("asking", "form", "field"),
    [
        ("born", {"day": "30", "month": "2", "year": "1990"}, "born"), ("born", {"day": "x"}, "born"),
        ("born", {"day": "1", "month": "1", "year": "2999"}, "born"), ("sex", {"sex": "robot"}, "sex"),
        ("identifier", {"kind": "passport", "value": ""}, "identifier"),
        ("identifier", {"kind": "aadhaar", "value": "1234"}, "identifier"),
    ],
)  # fmt: skip
async def test_a_wish_that_cannot_be_is_refused_beside_its_field(
    house: Any, cast: Cast, asking: str, form: dict[str, str], field: str
) -> None:
    page = await house.open(cast.asha, "/patient/profile/changes", ask=asking)
    await page.call(Changes.send, form=form)
    assert list(page.shows(Changes)["field_errors"]) == [field]
    assert cast.do(cast.asha, requests.my_requests) == []


async def test_asha_sees_who_opened_her_record_and_asks_about_it(house: Any, cast: Cast) -> None:
    booked = cast.book(cast.asha, soonest(cast))
    cast.do(cast.dr_rao, scheduling.card, booked.id)
    page = await house.open(cast.asha, "/patient/access")
    shown = page.shows(Access)
    line = shown["days"][0]["lines"][0]
    assert (line["who"], line["did"], shown["who"]) == ("Dr Meera Rao", "Looked at an appointment", "others")
    await page.call(Access.choose, "all")
    everybody = [one["who"] for day in page.shows(Access)["days"] for one in day["lines"]]
    assert "You" in everybody and page.shows(Access)["address"] == "/patient/access?who=all"
    await page.call(Access.start_asking, UUID(line["id"]))
    await page.call(Access.send, form={"words": " "})
    assert page.shows(Access)["field_errors"] and page.shows(Access)["asking"] == line["id"]
    await page.call(Access.send, form={"words": "Why was this opened?"})
    assert sent_to(page).startswith("/patient/messages/")
    bilal = await house.open(cast.bilal, "/patient/access")
    await bilal.call(Access.start_asking, UUID(line["id"]))
    await bilal.call(Access.send, form={"words": "Why?"})
    assert bilal.shows(Access)["notice_title"] == "This is not here"


async def test_consents_and_statements_are_taken_back_where_they_stand(house: Any, cast: Cast) -> None:
    page = await house.open(cast.asha, "/patient/profile/consents")
    research = page.shows(MyConsents)["asked"][3]
    await page.call(MyConsents.give, "research", research["version"])
    assert page.shows(MyConsents)["asked"][3]["given"] is True
    await page.call(MyConsents.withdraw, "research")
    assert page.shows(MyConsents)["asked"][3]["given"] is False and len(page.shows(MyConsents)["steps"]) == 1
    say(cast, cast.asha, "medicine", "Metformin")
    health = await house.open(cast.asha, "/patient/profile/health")
    medicines = next(one for one in health.shows(MyHealth)["kinds"] if one["kind"] == "medicine")
    await health.call(MyHealth.withdraw, UUID(medicines["listed"][0]["id"]))
    assert [one.state for one in told(cast, cast.asha, "medicine")] == ["withdrawn"]


async def test_parts_of_the_record_open_and_others_do_not(house: Any, cast: Cast) -> None:
    page = await house.open(cast.asha, "/patient/record")
    assert page.shows(Record)["totals"]["results"] == 0
    await page.go("/patient/record/results", part="results", page="99999999999")
    assert page.shows(Part)["shown"]["page"] == 1 and page.shows(Part)["address"] == "/patient/record/results"
    await page.go("/patient/record/secrets", part="secrets")
    assert page.shows(Part)["refused"] is True
