"""A prescription's way: renewed with one press, taken as a paper, checked by a pharmacist, asked for again, stopped."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from playwright.sync_api import Locator, Page, expect

from hms.services import availability, visits
from tests.browser.conftest import Founded
from tests.browser.look import Complaints, grave_violations, headings, overflow
from tests.browser.steps import button, settled, sign_in, untouched
from tests.support.cast import Cast
from tests.support.pdf import pages, run_together
from tests.support.prescriptions import prescribe
from tests.support.server import ServedClinic

DRUG, HOW = "Ramipril 5 mg capsule", "1 capsule every morning for 30 days"


def looks(page: Page) -> None:
    """Judge a screen by machine."""
    settled(page)
    assert grave_violations(page) + overflow(page) + headings(page) == []


def first_free(cast: Cast) -> datetime:
    who = cast.dr_rao.practitioner_id
    day = cast.do(cast.asha, availability.days, who, 0, 7)[0].day
    return cast.do(cast.asha, availability.free_times, who, day)[0].starts_at


def signed(cast: Cast) -> Any:
    """Let dr_rao have signed a prescription for asha."""
    now = cast.now
    booked = cast.book(cast.asha, first_free(cast))
    cast.now = booked.starts_at
    cast.do(cast.dr_rao, visits.start, booked.id)
    page = cast.do(cast.dr_rao, visits.page, booked.id)
    cast.now = now
    made = prescribe(cast, page, "Ramipril 5", frequency="AM", days=30, advice="With water")
    cast.sign(page)
    return made


def paper_link(page: Page) -> Locator:
    """Find the paper of the first prescription that a page shows."""
    return page.get_by_role("link", name=re.compile("^Paper")).first


def read(page: Page, url: str) -> str:
    """Read the paper behind a page's link as whoever is signed in there; the browsers of tests leave a page for a PDF."""
    answer = page.request.get(url + (paper_link(page).get_attribute("href") or ""))
    assert answer.status == 200
    return run_together("".join(pages(answer.body())))


def test_a_prescriptions_whole_way(
    this_morning: Founded, page_at: Callable[..., Page], serve: Callable[..., ServedClinic]
) -> None:
    with this_morning.acting() as cast:
        made = signed(cast)
    url = serve("run", this_morning.place.data_dir, environment=this_morning.environment).url
    asha, doctor, pharmacist = page_at(390, has_touch=True), page_at(1440), page_at(390)
    sign_in(asha, url, "asha@post.example")
    sign_in(doctor, url, "rao@alder.example")
    complaints = [Complaints(one) for one in (asha, doctor)]

    asha.goto(f"{url}/patient/prescriptions")
    looks(asha)
    expect(asha.get_by_text(HOW)).to_be_visible()
    paper = read(asha, url)
    for words in ("Asha Nair", DRUG, HOW, "30 capsules", "With water", "Dr Meera Rao"):
        assert run_together(words) in paper
    found = re.search(r"/prescription/([A-Za-z0-9_-]{107})", paper)
    assert found
    code = found[1]

    pharmacist.goto(f"{url}/prescription/{code}")
    looks(pharmacist)
    expect(pharmacist.get_by_text("It is real, and it stands")).to_be_visible()
    expect(pharmacist.get_by_text(DRUG)).to_have_count(0)
    pharmacist.get_by_label("Date of birth, as it is printed").fill("4.2.1980")
    button(pharmacist, "Show what it says").click()
    expect(pharmacist.locator("#proof-error")).to_be_visible()
    pharmacist.get_by_label("Date of birth, as it is printed").fill("3.2.1980")
    button(pharmacist, "Show what it says").click()
    expect(pharmacist.get_by_text(DRUG)).to_be_visible()
    for scheme in ("dark", "light"):
        pharmacist.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        for width in (768, 1440, 390):
            pharmacist.set_viewport_size({"width": width, "height": 900})
            looks(pharmacist)

    doctor.goto(f"{url}/doctor/refills")
    looks(doctor)
    expect(doctor.get_by_text("Nobody waits for a refill")).to_be_visible()
    stays = untouched(doctor)
    asha.get_by_role("button", name=re.compile(f"^Ask for a refill *{DRUG}")).click()
    asha.get_by_label(re.compile("Anything to say along")).fill("The last box is open")
    asha.get_by_role("button", name=re.compile(f"^Ask the doctor *{DRUG}")).click()
    expect(asha.get_by_text("The doctor is asked")).to_be_visible()
    looks(asha)
    expect(doctor.get_by_text("The last box is open")).to_be_visible()
    looks(doctor)
    doctor.get_by_role("button", name=re.compile("^Renew and sign")).click()
    expect(doctor.get_by_text("Nobody waits for a refill")).to_be_visible()
    stays()
    expect(asha.get_by_text(re.compile("^Refill: renewed on"))).to_be_visible()

    doctor.goto(f"{url}/doctor/patients/{this_morning.cast.asha.patient_id}/prescriptions")
    looks(doctor)
    doctor.get_by_role("button", name=re.compile("^Stop")).click()
    doctor.get_by_label("Why is it stopped").fill("A dry cough")
    looks(doctor)
    doctor.get_by_role("button", name=re.compile("^Stop this prescription")).click()
    expect(doctor.get_by_text(re.compile("^Stopped on .* by Dr Meera Rao: A dry cough"))).to_be_visible()
    expect(asha.get_by_text(re.compile("A dry cough$"))).to_be_visible()
    pharmacist.goto(f"{url}/prescription/{code}")
    expect(pharmacist.get_by_text("It was withdrawn")).to_be_visible()  # it was renewed, and the renewal is stopped
    assert [one.take() for one in complaints] == [[], []]
    assert made.how == HOW
    with asha.expect_download() as coming:
        paper_link(asha).click()
    assert re.fullmatch(r"prescription-\d{4}-\d{2}-\d{2}\.pdf", coming.value.suggested_filename)
