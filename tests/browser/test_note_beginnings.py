"""What a note begins with, by keyboard alone: a template, the last visit's note under its mark; and a supervisor's signature."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

from playwright.sync_api import Page, expect

from hms.db import transaction
from hms.models import Encounter
from hms.schemas.cosigning import SupervisorForm
from hms.schemas.notes import NoteForm
from hms.schemas.templates import TemplateForm
from hms.services import supervisors, visits
from hms.services.notes import signing, templates
from tests.browser.conftest import Founded
from tests.browser.look import grave_violations, overflow
from tests.browser.steps import button, settled, sign_in
from tests.browser.test_note import at_a_visit, focus, kept
from tests.browser.test_waiting_room import book
from tests.support.cast import PASSWORD
from tests.support.server import ServedClinic

Serve = Callable[..., ServedClinic]


def well(page: Page) -> None:
    assert grave_violations(page) + overflow(page) == []


def test_a_template_and_the_last_note_go_under_what_is_typed_by_keyboard_alone(
    this_morning: Founded, serve: Serve, page_at: Callable[..., Page]
) -> None:
    with this_morning.acting() as cast, transaction() as db:
        then, osei = cast.now - timedelta(days=40), cast.dr_osei.practitioner_id
        earlier = Encounter(patient_id=cast.asha.patient_id, practitioner_id=osei, started_at=then, signed_by=osei)
        earlier.signed_at = then
        db.add(earlier.sealing(assessment="Benign palpitations.\nNo heart disease."))
    with this_morning.acting() as cast:
        form = TemplateForm(name="Palpitations", objective="Vitals: {vitals}.", plan="ECG for {age}.", key=uuid4().hex)
        cast.do(cast.dr_rao, templates.save, form)
    doctor = page_at(1440)
    at_a_visit(this_morning, serve, doctor)
    plan, assessment = doctor.locator("[name=plan]"), doctor.locator("[name=assessment]")
    focus(doctor, plan)
    doctor.keyboard.type("Rest.")
    kept(doctor)
    doctor.reload()
    expect(plan).to_have_value("Rest.")
    choice = doctor.locator("[name=template]")
    focus(doctor, choice)
    doctor.keyboard.type("Palp")
    focus(doctor, button(doctor, "Put it in"))
    doctor.keyboard.press("Enter")
    expect(plan).to_have_value(re.compile(r"^Rest\.\n\nECG for 4\d y\.$"))
    expect(doctor.locator("[name=objective]")).to_have_value("Vitals: not recorded.")
    focus(doctor, doctor.get_by_role("button", name=re.compile("^Carry the last note forward")))
    doctor.keyboard.press("Enter")
    expect(assessment).to_have_value("Benign palpitations.\nNo heart disease.")
    mark = doctor.get_by_text(re.compile("^copied from Dr Kofi Osei"))
    expect(mark).to_be_visible()
    well(doctor)
    focus(doctor, assessment)
    doctor.keyboard.press("ControlOrMeta+a")
    doctor.keyboard.type("Palpitations, cause not known.")
    expect(mark).to_have_count(0)
    kept(doctor)
    doctor.reload()
    expect(assessment).to_have_value("Palpitations, cause not known.")


def test_a_doctor_keeps_a_template_by_keyboard_and_a_strange_placeholder_is_refused_beside_its_field(
    this_morning: Founded, serve: Serve, page_at: Callable[..., Page]
) -> None:
    clinic = serve("run", this_morning.place.data_dir, environment=this_morning.environment)
    page = page_at(1440)
    sign_in(page, clinic.url, "rao@alder.example")
    page.goto(f"{clinic.url}/doctor/templates")
    settled(page)
    focus(page, page.locator("[name=name]"))
    page.keyboard.type("Cough")
    focus(page, page.locator("[name=plan]"))
    page.keyboard.type("Rest for {weeks}")
    focus(page, button(page, "Add template"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nothing is known by the name of {weeks}.")).to_be_visible()
    expect(page.locator("[name=plan]")).to_be_focused()
    expect(page.locator("[name=name]")).to_have_value("Cough")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("Rest, {age}")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Cough is kept")).to_be_visible()
    expect(page.locator("[name=plan]")).to_have_value("")
    focus(page, page.get_by_role("button", name="Change Cough"))
    page.keyboard.press("Enter")
    expect(page.locator("[name=plan]")).to_have_value("Rest, {age}")
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        well(page)


def test_a_supervisor_reads_a_trainees_note_and_signs_under_it_by_keyboard(
    this_morning: Founded, serve: Serve, page_at: Callable[..., Page]
) -> None:
    clinic = serve("run", this_morning.place.data_dir, environment=this_morning.environment)
    with this_morning.acting() as cast:
        rao, osei = (cast.people[name].practitioner_id for name in ("dr_rao", "dr_osei"))
        cast.do(cast.admin, supervisors.supervise, SupervisorForm(practitioner_id=rao, supervisor_id=osei))
        booked = book(cast, "asha", "dr_rao", 0)
        begun = cast.do(cast.dr_rao, visits.start, booked)
        form = NoteForm(encounter_id=begun.encounter_id, version=begun.version, assessment="ECG normal")
        cast.do(cast.dr_rao, signing.sign, form, PASSWORD)
    page = page_at(1440)
    sign_in(page, clinic.url, "osei@alder.example")
    page.goto(f"{clinic.url}/doctor/notes")
    settled(page)
    well(page)
    focus(page, page.get_by_role("link", name=re.compile("Read and co-sign")))
    page.keyboard.press("Enter")
    expect(page.get_by_text("ECG normal")).to_be_visible()
    expect(page.get_by_text(re.compile("Not co-signed: waits for Dr Kofi Osei"))).to_be_visible()
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        well(page)
    focus(page, page.locator("#sign-password"))
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile("Co-signed by Dr Kofi Osei")).first).to_be_visible()
    expect(page.locator("#sign-password")).to_have_count(0)
