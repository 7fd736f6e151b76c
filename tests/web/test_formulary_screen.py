"""/admin/medicines: looked for while typing, added, corrected, taken off the list; what was typed stays when refused."""

from typing import Any

import pytest

from hms.access import SYSTEM, Actor, perform
from hms.pages.admin.formulary import KeepFormulary
from hms.permissions import Role
from hms.schemas.formulary import DrugForm
from hms.services import formulary
from tests.web.pipeline import House

pytestmark = pytest.mark.asyncio(loop_scope="session")
DRUG = {"name": "Colchicine", "strength": "500 micrograms", "form": "tablet", "unit": "tablet", "atc": "M04AC01"}


@pytest.fixture
def ines(house: House) -> Actor:
    """Make an administrator."""
    return house.account(Role.ADMINISTRATOR, "Ines Moreau")


def colchicine(page: Any) -> Any:
    return next(one for one in page.shows(KeepFormulary)["found"] if one["name"] == "Colchicine")


async def test_a_drug_is_found_among_all_while_typing(house: House, ines: Actor) -> None:
    page = await house.open(ines, "/admin/medicines")
    shown: Any = lambda: page.shows(KeepFormulary)  # noqa: E731
    assert len(shown()["found"]) == shown()["many"] > 50
    await page.call(KeepFormulary.seek, words="amox 500")
    assert [one["label"] for one in shown()["found"]] == ["Amoxicillin 500 mg capsule"]
    await page.call(KeepFormulary.seek, words="zzz")
    assert shown()["found"] == [] and shown()["many"] > 50


async def test_a_drug_is_added_corrected_and_taken_off_the_list(house: House, ines: Actor) -> None:
    page = await house.open(ines, "/admin/medicines")
    await page.call(KeepFormulary.add, answers={**DRUG, "strength": "strong"})
    assert set(page.shows(KeepFormulary)["field_errors"]) == {"strength"}
    form = page.shows(KeepFormulary)["fresh"]
    await page.call(KeepFormulary.add, answers=DRUG)
    one = colchicine(page)
    assert page.shows(KeepFormulary)["fresh"] == form + 1 and one["label"] == "Colchicine 500 micrograms tablet"
    await page.call(KeepFormulary.start_changing, medication_id=one["id"])
    await page.call(KeepFormulary.change, answers={**DRUG, "form": "film-coated tablet"})
    one = colchicine(page)
    assert one["form"] == "film-coated tablet"
    await page.call(KeepFormulary.ask_to_retire, medication_id=one["id"])
    await page.call(KeepFormulary.retire, medication_id=one["id"], version=one["version"])
    one = colchicine(page)
    assert one["retired"]
    await page.call(KeepFormulary.restore, medication_id=one["id"], version=one["version"])
    assert not colchicine(page)["retired"]


async def test_of_two_who_correct_one_drug_the_second_sees_both(house: House, ines: Actor) -> None:
    first = perform(formulary.add, SYSTEM, DrugForm(**DRUG))
    page = await house.open(ines, "/admin/medicines")
    await page.call(KeepFormulary.start_changing, medication_id=str(first.id))
    perform(formulary.change, SYSTEM, first.id, DrugForm(**{**DRUG, "form": "capsule"}), first.version)
    await page.rest()
    told = [(one["label"], one["was"], one["now"]) for one in page.shows(KeepFormulary)["theirs"]]
    assert told == [("Form", "tablet", "capsule")]
    await page.call(KeepFormulary.change, answers={**DRUG, "atc": ""})
    assert page.shows(KeepFormulary)["notice_tone"] == "danger"
    await page.call(KeepFormulary.keep_mine)
    await page.call(KeepFormulary.change, answers={**DRUG, "atc": ""})
    assert colchicine(page)["atc"] == "" and page.shows(KeepFormulary)["editing"] is None
