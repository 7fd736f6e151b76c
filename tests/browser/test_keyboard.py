"""Booking and checking in with the keyboard alone."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Founded
from tests.browser.steps import button, on_board, settled
from tests.support.cast import PASSWORD
from tests.support.server import ServedClinic

MOST_TABS = 80


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until something has the focus; where it is must be seen."""
    expect(wanted).to_be_visible()
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if wanted.evaluate("it => it === document.activeElement"):
            outline = wanted.evaluate("it => getComputedStyle(it).outlineStyle + getComputedStyle(it).boxShadow")
            assert outline != "nonenone", f"no focus to be seen on {wanted}"
            return
    raise AssertionError(f"{wanted} cannot be reached with Tab")


def press(page: Page, wanted: Locator, key: str = "Enter") -> None:
    tab_to(page, wanted)
    page.keyboard.press(key)


def sign_in_by_keyboard(page: Page, url: str, email: str) -> None:
    page.goto(f"{url}/sign-in")
    expect(page.locator("[name=email]")).to_be_focused()
    page.keyboard.type(email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(re.compile("/sign-in"))
    settled(page)


def test_a_patient_books_and_reception_checks_in_with_the_keyboard_alone(
    this_morning: Founded, serve: Callable[..., ServedClinic], page_at: Callable[..., Page]
) -> None:
    clinic = serve("run", this_morning.place.data_dir, environment=this_morning.environment)
    patient, reception = page_at(), page_at()
    sign_in_by_keyboard(reception, clinic.url, "desk@alder.example")
    sign_in_by_keyboard(patient, clinic.url, "asha@post.example")
    press(patient, patient.get_by_role("link", name="Book", exact=True).first)
    expect(patient).to_have_url(re.compile("/patient/book"))
    press(patient, button(patient, "Cardiology"))
    press(patient, patient.get_by_role("button").filter(has_text="Dr Meera Rao"))
    press(patient, button(patient, "09:40"), "Space")
    tab_to(patient, patient.locator("[name=reason]"))
    patient.keyboard.type("Palpitations at night")
    press(patient, button(patient, "Book this appointment"))
    expect(patient.get_by_text("Your appointment is booked")).to_be_visible()

    press(reception, button(reception, "Arrived Asha Nair"))
    expect(reception.get_by_text("Asha Nair is here")).to_be_visible()
    expect(on_board(reception, "09:40", "Asha Nair")).to_contain_text("Waiting")
    expect(patient.get_by_text(re.compile("You are checked in since"))).to_be_visible()
    press(reception, on_board(reception, "09:40", "Asha Nair"))
    expect(reception.locator("#visit-panel")).to_be_focused()
    press(reception, button(reception, "Undo check-in Asha Nair"))
    expect(on_board(reception, "09:40", "Asha Nair")).to_contain_text("Booked")
