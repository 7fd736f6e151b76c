"""Asha on her phone: a new number at once, another name by reception's yes, and who opened her record."""

import re
from collections.abc import Callable
from uuid import UUID

from playwright.sync_api import Page, expect

from hms.schemas.personal import ChangeAnswer
from hms.services import scheduling
from hms.services.personal import requests
from tests.browser.conftest import Founded
from tests.browser.look import Complaints, grave_violations, headings, overflow
from tests.browser.steps import book, button, settled, sign_in
from tests.support.server import ServedClinic

WHO = ("Cardiology", "Dr Meera Rao")


def fit_to_be_seen(page: Page) -> None:
    """Expect a screen that everybody can read, whole."""
    assert not grave_violations(page) and not overflow(page) and not headings(page)


def test_asha_changes_her_data_and_sees_who_opened_her_record(
    this_morning: Founded, page_at: Callable[..., Page], serve: Callable[..., ServedClinic]
) -> None:
    url = serve("run", this_morning.place.data_dir, environment=this_morning.environment).url
    asha = page_at(390)
    complaints = Complaints(asha)
    sign_in(asha, url, "asha@post.example")
    booked = book(asha, url, WHO, "10:20", "Check-up")

    # A phone number is hers to change.
    asha.goto(f"{url}/patient/profile")
    settled(asha)
    fit_to_be_seen(asha)
    asha.get_by_role("link", name="Change phones and e-mail").click()
    asha.locator("[name=phone]").fill("12")
    button(asha, "Save").click()
    expect(asha.get_by_text("This is no phone number")).to_be_visible()
    expect(asha.locator("[name=phone]")).to_have_value("12")
    asha.locator("[name=phone]").fill("+91 98765 43299")
    button(asha, "Save").click()
    expect(asha).to_have_url(re.compile(r"/patient/profile$"))
    expect(asha.get_by_text("098765 43299")).to_be_visible()

    # Her name is reception's to accept: she sees both values, and the answer comes by itself.
    asha.goto(f"{url}/patient/profile/changes")
    button(asha, "Name").click()
    asha.locator("[name=family_name]").fill("Menon")
    asha.locator("[name=reason]").fill("I married in May")
    fit_to_be_seen(asha)
    button(asha, "Ask for it").click()
    expect(asha.get_by_text("Your wish is with reception")).to_be_visible()
    expect(asha.get_by_text("With reception", exact=True)).to_be_visible()
    with this_morning.acting() as cast:
        (wish,) = cast.do(cast.reception, requests.open_requests)
        cast.do(cast.reception, requests.accept, ChangeAnswer(request_id=wish.id, version=wish.version))
        for _ in range(30):
            cast.do(cast.dr_rao, scheduling.card, UUID(booked.rpartition("/")[2]))
    asha.reload()
    expect(asha.get_by_text("Accepted", exact=True)).to_be_visible()
    expect(asha.get_by_text("Menon", exact=True).first).to_be_visible()

    # Who opened it, the newest first, page by page; and a question about one.
    asha.goto(f"{url}/patient/access")
    settled(asha)
    fit_to_be_seen(asha)
    lines = asha.get_by_role("button", name=re.compile("^Ask about this access"))
    expect(lines).to_have_count(25)
    expect(asha.get_by_text("You", exact=True)).to_have_count(0)
    button(asha, "Show older ones").click()
    expect(lines).not_to_have_count(25)
    button(asha, "Everybody, also me").click()
    expect(asha.get_by_text("You", exact=True).first).to_be_visible()
    button(asha, "Other people").click()
    lines.first.click()
    asha.locator("[name=words]").fill("Why was this opened so often?")
    fit_to_be_seen(asha)
    button(asha, "Send the question").click()
    expect(asha).to_have_url(re.compile(r"/patient/messages/[0-9a-f-]{36}$"))

    for path in (
        "/patient",
        "/patient/record",
        "/patient/record/results",
        "/patient/record/visits",
        "/patient/profile/consents",
    ):
        asha.goto(url + path)
        settled(asha)
        fit_to_be_seen(asha)
    assert not [one for one in complaints.take() if "messages" not in one]
