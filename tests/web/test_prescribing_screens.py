"""Warnings of the prescribing checks on the screens: while choosing, before signing, and in the administrator's report."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from hms.db import transaction
from hms.models import MedicationRequest
from hms.pages.admin.overrides import SeeOverrides
from hms.pages.doctor.write_visit import WriteVisit
from hms.schemas.statements import StatementForm
from hms.services.intake import statements
from tests.web.test_doctor_screens import at_a_visit, shown_by, signature

pytestmark = pytest.mark.asyncio(loop_scope="session")


def choice(page: Any, begins: str, **other: str) -> dict[str, str]:
    drug = next(one[0] for one in shown_by(page)["drugs"] if one[1].startswith(begins))
    return {
        "medication_id": drug,
        "dose": "1",
        "frequency": "BID",
        "days": "7",
        "advice": "",
        "key": uuid4().hex,
        **other,
    }


async def in_pain(house: Any, cast: Any) -> Any:
    """Asha, who states to be allergic to penicillin, is in a visit."""
    form = StatementForm(kind="allergy", text="Penicillin", more="rash")
    await asyncio.to_thread(cast.do, cast.asha, statements.state, form)
    page, _ = await at_a_visit(house, cast)
    return page


async def test_a_severe_warning_shows_at_the_choice_and_needs_a_reason(house: Any, cast: Any) -> None:
    page = await in_pain(house, cast)
    answers = choice(page, "Amoxicillin 500")
    await page.call(WriteVisit.look, "medication_id", answers["medication_id"])
    (warning,) = shown_by(page)["checked"]["severe"]
    assert warning["title"] == "Allergy: “Penicillin: rash (stated by the patient)”" and "2022" in warning["source"]
    await page.call(WriteVisit.prescribe, answers={**answers, "anyway": ""})
    assert shown_by(page)["field_errors"] == {"anyway": "Say why"} and shown_by(page)["prescriptions"] == []
    await page.call(WriteVisit.prescribe, answers={**answers, "anyway": "Took it last year without a rash"})
    shown = shown_by(page)
    assert len(shown["prescriptions"]) == 1 and shown["checked"] is None and shown["used_key"] == answers["key"]
    assert "Took it last year" in shown["overridden"][0]["source"] and shown["waiting"] is None
    report = await house.open(cast.admin, "/admin/overrides")
    (line,) = report.shows(SeeOverrides)["report"]["rows"]
    assert (line["kind"], line["pair"], line["count"]) == ("Allergy", "Amoxicillin and penicillins", 1)


async def test_who_never_looked_is_shown_the_warning_before_anything_is_written(house: Any, cast: Any) -> None:
    page = await in_pain(house, cast)
    answers = choice(page, "Amoxicillin 500", anyway="I always do")
    await page.call(WriteVisit.prescribe, answers=answers)
    shown = shown_by(page)
    assert shown["notice_title"] == "Read the warning first" and shown["prescriptions"] == []
    assert len(shown["checked"]["severe"]) == 1
    await page.call(WriteVisit.choose_another)
    assert shown_by(page)["checked"] is None
    await page.call(WriteVisit.prescribe, answers=choice(page, "Azithromycin", frequency="QD", days="3"))
    assert [one["drug"] for one in shown_by(page)["prescriptions"]] == ["Azithromycin 500 mg tablet"]


async def test_what_came_to_the_list_meanwhile_stands_before_the_signature(house: Any, cast: Any) -> None:
    page, _ = await at_a_visit(house, cast)
    await page.call(WriteVisit.prescribe, answers=choice(page, "Clarithromycin"))
    assert len(shown_by(page)["prescriptions"]) == 1
    with transaction() as db:
        elsewhere = MedicationRequest(
            patient_id=cast.asha.patient_id,
            request_key="import 1",
            written_at=cast.now,
            signed_at=cast.now,
            source="import",
        )
        db.add(elsewhere.sealing(drug="Simvastatin 20 MG Oral Tablet"))
    await page.call(WriteVisit.sign, answers=signature(page, "ECG normal"))
    shown = shown_by(page)
    assert not shown["closed"] and shown["notice_title"] == "Not without a reason"
    assert shown["waiting"]["drug"] == "Clarithromycin 500 mg tablet"
    await page.call(WriteVisit.override, answers={"why": " "})
    assert shown_by(page)["field_errors"] == {"why": "Say why"}
    await page.call(WriteVisit.override, answers={"why": "Statin paused for a week"})
    assert shown_by(page)["waiting"] is None
    await page.call(WriteVisit.sign, answers=signature(page, "ECG normal"))
    assert shown_by(page)["closed"]
