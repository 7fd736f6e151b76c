"""The note of a visit in the browser: by keyboard alone, two windows in one note, and a window that is lost in mid-note."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from hms.services import visits
from tests.browser.conftest import Founded
from tests.browser.steps import button, settled, sign_in
from tests.browser.test_waiting_room import book
from tests.support.cast import PASSWORD
from tests.support.server import ServedClinic

Serve = Callable[..., ServedClinic]


def at_a_visit(founded: Founded, serve: Serve, doctor: Page) -> str:
    """Open asha's visit, to which dr_rao has called her; gives its address."""
    clinic = serve("run", founded.place.data_dir, environment=founded.environment)
    with founded.acting() as cast:
        booked = book(cast, "asha", "dr_rao", 0)
        cast.do(cast.dr_rao, visits.start, booked)
    sign_in(doctor, clinic.url, "rao@alder.example")
    doctor.goto(f"{clinic.url}/doctor/visits/{booked}")
    expect(doctor.locator("[name=subjective]")).to_be_editable()
    return doctor.url


def focus(page: Page, wanted: Locator) -> None:
    """Press Tab until something has the focus."""
    expect(wanted).to_be_visible()
    for _ in range(200):
        if wanted.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("the Tab key does not lead there")


def kept(page: Page) -> None:
    expect(page.get_by_text("Draft saved")).to_be_visible()


def test_a_visit_by_keyboard_alone(this_morning: Founded, serve: Serve, page_at: Callable[..., Page]) -> None:
    doctor = page_at(1440)
    at_a_visit(this_morning, serve, doctor)
    for name, words in (("subjective", "Palpitations at night."), ("objective", "Pulse 88."), ("plan", "ECG.")):
        focus(doctor, doctor.locator(f"[name={name}]"))
        doctor.keyboard.type(words)
    kept(doctor)
    focus(doctor, button(doctor, "Sign and finish"))
    doctor.keyboard.press("Enter")
    secret = doctor.locator("[name=password]")
    expect(secret).to_be_focused()
    doctor.keyboard.type("five loud herons slept")
    doctor.keyboard.press("Enter")
    expect(doctor.get_by_text("This is not your password").first).to_be_visible()
    expect(doctor.locator("[name=subjective]")).to_have_value("Palpitations at night.")
    expect(secret).to_have_value("")
    focus(doctor, secret)
    doctor.keyboard.type(PASSWORD)
    doctor.keyboard.press("Enter")
    expect(doctor.get_by_text(re.compile("Signed by Dr Meera Rao"))).to_be_visible()
    expect(doctor.get_by_text("Pulse 88.")).to_be_visible()
    focus(doctor, doctor.locator("[name=addendum]"))
    doctor.keyboard.type("The ECG came: normal.")
    focus(doctor, doctor.locator("[name=password]"))
    doctor.keyboard.type(PASSWORD)
    doctor.keyboard.press("Enter")
    expect(doctor.get_by_role("heading", name=re.compile("Dr Meera Rao, .* at "))).to_be_visible()
    expect(doctor.locator("[name=addendum]")).to_have_value("")


def test_two_windows_in_one_note_lose_no_word(
    this_morning: Founded, serve: Serve, page_at: Callable[..., Page]
) -> None:
    one = page_at(1440)
    address = at_a_visit(this_morning, serve, one)
    two = one.context.new_page()
    two.goto(address)
    expect(two.locator("[name=plan]")).to_be_editable()
    one.locator("[name=plan]").fill("ECG tomorrow")
    two.locator("[name=plan]").fill("Ask for the old tracings")
    kept(one)
    choice = two.get_by_role("group", name="Two screens wrote in this note")
    expect(choice.get_by_text("Ask for the old tracings")).to_be_visible()
    expect(choice.get_by_text("ECG tomorrow")).to_be_visible()
    expect(one.get_by_text(re.compile("Typed on another screen"))).to_be_visible()
    expect(one.get_by_text("Ask for the old tracings")).to_be_visible()
    button(two, "Keep both").click()
    both = "Ask for the old tracings\n\nECG tomorrow"
    expect(two.locator("[name=plan]")).to_have_value(both)
    expect(one.locator("[name=plan]")).to_have_value(both)
    expect(one.get_by_text(re.compile("Typed on another screen"))).to_have_count(0)


def test_a_note_outlives_its_window_and_a_lost_connection(
    this_morning: Founded, serve: Serve, page_at: Callable[..., Page]
) -> None:
    first = page_at(1440)
    address = at_a_visit(this_morning, serve, first)
    first.locator("[name=subjective]").press_sequentially("Palpitations at night")
    kept(first)
    first.context.set_offline(True)
    first.locator("[name=subjective]").press_sequentially(", typed while nobody heard")
    first.context.set_offline(False)
    expect(first.locator("[name=subjective]")).to_have_value("Palpitations at night, typed while nobody heard")
    kept(first)
    first.close(run_before_unload=False)
    elsewhere = page_at(390)
    sign_in(elsewhere, address.split("/doctor")[0], "rao@alder.example")
    elsewhere.goto(address)
    settled(elsewhere)
    expect(elsewhere.locator("[name=subjective]")).to_have_value("Palpitations at night, typed while nobody heard")
