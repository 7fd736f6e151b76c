"""Bilal writes to dr_rao from his phone with a picture, and she answers at that moment; he answers a form before he comes."""

import io
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect

from hms.services import availability, threads
from tests.browser.conftest import Founded
from tests.browser.look import Complaints, grave_violations, headings, overflow
from tests.browser.steps import button, settled, sign_in, untouched
from tests.support.cast import Cast
from tests.support.forms import HEART, make
from tests.support.server import ServedClinic
from tests.support.talking import begin, say

PICTURES = os.environ.get("HMS_TEST_PICTURES") or os.environ.get("TALK_PICTURES", "")  # a folder to look at


def looks(page: Page, name: str) -> None:
    """Judge a screen by machine, and keep its picture for a person where one is wanted."""
    settled(page)
    assert grave_violations(page) + overflow(page) + headings(page) == []
    if PICTURES:
        width = (page.viewport_size or {})["width"]
        page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png")


def soon(cast: Cast, n: int = 0):  # type: ignore[no-untyped-def]
    """Give a free time of dr_rao's on the first day that has one."""
    doctor = cast.dr_rao.practitioner_id
    day = cast.do(cast.asha, availability.days, doctor, 3, 1)[0].day
    return cast.do(cast.asha, availability.free_times, doctor, day)[n].starts_at


def skin() -> bytes:
    """Draw a picture as a telephone takes it."""
    out = io.BytesIO()
    Image.new("RGB", (1200, 900), "#c08a74").save(out, "JPEG")
    return out.getvalue()


def test_bilal_writes_with_a_picture_and_dr_rao_answers_at_that_moment(
    this_morning: Founded, page_at: Callable[..., Page], serve: Callable[..., ServedClinic]
) -> None:
    with this_morning.acting() as cast:
        cast.book(cast.bilal, soon(cast))
    url = serve("run", this_morning.place.data_dir, environment=this_morning.environment).url
    bilal, doctor = page_at(390, has_touch=True), page_at(1440)
    sign_in(bilal, url, "bilal@post.example")
    complaints = Complaints(bilal)
    bilal.goto(f"{url}/patient/messages")
    looks(bilal, "messages-none")
    bilal.get_by_role("link", name="New message").click()
    expect(bilal.get_by_text("Not for emergencies.")).to_be_visible()
    bilal.get_by_text("Dr Meera Rao").click()
    bilal.locator("[name=subject]").fill("A spot on my arm")
    bilal.locator("[name=body]").fill("It came on Monday.")
    svg = {"name": "spot.svg", "mimeType": "image/svg+xml", "buffer": b"<svg><script>alert(1)</script></svg>"}
    bilal.locator("[data-files]").set_input_files(svg)  # type: ignore[arg-type]
    expect(bilal.get_by_role("alert").filter(has_text="only PDF, JPEG, PNG, WebP and plain text")).to_be_visible()
    assert complaints.take() != []  # the browser says that the answer was a refusal
    bilal.locator("[data-files]").set_input_files({"name": "spot.jpg", "mimeType": "image/jpeg", "buffer": skin()})
    expect(bilal.get_by_role("list", name="Files to be sent").get_by_text("spot.jpg").first).to_be_visible()
    expect(bilal.locator("[name=body]")).to_have_value("It came on Monday.")
    looks(bilal, "message-new")
    button(bilal, "Send").click()
    expect(bilal.get_by_role("heading", name="A spot on my arm")).to_be_visible()
    log = bilal.get_by_role("log", name="Messages")
    expect(log.get_by_text("It came on Monday.")).to_be_visible()
    expect(log.get_by_text("Sent, not read yet")).to_be_visible()
    expect(log.get_by_role("img", name="spot.jpg")).to_be_visible()
    stays = untouched(bilal)
    bilal.locator("[name=body]").fill("And it itches")  # half typed while the answer comes

    sign_in(doctor, url, "rao@alder.example")
    doctor.goto(f"{url}/doctor/messages")
    expect(doctor.get_by_text("1 new")).to_be_visible()
    looks(doctor, "doctor-messages")
    doctor.get_by_role("link", name="A spot on my arm").click()
    expect(doctor.get_by_role("img", name="spot.jpg")).to_be_visible()
    expect(log.get_by_text("Read")).to_be_visible()
    doctor.locator("[name=body]").fill("Please show it to me on Thursday.")
    looks(doctor, "doctor-conversation")
    doctor.keyboard.press("Control+Enter")
    expect(log.get_by_text("Please show it to me on Thursday.")).to_be_visible()
    expect(bilal.locator("[name=body]")).to_have_value("And it itches")
    expect(doctor.get_by_role("log", name="Messages").get_by_text("Read")).to_be_visible()
    stays()
    looks(bilal, "conversation")
    bilal.get_by_role("button", name="Send").focus()  # leaving the field keeps the draft
    expect(bilal.get_by_text("Kept as a draft")).to_be_visible()
    elsewhere = page_at(1440)
    sign_in(elsewhere, url, "bilal@post.example")
    elsewhere.goto(bilal.url)
    expect(elsewhere.locator("[name=body]")).to_have_value("And it itches")
    looks(elsewhere, "conversation")
    assert complaints.take() == []


def test_a_form_is_made_by_keyboard_answered_on_a_phone_and_read_in_the_visit(
    this_morning: Founded, page_at: Callable[..., Page], serve: Callable[..., ServedClinic]
) -> None:
    with this_morning.acting() as cast:
        at = soon(cast)
        booked = cast.book(cast.bilal, at)
    url = serve("run", this_morning.place.data_dir, environment=this_morning.environment).url
    admin, bilal, doctor = page_at(1440), page_at(390, has_touch=True), page_at(1440)
    sign_in(admin, url, "admin@alder.example")
    admin.goto(f"{url}/admin/forms")
    looks(admin, "forms-none")
    keys = admin.keyboard
    admin.locator("[name=title]").focus()
    keys.type("Your heart")
    keys.press("Tab")
    keys.press("Tab")
    keys.press("Enter")
    expect(admin.get_by_role("heading", name="Your heart")).to_be_visible()
    settled(admin)
    for text, kind in (("Do you have pain?", "A number"), ("What do you weigh?", "Yes or no")):
        admin.locator("[name=kind]").focus()
        keys.type(kind)
        admin.locator("[name=text]").focus()
        keys.type(text)
        keys.press("Enter")
        expect(admin.get_by_role("group", name=text)).to_be_visible()
    change = admin.get_by_role("group", name="Do you have pain?").get_by_role("button", name="Change")
    change.focus()
    keys.press("Enter")
    expect(admin.get_by_role("heading", name="Change this question")).to_be_visible()
    admin.locator("[name=kind]").focus()
    keys.type("Yes or no")
    admin.locator("[name=text]").focus()
    keys.press("Enter")
    down = admin.get_by_role("group", name="Do you have pain?").get_by_role("button", name="Move down")
    down.focus()
    keys.press("Enter")
    expect(admin.locator("main .h-items > li").first).to_contain_text("What do you weigh?")
    admin.get_by_label("Plain visits").focus()
    keys.press("Space")
    admin.get_by_role("button", name="Save", exact=True).focus()
    keys.press("Enter")
    expect(admin.get_by_text("It counts for all visits")).to_be_visible()
    looks(admin, "form-maker")

    sign_in(bilal, url, "bilal@post.example")
    bilal.goto(f"{url}/patient/appointments/{booked.id}")
    looks(bilal, "appointment-with-form")
    bilal.get_by_role("link", name="Answer now").click()
    expect(bilal.get_by_text("Question 1 of 2")).to_be_visible()
    looks(bilal, "form-question")
    bilal.get_by_text("No", exact=True).click()
    button(bilal, "Save and go on").click()
    expect(bilal.get_by_text("Question 2 of 2")).to_be_visible()
    bilal.reload()  # another day
    expect(bilal.get_by_text("Question 2 of 2")).to_be_visible()
    bilal.get_by_text("Yes", exact=True).click()
    button(bilal, "Save and see all").click()
    looks(bilal, "form-answers")
    button(bilal, "Hand in").click()
    expect(bilal.get_by_text("Thank you")).to_be_visible()

    with this_morning.acting() as cast:
        make(cast, *HEART, title="Eight kinds of questions")
        from hms.services import visits

        cast.now = at + timedelta(seconds=1)
        cast.do(cast.dr_rao, visits.start, booked.id)
    sign_in(doctor, url, "rao@alder.example")
    doctor.goto(f"{url}/doctor/visits/{booked.id}")
    expect(doctor.get_by_role("heading", name="Answered before the visit")).to_be_visible()
    expect(doctor.get_by_text("Patient’s own words").first).to_be_visible()
    expect(doctor.get_by_text("Missing").first).to_be_visible()
    looks(doctor, "visit-with-answers")
    bilal.reload()
    expect(bilal.get_by_text("The visit has begun")).to_be_visible()


def test_every_screen_of_conversations_and_forms_in_light_and_dark(
    this_morning: Founded, page_at: Callable[..., Page], serve: Callable[..., ServedClinic]
) -> None:
    from tests.services.test_threads import entry_about

    with this_morning.acting() as cast:
        form_id = make(cast)
        booked = cast.book(cast.bilal, soon(cast))
        own = begin(cast, cast.bilal, cast.dr_rao, body="May I run again?\nIt was " + "very " * 60 + "good.")
        say(cast, cast.dr_rao, own, "Yes, slowly.")
        desk = begin(cast, cast.bilal, subject="A bill for the ECG of last month that I have paid already")
        asked = cast.do(cast.bilal, threads.ask_about_access, entry_about(cast, cast.bilal, soon(cast, 3)), "Why?")
    url = serve("run", this_morning.place.data_dir, environment=this_morning.environment).url
    places = {
        "bilal@post.example": ("/patient/messages", f"/patient/messages/{own}", "/patient/write", f"/patient/appointments/{booked.id}/form"),
        "rao@alder.example": ("/doctor/messages", f"/doctor/messages/{own}", f"/doctor/write/{cast.bilal.patient_id}"),
        "desk@alder.example": ("/reception/inbox", f"/reception/inbox/{desk}", "/reception/write"),
        "admin@alder.example": ("/admin/privacy", f"/admin/privacy/{asked}", "/admin/forms", f"/admin/forms/{form_id}"),
    }  # fmt: skip
    for email, paths in places.items():
        for scheme, width in (("light", 390), ("dark", 390), ("light", 768), ("dark", 1440), ("light", 1440)):
            page = page_at(width, scheme)
            sign_in(page, url, email)
            for path in paths:
                page.goto(f"{url}{path}")
                parts = [part for part in path.split("/") if part and "-" not in part]
                looks(page, f"{scheme}-{'-'.join(parts)}{'-one' if path.count('-') else ''}")
            page.context.close()
