"""A vaccination and an allergy are put right by keyboard alone, and what they said before is read beneath them."""

import re
from collections.abc import Callable
from datetime import date
from uuid import uuid4
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Page, expect

from hms.schemas.record_lists import AllergyForm, VaccineForm
from hms.services import availability
from hms.services.chart import allergies, immunizations
from tests.browser.conftest import Founded
from tests.browser.look import Complaints, grave_violations, overflow
from tests.browser.steps import settled
from tests.browser.test_keyboard import MOST_TABS, press, sign_in_by_keyboard, tab_to
from tests.browser.zones import morning_zone
from tests.support.server import ServedClinic


def written_down(founded: Founded) -> str:
    """Let dr_rao, who sees asha today, write a vaccine and an allergy of hers down; gives her place in the addresses."""
    with founded.acting() as cast:
        today = cast.now.astimezone(ZoneInfo(morning_zone())).date()
        (first, *_) = cast.do(cast.asha, availability.free_times, cast.dr_rao.practitioner_id, today)
        cast.book(cast.asha, first.starts_at)
        who = cast.asha.patient_id
        given = VaccineForm(
            patient_id=who, code="113", happened=date(2026, 1, 5), lot="A1", site="left-arm", key=str(uuid4())
        )
        cast.do(cast.dr_rao, immunizations.record, given)
        found = AllergyForm(
            patient_id=who, text="Penicilin", category="medication", criticality="high", reaction=["hives"], key=str(uuid4())
        )  # fmt: skip
        cast.do(cast.dr_rao, allergies.add, found)
        return f"/doctor/patients/{who}"


def replace(page: Page, typed: str) -> None:
    """Type over what the field with the focus says."""
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(typed)


def tick(page: Page, box: Locator) -> None:
    """Tick a box by keyboard; where the focus is, its label shows."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if box.evaluate("it => it === document.activeElement"):
            page.keyboard.press("Space")
            return
    raise AssertionError("the box cannot be reached with Tab")


def test_a_vaccination_and_an_allergy_are_put_right_by_keyboard(
    this_morning: Founded, serve: Callable[..., ServedClinic], page_at: Callable[..., Page]
) -> None:
    record = written_down(this_morning)
    clinic = serve("run", this_morning.place.data_dir, environment=this_morning.environment)
    page = page_at()
    heard = Complaints(page)
    sign_in_by_keyboard(page, clinic.url, "rao@alder.example")
    page.goto(f"{clinic.url}{record}/vaccines")
    settled(page)
    line = page.locator("main li.h-item").filter(has_text="Lot A1")
    press(page, line.get_by_role("button", name=re.compile("^Put right")))
    lot = line.get_by_role("textbox", name=re.compile(r"^Lot \(optional\)"))
    expect(line.get_by_label("Where on the body")).to_have_value("left-arm")
    expect(line.get_by_label("Given on")).to_have_value("2026-01-05")
    tab_to(page, lot)
    replace(page, "A2")
    press(page, line.get_by_role("button", name=re.compile("^Save the change")))
    why = line.get_by_role("textbox", name="Why is it changed?")
    expect(line.get_by_text("Say why")).to_be_visible()
    expect(why).to_be_focused()  # the refused field, and what was typed is still there
    expect(lot).to_have_value("A2")
    assert grave_violations(page) == [] and overflow(page) == []
    page.keyboard.type("Read the vial again")
    page.keyboard.press("Enter")
    line = page.locator("main li.h-item").filter(has_text="Lot A2")
    expect(line).to_be_visible()
    expect(page.get_by_text("The vaccination is put right")).to_be_visible()
    press(page, line.get_by_role("button", name=re.compile("^What it said before")))
    earlier = line.get_by_role("group", name="What it said before, and why that changed")
    expect(earlier.get_by_text("A1", exact=True)).to_be_visible()
    expect(earlier.get_by_text(re.compile("Dr Meera Rao: Read the vial again"))).to_be_visible()
    assert grave_violations(page) == [] and overflow(page) == []

    page.goto(f"{clinic.url}{record}/allergies")
    settled(page)
    line = page.locator("main li.h-item").filter(has_text="Penicilin")
    press(page, line.get_by_role("button", name=re.compile("^Put right")))
    substance = line.get_by_role("textbox", name="What must not be given or met")
    expect(line.get_by_label("Hives")).to_be_checked()
    tab_to(page, substance)
    replace(page, "Penicillin")
    tick(page, line.get_by_label("Rash", exact=True))
    expect(line.get_by_label("Rash", exact=True)).to_be_checked()
    expect(page.locator("[id=does-rash]")).not_to_be_checked()  # the form that adds another one is untouched
    tab_to(page, line.get_by_role("textbox", name="Why is it changed?"))
    page.keyboard.type("Spelling; a rash as well")
    assert grave_violations(page) == [] and overflow(page) == []
    page.keyboard.press("Enter")
    line = page.locator("main li.h-item").filter(has_text="Penicillin")
    expect(line.get_by_text("A medicine. Dangerous. Hives, Rash")).to_be_visible()
    press(page, line.get_by_role("button", name=re.compile("^What it said before")))
    expect(line.get_by_text("Penicilin", exact=True)).to_be_visible()
    assert heard.heard == []
