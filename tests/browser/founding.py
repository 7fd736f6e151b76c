"""Founding a clinic at the administrator's own screens."""

import re
import time

from playwright.sync_api import Page, expect

from tests.browser.steps import button, row_of, settled
from tests.browser.zones import morning_zone
from tests.support.cast import PASSWORD
from tests.support.server import ServedClinic

LINK = re.compile(r"http\S+/setup/\S+")
PRINTED_S = 30.0


def set_up_link(clinic: ServedClinic) -> str:
    """Read the one-time link in the terminal."""
    until = time.monotonic() + PRINTED_S
    while not (found := LINK.search(clinic.log)):
        assert time.monotonic() < until, clinic.log
        time.sleep(0.05)
    return found.group()


def set_up(admin: Page, link: str) -> None:
    """Name the clinic and its first administrator."""
    admin.goto(link)
    admin.get_by_label("Name of the clinic").fill("Alder Valley")
    admin.get_by_label("Country").select_option("IE")
    admin.get_by_label("Time zone").select_option(morning_zone())
    admin.get_by_label("Your name").fill("Ilse Brandt")
    admin.get_by_label("Your e-mail address").fill("ilse@alder.example")
    admin.get_by_label("Choose a password").fill(PASSWORD)
    button(admin, "Set up the clinic").click()
    expect(admin).to_have_url(re.compile(r"/admin$"))
    settled(admin)


def add_department(admin: Page, url: str, name: str) -> None:
    """Add a department."""
    admin.goto(f"{url}/admin/departments")
    admin.locator("[name=name]").fill(name)
    button(admin, "Add department").click()
    expect(row_of(admin, name)).to_be_visible()


def invite(admin: Page, url: str, role: str, name: str, email: str, *, department: str = "") -> str:
    """Invite a member of staff and read the link that is shown."""
    admin.goto(f"{url}/admin/people")
    admin.locator("[name=role]").select_option(role)
    admin.locator("[name=name]").fill(name)
    admin.locator("[name=email]").fill(email)
    if department:
        admin.locator("[name=department_id]").select_option(label=department)
        admin.locator("[name=room]").fill("14")
    button(admin, "Invite").click()
    expect(row_of(admin, name, "Invited")).to_be_visible()
    return admin.locator("#invitation-link").inner_text()


def accept(person: Page, link: str, home: str) -> None:
    """Choose a password behind the link, and be in."""
    person.goto(link)
    person.get_by_label("Choose a password").fill(PASSWORD)
    button(person, "Save and sign in").click()
    expect(person).to_have_url(re.compile(f"{home}$"))
    settled(person)


def set_hours(admin: Page, url: str, doctor: str) -> None:
    """Let a doctor work from nine to twelve and from one to five on each day of the week."""
    admin.goto(f"{url}/admin/people")
    hours = admin.get_by_role("link", name=f"Hours {doctor}", exact=True).get_attribute("href")
    admin.goto(f"{url}{hours}/weekly")
    settled(admin)
    for day in ("Monday", "Monday", "Saturday", "Saturday", "Sunday", "Sunday"):
        already = admin.get_by_label(re.compile(f"^{day} from$")).count()
        button(admin, f"Add block {day}").click()
        expect(admin.get_by_label(re.compile(f"^{day} from$"))).to_have_count(already + 1)
    button(admin, "Copy to Monday to Friday Monday").click()
    expect(admin.get_by_text("49 hours a week")).to_be_visible()
    button(admin, "Save hours").click()
    expect(admin.get_by_text("The hours are saved")).to_be_visible()
