"""/admin/tests, /admin/vaccines and its schedule: looked for, added, corrected, taken off; what was typed stays when refused."""

from typing import Any

import pytest

from hms.access import SYSTEM, Actor, perform
from hms.pages.admin.tests import KeepTests
from hms.pages.admin.vaccine_schedule import KeepSchedule
from hms.pages.admin.vaccines import KeepVaccines
from hms.permissions import Role
from hms.services.catalogues import series, standing, tests
from tests.support.catalogues import a_test, lab_form, series_form
from tests.web.pipeline import House

pytestmark = pytest.mark.asyncio(loop_scope="session")
TESTS, VACCINES, SCHEDULE = "/admin/tests", "/admin/vaccines", "/admin/vaccines/schedule"


@pytest.fixture
def ines(house: House) -> Actor:
    """Make an administrator."""
    return house.account(Role.ADMINISTRATOR, "Ines Moreau")


def entry(page: Any, screen: Any, name: str) -> Any:
    return next(one for one in page.shows(screen)["found"] if one["name"] == name)


async def test_a_test_is_found_by_its_name_unit_or_code(house: House, ines: Actor) -> None:
    page = await house.open(ines, TESTS)
    assert len(page.shows(KeepTests)["found"]) == page.shows(KeepTests)["many"] > 40
    for words in ("potas", "2823-3"):
        await page.call(KeepTests.seek, words=words)
        assert [one["name"] for one in page.shows(KeepTests)["found"]] == ["Potassium"]
    await page.call(KeepTests.seek, words="zzz")
    assert page.shows(KeepTests)["found"] == []


async def test_a_test_of_the_clinics_own_is_added_line_by_line_and_nothing_is_lost_when_refused(
    house: House, ines: Actor
) -> None:
    page = await house.open(ines, TESTS)
    await page.call(KeepTests.start_adding)
    (unit,) = page.shows(KeepTests)["units"]
    await page.call(KeepTests.add_range, mark=unit["mark"])
    (unit,) = page.shows(KeepTests)["units"]
    first, second = (band["mark"] for band in unit["ranges"])
    typed = {
        "name": "Sedimentation rate", "about": "A sign of inflammation.", "panel": "full_blood_count",
        f"ucum_{unit['mark']}": "mm/hour", f"code_{unit['mark']}": "30341-3", f"least_{unit['mark']}": "0",
        f"most_{unit['mark']}": "200", f"sex_{first}": "female", f"high_{first}": "25", f"very_high_{first}": "20",
        f"high_{second}": "20",
    }  # fmt: skip
    await page.call(KeepTests.save, answers=typed)
    shown = page.shows(KeepTests)
    wrong = {f"ucum_{unit['mark']}", f"code_{unit['mark']}", f"very_high_{first}"}
    assert set(shown["field_errors"]) == wrong and shown["adding"] and shown["units"] == [unit]
    typed |= {f"ucum_{unit['mark']}": "mm/h", f"code_{unit['mark']}": "30341-2", f"very_high_{first}": "100"}
    await page.call(KeepTests.save, answers=typed)
    card = entry(page, KeepTests, "Sedimentation rate")
    assert card["own"] and card["told"][1:] == [
        "mm/h, women: Usual: up to 25, critical at 100 or more", "mm/h, everybody: Usual: up to 20",
    ]  # fmt: skip
    assert card["panel_name"] == "Full blood count" and not page.shows(KeepTests)["adding"]


async def test_a_unit_and_a_range_are_added_and_taken_away_in_the_form(house: House, ines: Actor) -> None:
    page = await house.open(ines, TESTS)
    await page.call(KeepTests.start_changing, key="potassium")
    before = page.shows(KeepTests)["units"]
    await page.call(KeepTests.add_unit)
    added = page.shows(KeepTests)["units"][1]
    assert page.shows(KeepTests)["units"] == [*before, added]
    await page.call(KeepTests.drop_range, mark=added["ranges"][0]["mark"])
    assert page.shows(KeepTests)["units"][1]["ranges"] == []
    await page.call(KeepTests.drop_unit, mark=added["mark"])
    assert page.shows(KeepTests)["units"] == before
    await page.call(KeepTests.leave)
    assert page.shows(KeepTests)["editing"] is None


async def test_a_test_that_is_answered_in_words_asks_for_no_unit(house: House, ines: Actor) -> None:
    page = await house.open(ines, TESTS)
    await page.call(KeepTests.start_adding)
    await page.call(KeepTests.choose_answers, answers="negative positive")
    await page.call(KeepTests.save, answers={"name": "Rapid strep test", "about": "", "code": "", "panel": ""})
    card = entry(page, KeepTests, "Rapid strep test")
    assert (card["given"], card["units"]) == ("negative, positive", [])
    await page.call(KeepTests.start_changing, key=card["key"])
    await page.call(KeepTests.save, answers={"name": "Rapid strep A test", "about": "", "code": "78012-2", "panel": ""})
    assert entry(page, KeepTests, "Rapid strep A test")["code"] == "78012-2"


@pytest.mark.parametrize(
    ("path", "screen", "key", "name"),
    [
        (TESTS, KeepTests, "tsh", "TSH"), (VACCINES, KeepVaccines, "19", "BCG"),
        (SCHEDULE, KeepSchedule, "bcg", "Tuberculosis (BCG)"),
    ],
)  # fmt: skip
async def test_an_entry_is_taken_off_put_on_again_and_goes_back_to_what_came(
    house: House, ines: Actor, path: str, screen: Any, key: str, name: str
) -> None:
    page = await house.open(ines, path)
    await page.call(screen.ask_to_take_off, key=key)
    assert page.shows(screen)["retiring"] == key
    await page.call(screen.keep)
    await page.call(screen.take_off, key=key, version=0)
    off = entry(page, screen, name)
    assert (off["offered"], off["changed"], page.shows(screen)["retiring"]) == (False, True, "")
    assert off["who"].startswith("Ines Moreau, ") and page.shows(screen)["found"][-1]["offered"] is False
    await page.call(screen.offer, key=key, version=1)
    assert entry(page, screen, name)["offered"]
    await page.call(screen.take_off, key=key, version=2)
    await page.call(screen.put_back, key=key, version=3)
    assert entry(page, screen, name)["offered"] and not entry(page, screen, name)["changed"]
    await page.call(screen.take_off, key=key, version=0)
    assert page.shows(screen)["notice_tone"] == "danger"


async def test_a_vaccine_is_added_and_counts_for_what_was_ticked(house: House, ines: Actor) -> None:
    page = await house.open(ines, VACCINES)
    await page.call(KeepVaccines.start_adding)
    typed = {"code": "new", "short": "Hep B, new", "full": "", "route": "im", "against-hepb": "on"}
    await page.call(KeepVaccines.save, answers=typed)
    assert set(page.shows(KeepVaccines)["field_errors"]) == {"code"} and page.shows(KeepVaccines)["adding"]
    await page.call(KeepVaccines.save, answers={**typed, "code": "220"})
    card = entry(page, KeepVaccines, "Hep B, new")
    assert (card["against"], card["own"], card["route"]) == (["hepb"], True, "im")
    await page.call(KeepVaccines.start_changing, key="220")
    assert ["hepb", "Hepatitis B", "1"] in page.shows(KeepVaccines)["counts"]
    await page.call(KeepVaccines.save, answers={"short": "Hep B 2026", "full": "", "route": "", "against-polio": True})
    assert entry(page, KeepVaccines, "Hep B 2026")["against"] == ["polio"]


async def test_a_dose_is_added_to_a_series_and_a_series_to_the_schedule(house: House, ines: Actor) -> None:
    page = await house.open(ines, SCHEDULE)
    await page.call(KeepSchedule.start_changing, key="rubella")
    await page.call(KeepSchedule.add_dose)
    first, second = (one["mark"] for one in page.shows(KeepSchedule)["doses"])
    typed = {
        "name": "Rubella", "only": "", "until": "", "single_from": "", "more_codes": "", f"age_{first}": "9m",
        f"least_age_{first}": "9m", f"late_weeks_{first}": "12", f"age_{second}": "4y", f"least_gap_{second}": "-4w",
        f"late_weeks_{second}": "26",
    }  # fmt: skip
    await page.call(KeepSchedule.save, answers=typed)
    assert set(page.shows(KeepSchedule)["field_errors"]) == {f"least_gap_{second}"}
    await page.call(KeepSchedule.save, answers={**typed, f"least_gap_{second}": "4w"})
    card = entry(page, KeepSchedule, "Rubella")
    assert (
        card["changed"]
        and card["told"][1] == "2. at 4 years, 4 weeks after the one before at least, late after 26 weeks"
    )
    await page.call(KeepSchedule.start_adding)
    (dose,) = page.shows(KeepSchedule)["doses"]
    new = {"name": "Typhoid fever", f"age_{dose['mark']}": "9m", f"late_weeks_{dose['mark']}": "12"}
    await page.call(KeepSchedule.save, answers=new)
    assert entry(page, KeepSchedule, "Typhoid fever")["own"]
    await page.call(KeepSchedule.start_adding)
    await page.call(KeepSchedule.drop_dose, mark=page.shows(KeepSchedule)["doses"][0]["mark"])
    await page.call(KeepSchedule.save, answers={"name": "Nothing"})
    assert page.shows(KeepSchedule)["notice_title"] == "A series has a dose at least. Add one."


async def test_of_two_who_correct_one_entry_the_second_sees_both(house: House, ines: Actor) -> None:
    page = await house.open(ines, TESTS)
    await page.call(KeepTests.start_changing, key="tsh")
    card = next(one for one in perform(tests.listed, SYSTEM).tests if one.key == "tsh")
    perform(tests.change, SYSTEM, "tsh", lab_form(card, about="A signal."), 0)
    await page.rest()
    told = [(one["label"], one["now"]) for one in page.shows(KeepTests)["theirs"]]
    assert told == [("For patients", "A signal.")]
    typed = {
        "name": "Thyrotropin (TSH)", "about": card.about,
        **{f"{part}_u0": getattr(card.units[0], part) for part in ("ucum", "code", "least", "most")},
        **{f"{part}_u0r0": getattr(card.units[0].ranges[0], part) for part in ("since", "low", "high")},
    }  # fmt: skip
    await page.call(KeepTests.save, answers=typed)
    assert page.shows(KeepTests)["notice_tone"] == "danger" and page.shows(KeepTests)["editing"]["name"] == "TSH"
    await page.call(KeepTests.keep_mine)
    await page.call(KeepTests.save, answers=typed)
    saved = entry(page, KeepTests, "Thyrotropin (TSH)")
    assert saved["about"] == card.about and page.shows(KeepTests)["editing"] is None
    await page.call(KeepTests.start_changing, key="tsh")
    perform(standing.put_back, SYSTEM, "test", "tsh", saved["version"])
    await page.rest()
    await page.call(KeepTests.take_theirs)
    assert page.shows(KeepTests)["editing"]["name"] == "TSH" and page.shows(KeepTests)["theirs"] == []


async def test_a_series_that_somebody_else_changes_says_so_too(house: House, ines: Actor) -> None:
    page = await house.open(ines, SCHEDULE)
    await page.call(KeepSchedule.start_changing, key="measles")
    card = next(one for one in perform(series.listed, SYSTEM) if one.key == "measles")
    perform(series.change, SYSTEM, "measles", series_form(card, until="10y"), 0)
    await page.rest()
    assert [one["now"] for one in page.shows(KeepSchedule)["theirs"]] == ["Every child, under 10 years"]
    perform(tests.add, SYSTEM, a_test())
