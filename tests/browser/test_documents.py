"""A document's way: asha photographs a letter on her phone, dr_rao files another and shares it, each sees the other's."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Founded
from tests.browser.look import Complaints, grave_violations, headings, overflow
from tests.browser.steps import button, settled, sign_in
from tests.browser.test_keyboard import press, tab_to
from tests.browser.test_prescriptions import first_free
from tests.support.cast import PASSWORD
from tests.support.documents import paper, photo
from tests.support.pdf import pages, run_together
from tests.support.server import ServedClinic

DRAWN = "(picture) => picture.complete && picture.naturalWidth"


def looks(page: Page) -> None:
    """Judge a screen by machine."""
    settled(page)
    assert grave_violations(page) + overflow(page) + headings(page) == []


def send(page: Page, name: str, body: bytes, kind: str, press: str) -> None:
    """Choose a file, say what it is, and send it."""
    field = page.get_by_label(re.compile("^(File|Photo or file)"))
    expect(field).to_be_visible()
    field.set_input_files({"name": name, "mimeType": "", "buffer": body})
    page.get_by_role("combobox", name=re.compile("^What (it is|is it)")).select_option(label=kind)
    button(page, press).click()


def drawn(page: Page) -> int:
    """Give how wide the document is that is looked at, once it is there."""
    seen = page.locator("img.h-document")
    expect(seen).to_have_js_property("complete", value=True)
    return int(seen.evaluate(DRAWN))


def test_a_photo_from_a_phone_and_a_paper_that_is_shared(
    this_morning: Founded, page_at: Callable[..., Page], serve: Callable[..., ServedClinic], tmp_path: Path
) -> None:
    with this_morning.acting() as cast:
        cast.book(cast.asha, first_free(cast))
    url = serve("run", this_morning.place.data_dir, environment=this_morning.environment).url
    asha, doctor = page_at(390, has_touch=True), page_at(1440)
    sign_in(asha, url, "asha@post.example")
    sign_in(doctor, url, "rao@alder.example")

    asha.goto(f"{url}/patient/documents")
    looks(asha)
    expect(asha.get_by_text("No documents yet")).to_be_visible()
    asha.get_by_role("link", name="Add a document").click()
    expect(asha).to_have_url(re.compile("/patient/add-document$"))
    looks(asha)
    button(asha, "Add it").click()
    expect(asha.locator("#file-error")).to_have_text("Choose a file first")
    send(asha, "letter.pdf", photo(), "Letter from another doctor", "Add it")
    expect(asha.locator("#file-error")).to_contain_text("This file is not what its name says")
    expect(asha.get_by_role("combobox", name="What is it?")).to_have_value("letter")  # what was chosen stays
    looks(asha)
    heard = [Complaints(one) for one in (asha, doctor)]  # a refusal itself is told on the browser's console
    asha.get_by_text("Say more about it").click()
    asha.get_by_label("Title").fill("My skin on Monday")
    send(asha, "IMG 1.jpg", photo(size=(900, 1600)), "Photo", "Add it")
    expect(asha).to_have_url(re.compile("/patient/documents$"))
    expect(asha.get_by_text("Your document is in your record")).to_be_visible()
    looks(asha)
    asha.get_by_role("link", name="My skin on Monday").click()
    expect(asha.get_by_role("heading", name="My skin on Monday")).to_be_visible()
    assert drawn(asha) == 900
    looks(asha)

    doctor.goto(f"{url}/doctor/patients/{cast.asha.patient_id}/documents")
    looks(doctor)
    line = doctor.locator("main li.h-item").filter(has_text="My skin on Monday")
    expect(line).to_contain_text("From the patient")
    doctor.get_by_label("Title").fill("Heart clinic")
    doctor.get_by_label("Day that it bears").fill("2126-01-01")
    send(doctor, "letter.pdf", paper("From the heart clinic", "Page two"), "Letter from another doctor", "Add document")
    expect(doctor.locator("#happened-error")).to_contain_text("This is still to come")
    heard[1].take()
    expect(doctor.get_by_label("Title")).to_have_value("Heart clinic")
    doctor.get_by_label("Day that it bears").fill("2026-05-04")
    button(doctor, "Add document").click()
    line = doctor.locator("main li.h-item").filter(has_text="Heart clinic")
    expect(line).to_contain_text("Not shared")
    looks(doctor)
    line.get_by_role("link", name=re.compile("^Look at it")).click()
    expect(doctor.get_by_role("heading", name="Heart clinic")).to_be_visible()
    assert drawn(doctor) == 1_100
    button(doctor, "Next").click()
    expect(doctor.locator("main [role=status]").filter(has_text="Page 2 of 2")).to_be_visible()
    looks(doctor)
    doctor.get_by_role("link", name="All documents").click()
    asha.goto(f"{url}/patient/documents")
    settled(asha)
    expect(asha.get_by_text("Heart clinic")).to_have_count(0)
    button(
        doctor.locator("main li.h-item").filter(has_text="Heart clinic"), "Share with the patient Heart clinic"
    ).click()  # type: ignore[arg-type]
    expect(asha.get_by_text("Heart clinic")).to_be_visible()  # by itself

    line = doctor.locator("main li.h-item").filter(has_text="Heart clinic")
    line.get_by_role("button", name=re.compile("^An error")).click()
    line.get_by_label("Why was it an error?").fill("Another patient's letter")
    line.get_by_role("button", name=re.compile("^Call it an error")).click()
    expect(line.locator("s")).to_have_text("Heart clinic")
    expect(asha.get_by_text("Heart clinic")).to_have_count(0)
    looks(doctor)
    saved = asha.request.get(url + "/documents/" + str(cast.asha.patient_id))
    assert saved.status == 404
    assert [one.heard for one in heard] == [[], []]


def test_a_referral_is_written_by_keyboard_signed_and_read_by_asha(
    this_morning: Founded, page_at: Callable[..., Page], serve: Callable[..., ServedClinic]
) -> None:
    with this_morning.acting() as cast:
        cast.book(cast.asha, first_free(cast))
    url = serve("run", this_morning.place.data_dir, environment=this_morning.environment).url
    asha, doctor = page_at(390, has_touch=True), page_at(1440)
    sign_in(asha, url, "asha@post.example")
    sign_in(doctor, url, "rao@alder.example")
    heard = [Complaints(one) for one in (asha, doctor)]
    asha.goto(f"{url}/patient/documents")
    settled(asha)
    doctor.goto(f"{url}/doctor/patients/{cast.asha.patient_id}/letters")
    looks(doctor)
    press(doctor, button(doctor, "Referral letter"))
    to = doctor.get_by_label("To whom")
    expect(to).to_be_focused()
    press(doctor, button(doctor, "See it on paper"))
    expect(doctor.locator("#why-error")).to_be_visible()
    expect(to).to_be_focused()
    doctor.keyboard.type("Heart clinic, Pune")
    for label, words in (("Why I refer", "Palpitations at night"), ("What I ask", "An ECG over a day")):
        tab_to(doctor, doctor.get_by_label(label))
        doctor.keyboard.type(words)
    press(doctor, button(doctor, "See it on paper"))
    assert drawn(doctor) > 700
    looks(doctor)
    press(doctor, button(doctor, "Change the words"))
    expect(doctor.get_by_label("What I ask")).to_have_value("An ECG over a day")
    press(doctor, button(doctor, "See it on paper"))
    secret = doctor.get_by_label("Your password")
    tab_to(doctor, secret)
    doctor.keyboard.type("not my password\n")
    expect(doctor.locator("#password-error")).to_be_visible()
    expect(doctor.locator("img.h-document")).to_be_visible()
    tab_to(doctor, secret)
    doctor.keyboard.type(f"{PASSWORD}\n")
    expect(doctor.get_by_text("The patient sees it now")).to_be_visible()
    looks(doctor)

    asha.get_by_role("link", name="Referral letter to Heart clinic, Pune").click()  # it came by itself
    expect(asha.get_by_role("heading", name="Referral letter to Heart clinic, Pune")).to_be_visible()
    assert drawn(asha) == 1_100
    looks(asha)
    href = asha.get_by_role("link", name=re.compile("^Save")).get_attribute("href") or ""
    said = run_together("".join(pages(asha.request.get(url + href).body())))
    assert run_together("An ECG over a day") in said and run_together("Signed by Dr Meera Rao") in said
    assert [one.heard for one in heard] == [[], []]
