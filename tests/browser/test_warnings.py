"""Asha told that she is allergic to penicillin; Dr Rao chooses amoxicillin, is stopped, chooses another, then has a reason."""

from collections.abc import Callable
from uuid import UUID

from playwright.sync_api import Page, expect

from tests.browser.conftest import Founded
from tests.browser.look import Complaints, grave_violations, overflow
from tests.browser.steps import book, button, settled, sign_in
from tests.support.cast import PASSWORD
from tests.support.server import ServedClinic

WHY = "Took it last year without a rash"


def choose(doctor: Page, drug: str, dose: str = "1", often: str = "TID", days: str = "5") -> None:
    options = doctor.locator("[name=medication_id]")
    expect(options.locator("option").nth(1)).to_be_attached()
    options.select_option(options.locator("option").filter(has_text=drug).first.get_attribute("value"))
    doctor.locator("[name=dose]").fill(dose)
    doctor.locator("[name=frequency]").select_option(often)
    doctor.locator("[name=days]").fill(days)


def in_a_visit(this_morning: Founded, page: Page, url: str) -> str:
    """Let asha book and state her allergy, and the doctor call her in; gives the appointment."""
    sign_in(page, url, "asha@post.example")
    appointment = book(page, url, ("Cardiology", "Dr Meera Rao"), "10:20", "Cough").rpartition("/")[2]
    with this_morning.acting() as cast:
        from hms.schemas.statements import StatementForm
        from hms.services import visits
        from hms.services.intake import statements

        cast.do(cast.asha, statements.state, StatementForm(kind="allergy", text="Penicillin", more="rash"))
        cast.do(cast.dr_rao, visits.start, UUID(appointment))
    return appointment


def test_a_severe_warning_stops_dr_rao_until_there_is_a_reason(
    this_morning: Founded, page_at: Callable[..., Page], serve: Callable[..., ServedClinic]
) -> None:
    url = serve("run", this_morning.place.data_dir, environment=this_morning.environment).url
    appointment = in_a_visit(this_morning, page_at(390), url)
    doctor = page_at(1440)
    complaints = Complaints(doctor)
    sign_in(doctor, url, "rao@alder.example")
    doctor.goto(f"{url}/doctor/visits/{appointment}")
    settled(doctor)
    choose(doctor, "Amoxicillin 500")
    warning = doctor.get_by_role("alert", name="Warning before prescribing")
    expect(warning.get_by_text("Amoxicillin 500 mg capsule belongs to the penicillins.")).to_be_visible()
    expect(warning.get_by_text("Drug allergy: a 2022 practice parameter update")).to_be_visible()
    expect(button(doctor, "Add prescription")).to_have_count(0)
    for width in (390, 1440):
        doctor.set_viewport_size({"width": width, "height": 900})
        assert not grave_violations(doctor) and not overflow(doctor)

    button(doctor, "Choose another").click()
    expect(warning).to_have_count(0)
    expect(doctor.locator("[name=dose]")).to_have_value("")
    choose(doctor, "Azithromycin", often="QD", days="3")
    button(doctor, "Add prescription").click()
    expect(doctor.get_by_text("1 tablet once a day for 3 days")).to_be_visible()

    choose(doctor, "Amoxicillin 500")
    expect(warning).to_be_visible()
    button(doctor, "Prescribe anyway").click()
    expect(warning.get_by_text("Say why")).to_be_visible()
    doctor.locator("[name=anyway]").fill(WHY)
    button(doctor, "Prescribe anyway").click()
    expect(doctor.get_by_text("1 capsule three times a day for 5 days")).to_be_visible()
    expect(doctor.get_by_text(f"Dr Meera Rao: {WHY}")).to_be_visible()
    assert not grave_violations(doctor) and not overflow(doctor)

    doctor.locator("[name=assessment]").fill("Chest infection")
    expect(doctor.get_by_text("Draft saved")).to_be_visible()
    button(doctor, "Sign and finish").click()
    doctor.locator("[name=password]").fill(PASSWORD)
    button(doctor, "Yes, sign").click()
    expect(doctor.get_by_text("Signed by Dr Meera Rao")).to_be_visible()
    assert not complaints.take()

    admin = page_at(390)
    sign_in(admin, url, "admin@alder.example")
    admin.goto(f"{url}/admin/overrides")
    settled(admin)
    expect(admin.get_by_text(WHY)).to_be_visible()
    expect(admin.get_by_text("Asha")).to_have_count(0)
    assert not grave_violations(admin) and not overflow(admin)
