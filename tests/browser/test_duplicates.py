"""Reception finds a pair in the list, compares, merges with a reason and takes it back, with the keyboard alone."""

import os
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

from playwright.sync_api import Page, expect

from hms.models import AllergyIntolerance
from tests.browser.conftest import Founded
from tests.browser.look import grave_violations, headings, overflow
from tests.browser.steps import button, settled
from tests.browser.test_keyboard import press, sign_in_by_keyboard, tab_to
from tests.support.server import ServedClinic
from tests.support.twins import known_by

PAIR = re.compile(r"/reception/duplicates/[0-9a-f-]{36}$")
SHOTS = os.environ.get("SHOTS")


def sound(page: Page, name: str) -> None:
    """Look at a screen at three widths, light and dark."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for width in (390, 768, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            wrong = [*grave_violations(page), *overflow(page), *headings(page)]
            if SHOTS:
                page.screenshot(path=Path(SHOTS) / f"{name}-{width}-{scheme}.png", full_page=True)
            assert not wrong, f"{name} at {width}, {scheme}: {wrong}"
    page.emulate_media(color_scheme="light")


def test_reception_merges_a_pair_and_takes_it_back_with_the_keyboard_alone(
    this_morning: Founded, serve: Callable[..., ServedClinic], page_at: Callable[..., Page]
) -> None:
    with this_morning.acting() as cast:
        again = cast.register("Aisha", "Nair", "asha.nair@post.example", date(1980, 2, 3))
        allergy = AllergyIntolerance(patient_id=again.patient_id, recorded_at=cast.now).sealing(text="Latex")
        known_by(cast, again.patient_id, allergy)
    url = serve("run", this_morning.place.data_dir, environment=this_morning.environment).url
    page = page_at(1440)
    sign_in_by_keyboard(page, url, "desk@alder.example")
    press(page, page.get_by_role("link", name="Duplicates").first)
    expect(page.get_by_role("heading", name="Duplicates", level=1)).to_be_visible()
    pair = page.get_by_role("row").filter(has_text="Aisha Nair")
    expect(pair).to_contain_text("Same birth date")
    sound(page, "list")

    press(page, pair.get_by_role("link", name=re.compile("^Compare")))
    expect(page).to_have_url(PAIR)
    settled(page)
    expect(page.get_by_role("row").filter(has_text="E-mail")).to_contain_text("Differs")
    sound(page, "compare")
    press(page, button(page, "Merge into one record"))
    expect(page.locator("#reason")).to_be_focused()
    expect(page.locator("#reason-error")).to_contain_text("Say why")
    page.keyboard.type("Showed one passport")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The two records are one", exact=True)).to_be_visible()
    expect(page.get_by_text("Allergies: 1")).to_be_visible()
    sound(page, "merged")

    tab_to(page, page.locator("#reason"))
    page.keyboard.type("Two sisters")
    press(page, button(page, "Make them two records again"))
    expect(page.get_by_text("The two records stand by themselves again")).to_be_visible()
    expect(page.get_by_text("Noted as two people", exact=True)).to_be_visible()
    press(page, page.get_by_role("link", name="Back to the list"))
    expect(page.get_by_text("No two records look like one person")).to_be_visible()
    sound(page, "empty")
