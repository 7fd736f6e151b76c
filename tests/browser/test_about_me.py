"""Mei registers on her phone, stops half-way, goes on in another browser and finishes; her doctor confirms it."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import Founded
from tests.browser.look import Complaints, grave_violations, overflow
from tests.browser.steps import book, button, settled, sign_in, untouched
from tests.support.cast import PASSWORD
from tests.support.server import ServedClinic

MAIL = "mei@post.example"
STEP = "/patient/about-me?step="


def register(page: Page, url: str) -> None:
    """Register at the clinic's page, and sign in for the first time."""
    page.goto(f"{url}/register")
    for name, words in (("given_names", "Mei"), ("family_name", "Lin"), ("born_on", "1990-05-17"), ("email", MAIL)):
        page.locator(f"[name={name}]").fill(words)
    page.get_by_label("Female").check()
    page.locator("[name=password]").fill(PASSWORD)
    button(page, "Register").click()
    expect(page).to_have_url(re.compile("/sign-in"))
    sign_in(page, url, MAIL)


def asks(page: Page, question: str) -> None:
    """Expect a question, readable by everybody."""
    expect(page.get_by_role("heading", level=1, name=question)).to_be_visible()
    assert not grave_violations(page) and not overflow(page)


def fill(page: Page, **answers: str) -> None:
    """Type into fields by their names."""
    for name, words in answers.items():
        page.locator(f"[name={name}]").fill(words)


def on(page: Page, words: str = "Next") -> None:
    """Go on."""
    button(page, words).click()


def who_i_am(page: Page) -> None:
    """Answer the questions about oneself."""
    asks(page, "What is your name?")
    fill(page, family_name="Lin\u200b")
    on(page)
    expect(page.get_by_text("Use letters as they are written in the name")).to_be_visible()
    expect(page.locator("[name=family_name]")).to_have_value("Lin\u200b")
    expect(page.locator("[name=family_name]")).to_be_focused()
    fill(page, family_name="Lin-Okafor", prefix="Dr")
    on(page)
    asks(page, "Do you have other names?")
    fill(page, former="Mei Zhang")
    on(page)
    asks(page, "When were you born?")
    fill(page, day="30")
    page.locator("[name=month]").select_option(label="February")
    on(page)
    expect(page.get_by_text("There is no 30 February 1990.")).to_be_visible()
    expect(page.locator("[name=day]")).to_have_value("30")
    fill(page, day="17")
    page.locator("[name=month]").select_option(label="May")
    on(page)
    asks(page, "What is your sex?")
    on(page)
    asks(page, "Which language do you speak best?")
    page.locator("[name=language]").select_option(label="Chinese")
    page.get_by_text("I need an interpreter").click()
    on(page)
    asks(page, "How can we reach you?")


def how_to_reach_me(page: Page) -> None:
    """Answer the questions about contacts, people and payer."""
    fill(page, phone="020 915 1234")
    on(page)
    asks(page, "Where do you live?")
    page.locator("[name=country]").select_option("US")
    expect(page.get_by_label("ZIP code")).to_be_visible()
    page.locator("[name=country]").select_option("IN")
    expect(page.get_by_label("PIN code")).to_be_visible()
    fill(page, street="12 Beach Road", city="Kochi", code="12")
    on(page)
    expect(page.get_by_text("This is no PIN code of that country.")).to_be_visible()
    fill(page, code="682001")
    on(page)
    asks(page, "Whom shall we call in an emergency?")
    fill(page, name="Obi Okafor", relation="husband", phone="+44 20 7946 0018")
    on(page)
    asks(page, "Who is your next of kin?")
    page.get_by_text("The same person").click()
    on(page)
    asks(page, "Who pays for your treatment?")
    page.get_by_role("link", name="Back", exact=True).click()
    asks(page, "Who is your next of kin?")
    expect(page.locator("[name=name]")).to_have_value("Obi Okafor")
    page.go_back()
    asks(page, "Who pays for your treatment?")
    page.get_by_text("I pay myself").click()
    on(page)
    asks(page, "Who is your family doctor?")
    on(page, "Skip this question")


def my_health(page: Page) -> None:
    """Answer the questions about health."""
    asks(page, "Are you allergic to anything?")
    fill(page, text="Penicillin", more="rash")
    on(page, "Add to the list")
    expect(page.get_by_role("list", name="On your list").get_by_text("Penicillin: rash").first).to_be_visible()
    fill(page, text="Latex")
    on(page)
    expect(page.get_by_role("list", name="On your list").get_by_text("Latex").first).to_be_visible()
    on(page)
    for question, none in (
        ("Do you have lasting illnesses?", "No lasting illnesses"), ("Which medicines do you take?", "Takes no medicines"),
        ("Have you had operations?", "No operations"),
        ("Which illnesses run in your family?", "Nothing known in the family"),
    ):  # fmt: skip
        asks(page, question)
        on(page, none)
    asks(page, "Do you smoke or drink alcohol?")
    page.get_by_text("Never smoked").click()
    on(page)
    asks(page, "Are you pregnant?")
    page.get_by_label("No", exact=True).check()
    on(page)
    asks(page, "Do you know your blood group?")
    on(page, "Skip this question")


def test_mei_answers_half_on_her_phone_and_half_elsewhere_and_dr_rao_confirms(
    this_morning: Founded, page_at: Callable[..., Page], serve: Callable[..., ServedClinic]
) -> None:
    url = serve("run", this_morning.place.data_dir, environment=this_morning.environment).url
    phone = page_at(390)
    complaints = Complaints(phone)
    register(phone, url)
    expect(phone).to_have_url(re.compile(r"/patient/about-me"))
    who_i_am(phone)
    assert not complaints.take()

    elsewhere = page_at(390, "dark")
    sign_in(elsewhere, url, MAIL)
    expect(elsewhere.get_by_role("heading", name="Go on telling us about you")).to_be_visible()
    elsewhere.get_by_role("link", name="Go on", exact=True).click()
    asks(elsewhere, "How can we reach you?")
    how_to_reach_me(elsewhere)
    my_health(elsewhere)
    asks(elsewhere, "What do you agree to?")
    on(elsewhere)
    expect(elsewhere.get_by_text("Tick this once you have read it")).to_be_visible()
    elsewhere.locator("[name=privacy]").check()
    on(elsewhere)
    expect(elsewhere.get_by_text("That is all, thank you")).to_be_visible()
    assert not grave_violations(elsewhere) and not overflow(elsewhere)

    book(elsewhere, url, ("Cardiology", "Dr Meera Rao"), "10:20", "Palpitations")
    doctor = page_at(1440)
    sign_in(doctor, url, "rao@alder.example")
    with this_morning.acting() as cast:
        from hms.services import day, visits

        doctors_day = cast.do(cast.dr_rao, day.mine, None)
        appointment = next(line for line in doctors_day.queue if line.patient.endswith("Lin-Okafor")).id
        cast.do(cast.dr_rao, visits.start, appointment)
    doctor.goto(f"{url}/doctor/visits/{appointment}")
    settled(doctor)
    expect(
        doctor.get_by_text("Latex (stated by the patient), Penicillin: rash (stated by the patient)")
    ).to_be_visible()
    stays = untouched(doctor)
    doctor.get_by_role("button", name="Confirm Penicillin: rash").click()
    expect(doctor.get_by_text("Latex (stated by the patient), Penicillin: rash", exact=False)).to_be_visible()
    doctor.get_by_role("button", name="Not so Latex").click()
    doctor.get_by_label("Why is it not so?").fill("Gloves were of latex in May")
    doctor.get_by_role("button", name="Not so Latex").last.click()
    expect(doctor.get_by_text("Noted as not so")).to_be_visible()
    assert not grave_violations(doctor) and not overflow(doctor)
    stays()
    elsewhere.goto(f"{url}/patient/profile/health")
    expect(elsewhere.get_by_text("“Gloves were of latex in May”")).to_be_visible()
    assert not grave_violations(elsewhere) and not overflow(elsewhere)
