"""Reception's board in two browsers at once: dragged, typed, kept, refused; and as a list on a phone."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, time
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from hms.db import transaction
from hms.models import SchedulingRules
from hms.schemas.scheduling import BookingRequest
from hms.services import scheduling
from tests.browser.conftest import Founded
from tests.browser.look import Complaints, grave_violations, overflow
from tests.browser.steps import button, drag, on_board, place_on_board, row_of, settled, sign_in, untouched
from tests.browser.zones import morning_zone
from tests.support.server import ServedClinic

RAO, OSEI = "Dr Meera Rao", "Dr Kofi Osei"
ASHA, BILAL = "Asha Nair", "Bilal Haddad"
EMAIL = {"desk": "desk@alder.example", RAO: "rao@alder.example", OSEI: "osei@alder.example"}
Opened = Callable[..., Page]


@pytest.fixture
def house(this_morning: Founded, serve: Callable[..., ServedClinic]) -> ServedClinic:
    """Serve the clinic."""
    return serve("run", this_morning.place.data_dir, environment=this_morning.environment)


@pytest.fixture
def at(house: ServedClinic, page_at: Opened) -> Opened:
    """Give the way to sit down at the desk, or to be one of the doctors."""

    def signed_in(who: str = "desk", width: int = 1440, **options: Any) -> Page:
        page = page_at(width, **options)
        sign_in(page, house.url, EMAIL[who])
        return page

    return signed_in


def book(founded: Founded, who: str, hour: int, minute: int = 0) -> None:
    """Let a patient book with Dr Rao, for later today."""
    zone = ZoneInfo(morning_zone())
    starts_at = datetime.combine(datetime.now(UTC).astimezone(zone), time(hour, minute), zone)
    with founded.acting() as cast:
        doctor = cast.dr_rao.practitioner_id
        wish = BookingRequest(practitioner_id=doctor, starts_at=starts_at, reason="Dizzy", key=str(uuid4()))
        cast.do(getattr(cast, who), scheduling.book, wish)


def test_a_visit_is_moved_by_dragging_and_by_keyboard_and_everybody_sees_it_at_once(
    this_morning: Founded, at: Opened
) -> None:
    book(this_morning, "asha", 10)
    desk, other, rao, osei = at(), at(), at(RAO), at(OSEI)
    checks, complaints = [untouched(page) for page in (desk, other, rao, osei)], Complaints(desk)
    expect(row_of(rao, ASHA, "10:00")).to_be_visible()

    drag(desk, on_board(desk, "10:00", ASHA), RAO, "11:30")
    expect(desk.get_by_text(f"{ASHA} is moved")).to_be_visible()
    for board in (desk, other):
        expect(on_board(board, "11:30", ASHA)).to_be_visible()
        expect(on_board(board, "10:00", ASHA)).to_have_count(0)
    expect(row_of(rao, ASHA, "11:30")).to_be_visible()

    drag(desk, on_board(desk, "11:30", ASHA), OSEI, "12:30")
    expect(on_board(desk, "12:30", ASHA)).to_contain_text(OSEI)
    expect(row_of(osei, ASHA, "12:30")).to_be_visible()
    expect(row_of(rao, ASHA)).to_have_count(0)
    expect(on_board(other, "12:30", ASHA)).to_contain_text(OSEI)

    # The same by keyboard, at the other desk: M takes it up, arrows carry it, Enter puts it there.
    on_board(other, "12:30", ASHA).focus()
    for key in ("m", "ArrowUp", "ArrowUp", "Enter"):
        other.keyboard.press(key)
    expect(other.get_by_text(f"{ASHA} is moved")).to_be_visible()
    expect(on_board(desk, "12:20", ASHA)).to_be_visible()
    expect(on_board(other, "12:20", ASHA)).to_be_focused()
    # Alt and an arrow do it at once; to the doctor beside.
    aside = "Alt+ArrowLeft" if _left_of(other, RAO, OSEI) else "Alt+ArrowRight"
    for key in (aside, "Enter"):
        other.keyboard.press(key)
    expect(row_of(rao, ASHA, "12:20")).to_be_visible()
    expect(row_of(osei, ASHA)).to_have_count(0)
    expect(on_board(desk, "12:20", ASHA)).to_contain_text(RAO)
    for check in checks:
        check()
    assert complaints.take() == []


def _left_of(page: Page, one: str, other: str) -> bool:
    heads = page.get_by_role("group", name="Day board").locator(".ec-col-head .h-cal-name").all_inner_texts()
    return heads.index(one) < heads.index(other)


def test_a_visit_is_made_longer_by_its_lower_edge(this_morning: Founded, at: Opened) -> None:
    book(this_morning, "asha", 10)
    desk, other = at(), at()
    on_board(desk, "10:00", ASHA).hover()
    box = on_board(desk, "10:00", ASHA).bounding_box()
    assert box
    desk.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] - 2)
    desk.mouse.down()
    desk.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] + 22, steps=6)
    desk.mouse.up()
    expect(on_board(other, "10:00–10:30", ASHA)).to_be_visible()


def test_what_does_not_fit_goes_back_and_says_so(this_morning: Founded, at: Opened) -> None:
    book(this_morning, "asha", 10)
    book(this_morning, "bilal", 11)
    desk, other = at(), at()
    for when in ("13:00", "11:00"):  # nobody works at lunch; bilal is there at eleven
        drag(desk, on_board(desk, "10:00", ASHA), RAO, when)
        expect(desk.get_by_role("heading", name="This does not fit")).to_be_visible()
        expect(desk.get_by_role("alert")).to_be_visible()
        expect(on_board(desk, "10:00", ASHA)).to_be_visible()
        expect(on_board(desk, when, ASHA)).to_have_count(0)
        expect(button(desk, "Double-book")).to_have_count(0)
        button(desk, "Leave it there").click()
    expect(on_board(other, "10:00", ASHA)).to_be_visible()


def test_double_booking_needs_a_reason_and_is_marked_at_both_desks(this_morning: Founded, at: Opened) -> None:
    with this_morning.acting(), transaction() as db:
        db.add(SchedulingRules(overbooking_roles="receptionist"))
    book(this_morning, "asha", 10)
    book(this_morning, "bilal", 11)
    desk, other = at(), at()
    drag(desk, on_board(desk, "10:00", ASHA), RAO, "11:00")
    button(desk, "Double-book").click()
    expect(desk.get_by_text("Say why it has to be then.")).to_be_visible()
    desk.get_by_label("Reason for double-booking").fill("Her blood has to be taken before noon")
    button(desk, "Double-book").click()
    for board in (desk, other):
        expect(on_board(board, "11:00", ASHA)).to_contain_text("Overbooked")
    on_board(other, "11:00", ASHA).click()
    expect(other.get_by_text("Her blood has to be taken before noon").first).to_be_visible()


def test_a_time_is_kept_while_reception_books_it_and_free_again_when_they_let_it_go(
    this_morning: Founded, at: Opened
) -> None:
    desk, other = at(), at()
    desk.mouse.click(*place_on_board(desk, RAO, "10:30"))
    expect(desk.get_by_text("10:30 is kept for you").first).to_be_visible()
    expect(desk.get_by_role("timer")).to_have_text(re.compile(r"^[45]:\d\d$"))
    expect(on_board(desk, "10:30", "You are booking this")).to_be_visible()
    held = on_board(other, "10:30", "Being booked")
    expect(held).to_be_visible()
    button(desk, "Close").click()
    expect(held).to_have_count(0)

    desk.mouse.click(*place_on_board(desk, RAO, "10:30"))
    expect(held).to_be_visible()
    desk.close()
    expect(held).to_have_count(0)


def test_reception_books_at_an_empty_time_for_a_patient_found_by_typing(this_morning: Founded, at: Opened) -> None:
    book(this_morning, "asha", 12)
    desk, other, rao = at(), at(), at(RAO)
    desk.mouse.click(*place_on_board(desk, RAO, "10:30"))
    expect(desk.get_by_label("Patient", exact=True)).to_be_focused()
    desk.keyboard.type("hadda")
    button(desk, f"Choose {BILAL}").click()
    button(desk, "Book").click()
    expect(desk.get_by_text("Say in a few words what it is about.")).to_be_visible()
    expect(desk.locator("[name=reason]")).to_be_focused()
    desk.keyboard.type("Telephoned: a cough for a week")

    # Another visit may be looked at meanwhile; what is half filled in is still there.
    on_board(desk, "12:00", ASHA).click()
    expect(desk.get_by_role("heading", name=ASHA)).to_be_visible()
    expect(desk).to_have_url(re.compile("visit="))
    desk.keyboard.press("Escape")
    expect(desk.locator("[name=reason]")).to_have_value("Telephoned: a cough for a week")
    expect(desk).not_to_have_url(re.compile("visit="))

    button(desk, "Book").click()
    expect(desk.get_by_text(f"{BILAL} is booked")).to_be_visible()
    expect(desk.get_by_role("heading", name=BILAL)).to_be_visible()
    expect(on_board(other, "10:30", BILAL)).to_contain_text("Booked")
    expect(row_of(rao, BILAL, "10:30")).to_be_visible()
    desk.reload()
    settled(desk)
    expect(desk.get_by_role("heading", name=BILAL)).to_be_visible()


def test_on_a_phone_the_day_is_a_list_and_a_visit_moves_without_dragging(this_morning: Founded, at: Opened) -> None:
    book(this_morning, "asha", 10)
    phone, other = at("desk", 390, has_touch=True, is_mobile=True), at()
    expect(button(phone, "List")).to_have_attribute("aria-pressed", "true")
    expect(on_board(phone, "10:00", ASHA)).to_contain_text(RAO)
    assert not grave_violations(phone) and not overflow(phone)
    phone.get_by_role("link", name=re.compile("nobody waits")).tap()
    expect(phone.get_by_role("heading", name="Waiting room")).to_be_in_viewport()

    on_board(phone, "10:00", ASHA).tap()
    button(phone, f"Move to… {ASHA}").tap()
    phone.get_by_label("Doctor", exact=True).select_option(label=OSEI)
    button(phone, "14:40").tap()
    expect(phone.get_by_text("14:40 is kept for you").first).to_be_visible()
    expect(on_board(other, "14:40", "Being booked")).to_be_visible()
    button(phone, "Move here").tap()
    expect(phone.get_by_text(f"{ASHA} is moved")).to_be_visible()
    expect(on_board(phone, "14:40", ASHA)).to_contain_text(OSEI)
    expect(on_board(other, "14:40", ASHA)).to_be_visible()

    phone.get_by_role("link", name="Day after").tap()
    expect(phone).to_have_url(re.compile("day="))
    expect(button(phone, "List")).to_have_attribute("aria-pressed", "true")


def test_the_days_are_turned_by_one_key_and_the_address_keeps_what_is_chosen(this_morning: Founded, at: Opened) -> None:
    desk = at()
    today = desk.get_by_role("heading", level=1).inner_text()
    button(desk, "List").click()
    desk.get_by_label("Department").select_option(label="Eyes")
    expect(desk).to_have_url(re.compile("view=list"))
    expect(desk).to_have_url(re.compile("department="))
    desk.keyboard.press("n")
    expect(desk).to_have_url(re.compile("day="))
    expect(desk.get_by_role("heading", level=1)).not_to_have_text(today)
    expect(button(desk, "List")).to_have_attribute("aria-pressed", "true")
    desk.keyboard.press("p")
    expect(desk.get_by_role("heading", level=1)).to_have_text(today)
    desk.keyboard.press("t")
    button(desk, "Board").click()
    expect(desk.get_by_role("group", name="Day board").get_by_text(OSEI)).to_be_visible()
    expect(desk.get_by_role("group", name="Day board").get_by_text(RAO)).to_have_count(0)
    desk.keyboard.press("a")
    expect(desk.get_by_role("heading", name="New appointment")).to_be_visible()
    desk.keyboard.type("tpn")
    expect(desk.get_by_label("Patient", exact=True)).to_have_value("tpn")


AS_SCANNED = """(code) => { for (const key of code)
  document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true })); }"""


def test_a_scanner_presses_no_keys_and_whoever_wants_none_turns_them_off(this_morning: Founded, at: Opened) -> None:
    desk = at()
    there = desk.url
    desk.evaluate("document.activeElement.blur()")
    desk.evaluate(AS_SCANNED, "pant4nt")
    desk.get_by_role("button", name="Account menu").click()
    button(desk, "Turn single keys off").click()
    desk.keyboard.press("Escape")
    desk.keyboard.press("n")
    expect(desk.locator("main .h-key").first).to_be_hidden()
    desk.wait_for_timeout(500)  # what a key presses would have begun by now
    assert desk.url == there and desk.get_by_role("heading", name="New appointment").count() == 0

    desk.reload()
    settled(desk)
    desk.get_by_role("button", name="Account menu").click()
    button(desk, "Turn single keys on").click()
    desk.keyboard.press("Escape")
    desk.keyboard.press("n")
    expect(desk).to_have_url(re.compile("day="))
