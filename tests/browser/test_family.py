"""Asha acts for bilal on her phone, always told so; carmen comes with the code from the desk."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

from playwright.sync_api import Page, expect

from hms.access import SYSTEM, Scope
from hms.db import transaction
from hms.schemas.accounts import Registration
from hms.services import record_codes
from hms.services.accounts import new_patient
from tests.browser.conftest import Founded
from tests.browser.look import grave_violations, overflow
from tests.browser.steps import settled, sign_in
from tests.support.cast import PASSWORD
from tests.support.family import allowed
from tests.support.server import ServedClinic


def pictured(page: Page, name: str) -> None:
    """Keep a picture where somebody asked for them."""
    if folder := os.environ.get("HMS_TEST_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png")


def well(page: Page) -> None:
    assert not grave_violations(page)
    assert not overflow(page)


def test_asha_acts_for_bilal_until_he_ends_it(
    this_morning: Founded, page_at: Callable[..., Page], serve: Callable[..., ServedClinic]
) -> None:
    with this_morning.acting() as cast:
        allowed(cast, "asha", cast.bilal)
    url = serve("run", this_morning.place.data_dir, environment=this_morning.environment).url
    asha, bilal = page_at(390), page_at(390)
    sign_in(asha, url, "asha@post.example")
    asha.get_by_role("button", name="More").click()
    pictured(asha, "more-390")
    asha.get_by_role("link", name="Family").last.click()
    expect(asha.get_by_role("heading", name="Family")).to_be_visible()
    well(asha)
    pictured(asha, "family-390")
    asha.get_by_role("button", name="Open the pages of Bilal Haddad").click()
    expect(asha.get_by_text("You act for Bilal Haddad")).to_be_visible()
    settled(asha)
    well(asha)
    pictured(asha, "acting-390")
    asha.goto(f"{url}/patient/book")
    expect(asha.get_by_text("You act for Bilal Haddad")).to_be_visible()
    asha.get_by_role("button", name="Back to my own pages").click()
    expect(asha.get_by_text("You act for Bilal Haddad")).to_have_count(0)
    settled(asha)
    asha.goto(f"{url}/patient/family")
    asha.get_by_role("button", name="Open the pages of Bilal Haddad").click()
    expect(asha.get_by_text("You act for Bilal Haddad")).to_be_visible()

    sign_in(bilal, url, "bilal@post.example")
    bilal.goto(f"{url}/patient/family")
    bilal.get_by_role("button", name="End Asha Nair").press("Enter")
    bilal.get_by_role("button", name="End it now Asha Nair").press("Enter")
    expect(bilal.get_by_text("It is ended")).to_be_visible()
    well(bilal)
    expect(asha.get_by_role("button", name="Sign in")).to_be_visible()  # at once, without a touch


def test_carmen_makes_a_sign_in_with_her_code_and_sees_her_own_record(
    this_morning: Founded, page_at: Callable[..., Page], serve: Callable[..., ServedClinic]
) -> None:
    known = Registration(
        given_names="Carmen", family_name="Ortiz", born_on=date(1961, 4, 9), email="c@post.example", password=PASSWORD
    )
    with this_morning.acting() as cast:
        with transaction() as db:
            patient_id = new_patient(Scope(db, SYSTEM, cast.now), known).id
        code = cast.do(cast.reception, record_codes.give, patient_id).code
    url = serve("run", this_morning.place.data_dir, environment=this_morning.environment).url
    page = page_at(390)
    page.goto(f"{url}/register")
    page.get_by_role("link", name="Open the record that it has of you").click()
    page.locator("[name=code]").fill(code.lower())
    page.locator("[name=born_on]").fill("1961-04-08")
    page.locator("[name=email]").fill("carmen@post.example")
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Make my sign-in").click()
    expect(page.locator("#code-error")).to_contain_text("do not fit each other")
    well(page)
    pictured(page, "code-390")
    page.locator("[name=born_on]").fill("1961-04-09")
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Make my sign-in").click()
    expect(page.get_by_text("You can sign in now")).to_be_visible()
    sign_in(page, url, "carmen@post.example")
    page.goto(f"{url}/patient/profile")
    expect(page.get_by_role("heading", name="Carmen Ortiz")).to_be_visible()
