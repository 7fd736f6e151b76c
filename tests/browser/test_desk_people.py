"""The desk by keyboard alone: somebody is registered in half a minute's keys, found from anywhere, and their phone mended."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from hms.schemas.personal import ChangeAsked
from hms.services import availability
from hms.services.personal import reading, requests
from tests.browser.conftest import Founded
from tests.browser.look import Complaints, grave_violations, headings, overflow
from tests.browser.steps import settled, sign_in
from tests.browser.test_keyboard import press, sign_in_by_keyboard, tab_to
from tests.support.server import ServedClinic

DESK = "desk@alder.example"
MOST_KEYS = 60  # for the three things that are needed; a hand that types slowly presses two in a second


class Hands:
    """Somebody at a keyboard, whose keys are counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed = page, 0

    def type(self, words: str) -> None:
        """Type, as a person does: with a moment between two keys."""
        self.pressed += len(words)
        self.page.keyboard.type(words, delay=45)

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.pressed += 1
            self.page.keyboard.press(key)


@pytest.fixture
def desk(this_morning: Founded, serve: Callable[..., ServedClinic], page_at: Callable[..., Page]) -> tuple[Page, str]:
    """Sit down at the desk."""
    clinic = serve("run", this_morning.place.data_dir, environment=this_morning.environment)
    page = page_at()
    sign_in_by_keyboard(page, clinic.url, DESK)
    return page, clinic.url


def find(page: Page, words: str) -> None:
    """Open the search from wherever one is, and type."""
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name="Find a patient or a place")).to_be_focused()
    page.keyboard.type(words, delay=45)


def test_somebody_is_registered_with_three_fields_and_the_keyboard_alone(desk: tuple[Page, str]) -> None:
    page, _ = desk
    hands = Hands(page)
    hands.press("Control+k")
    hands.type("regis")
    expect(page.get_by_role("option", name=re.compile("Register"))).to_have_attribute("aria-selected", "true")
    hands.press("Enter")
    expect(page.locator("#given_names")).to_be_focused()
    hands.type("Meera")
    hands.press("Tab")
    hands.type("Iyer")
    hands.press("Tab")
    hands.type("f")
    hands.press("Tab")
    hands.type("4.5.1991")
    expect(page.get_by_text("Understood as: 4 May 1991")).to_be_visible()
    hands.press("Enter")
    expect(page.get_by_role("heading", name="Meera Iyer is registered")).to_be_visible()
    assert hands.pressed <= MOST_KEYS
    expect(page.locator("#registered")).to_be_focused()
    hands.press("o")
    expect(page).to_have_url(re.compile(r"/reception/patients/[0-9a-f-]{36}$"))
    expect(page.get_by_role("heading", name="Meera Iyer", level=1)).to_be_visible()


def test_who_is_known_shows_beside_the_form_and_is_opened_instead(desk: tuple[Page, str]) -> None:
    page, url = desk
    page.goto(f"{url}/reception/register")
    expect(page.locator("#given_names")).to_be_focused()
    page.keyboard.type("Aasha", delay=45)
    page.keyboard.press("Tab")
    page.keyboard.type("Nair", delay=45)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("3.2.1980", delay=45)
    twin = page.get_by_role("link", name="Use this one Asha Nair")
    expect(twin).to_be_visible()
    assert not grave_violations(page)
    press(page, twin)
    expect(page.get_by_role("heading", name="Asha Nair", level=1)).to_be_visible()


def test_a_patient_is_found_with_ctrl_k_and_their_phone_mended(desk: tuple[Page, str]) -> None:
    page, _ = desk
    heard = Complaints(page)
    find(page, "nair 1980")
    expect(page.get_by_role("option", name=re.compile("Asha Nair"))).to_have_attribute("aria-selected", "true")
    assert not grave_violations(page)
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).not_to_be_visible()
    find(page, "nair")
    expect(page.get_by_role("option", name=re.compile("Asha Nair"))).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Asha Nair", level=1)).to_be_visible()
    page.keyboard.press("t")
    phone = page.locator("#phones-0")
    expect(phone).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("none")
    page.keyboard.press("Enter")
    expect(page.get_by_text("This is no phone number")).to_be_visible()
    expect(phone).to_be_focused()
    expect(phone).to_have_value("none")
    page.keyboard.press("Control+a")
    page.keyboard.type("98450 12345")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="098450 12345")).to_be_visible()
    assert heard.take() == []


def test_while_the_search_is_open_no_single_key_does_anything_and_the_focus_comes_back(desk: tuple[Page, str]) -> None:
    page, _ = desk
    button = page.get_by_role("button", name=re.compile("Find"))
    tab_to(page, button)
    page.keyboard.press("Enter")
    asked = page.get_by_role("combobox", name="Find a patient or a place")
    expect(asked).to_be_focused()
    page.locator("#palette-list").evaluate("it => { it.tabIndex = -1; it.focus() }")
    address = page.url
    for key in ("a", "n", "d", "ArrowRight"):
        page.keyboard.press(key)
    page.wait_for_timeout(200)
    assert page.url == address and page.locator("#booking").count() == 0
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    find(page, "patien")
    expect(page.get_by_role("option", name=re.compile("Patients"))).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/reception/patients$"))


def test_a_scanned_label_opens_its_record(desk: tuple[Page, str], this_morning: Founded) -> None:
    page, url = desk
    with this_morning.acting() as cast:
        number = cast.do(cast.reception, reading.page, cast.asha.patient_id).record_number
    page.goto(f"{url}/reception/patients")
    expect(page.locator("#sought")).to_be_focused()
    page.keyboard.type(number)  # as fast as a scanner does
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Asha Nair", level=1)).to_be_visible()
    page.keyboard.press("Control+k")
    page.keyboard.type(number)
    page.keyboard.press("Enter")
    expect(page.locator("#palette")).not_to_be_visible()
    expect(page.get_by_role("heading", name="Asha Nair", level=1)).to_be_visible()


def test_a_photo_is_taken_in_shown_and_one_that_is_none_is_refused_in_words(
    desk: tuple[Page, str], tmp_path: Path
) -> None:
    from PIL import Image

    page, _ = desk
    find(page, "nair")
    expect(page.get_by_role("option", name=re.compile("Asha Nair"))).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Asha Nair", level=1)).to_be_visible()
    photo, drawing = tmp_path / "asha.png", tmp_path / "photo.png"
    Image.new("RGB", (800, 600), "teal").save(photo)
    drawing.write_text("<svg xmlns='http://www.w3.org/2000/svg'><script>document.title='x'</script></svg>")
    page.locator("#photo-file").set_input_files(drawing)
    expect(page.get_by_text("It is a drawing (SVG)")).to_be_visible()
    page.locator("#photo-file").set_input_files(photo)
    picture = page.get_by_role("img", name="Photo of Asha Nair")
    expect(picture).to_be_visible()
    expect(picture).to_have_js_property("naturalWidth", 480)


def test_every_screen_of_the_desk_for_people_is_sound_at_every_width(
    this_morning: Founded, serve: Callable[..., ServedClinic], page_at: Callable[..., Page]
) -> None:
    url = serve("run", this_morning.place.data_dir, environment=this_morning.environment).url
    with this_morning.acting() as cast:
        asha = cast.asha.patient_id
        free = cast.do(
            cast.asha, availability.free_times, cast.dr_rao.practitioner_id, cast.now.date() + timedelta(days=2)
        )
        cast.book(cast.asha, free[0].starts_at)
        cast.do(cast.asha, requests.ask_change, ChangeAsked(version=1, family_name="Menon", reason="I married"))
    places = ["/reception/patients", f"/reception/patients/{asha}", "/reception/register", "/reception/changes"]
    for width, scheme in ((1440, "light"), (390, "light"), (768, "dark"), (1440, "dark")):
        page = page_at(width, scheme)
        heard = Complaints(page)
        sign_in(page, url, DESK)
        for place in places:
            page.goto(f"{url}{place}")
            settled(page)
            assert grave_violations(page) + overflow(page) + headings(page) + heard.take() == [], (place, width, scheme)
        page.goto(f"{url}{places[1]}")
        settled(page)
        for section in ("identity", "about", "contacts", "address", "relations", "coverage", "numbers"):
            page.locator(f"#edit-{section}").click()
            expect(page.locator(f"#section-{section} form")).to_be_visible()
            assert grave_violations(page) + overflow(page) == [], (section, width, scheme)
    doctor = page_at(1440)
    sign_in(doctor, url, "rao@alder.example")
    find(doctor, "nair")
    expect(doctor.get_by_role("option", name=re.compile("Asha Nair"))).to_be_visible()
    doctor.keyboard.press("Enter")
    expect(doctor.get_by_role("heading", name="Asha Nair", level=1)).to_be_visible()
    assert grave_violations(doctor) + overflow(doctor) == []
