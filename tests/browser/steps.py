"""What people do at their screens, found by the words that they read there."""

import re
from collections.abc import Callable
from typing import TypeVar

from playwright.sync_api import Locator, Page, expect

from tests.support.cast import PASSWORD

T = TypeVar("T")
SIGN_IN = re.compile(r"/sign-in")


def sign_in(page: Page, url: str, email: str, password: str = PASSWORD) -> None:
    """Sign in, and wait for the first screen to be drawn."""
    page.goto(f"{url}/sign-in")
    page.locator("[name=email]").fill(email)
    page.locator("[name=password]").fill(password)
    page.get_by_role("button", name="Sign in").click()
    expect(page).not_to_have_url(SIGN_IN)
    settled(page)


def sign_out(page: Page) -> None:
    """Sign out through the menu."""
    page.get_by_role("button", name="Account menu").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(SIGN_IN)


def settled(page: Page) -> None:
    """Wait until a screen has read what it shows: from here on, only a live change alters it."""
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("main .h-loading")).to_have_count(0)


def ended(page: Page) -> None:
    """Expect an open page to be gone, without a touch."""
    expect(page).to_have_url(SIGN_IN)
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


def untouched(page: Page) -> Callable[[], None]:
    """Mark a page; what this gives fails if the page was ever loaded anew since."""
    page.evaluate("window.untouched = true")

    def check() -> None:
        assert page.evaluate("window.untouched === true"), f"{page.url} was loaded anew"

    return check


def button(page: Page, words: str) -> Locator:
    """Find a button by its words, all of them; a time may be followed by what the reader's own clock shows then."""
    return page.get_by_role("button", name=re.compile(rf"^{re.escape(words)}( where you are .*)?$"))


def row_of(page: Page, *words: str) -> Locator:
    """Find the row of a table that holds all these words."""
    found = page.get_by_role("row")
    for each in words:
        found = found.filter(has_text=each)
    return found


def on_board(page: Page, time: str, name: str) -> Locator:
    """Find a visit on reception's board, or in its list."""
    return page.get_by_role("group", name="Day board").get_by_role("button", name=re.compile(f"^{time}.*{name}"))


def place_on_board(page: Page, doctor: str, time: str) -> tuple[float, float]:
    """Say where on the screen a time of a doctor begins; half and full hours stand beside the board."""
    board = page.get_by_role("group", name="Day board")
    line = board.locator(".ec-sidebar time").get_by_text(time, exact=True)
    line.scroll_into_view_if_needed()
    beside, above = line.bounding_box(), board.locator(".ec-col-head").filter(has_text=doctor).bounding_box()
    assert beside and above
    return above["x"] + above["width"] / 2, beside["y"] + beside["height"] / 2 + 3


def drag(page: Page, visit: Locator, doctor: str, time: str) -> None:
    """Take a visit by its upper edge and drop it where a time of a doctor begins."""
    to_x, to_y = place_on_board(page, doctor, time)
    box = visit.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 4)
    page.mouse.down()
    page.mouse.move(to_x - 9, to_y - 9, steps=4)
    page.mouse.move(to_x, to_y, steps=4)
    page.mouse.up()


def choose_doctor(page: Page, who: tuple[str, str]) -> None:
    """Choose a department and a doctor; the first day with a free time shows by itself."""
    department, doctor = who
    button(page, department).click()
    page.get_by_role("group", name="Doctors").get_by_role("button").filter(has_text=doctor).click()
    expect(page.get_by_role("group", name="Days")).to_be_visible()


def book(page: Page, url: str, who: tuple[str, str], time: str, reason: str) -> str:
    """Book a time of the first free day; gives the path of the appointment."""
    page.goto(f"{url}/patient/book")
    choose_doctor(page, who)
    button(page, time).click()
    page.locator("[name=reason]").fill(reason)
    button(page, "Book this appointment").click()
    expect(page).to_have_url(re.compile(r"/patient/appointments/[0-9a-f-]{36}$"))
    expect(page.get_by_text("Your appointment is booked")).to_be_visible()
    return page.url.removeprefix(url)
