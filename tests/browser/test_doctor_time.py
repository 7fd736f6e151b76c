"""A doctor goes on leave: added, looked ahead at and settled with the keyboard alone, and the patients see it."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from playwright.sync_api import Page, expect

from hms.schemas.scheduling import BookingRequest
from hms.services import availability, scheduling
from tests.browser.conftest import Founded
from tests.browser.steps import button, settled, sign_in
from tests.browser.test_keyboard import press, sign_in_by_keyboard, tab_to
from tests.support.cast import Cast
from tests.support.server import ServedClinic

LATER = timedelta(days=3)


def booked(cast: Cast, who: str, place: int) -> tuple[str, date]:
    """Book one of the free times in three days; gives the appointment's page and its day."""
    doctor = cast.dr_rao.practitioner_id
    loads = cast.do(cast.asha, availability.days, doctor, LATER.days, 1)
    at = cast.do(cast.asha, availability.free_times, doctor, loads[0].day)[place].starts_at
    wish = BookingRequest(
        practitioner_id=doctor, starts_at=at, reason="Palpitations", key=f"00000000-0000-4000-8000-00000000000{place}"
    )
    card = cast.do(cast.people[who], scheduling.book, wish)
    return f"/patient/appointments/{card.id}", card.day


def type_day(page: Page, name: str, day: date) -> None:
    """Type a day into a field as the browser asks for it."""
    tab_to(page, page.locator(f"[name={name}]"))
    page.keyboard.type(f"{day:%m%d%Y}")


def test_a_doctor_takes_leave_with_the_keyboard_and_the_patients_see_it(
    this_morning: Founded, serve: Callable[..., ServedClinic], page_at: Callable[..., Page]
) -> None:
    with this_morning.acting() as cast:
        (ashas, day), (bilals, _) = booked(cast, "asha", 0), booked(cast, "bilal", 1)
    clinic = serve("run", this_morning.place.data_dir, environment=this_morning.environment)
    doctor, asha, bilal = page_at(), page_at(), page_at()
    for patient, email, path in ((asha, "asha@post.example", ashas), (bilal, "bilal@post.example", bilals)):
        sign_in(patient, clinic.url, email)
        patient.goto(clinic.url + path)
        settled(patient)
    sign_in_by_keyboard(doctor, clinic.url, "rao@alder.example")
    press(doctor, doctor.get_by_role("link", name="My hours").first)
    expect(doctor).to_have_url(re.compile("/doctor/time$"))

    press(doctor, button(doctor, "Leave to add"))
    type_day(doctor, "from_on", day)
    expect(doctor.get_by_text("2 booked appointments lie in it.")).to_be_visible()
    expect(doctor.get_by_text(re.compile("Asha Nair"))).to_be_visible()
    press(doctor, button(doctor, "Save leave"))
    expect(doctor).to_have_url(re.compile("/doctor/time/leave"))

    press(doctor, doctor.get_by_label(re.compile("What becomes of Bilal Haddad")), "c")
    expect(doctor.get_by_text("Move 1, cancel 1")).to_be_visible()
    press(doctor, button(doctor, "Carry out"))
    expect(doctor.get_by_text("Cancelling cannot be taken back here")).to_be_visible()
    press(doctor, button(doctor, "Carry out"))
    expect(doctor.get_by_text("Nothing lies in leave")).to_be_visible()
    expect(doctor.get_by_text(re.compile("Asha Nair: Moved to"))).to_be_visible()

    expect(bilal.get_by_text("The doctor is away at the time that was booked.", exact=True)).to_be_visible()
    expect(asha.get_by_text(re.compile(f"Moved from .*{day:%-d %b}"))).to_be_visible()
