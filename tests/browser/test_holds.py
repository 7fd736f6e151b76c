"""A time is kept while somebody fills in the form, in front of everybody's eyes; and a browser that dies keeps nothing."""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Error, Page, expect
from sqlmodel import col, select

from hms.db import transaction
from hms.models import Hold
from tests.browser.conftest import Founded
from tests.browser.steps import button, choose_doctor, sign_in
from tests.support.server import ServedClinic

WHO = ("Cardiology", "Dr Meera Rao")
TIME = "10:20"
REASON = "Palpitations at night, since I changed the tablets"
COUNTING = re.compile(r"^[0-4]:\d\d$")


def at_the_times(page: Page, url: str, email: str) -> None:
    sign_in(page, url, email)
    page.goto(f"{url}/patient/book")
    choose_doctor(page, WHO)


def being_booked(page: Page) -> None:
    taken = button(page, f"{TIME} being booked")
    expect(taken).to_be_visible()
    expect(taken).to_be_disabled()


def is_free(page: Page) -> None:
    expect(button(page, TIME)).to_be_enabled()


def kept(page: Page) -> None:
    expect(button(page, TIME)).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("timer")).to_have_text(COUNTING)


def ends_in(founded: Founded, seconds: float) -> None:
    """Let what is held now run out soon."""
    with founded.acting(), transaction() as db:
        for one in db.exec(select(Hold).where(col(Hold.over_at).is_(None))):
            one.expires_at = datetime.now(UTC) + timedelta(seconds=seconds)


def test_others_see_it_being_booked_until_the_browser_that_died_is_forgotten(
    this_morning: Founded, page_at: Callable[..., Page], serve: Callable[..., ServedClinic]
) -> None:
    url = serve("run", this_morning.place.data_dir, environment=this_morning.environment).url
    asha, bilal = page_at(390), page_at(390)
    at_the_times(bilal, url, "bilal@post.example")
    is_free(bilal)
    at_the_times(asha, url, "asha@post.example")
    button(asha, TIME).click()
    kept(asha)
    being_booked(bilal)

    with suppress(Error):
        asha.goto("chrome://crash")  # it says no goodbye
    bilal.reload()
    being_booked(bilal)
    ends_in(this_morning, 0)
    is_free(bilal)
    button(bilal, TIME).click()
    kept(bilal)
    bilal.locator("[name=reason]").fill(REASON)
    button(bilal, "Book this appointment").click()
    expect(bilal.get_by_text("Your appointment is booked")).to_be_visible()


def test_a_page_that_is_left_says_goodbye_and_one_that_is_read_anew_keeps_its_time(
    this_morning: Founded, page_at: Callable[..., Page], serve: Callable[..., ServedClinic]
) -> None:
    url = serve("run", this_morning.place.data_dir, environment=this_morning.environment).url
    asha, bilal = page_at(390), page_at(390)
    at_the_times(bilal, url, "bilal@post.example")
    at_the_times(asha, url, "asha@post.example")
    button(asha, TIME).click()
    kept(asha)
    asha.reload()
    kept(asha)
    being_booked(bilal)
    asha.get_by_role("link", name="Home").first.click()  # inside the app
    expect(asha).to_have_url(re.compile(r"/patient$"))
    is_free(bilal)
    asha.go_back()
    kept(asha)
    being_booked(bilal)
    asha.goto("about:blank")  # out of it
    is_free(bilal)


def test_a_time_that_runs_out_is_told_and_nothing_typed_is_lost(
    this_morning: Founded, page_at: Callable[..., Page], serve: Callable[..., ServedClinic]
) -> None:
    url = serve("run", this_morning.place.data_dir, environment=this_morning.environment).url
    asha = page_at(1440)
    at_the_times(asha, url, "asha@post.example")
    button(asha, TIME).click()
    asha.locator("[name=reason]").fill(REASON)
    kept(asha)
    ends_in(this_morning, 3)
    expect(asha.get_by_text(f"No longer kept for you: {TIME}")).to_be_visible()
    expect(asha.get_by_role("timer")).to_have_count(0)
    button(asha, "Book this appointment").click()
    expect(asha.get_by_role("alert").get_by_text("The time is no longer kept for you")).to_be_visible()
    expect(asha.locator("[name=reason]")).to_have_value(REASON)
    button(asha, "Keep it again").click()
    kept(asha)
    expect(asha.locator("[name=reason]")).to_have_value(REASON)
    button(asha, "Book this appointment").click()
    expect(asha.get_by_text("Your appointment is booked")).to_be_visible()
    expect(asha.get_by_text(REASON)).to_be_visible()
