"""A laboratory's files at reception, by keyboard alone; what is critical stands in the doctor's open inbox at that moment."""

import json
import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.conftest import Founded
from tests.browser.look import Complaints
from tests.browser.steps import button, settled, sign_in
from tests.browser.test_keyboard import press, sign_in_by_keyboard, tab_to
from tests.browser.test_results import in_care, shows_well
from tests.support.documents import paper as pdf
from tests.support.laboratory import (
    CRP,
    POTASSIUM,
    about,
    bundle,
    flagged,
    measured,
    paper,
    person,
    placed,
    report,
    sent_for,
)
from tests.support.server import ServedClinic


def upload(name: str, tree: Any) -> dict[str, Any]:
    body = tree if isinstance(tree, bytes) else json.dumps(tree).encode()
    return {"name": name, "mimeType": "application/json", "buffer": body}


def test_reception_files_what_a_laboratory_sent_and_reads_what_was_refused_and_why(
    this_morning: Founded, serve: Callable[..., ServedClinic], page_at: Callable[..., Page]
) -> None:
    with this_morning.acting() as cast:
        in_care(cast, "asha")
        taken = {"effectiveDateTime": cast.now.isoformat()}
        potassium, crp = placed(cast), placed(cast, "crp")
        urgent = sent_for(
            cast,
            potassium,
            measured(POTASSIUM, 6.9, interpretation=flagged("HH")),
            presentedForm=[paper(pdf("Call us"), "Laboratory sheet")],
            **taken,
        )
        wrong = about(report("B", [measured(CRP, 3, "mg/L")], crp, **taken), person(cast, birthDate="1990-01-01"))
    monday = upload("monday.json", bundle({**urgent, "id": "a"}, {**wrong, "id": "b"}))
    clinic = serve("run", this_morning.place.data_dir, environment=this_morning.environment)
    desk, doctor = page_at(), page_at()
    heard = [Complaints(one) for one in (desk, doctor)]
    sign_in(doctor, clinic.url, "rao@alder.example")
    doctor.goto(f"{clinic.url}/doctor/results")
    settled(doctor)
    sign_in_by_keyboard(desk, clinic.url, "desk@alder.example")
    press(desk, desk.get_by_role("link", name="Results", exact=True))
    expect(desk).to_have_url(re.compile("/reception/results$"))
    expect(desk.get_by_text("Nothing was sent from this page yet")).to_be_visible()
    shows_well(desk)
    press(desk, button(desk, "File the results"))
    error = desk.locator("#results-files-error")
    expect(error).to_have_text("Choose a file first")
    expect(desk.get_by_label("Files from the laboratory")).to_be_focused()
    desk.get_by_label("Files from the laboratory").set_input_files([monday, upload("broken.json", b"{")])
    tab_to(desk, button(desk, "File the results"))
    desk.keyboard.press("Enter")
    files = desk.locator("main section").filter(has_text=".json")
    expect(files.filter(has_text="broken.json")).to_contain_text("Nothing of it was filed.")
    filed = files.filter(has_text="monday.json")
    expect(filed).to_contain_text("1 filed, 1 refused")
    expect(filed.get_by_role("row").filter(has_text="Refused")).to_contain_text(
        "the birth date is not that of the patient"
    )
    expect(filed.get_by_role("row").filter(has_text=f"Order {potassium}")).to_contain_text("Filed")
    expect(doctor.get_by_text("Potassium 6.9 mmol/L, very high")).to_be_visible()
    doctor.get_by_role("button", name=re.compile("^Look")).first.click()
    expect(doctor.get_by_text("Sent by the laboratory, filed on")).to_be_visible()
    shows_well(doctor)
    doctor.get_by_role("link", name="Laboratory sheet").click()
    expect(doctor).to_have_url(re.compile(r"/doctor/patients/[0-9a-f-]+/documents/[0-9a-f-]+$"))
    expect(doctor.get_by_role("heading", name="Laboratory sheet")).to_be_visible()
    shows_well(desk)
    desk.get_by_label("Files from the laboratory").set_input_files([monday])
    button(desk, "File the results").click()
    expect(desk.locator("main section").filter(has_text="1 here already")).to_be_visible()
    assert [said for one in heard for said in one.take()] == []
