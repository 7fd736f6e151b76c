"""The administrator keeps tests and the schedule by keyboard; doctors order and give by them at once."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Founded
from tests.browser.look import Complaints
from tests.browser.steps import row_of, settled, sign_in
from tests.browser.test_keyboard import press, sign_in_by_keyboard, tab_to
from tests.browser.test_results import in_care, shows_well
from tests.support.server import ServedClinic


def box(place: Page | Locator, words: str) -> Locator:
    return place.get_by_role("textbox", name=re.compile(f"^{re.escape(words)}"))


def type_into(page: Page, where: Locator, words: str) -> None:
    tab_to(page, where)
    page.keyboard.press("Control+a")
    page.keyboard.type(words)


def test_a_test_is_added_by_keyboard_refused_in_words_and_ordered_by_a_doctor(
    this_morning: Founded, serve: Callable[..., ServedClinic], page_at: Callable[..., Page]
) -> None:
    with this_morning.acting() as cast:
        in_care(cast, "asha")
    clinic = serve("run", this_morning.place.data_dir, environment=this_morning.environment)
    page = page_at()
    heard = Complaints(page)
    sign_in_by_keyboard(page, clinic.url, "admin@alder.example")
    press(page, page.get_by_role("link", name="Tests", exact=True).first)
    expect(page).to_have_url(re.compile("/admin/tests$"))
    settled(page)
    press(page, page.get_by_role("button", name="New test"))
    expect(box(page, "Name")).to_be_focused()
    page.keyboard.type("Sedimentation rate")
    for words, typed in (
        ("Unit (UCUM)", "mm/hour"),
        ("LOINC code", "30341-2"),
        ("A slip under", "0"),
        ("A slip over", "200"),
    ):
        type_into(page, box(page, words), typed)
    first = page.get_by_role("group", name="Range 1")
    type_into(page, box(first, "Usual to"), "20")
    press(page, page.get_by_role("button", name="Another range"))
    second = page.get_by_role("group", name="Range 2")
    expect(second.get_by_role("combobox", name="For")).to_be_focused()
    type_into(page, box(second, "from age"), "15y")
    type_into(page, box(second, "Critical ≥"), "100")
    shows_well(page)
    press(page, page.get_by_role("button", name="Add test"))
    unit = box(page, "Unit (UCUM)")
    expect(unit).to_be_focused()
    expect(unit).to_have_value("mm/hour")
    expect(page.get_by_text("UCUM has no such unit.")).to_be_visible()
    expect(page.get_by_text("A line above is for the same people already")).to_be_visible()
    expect(box(first, "Usual to")).to_have_value("20")
    shows_well(page)
    page.keyboard.press("Control+a")
    page.keyboard.type("mm/h")
    type_into(page, box(first, "from age"), "15y")
    type_into(page, box(second, "from age"), "0d")
    press(page, page.get_by_role("button", name="Add test"))
    expect(page.get_by_text("Sedimentation rate can be ordered")).to_be_visible()
    listed = row_of(page, "Sedimentation rate", "mm/h")
    expect(listed).to_contain_text("The clinic’s own")
    shows_well(page)
    assert heard.take() == []
    doctor = page_at()
    sign_in(doctor, clinic.url, "rao@alder.example")
    with this_morning.acting() as cast:
        doctor.goto(f"{clinic.url}/doctor/patients/{cast.asha.patient_id}/orders")
    settled(doctor)
    doctor.get_by_text("Single tests of the laboratory").first.click()
    expect(doctor.get_by_role("checkbox", name="Sedimentation rate")).to_be_visible()


def test_the_schedule_is_changed_by_keyboard_and_goes_back_to_what_came(
    this_morning: Founded, serve: Callable[..., ServedClinic], page_at: Callable[..., Page]
) -> None:
    clinic = serve("run", this_morning.place.data_dir, environment=this_morning.environment)
    page = page_at()
    heard = Complaints(page)
    sign_in_by_keyboard(page, clinic.url, "admin@alder.example")
    press(page, page.get_by_role("link", name="Vaccines", exact=True).first)
    expect(page).to_have_url(re.compile("/admin/vaccines$"))
    settled(page)
    shows_well(page)
    press(page, page.get_by_role("link", name="Schedule", exact=True))
    expect(page).to_have_url(re.compile("/admin/vaccines/schedule$"))
    settled(page)
    press(page, page.get_by_role("button", name="Change Measles"))
    expect(box(page, "Against")).to_be_focused()
    second = page.get_by_role("group", name="Dose 2")
    type_into(page, box(second, "Least gap"), "-4w")
    shows_well(page)
    press(page, page.get_by_role("button", name="Save changes"))
    expect(page.get_by_text("A time between two doses is not negative.")).to_be_visible()
    expect(box(second, "Least gap")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("8w")
    press(page, page.get_by_role("button", name="Save changes"))
    expect(page.get_by_text("Measles is saved")).to_be_visible()
    row = row_of(page, "Measles", "8 weeks after the one before at least")
    expect(row).to_contain_text("Changed by the clinic")
    shows_well(page)
    press(page, page.get_by_role("button", name="As it came Measles"))
    expect(row_of(page, "Measles", "4 weeks after the one before at least")).to_contain_text("As it came")
    press(page, page.get_by_role("button", name="Take off Rubella"))
    expect(page.get_by_role("button", name="Yes, take it off Rubella")).to_be_focused()
    page.keyboard.press("Enter")
    expect(row_of(page, "Rubella").last).to_contain_text("Off the list")
    shows_well(page)
    assert heard.take() == []
