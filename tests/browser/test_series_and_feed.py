"""A series, booked at the desk: on the doctor's calendar at that moment, and in the patient's own by the private address."""

import re
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from icalendar import Calendar
from playwright.sync_api import Page, expect

from tests.browser.look import Complaints, grave_violations
from tests.browser.steps import button, settled, sign_in, untouched
from tests.support.server import DEMO_PASSWORD, ServedClinic

PATIENT, DOCTOR, REASON = "Aisling Byrne", "Dr Amara Osei", "Physiotherapy of the knee"


def a_monday() -> str:
    """Name a Monday some weeks on, on which nobody has much to do yet."""
    today = datetime.now(UTC).date()
    return str(today + timedelta(days=56 - today.weekday()))


def look_at_dates(desk: Page, url: str, day: str) -> None:
    desk.goto(f"{url}/reception/series")
    settled(desk)
    desk.get_by_role("searchbox", name="Patient").fill("aisling byrne")
    desk.get_by_role("button", name=f"Choose {PATIENT}").first.click()
    expect(button(desk, "Choose another patient")).to_be_visible()
    who = desk.get_by_label("Doctor").locator("option").filter(has_text=DOCTOR)
    desk.get_by_label("Doctor").select_option(who.get_attribute("value"))
    desk.get_by_label("First day").fill(day)
    desk.get_by_label("Time").fill("11:30")
    desk.get_by_label("How many appointments").fill("3")
    button(desk, "Look at the dates").click()
    expect(desk.locator("#dates li")).to_have_count(3)


def decide_all(desk: Page) -> None:
    """Take the first other time wherever one is asked for."""
    open_ = desk.locator("#dates li").filter(has_text="Decide")
    while left := open_.count():
        open_.first.get_by_role("group").get_by_role("button").first.click()
        expect(open_).to_have_count(left - 1)


def make_address(patient: Page, url: str) -> str:
    patient.goto(f"{url}/patient/settings")
    settled(patient)
    button(patient, "Make a private address").click()
    address = patient.get_by_label("Private address").input_value()
    link = patient.get_by_role("link", name="Open in my calendar").get_attribute("href")
    assert link == address.replace("http://", "webcal://")
    button(patient, "Copy").click()
    expect(patient.get_by_text(re.compile(r"Copied|Ctrl\+C"))).to_be_visible()
    return address


def in_the_feed(address: str, since: str) -> list[tuple[str, str]]:
    """Read the feed as a calendar programme does: status and title of what is to come from a day on."""
    with urllib.request.urlopen(address) as answer:
        body = answer.read()
    assert REASON.encode() not in body
    return [
        (str(event["status"]), str(event["summary"]))
        for event in Calendar.from_ical(body).events
        if str(event.start.date()) >= since
    ]


def test_a_series_reaches_the_doctor_and_the_patients_own_calendar(
    demo_clinic: ServedClinic, page_at: Callable[..., Page]
) -> None:
    url, day = demo_clinic.url, a_monday()
    desk, doctor, patient = page_at(), page_at(), page_at(390)
    complaints = [Complaints(page) for page in (desk, doctor, patient)]
    sign_in(desk, url, "reception@demo.clinic", DEMO_PASSWORD)
    sign_in(doctor, url, "doctor@demo.clinic", DEMO_PASSWORD)
    sign_in(patient, url, "patient@demo.clinic", DEMO_PASSWORD)
    address = make_address(patient, url)
    before = len(in_the_feed(address, day))
    expect(patient.get_by_text(re.compile("Last read"))).to_be_visible()  # nobody touched the page

    doctor.goto(f"{url}/doctor/calendar?view=list&day={day}")
    settled(doctor)
    visits = doctor.locator(".h-cal .ec-event").filter(has_text=PATIENT)
    expect(visits).to_have_count(0)
    check = untouched(doctor)

    look_at_dates(desk, url, day)
    assert grave_violations(desk) == []
    decide_all(desk)
    desk.get_by_label("Reason for the visits").fill(REASON)
    button(desk, "Book 3 appointments").click()
    expect(desk.get_by_role("heading", name="Every week, 3 appointments")).to_be_visible()
    expect(visits).to_have_count(1)
    check()
    assert in_the_feed(address, day)[before:] == [("CONFIRMED", f"{DOCTOR}, General medicine")] * 3

    doctor.keyboard.press("n")
    expect(doctor).to_have_url(re.compile("view=list&day=(?!" + day + ")"))
    expect(visits).to_have_count(1)
    doctor.keyboard.press("m")
    expect(doctor.locator(".ec-day-grid")).to_be_visible()
    assert grave_violations(doctor) == []

    desk.get_by_role("button", name=re.compile("^Cancel")).nth(1).click()
    button(desk, "This and the following").click()
    expect(button(desk, "Cancel 2 appointments")).to_be_visible()
    assert grave_violations(desk) == []
    desk.get_by_label("Reason").fill("The knee is well again")
    button(desk, "Cancel 2 appointments").click()
    expect(desk.get_by_text("2 appointments were given back")).to_be_visible()
    assert [status for status, _ in in_the_feed(address, day)][before:] == ["CONFIRMED", "CANCELLED", "CANCELLED"]

    button(patient, "End this address").click()
    button(patient, "Yes, end it").click()
    expect(patient.get_by_text("The address works no longer")).to_be_visible()
    assert grave_violations(patient) == []
    assert [words for one in complaints for words in one.take()] == []
