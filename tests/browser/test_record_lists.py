"""A diagnosis found by keyboard alone in a visit, and the problem list with what an entry said before."""

import re
from collections.abc import Callable
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from hms.services import availability, visits
from tests.browser.conftest import Founded
from tests.browser.look import Complaints
from tests.browser.steps import button, settled
from tests.browser.test_keyboard import press, sign_in_by_keyboard, tab_to
from tests.browser.zones import morning_zone
from tests.support.server import ServedClinic


def chosen(page: Page, typed: str, found: str) -> None:
    """Type into the field that has the focus until a code is offered, and choose it by arrow and Enter."""
    page.keyboard.type(typed, delay=20)
    option = page.get_by_role("option").filter(has_text=found)
    expect(option).to_be_visible()
    for _ in range(25):
        if option.get_attribute("aria-selected") == "true":
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("listbox")).to_have_count(0)


def test_a_diagnosis_is_picked_in_a_visit_and_followed_in_the_list_by_keyboard(
    this_morning: Founded, serve: Callable[..., ServedClinic], page_at: Callable[..., Page]
) -> None:
    with this_morning.acting() as cast:
        today = cast.now.astimezone(ZoneInfo(morning_zone())).date()
        (first, *_) = cast.do(cast.asha, availability.free_times, cast.dr_rao.practitioner_id, today)
        booked = cast.book(cast.asha, first.starts_at).id
        cast.do(cast.dr_rao, visits.start, booked)
    clinic = serve("run", this_morning.place.data_dir, environment=this_morning.environment)
    page = page_at()
    heard = Complaints(page)
    sign_in_by_keyboard(page, clinic.url, "rao@alder.example")
    page.goto(f"{clinic.url}/doctor/visits/{booked}")
    settled(page)
    field = page.get_by_role("combobox", name=re.compile("^Diagnosis"))
    tab_to(page, field)
    chosen(page, "asthma unspec", "J45.909")
    expect(field).to_have_value("Unspecified asthma, uncomplicated")
    press(page, page.get_by_role("button", name="Keep as favourite"))
    expect(page.get_by_role("button", name="No longer a favourite")).to_be_visible()
    press(page, button(page, "Add diagnosis"))
    expect(page.get_by_role("listitem").filter(has_text="ICD-10-CM J45.909")).to_be_visible()
    expect(field).to_have_value("")

    press(page, page.get_by_role("link", name="Problem list"))
    expect(page).to_have_url(re.compile("/problems$"))
    settled(page)
    field = page.get_by_role("combobox", name=re.compile("^Problem")).first
    tab_to(page, field)
    page.keyboard.press("ArrowDown")
    first = page.get_by_role("option").first
    expect(first).to_contain_text("J45.909")
    expect(first).to_contain_text("favourite")
    page.keyboard.press("Escape")
    page.keyboard.type("Tired since the move")
    press(page, button(page, "Add problem"))
    tired = page.locator("main li.h-item").filter(has_text="Tired since the move")
    expect(tired).to_be_visible()
    press(page, tired.get_by_role("button", name=re.compile("^Resolved")))
    expect(tired.get_by_text("Resolved", exact=True)).to_be_visible()
    press(page, tired.get_by_role("button", name=re.compile("^What it said before")))
    expect(tired.get_by_text(re.compile("Now: Resolved"))).to_be_visible()
    press(page, tired.get_by_role("button", name=re.compile("^An error")))
    tab_to(page, tired.get_by_role("textbox", name="Why was it an error?"))
    page.keyboard.type("She did not say so")
    press(page, tired.get_by_role("button", name=re.compile("^Call it an error")))
    expect(tired.locator("s")).to_have_text("Tired since the move")
    assert heard.heard == []
