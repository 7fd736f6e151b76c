"""Every screen of each role at three widths, light and dark: readable by everybody, nothing cut, no errors."""

import re
from collections.abc import Callable
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect

from tests.browser.look import Complaints, grave_violations, headings, overflow
from tests.browser.steps import choose_doctor, settled, sign_in
from tests.support.browser import HEIGHT, Scheme
from tests.support.server import DEMO_PASSWORD, ServedClinic

CLINIC = "Alder Valley Clinic"
WIDTHS = (390, 768, 1440)
ROLES = ("patient", "doctor", "reception", "admin")
PLAIN = {
    "/": f"Visits, prescriptions and what your doctor wrote · {CLINIC}",
    "/sign-in": f"Sign in · {CLINIC}",
    "/register": f"Register as a patient · {CLINIC}",
}
MOVES = """() => [...document.querySelectorAll("*")].filter((one) => {
  const style = getComputedStyle(one), longest = (times) =>
    Math.max(...times.split(",").map((time) => parseFloat(time) * (time.endsWith("ms") ? 1 : 1000)));
  const stands = style.animationTimingFunction.startsWith("steps(1");  // lit, then not: nothing moves
  return longest(style.transitionDuration) > 10 || (longest(style.animationDuration) > 10 && !stands);
}).map((one) => one.className)"""


class SignedIn(NamedTuple):
    """Somebody's cookies, and the screens that are theirs: path and title."""

    state: StorageState | None
    screens: dict[str, str]


def first_link(page: Page, path: str, beginning: str) -> str:
    page.goto(path)
    settled(page)
    return page.locator(f"main a[href^='{beginning}']").first.get_attribute("href") or ""


def path_after(page: Page, pattern: str) -> str:
    expect(page).to_have_url(re.compile(pattern))
    return "/" + page.url.split("/", 3)[3]


def patients(page: Page, url: str) -> dict[str, str]:
    visit = first_link(page, f"{url}/patient", "/patient/visits/")
    appointment = first_link(page, f"{url}/patient/appointments", "/patient/appointments/")
    page.goto(f"{url}/patient/book")
    choose_doctor(page, ("Eyes", "Dr Theresa Abara"))
    page.get_by_role("group", name="Days").get_by_role("button", disabled=False).last.click()
    return {
        "/patient": "Home",
        path_after(page, "day="): "Book an appointment",
        "/patient/appointments": "Your appointments",
        appointment: "Your appointment",
        visit: "Your visit",
        visit.replace("/patient", "/print"): f"Visit on .* · {CLINIC}",
    }


def doctors(page: Page, url: str) -> dict[str, str]:
    draft = first_link(page, f"{url}/doctor", "/doctor/visits/")
    page.locator("button.h-ruler-block.is-fulfilled").first.click()
    return {"/doctor": "Today", draft: "Visit", path_after(page, "/doctor/visits/"): "Visit"}


def receptions(page: Page, url: str) -> dict[str, str]:
    page.goto(f"{url}/reception")
    settled(page)
    page.get_by_role("region", name="Day board").get_by_role("button", name=re.compile("Booked$")).first.click()
    return {"/reception": "Day board", path_after(page, "visit="): "Day board"}


def admins(page: Page, url: str) -> dict[str, str]:
    hours = first_link(page, f"{url}/admin/people", "/admin/people/")
    return {
        "/admin": "Overview",
        "/admin/departments": "Departments",
        "/admin/people": "People",
        hours: "Weekly hours",
    }


FIND = {"patient": patients, "doctor": doctors, "reception": receptions, "admin": admins}


@pytest.fixture(scope="module")
def somebody(demo_clinic: ServedClinic, browser: Browser) -> Callable[[str], SignedIn]:
    """Give the way to be signed in as a role, once for all tests here."""
    known = {"visitor": SignedIn(None, PLAIN)}

    def signed_in(role: str) -> SignedIn:
        if role not in known:
            context = browser.new_context(viewport={"width": 1440, "height": 900})
            page = context.new_page()
            sign_in(page, demo_clinic.url, f"{role}@demo.clinic", DEMO_PASSWORD)
            screens = FIND[role](page, demo_clinic.url)
            known[role] = SignedIn(context.storage_state(), screens)
            context.close()
        return known[role]

    return signed_in


def problems_of(page: Page, title: str) -> list[str]:
    found = overflow(page) + headings(page) + grave_violations(page)
    return found if re.fullmatch(title, page.title()) else [*found, f"title: {page.title()!r}, not {title!r}"]


def twice_as_large(page: Page) -> list[str]:
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    return [f"at 200 %: {words}" for words in overflow(page)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("role", ["visitor", *ROLES])
def test_a_screen_is_readable_whole_and_without_errors(
    role: str,
    scheme: Scheme,
    somebody: Callable[[str], SignedIn],
    demo_clinic: ServedClinic,
    page_at: Callable[..., Page],
) -> None:
    who = somebody(role)
    page = page_at(WIDTHS[0], scheme, storage_state=who.state)
    complaints, problems = Complaints(page), []
    for path, title in who.screens.items():
        page.goto(demo_clinic.url + path)
        if path.startswith(("/patient", "/doctor", "/reception", "/admin")):
            settled(page)
        page.evaluate("document.fonts.ready.then(() => true)")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": HEIGHT[width]})
            problems += [f"{path} at {width}: {words}" for words in problems_of(page, title)]
        problems += [f"{path}: {words}" for words in (twice_as_large(page) if scheme == "light" else [])]
        problems += [f"{path}: {words}" for words in complaints.take()]
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("role", ROLES)
def test_nothing_moves_for_whoever_asks_for_less_motion(
    role: str, somebody: Callable[[str], SignedIn], demo_clinic: ServedClinic, page_at: Callable[..., Page]
) -> None:
    who = somebody(role)
    page = page_at(storage_state=who.state, reduced_motion="reduce")
    page.goto(demo_clinic.url + next(iter(who.screens)))
    settled(page)
    page.evaluate("document.querySelector('main h2').classList.add('h-changed')")
    assert page.evaluate(MOVES) == []
    page.emulate_media(reduced_motion="no-preference")
    assert "h-changed" in " ".join(map(str, page.evaluate(MOVES))), "what changed lights up for everybody else"
