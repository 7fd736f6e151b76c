"""A doctor's lists of patients through gate, guard and pipeline."""

from typing import Any

import pytest

from hms.pages.doctor.list_patients import ListPatients
from tests.support.cast import Cast
from tests.support.record_lists import problem
from tests.web.test_reception_screens import booked_today

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_list_is_made_and_a_refusal_leaves_it_as_it_was(house: Any, cast: Cast) -> None:
    booked_today(cast)
    problem(cast, cast.asha, "Essential hypertension", "I10")
    page = await house.open(cast.dr_rao, "/doctor/patients")
    asked = {"condition": "", "drug": "", "result": "", "than": "over", "number": "", "gap": "pressure"}
    await page.call(ListPatients.find, answers=asked)
    shown = page.shows(ListPatients)["listed"]
    assert [one["name"] for one in shown["listed"]] == ["Asha Nair"]
    assert shown["listed"][0]["why"] == ["Blood pressure not measured for a year: not in this record"]
    await page.call(ListPatients.find, answers={**asked, "gap": "", "result": "4548-4|%", "number": "x"})
    state = page.shows(ListPatients)
    assert set(state["field_errors"]) == {"number"} and state["listed"]["total"] == 1
    await page.call(ListPatients.find, answers={**asked, "gap": "", "condition": "gout"})
    assert page.shows(ListPatients)["listed"]["total"] == 0
