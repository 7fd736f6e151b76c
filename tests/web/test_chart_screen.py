"""The chart through the real pipeline: at a glance, the timeline turned page by page, live."""

from datetime import timedelta
from typing import Any

import pytest

from hms.pages.doctor.see_patient import SeeOwnPatient
from tests.services.test_timeline import problem, result
from tests.support.cast import Cast
from tests.web.test_reception_screens import booked_today

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def chart_of(house: Any, cast: Cast, who: Any) -> Any:
    patient = str(cast.asha.patient_id)
    return await house.open(who, f"/doctor/patients/{patient}", patient_id=patient)


async def test_a_doctor_sees_at_a_glance_and_turns_the_pages(house: Any, cast: Cast) -> None:
    booked_today(cast)
    problem(cast, "Asthma", cast.now - timedelta(days=400), code="J45.909")
    for n in range(45):
        result(cast, f"Result {n}", str(n), cast.now - timedelta(hours=n + 1))
    page = await chart_of(house, cast, cast.dr_rao)
    shown = page.shows(SeeOwnPatient)
    assert [one["title"] for one in shown["chart"]["problems"]] == ["Asthma"]
    assert len(shown["lines"]) == 20 and shown["lines"][0]["title"] == "Result 0" and shown["older"]
    for _ in range(2):
        await page.call(SeeOwnPatient.show_older)
    shown = page.shows(SeeOwnPatient)
    assert len(shown["lines"]) == len({one["id"] for one in shown["lines"]}) == 46 and not shown["older"]
    await page.call(SeeOwnPatient.show_kind, "problems")
    assert [one["title"] for one in page.shows(SeeOwnPatient)["lines"]] == ["Asthma"]
    await page.call(SeeOwnPatient.show_kind, "'; drop table")
    assert page.shows(SeeOwnPatient)["kind"] == ""


async def test_what_a_colleague_writes_down_appears_by_itself(house: Any, cast: Cast) -> None:
    booked_today(cast)
    page = await chart_of(house, cast, cast.dr_rao)
    await house.hearing()
    problem(cast, "Asthma", cast.now - timedelta(days=400))
    await page.until(lambda: page.shows(SeeOwnPatient)["chart"]["problems"])
    assert page.shows(SeeOwnPatient)["lines"][-1]["title"] == "Asthma"


async def test_who_does_not_care_for_the_patient_reads_nothing(house: Any, cast: Cast) -> None:
    booked_today(cast)
    page = await chart_of(house, cast, cast.dr_osei)
    shown = page.shows(SeeOwnPatient)
    assert (shown["refused"], shown["chart"], shown["lines"]) == (True, None, [])
