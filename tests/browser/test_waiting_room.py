"""The waiting room: asha checks herself in, her number shows only when she is called, by one key, into one room."""

import re
from collections.abc import Callable
from uuid import UUID

from playwright.sync_api import Page, expect

from hms.services import attendance, availability
from hms.services.check_in_codes import code_of
from hms.services.queue import seeing
from tests.browser.conftest import Founded
from tests.browser.look import Complaints, grave_violations, headings, overflow
from tests.browser.steps import SIGN_IN, button, settled, sign_in, untouched
from tests.browser.test_reconnect import Restarted
from tests.support.cast import Cast
from tests.support.server import ServedClinic
from tests.support.waiting_room import link

BORN = "03021980"
BIG, PORTRAIT, TABLET = (1920, 1080), (1080, 1920), (1024, 1366)


def book(cast: Cast, who: str, doctor: str, place: int) -> UUID:
    """Book one of today's free times, however late the morning is."""
    me, day = cast.people[who], cast.do(cast.reception, seeing.board).day
    free = cast.do(me, availability.free_times, cast.people[doctor].practitioner_id, day)
    return cast.book(me, free[place].starts_at, doctor=doctor).id


def add_screen(admin: Page, url: str, kind: str, name: str) -> str:
    """Set a screen up; gives its link."""
    admin.goto(f"{url}/admin/screens")
    settled(admin)
    admin.get_by_role("radio", name=kind).check()
    admin.locator("[name=name]").fill(name)
    button(admin, "Add it").click()
    expect(admin.locator("#device-link")).to_contain_text(url)
    return admin.locator("#device-link").inner_text()


def check_in_at(kiosk: Page, code: str, born: str = BORN) -> None:
    """Type code and birth date with a finger."""
    for sign in code:
        button(kiosk, sign).click()
    button(kiosk, "Next").click()
    for sign in born:
        button(kiosk, sign).click()
    button(kiosk, "Check in").click()


def fits(page: Page, *sizes: tuple[int, int]) -> None:
    """Expect a screen to be whole and readable at these sizes."""
    for width, height in sizes:
        page.set_viewport_size({"width": width, "height": height})
        found = overflow(page) + headings(page) + grave_violations(page)
        tall = page.evaluate("document.documentElement.scrollHeight > innerHeight + 1")
        assert not found and not tall, (width, height, found, tall)


def test_asha_checks_in_at_the_kiosk_and_is_called_by_one_key_into_one_room(
    this_morning: Founded, serve: Callable[..., ServedClinic], page_at: Callable[..., Page]
) -> None:
    clinic = serve("run", this_morning.place.data_dir, environment=this_morning.environment)
    admin, doctor, other, phone, wall, kiosk = (page_at() for _ in range(6))
    with this_morning.acting() as cast:
        mine, later = book(cast, "asha", "dr_rao", 0), book(cast, "asha", "dr_osei", -1)
        cast.do(cast.reception, attendance.check_in, later)
        code = code_of(mine)
    sign_in(admin, clinic.url, "admin@alder.example")
    complaints = [Complaints(page) for page in (wall, kiosk)]
    wall.goto(add_screen(admin, clinic.url, "Waiting-room screen", "Ground floor"))
    expect(wall).to_have_url(f"{clinic.url}/display")
    kiosk.goto(add_screen(admin, clinic.url, "Kiosk", "Front door"))
    sign_in(doctor, clinic.url, "rao@alder.example")
    sign_in(other, clinic.url, "osei@alder.example")
    sign_in(phone, clinic.url, "asha@post.example")
    phone.goto(f"{clinic.url}/patient/appointments/{mine}")
    expect(phone.get_by_text(f"{code[:4]} {code[4:]}")).to_be_visible()
    expect(phone.get_by_alt_text("QR code")).to_be_visible()

    # Two wrong answers are refused alike; the right ones give a number, and no name.
    check_in_at(kiosk, code, "04021980")
    expect(kiosk.get_by_role("alert")).to_contain_text("That did not match")
    kiosk.keyboard.press("Escape")
    expect(kiosk.get_by_role("alert")).to_be_empty()
    kiosk.keyboard.type(code.lower())  # a scanner is a keyboard
    kiosk.keyboard.press("Enter")
    kiosk.keyboard.type(BORN)
    fits(kiosk, TABLET, BIG, PORTRAIT)
    kiosk.keyboard.press("Enter")
    expect(kiosk.get_by_text("Your number is")).to_be_visible()
    expect(kiosk.locator(".h-wall-number")).to_have_text("2")
    expect(kiosk.get_by_text(re.compile("Asha|Nair|Rao"))).to_have_count(0)

    # It waits on the wall, and is called only when the doctor presses the key.
    expect(wall.locator(".h-wall-waiting li")).to_have_text(["1", "2"])
    expect(wall.locator(".h-wall-number")).to_have_count(0)
    expect(phone.locator(".h-my-number")).to_have_text("2")
    expect(doctor.get_by_role("heading", name="Asha Nair")).to_be_visible()
    doctor.keyboard.press("n")
    expect(wall.locator(".h-wall-number")).to_have_text("2")
    expect(wall.locator(".h-wall-call .h-wall-room")).to_have_text("14")
    expect(wall.locator(".h-wall-waiting li")).to_have_text(["1"])
    expect(wall.get_by_text(re.compile("Asha|Nair|Rao"))).to_have_count(0)
    expect(phone.get_by_text("Please go to: 14")).to_be_visible()
    fits(wall, BIG, PORTRAIT)

    # A second room cannot call her while she is in the first.
    expect(other.get_by_text("With somebody else")).to_be_visible()
    other.keyboard.press("n")
    expect(other.get_by_text("Call next")).to_have_count(0)
    expect(button(other, "Call in Asha Nair")).to_have_count(0)

    # Undo, call again, open, and done: one key each.
    expect(button(doctor, "Open visit Asha Nair")).to_be_visible()
    doctor.keyboard.press("u")
    expect(wall.locator(".h-wall-number")).to_have_count(0)
    expect(button(doctor, "Call next number 2, Asha Nair")).to_be_visible()
    doctor.keyboard.press("n")
    expect(button(doctor, "Open visit Asha Nair")).to_be_visible()
    doctor.keyboard.press("o")
    expect(doctor).to_have_url(re.compile(f"/doctor/visits/{mine}"))
    note = doctor.locator("[name=subjective]")
    expect(note).to_be_editable()
    note.press_sequentially("fun")
    expect(doctor.get_by_text("Draft saved")).to_be_visible()
    doctor.goto(f"{clinic.url}/doctor")
    expect(button(doctor, "Finish Asha Nair")).to_be_visible()
    doctor.keyboard.press("f")
    expect(wall.locator(".h-wall-number")).to_have_count(0)
    expect(button(other, "Call in Asha Nair")).to_be_visible()

    # The kiosk has forgotten her by itself, and a screen that is switched off goes dark.
    expect(kiosk.get_by_text("Your code")).to_be_visible()
    assert [one.take() for one in complaints] == [[], []]
    admin.reload()
    settled(admin)
    button(admin, "Switch off Ground floor").click()
    button(admin, "Yes, switch it off Ground floor").click()
    expect(wall).to_have_url(SIGN_IN)


def test_reception_scans_a_code_and_issues_a_number_by_keyboard(
    this_morning: Founded, serve: Callable[..., ServedClinic], page_at: Callable[..., Page]
) -> None:
    clinic = serve("run", this_morning.place.data_dir, environment=this_morning.environment)
    with this_morning.acting() as cast:
        code = code_of(book(cast, "asha", "dr_rao", 0))
    desk = page_at()
    sign_in(desk, clinic.url, "desk@alder.example")
    desk.goto(f"{clinic.url}/reception/queue")
    scanner = desk.locator("[name=code]")
    expect(scanner).to_be_focused()
    desk.keyboard.type(code)
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Number 1: Asha Nair is here")).to_be_visible()
    expect(scanner).to_have_value("")
    desk.get_by_label("Patient", exact=True).press_sequentially("hadda")
    button(desk, "Choose Bilal Haddad").click()
    desk.locator("[name=queue_id]").select_option(label="Dr Meera Rao, Cardiology")
    button(desk, "Issue number").click()
    expect(desk.get_by_text("Number 2 for Bilal Haddad")).to_be_visible()
    button(desk, "Call next Dr Meera Rao").click()
    expect(desk.get_by_text(re.compile("Number 2, Bilal Haddad, to 14"))).to_be_visible()
    button(desk, "Undo: number 2 called").click()
    expect(desk.get_by_text("Taken back: number 2, Bilal Haddad")).to_be_visible()
    button(desk, "Skip Bilal Haddad").click()
    expect(desk.get_by_text("Number 2 is skipped")).to_be_visible()


def test_the_screen_on_the_wall_outlives_a_restart_without_a_touch(
    this_morning: Founded, page_at: Callable[..., Page]
) -> None:
    clinic = Restarted(this_morning)
    clinic.start()
    try:
        with this_morning.acting() as cast:
            mine = book(cast, "asha", "dr_rao", 0)
            path = "/".join(["", *link(cast, "display")])
        wall = page_at()
        wall.goto(clinic.url + path)
        expect(wall.get_by_text("Please take a seat")).to_be_visible()
        check = untouched(wall)
        clinic.stop()
        expect(wall.get_by_text("No connection to the clinic")).to_be_visible()
        clinic.start()
        expect(wall.get_by_text("No connection to the clinic")).to_have_count(0)
        desk = page_at()
        sign_in(desk, clinic.url, "desk@alder.example")
        desk.goto(f"{clinic.url}/reception/queue")
        desk.locator("[name=code]").fill(code_in(this_morning, mine))
        desk.keyboard.press("Enter")
        expect(wall.locator(".h-wall-waiting li")).to_have_text(["1"])
        check()
    finally:
        clinic.stop()


def code_in(founded: Founded, appointment_id: UUID) -> str:
    with founded.acting():
        return code_of(appointment_id)
