"""Bilal waits, asha gives her time up, and bilal is asked at that moment; also by keyboard, and at the desk."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import Founded
from tests.browser.look import grave_violations, overflow
from tests.browser.steps import book, button, settled, sign_in, untouched
from tests.support.server import ServedClinic

WHO = ("Cardiology", "Dr Meera Rao")
TIME = "10:20"
REASON = "Palpitations, worse than in spring"
LEFT = re.compile(r"^(\d+:)?\d?\d:\d\d$")


def wait_for_dr_rao(page: Page, url: str) -> None:
    """Answer one question after the other, with the keyboard where words are typed."""
    page.goto(f"{url}/patient/waitlist")
    settled(page)
    button(page, "Wait for a time").click()
    button(page, WHO[0]).click()
    page.get_by_role("group", name="Doctors").get_by_role("button").filter(has_text=WHO[1]).click()
    expect(page.get_by_role("heading", name="Which days suit you?")).to_be_visible()
    page.get_by_role("button", name="Saturday").focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Saturday")).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("Space")
    for question in ("At what time of day?", "How long do you want to wait?", "Anything the doctor should know?"):
        button(page, "Next").click()
        expect(page.get_by_role("heading", name=question)).to_be_visible()
    button(page, "Back").click()
    button(page, "Next").click()
    page.locator("[name=reason]").fill(REASON)
    assert not grave_violations(page) and not overflow(page)
    button(page, "Join the waiting list").click()
    expect(page.get_by_text("You are on the waiting list")).to_be_visible()
    expect(page.get_by_role("heading", name=WHO[1])).to_be_visible()


def test_bilal_waits_asha_cancels_bilal_takes_the_time_and_dr_rao_sees_him(
    this_morning: Founded, page_at: Callable[..., Page], serve: Callable[..., ServedClinic]
) -> None:
    url = serve("run", this_morning.place.data_dir, environment=this_morning.environment).url
    asha, bilal, doctor, desk = page_at(390), page_at(390), page_at(1440), page_at(1440)
    sign_in(asha, url, "asha@post.example")
    appointment = book(asha, url, WHO, TIME, "Check-up")
    sign_in(bilal, url, "bilal@post.example")
    wait_for_dr_rao(bilal, url)
    sign_in(doctor, url, "rao@alder.example")
    sign_in(desk, url, "desk@alder.example")
    desk.goto(f"{url}/reception/waitlist")
    expect(desk.get_by_role("rowheader", name="Bilal Haddad")).to_be_visible()
    stays = untouched(bilal)

    asha.goto(f"{url}{appointment}")
    button(asha, "Cancel this appointment").click()
    asha.locator("[name=reason]").fill("I am well again")
    asha.get_by_role("button", name="Cancel this appointment").last.click()
    expect(asha.get_by_text("cancelled").first).to_be_visible()

    take = bilal.get_by_role("button", name="Take this time")
    expect(take).to_be_visible()
    expect(bilal.get_by_role("timer")).to_have_text(LEFT)
    assert not grave_violations(bilal) and not overflow(bilal)
    expect(desk.get_by_role("heading", name="Being asked now")).to_be_visible()
    expect(desk.get_by_text("Waits longest")).to_be_visible()
    stays()
    take.click()
    expect(bilal.get_by_text("The time is yours")).to_be_visible()
    expect(bilal.get_by_text(TIME).first).to_be_visible()
    expect(doctor.get_by_text("Bilal Haddad").first).to_be_visible()
    expect(desk.get_by_text("Nobody waits")).to_be_visible()
    expect(desk.get_by_role("cell", name="Taken")).to_be_visible()
    assert not grave_violations(desk) and not overflow(desk)
