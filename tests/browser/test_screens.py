"""Every screen of each role at three widths, light and dark: readable by everybody, nothing cut, no errors."""

import re
from collections.abc import Callable
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect

from tests.browser.look import Complaints, grave_violations, headings, overflow
from tests.browser.steps import button, choose_doctor, on_board, settled, sign_in
from tests.support.browser import HEIGHT, Scheme
from tests.support.server import DEMO_PASSWORD, ServedClinic

CLINIC = "Alder Valley Clinic"
WIDTHS = (390, 768, 1440)
ROLES = ("patient", "doctor", "reception", "admin")
PLAIN = {
    "/": f"Visits, prescriptions and what your doctor wrote · {CLINIC}",
    "/sign-in": f"Sign in · {CLINIC}",
    "/register": f"Register as a patient · {CLINIC}",
    "/register/code": f"Sign in to your record · {CLINIC}",
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
    conversation = first_link(page, f"{url}/patient/messages", "/patient/messages/")
    document = first_link(page, f"{url}/patient/documents", "/patient/documents/")
    page.goto(f"{url}/patient/book")
    choose_doctor(page, ("Eyes", "Dr Theresa Abara"))
    page.get_by_role("group", name="Days").get_by_role("button", disabled=False).last.click()
    return {
        "/patient": "Home",
        path_after(page, "day="): "Book an appointment",
        "/patient/appointments": "Your appointments",
        "/patient/settings": "Settings",
        "/patient/about-me": "About you",
        "/patient/about-me?step=allergies": "About you",
        "/patient/profile": "Profile",
        "/patient/profile/changes?ask=born": "Changes of my data",
        "/patient/profile/health": "My health",
        "/patient/profile/consents": "What I agreed to",
        "/patient/access?who=all": "Who opened my record",
        "/patient/record": "Your record",
        "/patient/prescriptions": "Prescriptions",
        "/patient/documents": "Documents",
        "/patient/add-document": "Add a document",
        document: "Document",
        "/patient/record/results": "Your record",
        "/patient/record/visits": "Your record",
        "/patient/messages": "Messages",
        conversation: "Conversation",
        "/patient/write": "New message",
        "/patient/family": "Family",
        "/patient/my-data": "Take my data with me",
        "/patient/my-code": "A code from the desk",
        appointment: "Your appointment",
        visit: "Your visit",
        visit.replace("/patient", "/print"): f"Visit on .* · {CLINIC}",
    }


def doctors(page: Page, url: str) -> dict[str, str]:
    page.goto(f"{url}/doctor")
    settled(page)
    page.get_by_role("button", name=re.compile("^Open visit")).click()
    draft = path_after(page, "/doctor/visits/")
    settled(page)
    charts = page.locator("main a[href$='/vitals']").get_attribute("href") or ""
    page.goto(f"{url}/doctor")
    settled(page)
    page.locator("button.h-ruler-block.is-fulfilled").first.click()
    written = path_after(page, "/doctor/visits/")
    conversation = first_link(page, f"{url}/doctor/messages", "/doctor/messages/")
    lists = first_link(page, f"{url}{draft}", "/doctor/patients/").rpartition("/")[0]
    return {
        f"{lists}/problems": "Problems",
        f"{lists}/allergies": "Allergies",
        f"{lists}/procedures": "Procedures",
        f"{lists}/family": "Family",
        f"{lists}/vaccines": "Vaccines",
        f"{lists}/orders": "Orders and results",
        "/doctor/results": "Results",
        f"{lists}/documents": "Documents",
        f"{lists}/letters": "Letters",
        "/doctor": "Today",
        f"{lists}/prescriptions": "Prescriptions",
        "/doctor/refills": "Refills",
        "/doctor/messages": "Messages",
        conversation: "Conversation",
        draft: "Visit",
        charts: "Vital signs",
        written: "Visit",
        "/doctor/notes": "Notes to sign",
        "/doctor/templates": "Templates",
        "/doctor/patients": "Patients",
        "/doctor/requests": "Requests",
        "/doctor/time": "My hours",
        "/doctor/time/weekly": "Weekly hours",
        "/doctor/time/leave": "Settle leave",
        "/doctor/time/limits": "Limits",
    }


def receptions(page: Page, url: str) -> dict[str, str]:
    page.goto(f"{url}/reception?view=board")
    settled(page)
    on_board(page, "", "").first.click()
    picked = path_after(page, "visit=")
    button(page, "New appointment").click()
    booking = path_after(page, "new=")
    page.goto(f"{url}/reception/patients")
    settled(page)
    page.get_by_role("searchbox", name="Find").first.fill("aisling byrne")
    page.locator("main a[href^='/reception/patients/']").first.click()
    patient = path_after(page, "/reception/patients/[0-9a-f]")
    pair = first_link(page, f"{url}/reception/duplicates", "/reception/duplicates/")
    return {
        "/reception?view=board": "Day board",
        "/reception?view=list": "Day board",
        picked: "Day board",
        booking: "Day board",
        "/reception/requests": "Requests",
        "/reception/queue": "Queue",
        "/reception/messages": "Messages",
        "/reception/register": "Register",
        "/reception/patients": "Patients",
        patient: "Patient",
        "/reception/changes": "Changes",
        "/reception/inbox": "Conversations",
        "/reception/write": "Write to a patient",
        "/reception/duplicates": "Duplicates",
        pair: "Two records compared",
    }


def admins(page: Page, url: str) -> dict[str, str]:
    hours = first_link(page, f"{url}/admin/people", "/admin/people/")
    return {
        "/admin": "Overview",
        "/admin/departments": "Departments",
        "/admin/people": "People",
        hours: "Hours",
        f"{hours}/weekly": "Weekly hours",
        f"{hours}/leave": "Settle leave",
        f"{hours}/limits": "Limits",
        "/admin/screens": "Screens",
        "/admin/medicines": "Medicines",
        "/admin/tests": "Tests",
        "/admin/vaccines": "Vaccines",
        "/admin/vaccines/schedule": "Vaccination schedule",
        "/admin/scheduling": "Scheduling",
        "/admin/scheduling/types": "Kinds of visits",
        "/admin/scheduling/places": "Sites and rooms",
        "/admin/scheduling/closures": "Closed days",
        "/admin/scheduling/results": "Results",
        "/admin/scheduling/units": "Units",
        "/admin/forms": "Forms",
        "/admin/templates": "Templates",
        "/admin/privacy": "Privacy",
        "/admin/overrides": "Warnings overridden",
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
