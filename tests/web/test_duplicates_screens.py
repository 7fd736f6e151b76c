"""Reception finds a pair in the list, compares, merges with a reason, takes it back: live, and nothing typed is lost."""

from typing import Any

import pytest

from hms.access import SYSTEM
from hms.db import transaction
from hms.models import Patient
from hms.pages.reception import see_patient
from hms.pages.reception.compare_pair import ComparePair
from hms.pages.reception.see_duplicates import SeeDuplicates
from hms.services.duplicates import looking, work_list
from hms.services.merging import merging
from tests.support.cast import Cast
from tests.support.twins import form, look_at_all, record, second_asha
from tests.web.test_patient_screens import later

pytestmark = pytest.mark.asyncio(loop_scope="session")
LIST = "/reception/duplicates"


def found_twice(cast: Cast) -> str:
    """Let asha be known twice and noticed; gives the path of the comparison."""
    second_asha(cast)
    look_at_all(cast)
    return f"{LIST}/{cast.do(cast.reception, work_list.listed).pairs[0].id}"


async def opened(house: Any, cast: Cast, path: str) -> Any:
    return await house.open(cast.reception, path, pair_id=path.rpartition("/")[2])


async def test_a_pair_appears_in_the_list_by_itself_and_leaves_it(house: Any, cast: Cast) -> None:
    page = await house.open(cast.reception, LIST)
    assert page.shows(SeeDuplicates)["found"]["pairs"] == [] and page.shows(SeeDuplicates)["total"] == "0"
    second_asha(cast)
    await later(cast, page, SYSTEM, looking.look)
    await page.until(lambda: page.shows(SeeDuplicates)["total"] == "1")
    (pair,) = page.shows(SeeDuplicates)["found"]["pairs"]
    assert {pair["one"]["name"], pair["other"]["name"]} == {"Asha Nair", "Aisha Nair"}
    await later(cast, page, cast.reception, merging.merge, form(cast, cast.asha, cast.again))
    await page.until(lambda: page.shows(SeeDuplicates)["total"] == "0")
    assert page.shows(SeeDuplicates)["found"]["merged"][0]["gone_name"] == "Aisha Nair"


async def test_two_numbers_are_compared_and_wrong_ones_are_marked(house: Any, cast: Cast) -> None:
    page = await house.open(cast.reception, LIST)
    await page.call(SeeDuplicates.compare, form={"one": "12", "other": str(record(cast.asha.patient_id)[0])})
    assert set(page.shows(SeeDuplicates)["field_errors"]) == {"one"}
    numbers = [str(record(who.patient_id)[0]) for who in (cast.asha, cast.bilal)]
    await page.call(SeeDuplicates.compare, form=dict(zip(("one", "other"), numbers, strict=True)))
    assert any(LIST + "/" in str(packet) for packet in page.packets)


async def test_a_pair_is_compared_merged_and_taken_back(house: Any, cast: Cast) -> None:
    page = await opened(house, cast, found_twice(cast))
    shown = page.shows(ComparePair)
    sides = [shown["pair"][side]["hit"]["name"] for side in ("one", "other")]
    assert sorted(sides) == ["Aisha Nair", "Asha Nair"] and "name" in shown["choosable"]
    keep = ("one", "other")[sides.index("Asha Nair")]
    lost = {"one": "other", "other": "one"}[keep]
    await page.call(ComparePair.merge, form={"keep": keep, "reason": ""})
    assert set(page.shows(ComparePair)["field_errors"]) == {"reason"}
    await page.call(ComparePair.merge, form={"keep": keep, "take_name": lost, "reason": "Showed one passport"})
    await page.rest()
    shown = page.shows(ComparePair)
    assert (
        shown["notice_title"] == "The two records are one"
        and shown["pair"]["joined"]["reason"] == "Showed one passport"
    )
    assert record(cast.asha.patient_id)[1] == "Aisha" and shown["pair"]["undo"]["fields"]
    await page.call(ComparePair.turn, key="nonsense")
    await page.call(ComparePair.undo, form={"reason": " "})
    assert set(page.shows(ComparePair)["field_errors"]) == {"reason"}
    await page.call(ComparePair.undo, form={"reason": "Two sisters"})
    await page.rest()
    shown = page.shows(ComparePair)
    assert shown["pair"]["joined"] is None and shown["pair"]["outcome"] == "different"
    assert record(cast.asha.patient_id)[1] == "Asha"


async def test_two_people_leave_the_list(house: Any, cast: Cast) -> None:
    page = await opened(house, cast, found_twice(cast))
    await page.call(ComparePair.call_different, form={"why": "x"})
    assert set(page.shows(ComparePair)["field_errors"]) == {"why"}
    await page.call(ComparePair.call_different, form={"why": "Two cousins"})
    assert cast.do(cast.reception, work_list.listed).total == 0


async def test_an_open_comparison_is_read_again_when_somebody_was_quicker(house: Any, cast: Cast) -> None:
    page = await opened(house, cast, found_twice(cast))
    await later(cast, page, cast.reception, merging.merge, form(cast, cast.again, cast.asha))
    await page.until(lambda: page.shows(ComparePair)["pair"]["joined"] is not None)
    await page.call(ComparePair.merge, form={"keep": "one", "reason": "Showed one passport"})
    assert "merged already" in page.shows(ComparePair)["notice_title"]


async def test_a_record_changed_meanwhile_is_not_merged_unseen(house: Any, cast: Cast) -> None:
    page = await opened(house, cast, found_twice(cast))
    with transaction() as db:
        db.get_one(Patient, cast.asha.patient_id).version += 1
    await page.call(ComparePair.merge, form={"keep": "one", "reason": "Showed one passport"})
    assert page.shows(ComparePair)["notice_title"] == "Somebody saved this before you"


@pytest.mark.parametrize("path", [f"{LIST}/nonsense", f"{LIST}/00000000-0000-0000-0000-000000000007"])
async def test_a_pair_that_is_not_there_is_said_so(house: Any, cast: Cast, path: str) -> None:
    page = await opened(house, cast, path)
    assert page.shows(ComparePair)["refused"] and page.shows(ComparePair)["notice_title"] == "This is not here"


async def test_patients_doctors_and_administrators_see_nothing_of_it(house: Any, cast: Cast) -> None:
    path = found_twice(cast)
    for who in (cast.asha, cast.dr_rao, cast.admin):
        page = await house.open(who, path, pair_id=path.rpartition("/")[2])
        assert not page.shows(ComparePair).get("pair")


async def test_an_open_record_that_became_part_of_another_leads_there(house: Any, cast: Cast) -> None:
    second_asha(cast)
    gone, kept = str(cast.again.patient_id), str(cast.asha.patient_id)
    page = await house.open(cast.reception, f"{see_patient.PLACE}/{gone}", patient_id=gone)
    await later(cast, page, cast.reception, merging.merge, form(cast, cast.asha, cast.again))
    await page.until(lambda: any(f"{see_patient.PLACE}/{kept}" in str(packet) for packet in page.packets))
