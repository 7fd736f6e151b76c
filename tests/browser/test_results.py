"""Orders and results on the screen: ordered, typed, looked at by keyboard alone, and read by the patient on a phone."""

import re
from collections.abc import Callable
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from hms.services import availability
from tests.browser.conftest import Founded
from tests.browser.look import Complaints, grave_violations, headings, overflow
from tests.browser.steps import button, settled, sign_in
from tests.browser.test_keyboard import press, sign_in_by_keyboard, tab_to
from tests.browser.zones import morning_zone
from tests.support.cast import Cast
from tests.support.orders import came, ordered, orders, typed
from tests.support.server import ServedClinic

WIDTHS = (390, 768, 1440)


def in_care(cast: Cast, *patients: str) -> None:
    """Book each patient with dr_rao, so that she may order for them."""
    today = cast.now.astimezone(ZoneInfo(morning_zone())).date()
    for who, free in zip(
        patients, cast.do(cast.asha, availability.free_times, cast.dr_rao.practitioner_id, today), strict=False
    ):
        cast.book(cast.people[who], free.starts_at)


def shows_well(page: Page) -> None:
    """Expect a screen to be readable by everybody at every width, light and dark."""
    found = []
    for width in WIDTHS:
        for scheme in ("light", "dark"):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            found += [
                f"{width} {scheme}: {said}" for said in (*grave_violations(page), *overflow(page), *headings(page))
            ]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1440, "height": 900})
    assert found == []


def test_the_inbox_is_worked_through_by_keyboard_and_fills_by_itself(
    this_morning_on_postgresql: Founded, serve: Callable[..., ServedClinic], page_at: Callable[..., Page]
) -> None:
    with this_morning_on_postgresql.acting() as cast:
        in_care(cast, "asha", "bilal")
        (first,) = ordered(cast, "crp")
        came(cast, first, results=typed(crp="30"))
        (his,) = ordered(cast, "electrolytes", patient="bilal")
        came(cast, his, results=typed(potassium="6.9", sodium="141"))
        ordered(cast, "chest_xray")
    clinic = serve("run", this_morning_on_postgresql.place.data_dir, environment=this_morning_on_postgresql.environment)
    page = page_at()
    heard = Complaints(page)
    sign_in_by_keyboard(page, clinic.url, "rao@alder.example")
    press(page, page.get_by_role("link", name="Results: 2, 1 critical"))
    expect(page).to_have_url(re.compile("/doctor/results$"))
    settled(page)
    waiting = page.locator("main li.h-item").filter(has=page.get_by_role("button", name=re.compile("^Look")))
    expect(waiting).to_have_count(2)
    expect(waiting.first).to_contain_text("Potassium 6.9 mmol/L, very high")
    shows_well(page)
    page.keyboard.press("o")
    opened = page.locator("#open-result")
    expect(opened).to_contain_text("Bilal Haddad")
    note = opened.get_by_role("textbox", name=re.compile("^Note"))
    expect(note).to_be_focused()
    page.keyboard.type("Called him: to the hospital now")
    with this_morning_on_postgresql.acting() as cast:
        xray = next(one for one in orders(cast) if one.title == "X-ray of the chest")
        came(cast, xray, report="Shadow in the left lower lobe.", finding="A")
    expect(waiting).to_have_count(3)
    expect(note).to_have_value("Called him: to the hospital now")  # a half-typed note stays
    shows_well(page)
    press(page, opened.get_by_role("button", name=re.compile("^I have looked at it")))
    expect(page.get_by_text("Looked at: Electrolytes and kidney function, Bilal Haddad")).to_be_visible()
    expect(waiting).to_have_count(2)

    page.keyboard.press("o")
    expect(opened).to_contain_text("C-reactive protein (CRP)")
    press(page, opened.get_by_role("button", name=re.compile("^Put it back")))
    expect(waiting).to_have_count(2)
    for left in (1, 0):
        page.keyboard.press("o")
        press(page, opened.get_by_role("button", name=re.compile("^I have looked at it")))
        expect(waiting).to_have_count(left)
    expect(page.get_by_text("Every result was looked at")).to_be_visible()
    assert heard.take() == []


def test_a_doctor_orders_and_writes_a_result_down_and_asha_reads_it_on_her_phone(
    this_morning: Founded, serve: Callable[..., ServedClinic], page_at: Callable[..., Page]
) -> None:
    with this_morning.acting() as cast:
        in_care(cast, "asha")
        before = cast.asha.patient_id
    clinic = serve("run", this_morning.place.data_dir, environment=this_morning.environment)
    page, phone = page_at(), page_at(390)
    heard = [Complaints(page), Complaints(phone)]
    sign_in(page, clinic.url, "rao@alder.example")
    sign_in(phone, clinic.url, "asha@post.example")
    phone.goto(f"{clinic.url}/patient/record/results")
    settled(phone)
    page.goto(f"{clinic.url}/doctor/patients/{before}/orders")
    settled(page)
    tab_to(page, page.get_by_role("combobox", name=re.compile("^Set")))
    page.keyboard.type("Diabetes")
    page.get_by_text("Single tests of the laboratory").first.click()
    page.get_by_role("checkbox", name=re.compile("^Full blood count")).check()
    button(page, "Order").click()
    expect(page.get_by_text("6 orders wait for their results.")).to_be_visible()
    shows_well(page)
    count = page.locator("main li.h-item").filter(has_text="Full blood count")
    count.get_by_role("button", name=re.compile("^Write the result down")).click()
    haemoglobin = count.get_by_role("textbox", name="Haemoglobin", exact=True)
    haemoglobin.fill("113")
    count.get_by_role("button", name=re.compile("^Write the result down")).click()
    expect(count.get_by_text("Is this a slip? It lies between 1 and 30.")).to_be_visible()
    expect(haemoglobin).to_have_value("113")
    haemoglobin.fill("11.3")
    shows_well(page)
    count.get_by_role("button", name=re.compile("^Write the result down")).click()
    expect(count.get_by_role("row").filter(has_text="Haemoglobin")).to_contain_text("11.3 g/dL")
    shows_well(page)
    expect(phone.get_by_text("11.3 g/dL")).to_be_visible()
    expect(phone.get_by_text("Below the usual range")).to_be_visible()
    shows_well(phone)
    assert [one.take() for one in heard] == [[], []]
