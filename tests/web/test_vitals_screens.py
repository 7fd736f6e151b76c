"""Vital signs through the real pipeline: typed in a visit, refused at the field, corrected, read by the patient."""

from typing import Any
from uuid import uuid4

import pytest

from hms.pages.admin.units import SetUnits
from hms.pages.doctor.follow_vitals import FollowVitals
from hms.pages.doctor.write_visit import WriteVisit
from hms.pages.patient.record_part import Part
from hms.schemas.vitals import UnitsForm
from hms.services.chart.vitals import units
from tests.support.cast import Cast
from tests.support.vitals import WELL, measured
from tests.web.at_booking import later
from tests.web.test_doctor_screens import at_a_visit, shown_by

pytestmark = pytest.mark.asyncio(loop_scope="session")


def answers(**signs: str) -> dict[str, str]:
    return {"key": str(uuid4()), "units": "metric", **signs}


async def charts_of(house: Any, cast: Cast, who: Any = None) -> Any:
    patient = str(cast.asha.patient_id)
    return await house.open(who or cast.dr_rao, f"/doctor/patients/{patient}/vitals", patient_id=patient)


async def test_a_set_is_written_down_and_stands_in_the_visit(house: Any, cast: Cast) -> None:
    page, _ = await at_a_visit(house, cast)
    assert shown_by(page)["vitals"]["recorded"] == [] and shown_by(page)["units"] == "metric"
    await page.call(WriteVisit.measure, answers=answers(**{**WELL, "pulse": "118"}))
    shown = shown_by(page)
    assert (shown["notice_tone"], shown["notice_body"]) == ("warn", "Pulse 118: high")
    assert [one["value"] for one in shown["vitals"]["recorded"][0]["listed"]][:2] == ["124/78", "118"]
    assert shown["vitals"]["news"]["words"] == "NEWS2 2, low risk" and not shown["busy"]
    sent = answers(pulse="70")
    for _ in range(2):
        await page.call(WriteVisit.measure, answers=sent)
    assert len(shown_by(page)["vitals"]["recorded"]) == 2


async def test_a_slip_is_refused_at_its_field_and_nothing_is_written(house: Any, cast: Cast) -> None:
    page, _ = await at_a_visit(house, cast)
    await page.call(WriteVisit.measure, answers=answers(systolic="80", diastolic="120"))
    shown = shown_by(page)
    assert set(shown["field_errors"]) == {"diastolic"} and shown["vitals"]["recorded"] == []
    await page.call(WriteVisit.measure, answers=answers(temperature="98.6", pulse="x" * 1000))
    assert set(shown_by(page)["field_errors"]) == {"pulse"}
    await page.call(WriteVisit.measure, answers=answers(temperature="98.6"))
    assert "between 20 and 45 °C" in shown_by(page)["field_errors"]["temperature"]
    await page.call(WriteVisit.measure, answers={**answers(temperature="98.6"), "units": "us"})
    assert len(shown_by(page)["vitals"]["recorded"]) == 1


async def test_units_are_chosen_for_the_visit(house: Any, cast: Cast) -> None:
    page, _ = await at_a_visit(house, cast)
    await page.call(WriteVisit.choose_units, units="us")
    assert shown_by(page)["unit_words"] == {"weight": "lb", "height": "in", "temperature": "°F"}
    await page.call(WriteVisit.measure, answers={**answers(weight="154"), "units": "us"})
    assert shown_by(page)["units"] == "us"
    await page.call(WriteVisit.choose_units, units="stone")
    assert shown_by(page)["units"] == "metric"


async def test_the_charts_follow_and_a_correction_needs_its_reason(house: Any, cast: Cast) -> None:
    page, _ = await at_a_visit(house, cast)
    charts = await charts_of(house, cast)
    assert charts.shows(FollowVitals)["charts"] == []
    await page.call(WriteVisit.measure, answers=answers(**{**WELL, "pulse": "172"}))
    await charts.rest()
    shown = charts.shows(FollowVitals)
    pulse = next(one for one in shown["charts"] if one["key"] == "pulse")
    assert pulse["drawing"]["lines"][0]["dots"] and pulse["rows"][0]["mark"] == "very high"
    await charts.call(
        FollowVitals.start_changing, key="pulse", row_id=pulse["rows"][0]["id"], name=pulse["rows"][0]["name"], wrong=False
    )  # fmt: skip
    await charts.call(FollowVitals.change_vital, answers={"vital_value": "72", "vital_reason": ""})
    assert charts.shows(FollowVitals)["field_errors"] == {"vital_reason": "Say why"}
    await charts.call(FollowVitals.change_vital, answers={"vital_value": "72", "vital_reason": "Typed a 1 too many"})
    shown = charts.shows(FollowVitals)
    pulse = next(one for one in shown["charts"] if one["key"] == "pulse")
    assert (pulse["rows"][0]["number"], shown["changing"]) == ("72", None)
    await charts.call(
        FollowVitals.start_changing, key="pulse", row_id=pulse["rows"][0]["id"], name=pulse["rows"][0]["name"], wrong=True
    )  # fmt: skip
    await charts.call(FollowVitals.change_vital, answers={"vital_reason": "Another patient's"})
    pulse = next(one for one in charts.shows(FollowVitals)["charts"] if one["key"] == "pulse")
    assert pulse["rows"][0]["void"] and pulse["drawing"] is None


async def test_who_does_not_care_for_a_patient_sees_no_chart(house: Any, cast: Cast) -> None:
    page, _ = await at_a_visit(house, cast)
    measured(cast, shown_by(page)["visit"]["encounter_id"], **WELL)
    shown = (await charts_of(house, cast, cast.dr_osei)).shows(FollowVitals)
    assert shown["refused"] and shown["charts"] == [] and not shown["who"]


async def test_a_patient_reads_what_was_measured(house: Any, cast: Cast) -> None:
    page, _ = await at_a_visit(house, cast)
    await page.call(WriteVisit.measure, answers=answers(systolic="150", diastolic="80"))
    mine = await house.open(cast.asha, "/patient/record/results", part="results")
    told = mine.shows(Part)["shown"]["listed"][0]
    assert (told["title"], told["details"][0]["value"]) == ("Vital signs", "150/80 mmHg, upper: Above the usual range")


async def test_the_administrator_chooses_the_units_and_is_told_of_another_choice(house: Any, cast: Cast) -> None:
    page = await house.open(cast.admin, "/admin/scheduling/units")
    assert page.shows(SetUnits)["card"]["usual"] == "kg, cm, °C"
    await page.call(SetUnits.save, answers={"weight": "stone", "height": "cm", "temperature": "Cel"})
    assert "weight" in page.shows(SetUnits)["field_errors"]
    await page.call(SetUnits.save, answers={"weight": "[lb_av]", "height": "cm", "temperature": "Cel"})
    assert page.shows(SetUnits)["seen"] == "lb_cm"
    theirs = UnitsForm(seen="lb_cm", weight="kg", height="[in_i]", temperature="Cel")
    await later(cast, page, cast.admin, units.choose, theirs)
    assert page.shows(SetUnits)["stale"] and page.shows(SetUnits)["card"]["seen"] == "lb_cm"
    await page.call(SetUnits.save, answers={"weight": "kg", "height": "cm", "temperature": "[degF]"})
    assert page.shows(SetUnits)["seen"] == "lb_cm" and page.shows(SetUnits)["notice_tone"] in {"warn", "danger", "info"}
    await page.call(SetUnits.take_theirs)
    assert (page.shows(SetUnits)["seen"], page.shows(SetUnits)["stale"]) == ("kg_in", False)
