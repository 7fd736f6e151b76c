"""Two administrators at the settings of scheduling: what is typed stays, and is saved as it is seen."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import Founded
from tests.browser.steps import button, row_of, settled, sign_in, untouched
from tests.support.server import ServedClinic

TALK, VIDEO = "Long talk", "Talk by video"


def test_what_is_typed_stays_and_is_saved_as_it_is_seen(
    this_morning: Founded, serve: Callable[..., ServedClinic], page_at: Callable[..., Page]
) -> None:
    clinic = serve("run", this_morning.place.data_dir, environment=this_morning.environment)
    ines, omar = page_at(), page_at(390)
    for page in (ines, omar):
        sign_in(page, clinic.url, "admin@alder.example")
        page.goto(f"{clinic.url}/admin/scheduling")
        settled(page)

    # Omar is in the form when Ines saves: his words stay, hers are shown beside them, and his save is refused first.
    check = untouched(omar)
    omar.locator("[name=phone]").fill("01 555 0100")
    ines.locator("[name=cutoff_min]").fill("2")
    ines.locator("[name=cutoff_min_unit]").select_option(label="days")
    button(ines, "Save rules").click()
    expect(ines.get_by_text("The rules are saved")).to_be_visible()
    expect(omar.get_by_text("0, now 2880")).to_be_visible()
    button(omar, "Save rules").click()
    expect(omar.get_by_text("Somebody saved this before you")).to_be_visible()
    expect(omar.locator("[name=phone]")).to_have_value("01 555 0100")
    button(omar, "Show theirs").click()
    expect(omar.locator("[name=phone]")).to_have_value("")
    expect(omar.locator("[name=cutoff_min]")).to_have_value("2")
    check()

    # A form that another one stood in the place of sends its ticks all the same.
    ines.get_by_role("link", name="Kinds of visits").click()
    ines.locator("[name=name]").fill(TALK)
    button(ines, "Add kind of visit").click()
    expect(row_of(ines, TALK)).to_contain_text("Patients and staff")
    button(ines, f"Change {TALK}").click()
    expect(ines.locator("[name=name]")).to_be_focused()
    button(ines, "Leave as it is").click()
    expect(button(ines, "Leave as it is")).to_have_count(0)  # the new form stands there now
    ines.locator("[name=name]").fill(VIDEO)
    ines.locator("[name=by_video]").check()
    button(ines, "Add kind of visit").click()
    expect(ines.locator("[name=link]")).to_be_focused()
    ines.locator("[name=link]").fill("https://video.example/room")
    button(ines, "Add kind of visit").click()
    expect(row_of(ines, VIDEO)).to_contain_text("By video")
    expect(row_of(ines, VIDEO)).to_contain_text("Patients and staff")
