"""The first visit: four people at four screens, each of them seeing what another does at that moment."""

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from icalendar import Calendar
from playwright.sync_api import Page, expect

from tests.browser import founding
from tests.browser.steps import (
    book,
    button,
    choose_doctor,
    ended,
    on_board,
    row_of,
    settled,
    sign_in,
    untouched,
)
from tests.support.cast import PASSWORD
from tests.support.server import ServedClinic

CLOCK = r"\d\d:\d\d"
DOCTOR, MIRA, TOMASZ = "Dr Noor Adeyemi", "Mira Castellan", "Tomasz Wilk"
HEART = "Heart and circulation"
WHO = (HEART, DOCTOR)
REASON = "Palpitations when I climb stairs"
NOTE = "Pulse 88, regular. No murmur. ECG without findings."
SUMMARY = "Your heart is healthy. Come back if it happens at rest."
DRUG, HOW = "Bisoprolol", "1 tablet twice a day for 14 days"


def register(page: Page, url: str, given: str, family: str, email: str) -> None:
    page.goto(url)
    page.get_by_role("link", name="Register as a patient").click()
    page.get_by_label("Given names").fill(given)
    page.get_by_label("Family name").fill(family)
    page.get_by_label("Date of birth").fill("1980-02-29")
    page.get_by_label("Female", exact=True).check()
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Phone").fill("+353 1 555 0123")
    page.get_by_label("Choose a password").fill(PASSWORD)
    button(page, "Register").click()
    expect(page.get_by_text("You can sign in now")).to_be_visible()


def take_along(patient: Page, tmp_path: Path, time: str) -> None:
    with patient.expect_download() as download:
        patient.get_by_role("link", name="Calendar file").click()
    assert download.value.suggested_filename.endswith(".ics")
    download.value.save_as(tmp_path / "visit.ics")
    (event,) = Calendar.from_ical((tmp_path / "visit.ics").read_bytes()).walk("VEVENT")
    starts: datetime = event.decoded("dtstart")
    assert (f"{starts:%H:%M}", starts.tzinfo is not None) == (time, True)
    assert str(event["summary"]) == f"{DOCTOR}, {HEART}"
    assert REASON not in (tmp_path / "visit.ics").read_text(), "a phone's calendar is read over shoulders"


def prescribe(doctor: Page) -> None:
    drug = doctor.locator("[name=medication_id]")
    expect(drug.locator("option").nth(1)).to_be_attached()
    drug.select_option(drug.locator("option").filter(has_text=DRUG).first.get_attribute("value"))
    doctor.locator("[name=dose]").fill("1")
    doctor.locator("[name=frequency]").select_option("BID")
    doctor.locator("[name=days]").fill("14")
    button(doctor, "Add prescription").click()
    expect(doctor.get_by_text(HOW)).to_be_visible()
    expect(doctor.locator("[name=dose]")).to_have_value("")


def sign(doctor: Page) -> None:
    """Write, prescribe, sign; another tab of the same visit can then change nothing."""
    late = doctor.context.new_page()
    late.goto(doctor.url)
    expect(late.locator("[name=assessment]")).to_be_editable()
    doctor.locator("[name=assessment]").fill(NOTE)
    doctor.locator("[name=summary]").fill(SUMMARY)
    expect(doctor.get_by_text("Draft saved")).to_be_visible()
    prescribe(doctor)
    button(doctor, "Sign and finish").click()
    doctor.locator("[name=password]").fill(PASSWORD)
    button(doctor, "Yes, sign").click()
    expect(doctor.get_by_text(re.compile(f"Signed by {DOCTOR}"))).to_be_visible()
    late.locator("[name=assessment]").press_sequentially("Too late")
    expect(late.get_by_text("Not saved: the visit is signed")).to_be_visible()
    for page in (doctor, late):
        page.reload()
        expect(page.get_by_text(NOTE)).to_be_visible()
        expect(page.locator("[name=assessment], [name=summary], [name=medication_id]")).to_have_count(0)
        expect(page.get_by_role("button", name=re.compile("Take back|Sign and finish|Yes, sign"))).to_have_count(0)
        expect(page.get_by_text("Too late")).to_have_count(0)
    late.close()


def print_it(patient: Page) -> None:
    with patient.context.expect_page() as opened:
        patient.get_by_role("link", name="Print").click()
    paper = opened.value
    paper.emulate_media(media="print")
    for words in ("Alder Valley", MIRA, DOCTOR, SUMMARY, DRUG, HOW):
        expect(paper.get_by_text(words).first).to_be_visible()
    expect(paper.get_by_text("To print:")).to_be_hidden()
    printed = paper.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 2, "the summary on one sheet, the prescription on another"
    paper.close()


def appointment_of(patient: Page, url: str, path: str) -> None:
    patient.goto(url + path)
    settled(patient)


def test_a_first_visit_from_registration_to_the_prescription_and_the_end_of_an_account(
    new_clinic: ServedClinic, page_at: Callable[..., Page], tmp_path: Path
) -> None:
    url = new_clinic.url
    admin, doctor, reception, patient = page_at(), page_at(), page_at(), page_at(390)
    link = founding.set_up_link(new_clinic)
    founding.set_up(admin, link)
    assert page_at().goto(link).status == 404, "set-up is closed for ever"
    founding.add_department(admin, url, HEART)
    invitation = founding.invite(admin, url, "doctor", DOCTOR, "noor@alder.example", department=HEART)
    founding.accept(doctor, invitation, "/doctor")
    assert page_at().goto(invitation).status == 404, "an invitation works once"
    founding.accept(
        reception, founding.invite(admin, url, "receptionist", "Joon Park", "joon@alder.example"), "/reception"
    )
    founding.set_hours(admin, url, DOCTOR)
    doctors_page, desk = untouched(doctor), untouched(reception)

    # 1. A visitor registers without JavaScript, and is a patient.
    visitor = page_at(390, java_script_enabled=False)
    register(visitor, url, "Mira", "Castellan", "mira@post.example")
    sign_in(patient, url, "mira@post.example")

    # 2. She books a time that is really free, and takes it along.
    book(patient, url, WHO, "10:00", REASON)
    take_along(patient, tmp_path, "10:00")

    # 3. Doctor and reception see it.
    expect(row_of(doctor, MIRA, "10:00", "Booked")).to_contain_text(REASON)
    expect(on_board(reception, "10:00", MIRA)).to_contain_text("Booked")

    # 4. Reception checks her in; the doctor sees who waits and since when, and her own page says so.
    patient.goto(f"{url}/patient")
    settled(patient)
    button(reception, f"Arrived {MIRA}").click()
    expect(row_of(doctor, MIRA, "Waiting")).to_contain_text(re.compile(rf"10:00.*\d+ min.*since {CLOCK}"))
    expect(patient.get_by_text(re.compile(f"You are checked in since {CLOCK}"))).to_be_visible()
    expect(on_board(reception, "10:00", MIRA)).to_contain_text("Waiting")

    # 5. The doctor calls her in, writes, prescribes and signs.
    doctors_page()
    button(doctor, f"Call in {MIRA}").first.click()
    expect(doctor).to_have_url(re.compile(r"/doctor/visits/"))
    expect(patient.get_by_text("The doctor is ready for you.")).to_be_visible()
    expect(on_board(reception, "10:00", MIRA)).to_contain_text("In room")
    expect(doctor.get_by_text("No allergies recorded")).to_be_visible()
    expect(doctor.get_by_text("This is the first visit here")).to_be_visible()
    sign(doctor)

    # 6. She reads the summary and the prescription at that moment, and prints both.
    expect(patient.get_by_role("link", name=f"Your visit with {DOCTOR}")).to_be_visible()
    expect(patient.get_by_text(HOW)).to_be_visible()
    expect(on_board(reception, "10:00", MIRA)).to_contain_text("Done")
    patient.get_by_role("link", name=f"Your visit with {DOCTOR}").click()
    expect(patient.get_by_text(SUMMARY)).to_be_visible()
    print_it(patient)

    # 7. She moves another appointment and cancels a third; the staff's screens follow, the time is free at once.
    doctor.goto(f"{url}/doctor")
    settled(doctor)
    doctors_page = untouched(doctor)
    moved = book(patient, url, WHO, "11:00", "A second look")
    given_back = book(patient, url, WHO, "14:00", "And a third")
    other = page_at()
    register(other, url, "Tomasz", "Wilk", "tomasz@post.example")
    sign_in(other, url, "tomasz@post.example")
    other.goto(f"{url}/patient/book")
    choose_doctor(other, WHO)
    expect(button(other, "14:20")).to_be_visible()
    for time in ("10:00", "11:00", "14:00"):
        expect(button(other, time)).to_have_count(0)

    appointment_of(patient, url, moved)
    button(patient, "Move").click()
    button(patient, "11:40").click()
    patient.get_by_role("button", name=re.compile("Move to .*11:40")).click()
    expect(patient.get_by_text("Your appointment is moved")).to_be_visible()
    expect(row_of(doctor, MIRA, "11:40")).to_be_visible()
    expect(row_of(doctor, MIRA, "11:00")).to_have_count(0)
    expect(on_board(reception, "11:40", MIRA)).to_be_visible()
    expect(button(other, "11:00")).to_be_visible()
    expect(button(other, "11:40")).to_have_count(0)

    appointment_of(patient, url, given_back)
    button(patient, "Cancel this appointment").click()
    patient.locator("[name=reason]").fill("I feel well again")
    button(patient, "Cancel this appointment").click()
    expect(patient.get_by_text("Your appointment is cancelled")).to_be_visible()
    expect(row_of(doctor, MIRA, "14:00")).to_have_count(0)
    expect(on_board(reception, "14:00", MIRA)).to_have_count(0)
    button(other, "14:00").click()
    other.locator("[name=reason]").fill("A rash on my arm")
    button(other, "Book this appointment").click()
    expect(other.get_by_text("Your appointment is booked")).to_be_visible()
    expect(row_of(doctor, TOMASZ, "14:00")).to_be_visible()
    expect(on_board(reception, "14:00", TOMASZ)).to_be_visible()

    # 8. A new department is there for whoever is choosing; a disabled account's open screens end.
    other.goto(f"{url}/patient/book")
    expect(button(other, HEART)).to_be_visible()
    founding.add_department(admin, url, "Eyes")
    expect(button(other, "Eyes")).to_be_visible()
    founding.invite(admin, url, "doctor", "Dr Ines Faria", "ines@alder.example", department="Eyes")
    doctors_page()
    desk()
    expect(row_of(admin, "Joon Park", "Active")).to_be_visible()
    button(admin, "Disable Joon Park").click()
    button(admin, "Yes, disable Joon Park").click()
    expect(row_of(admin, "Joon Park", "Disabled")).to_be_visible()
    ended(reception)
    reception.locator("[name=email]").fill("joon@alder.example")
    reception.locator("[name=password]").fill(PASSWORD)
    button(reception, "Sign in").click()
    expect(reception.get_by_role("alert")).to_be_visible()
    assert urlsplit(reception.url).path == "/sign-in"
