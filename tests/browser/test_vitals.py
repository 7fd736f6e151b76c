"""Vital signs by keyboard alone: typed in seconds, refused at the field with all that was typed kept, then charted."""

import re
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Founded
from tests.browser.look import Complaints, grave_violations, overflow
from tests.browser.steps import settled, sign_in
from tests.browser.test_keyboard import press, tab_to
from tests.browser.zones import morning_zone
from tests.support.cast import Cast
from tests.support.server import ServedClinic

# In the order of the fields: what is typed, Tab, and so on
TYPED = ("124", "178", "118", "16", "37,2", "97", "0")


def called_in(cast: Cast) -> str:
    """Let asha come and Dr Rao call her in; gives the address of the visit."""
    from hms.services import attendance, scheduling, visits
    from hms.services.availability import free_times

    day = cast.now.astimezone(ZoneInfo(morning_zone())).date()
    free = cast.do(cast.asha, free_times, cast.dr_rao.practitioner_id, day)
    booked = cast.do(cast.asha, scheduling.book, cast.request(free[0].starts_at))
    cast.do(cast.reception, attendance.check_in, booked.id)
    cast.do(cast.dr_rao, visits.start, booked.id)
    return f"/doctor/visits/{booked.id}"


def looks_right(page: Page) -> None:
    assert not grave_violations(page) and not overflow(page)


@pytest.mark.parametrize("width", [390, 1440])
def test_dr_rao_types_vital_signs_with_the_keyboard_alone(
    this_morning: Founded, serve: Callable[..., ServedClinic], page_at: Callable[..., Page], width: int
) -> None:
    url = serve("run", this_morning.place.data_dir, environment=this_morning.environment).url
    with this_morning.acting() as cast:
        visit = called_in(cast)
    page = page_at(width)
    complaints = Complaints(page)
    sign_in(page, url, "rao@alder.example")
    page.goto(url + visit)
    settled(page)
    expect(page.get_by_text("Nothing was ever measured here.")).to_be_visible()
    tab_to(page, page.get_by_label("Systolic, mmHg"))
    for words in TYPED:
        page.keyboard.type(words)
        page.keyboard.press("Tab")
    expect(page.get_by_label("Consciousness")).to_be_focused()
    page.keyboard.type("A")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The diastolic pressure is below the systolic.", exact=False)).to_be_visible()
    expect(page.get_by_label("Diastolic, mmHg")).to_be_focused()
    expect(page.get_by_label("Pulse", exact=True)).to_have_value("118")
    expect(page.get_by_label("Consciousness")).to_have_value("A")
    looks_right(page)
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("78")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Vital signs are written down")).to_be_visible()
    expect(page.get_by_label("Systolic, mmHg")).to_have_value("")
    expect(page.get_by_text("NEWS2 2, low risk", exact=False)).to_be_visible()
    expect(page.locator("#vitals").get_by_text("high", exact=True)).to_be_visible()
    looks_right(page)

    press(page, page.get_by_role("link", name=re.compile("^Charts")))
    expect(page).to_have_url(re.compile(r"/doctor/patients/.+/vitals$"))
    settled(page)
    expect(page.get_by_role("img", name=re.compile("^Blood pressure, mmHg. Measurements: 2,"))).to_be_visible()
    looks_right(page)
    pulse = page.locator("section").filter(has=page.get_by_role("heading", name="Pulse, per minute"))
    press(page, pulse.locator("summary"))
    press(page, pulse.get_by_role("button", name=re.compile("^Correct Pulse")))
    expect(page.get_by_label("Right value, instead of 118 per minute")).to_be_focused()
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("81")
    press(page, page.get_by_role("button", name="Correct it"))
    expect(page.get_by_text("Say why")).to_be_visible()
    expect(page.get_by_label("Right value, instead of 118 per minute")).to_have_value("81")
    page.keyboard.type("A slip of the key")
    page.keyboard.press("Enter")
    expect(pulse.get_by_text(re.compile("It said .*: A slip of the key"))).to_be_visible()
    looks_right(page)
    assert not complaints.take()
