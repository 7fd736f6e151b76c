"""What every screen does: one answer to every error, typed input left alone, one page open at a time."""

import logging
from typing import Any

import pytest

from hms.permissions import Role
from hms.web import connections
from tests.web.trial import DoctorTrial, Trial

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.fixture
async def test_a_screen_loads_itself_and_knows_who_looks(house: Any) -> None:
    page = await house.open(house.account(Role.PATIENT, "Asha Nair"), "/patient/trial")
    shown = page.shows(Trial)
    assert shown["loading"] is False and shown["refused"] is False
    assert shown["me"] == {
        "name": "Asha Nair",
        "initials": "AN",
        "role": "patient",
        "subtitle": "Patient",
        "clinic": "",
    }
    assert page.shows(DoctorTrial)["me"]["name"] == ""


@pytest.mark.parametrize(
    ("how", "title", "body", "fields"),
    [
        (
            "taken",
            "This time was just taken",
            "Nearest free times: 10:20, 10:40.",
            {"at": "This time was just taken. Nearest free times: 10:20, 10:40."},
        ),
        ("fields", "Please check what is marked", "", {"reason": "Say why"}),
        ("absent", "This is not here", "It may have been removed, or it is not yours to open.", {}),
    ],
)
async def test_a_refusal_becomes_a_notice(house: Any, how: str, title: str, body: str, fields: dict[str, str]) -> None:
    page = await house.open(house.account(Role.PATIENT), "/patient/trial")
    await page.call(Trial.refuse, how)
    shown = page.shows(Trial)
    assert (shown["notice_tone"], shown["notice_title"], shown["notice_body"]) == ("danger", title, body)
    assert shown["field_errors"] == fields and shown["busy"] is False
    await page.call(Trial.dismiss)
    assert page.shows(Trial)["notice_title"] == "" and page.shows(Trial)["field_errors"] == {}


async def test_a_form_that_does_not_fit_marks_its_fields_without_repeating_them(house: Any) -> None:
    page = await house.open(house.account(Role.PATIENT), "/patient/trial")
    await page.call(Trial.refuse, "form")
    errors = page.shows(Trial)["field_errors"]
    assert errors["family_name"] == "Please fill this in" and "given_names" in errors
    assert "hunter2" not in str(page.packets)


async def test_an_unexpected_error_shows_a_number_and_logs_no_words(
    house: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    page = await house.open(house.account(Role.PATIENT), "/patient/trial")
    await page.call(Trial.refuse, "asha")
    number = page.shows(Trial)["notice_body"].split()[-1].rstrip(".")
    assert any(number in r.getMessage() and "RuntimeError" in r.getMessage() for r in caplog.records)
    assert "asha's own words" not in caplog.text


async def test_busy_is_shown_while_it_lasts(house: Any) -> None:
    page = await house.open(house.account(Role.PATIENT), "/patient/trial")
    before = len(page.packets)
    await page.call(Trial.refuse, "taken")
    said = [d["delta"][Trial.get_full_name()].get("busy_rx_state_") for _, d in page.packets[before:] if d.get("delta")]
    assert said == [True, False]


async def test_a_refused_load_leaves_nothing_behind(house: Any) -> None:
    from hms.errors import NotFound

    page = await house.open(house.account(Role.PATIENT), "/patient/trial")
    await page.call(Trial.change, form={"country": "IN"})
    assert page.shows(Trial)["country"] == "IN"
    Trial.fails = NotFound()
    await page.go("/patient/trial")
    shown = page.shows(Trial)
    assert shown["country"] == "" and shown["refused"] is True and shown["notice_title"] == "This is not here"
    assert shown["me"]["name"] == "Somebody"


async def test_a_notice_travels_to_the_next_page(house: Any) -> None:
    page = await house.open(house.account(Role.PATIENT), "/patient/trial")
    await page.call(Trial.leave)
    assert page.redirects == ["/doctor/trial/7"]
    await page.go("/patient/trial")
    assert page.shows(Trial)["notice_title"] == "Done"
    await page.go("/patient/trial")
    assert page.shows(Trial)["notice_title"] == ""


async def test_a_doctors_page_shows_its_address_and_a_patient_is_sent_away_from_it(house: Any) -> None:
    doctor = await house.open(house.account(Role.DOCTOR), "/doctor/trial/9", id="9")
    assert doctor.shows(DoctorTrial)["what"] == "9"
    patient = await house.open(house.account(Role.PATIENT), "/patient/trial")
    await patient.go("/doctor/trial/9", id="9")
    assert patient.redirects == ["/"] and patient.shows(DoctorTrial).get("what", "") == ""


async def test_one_page_watches_at_a_time_and_none_when_it_is_gone(house: Any) -> None:
    page = await house.open(house.account(Role.PATIENT), "/patient/trial")
    assert len(connections.watching("trial")) == 1
    await page.hang_up()
    house.pages.remove(page)
    assert connections.watching("trial") == []
