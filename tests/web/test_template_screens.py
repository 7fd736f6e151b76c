"""Templates kept by a doctor and by the administrator, and what a note begins with, through gate, guard and pipeline."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from hms.db import transaction
from hms.models import Encounter
from hms.pages.admin.note_templates import KeepClinicTemplates
from hms.pages.doctor.my_templates import KeepMyTemplates
from hms.pages.doctor.write_visit import WriteVisit
from hms.services import visits
from tests.support.cast import Cast
from tests.web.test_doctor_screens import EMPTY, at_a_visit, kept, shown_by

pytestmark = pytest.mark.asyncio(loop_scope="session")
FIELDS = {"name": "Cough", "visit_type_id": "", "subjective": "", "objective": "", "assessment": "", "plan": "Rest"}


async def test_a_doctor_writes_changes_and_takes_away_a_template(house: Any, cast: Cast) -> None:
    page = await house.open(cast.dr_rao, "/doctor/templates")
    await page.call(KeepMyTemplates.save, answers={**FIELDS, "plan": "{wait} a week"})
    shown = page.shows(KeepMyTemplates)
    assert "{wait}" in shown["field_errors"]["plan"] and shown["forms"] == 0, "what was typed stays in the form"
    await page.call(KeepMyTemplates.save, answers=FIELDS)
    (row,) = page.shows(KeepMyTemplates)["own"]
    assert (row["name"], row["kind"], row["words"]["plan"]) == ("Cough", "Every kind of visit", "Rest")
    await page.call(KeepMyTemplates.change, template_id=row["id"])
    await page.call(KeepMyTemplates.save, answers={**FIELDS, "name": "Cold"})
    (row,) = page.shows(KeepMyTemplates)["own"]
    assert (row["name"], page.shows(KeepMyTemplates)["editing"]) == ("Cold", None)
    await page.call(KeepMyTemplates.ask_to_remove, template_id=row["id"])
    await page.call(KeepMyTemplates.remove, template_id=row["id"], version=row["version"])
    assert page.shows(KeepMyTemplates)["own"] == []


async def test_what_the_administrator_keeps_stands_in_every_doctors_visit_and_goes_under_what_is_typed(
    house: Any, cast: Cast
) -> None:
    desk = await house.open(cast.admin, "/admin/templates")
    await desk.call(KeepClinicTemplates.save, answers={**FIELDS, "name": "Check-up", "plan": "{age}. Rest."})
    page, _ = await at_a_visit(house, cast)
    (offered,) = shown_by(page)["beginnings"]["templates"]
    assert offered[1] == "Check-up (of the clinic)"
    await page.call(WriteVisit.begin_with, answers={"template": ""})
    assert shown_by(page)["field_errors"] == {"template": "Choose a template."}
    await page.call(WriteVisit.begin_with, answers={"template": offered[0]})
    shown = shown_by(page)
    assert (shown["added"]["number"], shown["added"]["words"]["plan"]) == (1, "46 y. Rest.")
    assert shown["held"] == EMPTY, "the page puts it under what is typed there, and saves it as typed"


async def test_the_last_note_is_carried_forward_and_its_mark_follows_the_words(house: Any, cast: Cast) -> None:
    with transaction() as db:
        osei, then = cast.dr_osei.practitioner_id, datetime.now(UTC) - timedelta(days=3)
        earlier = Encounter(patient_id=cast.asha.patient_id, practitioner_id=osei, started_at=then, signed_by=osei)
        earlier.signed_at = then
        db.add(earlier.sealing(assessment="ECG normal"))
    page, booked = await at_a_visit(house, cast)
    assert shown_by(page)["beginnings"]["last"].startswith("Dr Kofi Osei, ")
    await page.call(WriteVisit.carry_forward)
    shown = shown_by(page)
    assert shown["added"]["words"]["assessment"] == "ECG normal"
    version = shown["held_version"]
    shown = await kept(page, version, assessment="ECG normal")
    assert [one["label"] for one in shown["copied"]] == ["Assessment"]
    shown = await kept(page, shown["held_version"], assessment="ECG not normal")
    assert shown["copied"] == []
    shown = await kept(page, shown["held_version"], assessment="ECG normal")
    assert "copied from Dr Kofi Osei" in shown["copied"][0]["mark"]
    told = cast.do(cast.dr_rao, visits.page, booked.id)
    assert told.words["assessment"] == "ECG normal"
