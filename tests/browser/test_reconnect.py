"""The server is started anew under somebody's hands: what was typed and chosen is still there, and goes on."""

import re
from collections.abc import Callable
from contextlib import ExitStack

from playwright.sync_api import Page, expect

from tests.browser.conftest import Founded
from tests.browser.steps import book, button, choose_doctor, on_board, sign_in, untouched
from tests.support.cast import PASSWORD
from tests.support.processes import free_port
from tests.support.server import served

WHO = ("Cardiology", "Dr Meera Rao")
ASHA = "Asha Nair"
BEFORE, AFTER = "Pulse 88, regular. ", "No murmur, and this was typed while nobody answered."


class Restarted:
    """A clinic that can be stopped, and started again at the same address."""

    def __init__(self, founded: Founded) -> None:
        self._founded, self._port = founded, free_port()
        self.url = f"http://127.0.0.1:{self._port}"
        self._running = ExitStack()

    def start(self) -> None:
        place = self._founded.place.data_dir
        self._running.enter_context(served("run", place, environment=self._founded.environment, port=self._port))

    def stop(self) -> None:
        self._running.close()


def connection_lost(page: Page) -> None:
    expect(page.get_by_text("No connection to the clinic")).to_be_visible()


def connected(page: Page) -> None:
    expect(page.get_by_text("No connection to the clinic")).to_have_count(0)


def test_what_a_patient_typed_and_chose_outlives_a_restart_and_is_booked(
    this_morning: Founded, page_at: Callable[..., Page]
) -> None:
    clinic = Restarted(this_morning)
    clinic.start()
    try:
        patient = page_at(390)
        sign_in(patient, clinic.url, "asha@post.example")
        patient.goto(f"{clinic.url}/patient/book")
        choose_doctor(patient, WHO)
        button(patient, "10:20").click()
        expect(patient.get_by_role("timer")).to_be_visible()
        patient.locator("[name=reason]").fill("Palpitations at night")
        check = untouched(patient)
        clinic.stop()
        connection_lost(patient)
        patient.locator("[name=reason]").press_sequentially(", and in the morning")
        clinic.start()
        connected(patient)
        expect(button(patient, "10:20")).to_have_attribute("aria-pressed", "true")
        expect(patient.get_by_role("timer")).to_be_visible()
        expect(patient.locator("[name=reason]")).to_have_value("Palpitations at night, and in the morning")
        button(patient, "Book this appointment").click()
        expect(patient.get_by_text("Your appointment is booked")).to_be_visible()
        expect(patient.get_by_text("Palpitations at night, and in the morning")).to_be_visible()
        check()
    finally:
        clinic.stop()


def test_a_half_typed_note_outlives_a_restart_and_becomes_the_draft(
    this_morning: Founded, page_at: Callable[..., Page]
) -> None:
    clinic = Restarted(this_morning)
    clinic.start()
    try:
        patient, reception, doctor = page_at(390), page_at(), page_at()
        sign_in(patient, clinic.url, "asha@post.example")
        sign_in(reception, clinic.url, "desk@alder.example")
        sign_in(doctor, clinic.url, "rao@alder.example")
        book(patient, clinic.url, WHO, "10:00", "Palpitations at night")
        button(reception, f"Arrived {ASHA}").click()
        button(doctor, f"Call in {ASHA}").first.click()
        expect(doctor).to_have_url(re.compile(r"/doctor/visits/"))
        note = doctor.locator("[name=subjective]")
        expect(note).to_be_editable()
        note.press_sequentially(BEFORE)
        expect(doctor.get_by_text("Draft saved")).to_be_visible()
        check = untouched(doctor)
        clinic.stop()
        connection_lost(doctor)
        note.press_sequentially(AFTER)
        clinic.start()
        connected(doctor)
        expect(note).to_have_value(BEFORE + AFTER)
        expect(doctor.get_by_text("Draft saved")).to_be_visible()
        check()
        doctor.reload()
        expect(note).to_have_value(BEFORE + AFTER)
        expect(on_board(reception, "10:00", ASHA)).to_contain_text("In room")
        button(doctor, "Sign and finish").click()
        doctor.locator("[name=password]").fill(PASSWORD)
        button(doctor, "Yes, sign").click()
        expect(doctor.get_by_text(re.compile("Signed by Dr Meera Rao"))).to_be_visible()
        expect(patient.get_by_text("This visit has taken place.")).to_be_visible()
    finally:
        clinic.stop()
