"""The lists of the record and the codes of a visit, through gate, guard and pipeline."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from hms.pages.doctor.see_allergies import SeeAllergies
from hms.pages.doctor.see_family import SeeFamily
from hms.pages.doctor.see_problems import SeeProblems
from hms.pages.doctor.see_procedures import SeeProcedures
from hms.pages.doctor.see_vaccines import SeeVaccines
from hms.pages.doctor.write_visit import WriteVisit
from hms.services.chart import problems
from tests.support.cast import Cast
from tests.support.portal import say
from tests.support.record_lists import problem
from tests.web.at_booking import later
from tests.web.plain import ORIGIN, Visitor, visitor
from tests.web.test_doctor_screens import at_a_visit
from tests.web.test_reception_screens import booked_today

pytestmark = pytest.mark.asyncio(loop_scope="session")
SAY = {"text": "", "code": "", "severity": "", "happened": "", "note": ""}


def path(cast: Cast, name: str) -> str:
    return f"/doctor/patients/{cast.asha.patient_id}/{name}"


async def opened(house: Any, cast: Cast, name: str) -> Any:
    booked_today(cast)
    return await house.open(cast.dr_rao, path(cast, name), patient_id=str(cast.asha.patient_id))


def typed(**other: str) -> dict[str, str]:
    return {**SAY, "key": uuid4().hex, **other}


async def test_a_problem_is_added_moved_put_right_and_called_an_error(house: Any, cast: Cast) -> None:
    page = await opened(house, cast, "problems")
    await page.call(SeeProblems.add, answers=typed(text="Asthma", code="J45.909", severity="mild"))
    (row,) = page.shows(SeeProblems)["listed"]
    assert (row["code"], row["status_words"], row["facts"]) == ("ICD-10-CM J45.909", "Active", "Mild")
    await page.call(SeeProblems.move, row["id"], 1, "remission")
    assert page.shows(SeeProblems)["listed"][0]["status_words"] == "In remission"
    await page.call(SeeProblems.begin, "right", row["id"], 2)
    given = {**SAY, "text": "Asthma since school", "code": "J45.909", "provisional": "on", "reason": ""}
    await page.call(SeeProblems.put_right, answers=given)
    shown = page.shows(SeeProblems)
    assert shown["field_errors"] == {"reason": "Say why"} and shown["doing"] == "right"
    await page.call(SeeProblems.put_right, answers={**given, "reason": "She told"})
    shown = page.shows(SeeProblems)
    assert (shown["listed"][0]["title"], shown["doing"]) == ("Asthma since school", "")
    await page.call(SeeProblems.look_back, row["id"], "condition")
    assert [one["reason"] for one in page.shows(SeeProblems)["earlier"]] == ["She told", "Now: In remission"]
    await page.call(SeeProblems.begin, "error", row["id"], 3)
    await page.call(SeeProblems.call_error, answers={"reason": "Another Asha"})
    shown = page.shows(SeeProblems)
    assert shown["listed"][0]["error"] and shown["total"] == 0


async def test_a_refused_problem_marks_its_field_and_a_stale_change_says_so(house: Any, cast: Cast) -> None:
    page = await opened(house, cast, "problems")
    await page.call(SeeProblems.add, answers=typed(text=""))
    assert "text" in page.shows(SeeProblems)["field_errors"]
    await page.call(SeeProblems.add, answers=typed(text="Asthma", happened="1950-01-01"))
    assert "happened" in page.shows(SeeProblems)["field_errors"]
    card = problem(cast, cast.asha, "Asthma")
    await page.go(path(cast, "problems"), patient_id=str(cast.asha.patient_id))
    await page.call(SeeProblems.begin, "right", str(card.id), 1)
    await page.call(SeeProblems.move, str(card.id), 1, "resolved")
    await page.call(SeeProblems.begin, "right", str(card.id), 1)
    await page.call(SeeProblems.put_right, answers={**SAY, "text": "Asthma!", "reason": "x"})
    assert "before you" in page.shows(SeeProblems)["notice_title"]


async def test_what_somebody_else_writes_appears_by_itself(house: Any, cast: Cast) -> None:
    from hms.schemas.record_lists import ProblemForm

    page = await opened(house, cast, "problems")
    form = ProblemForm(patient_id=cast.asha.patient_id, text="Gout", key=str(uuid4()))
    await later(cast, page, cast.dr_rao, problems.add, form)
    assert [one["title"] for one in page.shows(SeeProblems)["listed"]] == ["Gout"]


async def test_allergies_procedures_family_and_vaccines_are_written_down(house: Any, cast: Cast) -> None:
    page = await opened(house, cast, "allergies")
    who = str(cast.asha.patient_id)
    told = {
        "text": "Penicillin",
        "category": "",
        "criticality": "high",
        "note": "",
        "key": uuid4().hex,
        "does-hives": "on",
    }
    await page.call(SeeAllergies.add, answers=told)
    assert page.shows(SeeAllergies)["field_errors"] == {"category": "Please choose one"}
    await page.call(SeeAllergies.add, answers={**told, "category": "medication"})
    shown = page.shows(SeeAllergies)
    assert shown["who"]["allergies"] == ["Penicillin"] and shown["listed"][0]["facts"] == "A medicine. Dangerous. Hives"
    await page.call(SeeAllergies.begin, "error", shown["listed"][0]["id"], 1)
    await page.call(SeeAllergies.refute, answers={"reason": "Tolerated"})
    assert page.shows(SeeAllergies)["who"]["allergies"] == []

    await page.go(path(cast, "procedures"), patient_id=who)
    await page.call(
        SeeProcedures.add, answers={"text": "Stitches", "happened": "2020-02-30", "note": "", "key": uuid4().hex}
    )
    assert "happened" in page.shows(SeeProcedures)["field_errors"]
    await page.call(SeeProcedures.add, answers={"text": "Stitches", "happened": "", "note": "", "key": uuid4().hex})
    row = page.shows(SeeProcedures)["listed"][0]
    await page.call(SeeProcedures.begin, "right", row["id"], 1)
    await page.call(
        SeeProcedures.put_right, answers={"text": "Stitches, hand", "happened": "", "note": "", "reason": "More"}
    )
    assert page.shows(SeeProcedures)["listed"][0]["title"] == "Stitches, hand"

    await page.go(path(cast, "family"), patient_id=who)
    relative = {"relation": "mother", "text": "Gout", "code": "", "note": "", "key": uuid4().hex}
    await page.call(SeeFamily.add, answers=relative)
    row = page.shows(SeeFamily)["listed"][0]
    assert row["title"] == "Mother: Gout"
    await page.call(SeeFamily.begin, "right", row["id"], 1)
    await page.call(
        SeeFamily.put_right,
        answers={"relation": "aunt", "text": "Gout, both feet", "code": "", "note": "", "reason": "She said"},
    )
    assert page.shows(SeeFamily)["listed"][0]["title"] == "Aunt: Gout, both feet"

    await page.go(path(cast, "vaccines"), patient_id=who)
    given = {
        "code": "113", "happened": page.shows(SeeVaccines)["today"], "dose_number": "", "lot": "A1", "expires_on": "2020-01-01",
        "site": "left-arm", "route": "im", "note": "", "key": uuid4().hex,
    }  # fmt: skip
    await page.call(SeeVaccines.add, answers=given)
    assert "expires_on" in page.shows(SeeVaccines)["field_errors"]
    await page.call(SeeVaccines.add, answers={**given, "expires_on": "", "dose_number": "two"})
    assert "dose_number" in page.shows(SeeVaccines)["field_errors"]
    await page.call(SeeVaccines.add, answers={**given, "expires_on": "", "dose_number": "2"})
    assert page.shows(SeeVaccines)["listed"][0]["facts"].startswith("Dose 2, Lot A1")


async def test_a_vaccination_is_put_right_and_what_is_refused_stands_beside_its_own_form(
    house: Any, cast: Cast
) -> None:
    page = await opened(house, cast, "vaccines")
    given = {"code": "113", "happened": "2026-01-05", "dose_number": "2", "lot": "A1", "expires_on": "", "site": "left-arm",
             "route": "im", "note": "", "key": uuid4().hex}  # fmt: skip
    await page.call(SeeVaccines.add, answers=given)
    (row,) = page.shows(SeeVaccines)["listed"]
    await page.call(SeeVaccines.begin, "right", row["id"], 1)
    typed = {name: said for name, said in row["typed"].items() if name != "vaccine"}
    right = {**typed, "code": "", "lot": "A2", "happened": "1950-01-01", "reason": "Read the vial again"}
    await page.call(SeeVaccines.put_right, answers=right)
    shown = page.shows(SeeVaccines)
    assert "before the patient was born" in shown["field_errors"]["happened"]
    assert (shown["doing"], shown["sent"]) == ("right", "right")
    await page.call(SeeVaccines.put_right, answers={**right, "happened": "2026-01-05", "reason": ""})
    assert page.shows(SeeVaccines)["field_errors"] == {"reason": "Say why"}
    by_id = {"right_lot": "A2", "right_happened": "2026-01-05"}  # as a browser sends it as well
    await page.call(SeeVaccines.put_right, answers={**right, **by_id, "happened": "2026-01-05"})
    shown = page.shows(SeeVaccines)
    assert (shown["doing"], shown["listed"][0]["facts"]) == ("", "Dose 2, Lot A2, Left upper arm, Into the muscle")
    await page.call(SeeVaccines.look_back, row["id"], "immunization")
    (told,) = page.shows(SeeVaccines)["earlier"]
    assert (told["who"], told["reason"]) == ("Dr Meera Rao", "Read the vial again")
    assert {"name": "Lot", "words": "A1"} in told["said"]
    await page.call(SeeVaccines.begin, "right", row["id"], 1)
    await page.call(SeeVaccines.put_right, answers={**right, "happened": "2026-01-05"})
    shown = page.shows(SeeVaccines)
    assert "before you" in shown["notice_title"] and shown["doing"] == "right"
    await page.call(SeeVaccines.add, answers={**given, "happened": "2030-01-01", "key": uuid4().hex})
    shown = page.shows(SeeVaccines)
    assert "happened" in shown["field_errors"] and shown["sent"] == "add"


async def test_an_allergy_is_put_right_with_what_it_said_before(house: Any, cast: Cast) -> None:
    page = await opened(house, cast, "allergies")
    told = {"text": "Penicilin", "category": "medication", "criticality": "high", "note": "", "key": uuid4().hex}
    await page.call(SeeAllergies.add, answers={**told, "does-hives": "on"})
    (row,) = page.shows(SeeAllergies)["listed"]
    assert row["typed"]["does-hives"] == "on" and [one["value"] for one in row["moves"]] == ["confirmed", "over"]
    await page.call(SeeAllergies.begin, "right", row["id"], 1)
    del told["key"]
    right = {**told, "text": "Penicillin", "standing": "confirmed", "reason": ""}
    await page.call(SeeAllergies.put_right, answers={**right, "does-rash": "on"})
    shown = page.shows(SeeAllergies)
    assert (shown["field_errors"], shown["doing"], shown["sent"]) == ({"reason": "Say why"}, "right", "right")
    await page.call(SeeAllergies.put_right, answers={**right, "does-rash": "on", "reason": "Spelling, and asked again"})
    shown = page.shows(SeeAllergies)
    assert shown["who"]["allergies"] == ["Penicillin"]
    assert shown["listed"][0]["facts"] == "A medicine. Dangerous. Rash" and shown["doing"] == ""
    await page.call(SeeAllergies.look_back, row["id"], "allergy_intolerance")
    (before,) = page.shows(SeeAllergies)["earlier"]
    assert before["reason"] == "Spelling, and asked again"
    assert {"name": "What it does", "words": "Hives"} in before["said"]
    await page.call(SeeAllergies.begin, "right", row["id"], 1)
    await page.call(SeeAllergies.put_right, answers={**right, "reason": "Late"})
    shown = page.shows(SeeAllergies)
    assert "before you" in shown["notice_title"] and shown["doing"] == "right"


async def test_what_a_patient_stated_is_put_right_in_the_visit(house: Any, cast: Cast) -> None:
    say(cast, cast.asha, "medicine", "Metformin 50 mg")
    page, _ = await at_a_visit(house, cast)
    (line,) = page.shows(WriteVisit)["stated"]["groups"][0]["listed"]
    assert line["can_correct"] and not line["changed"]
    await page.call(WriteVisit.start_righting, line["id"], line["version"])
    await page.call(WriteVisit.right_stated, answers={"stated_text": "", "reason": "Saw the box"})
    shown = page.shows(WriteVisit)
    assert "stated_text" in shown["field_errors"] and shown["righting"] == line["id"]
    await page.call(WriteVisit.right_stated, answers={"stated_text": "Metformin 500 mg", "reason": "Saw the box"})
    (line,) = page.shows(WriteVisit)["stated"]["groups"][0]["listed"]
    assert (line["text"], line["changed"], line["state"]) == ("Metformin 500 mg", True, "stated")
    await page.call(WriteVisit.stated_earlier, line["id"], line["record"])
    (before,) = page.shows(WriteVisit)["stated_before"]
    assert (before["said"], before["reason"]) == ([{"name": "Words", "words": "Metformin 50 mg"}], "Saw the box")
    await page.call(WriteVisit.confirm, line["id"], 1)
    assert "before you" in page.shows(WriteVisit)["notice_title"]
    await page.call(WriteVisit.confirm, line["id"], 2)
    assert page.shows(WriteVisit)["stated"]["waiting"] == 0


async def test_a_record_out_of_reach_opens_no_list(house: Any, cast: Cast) -> None:
    page = await house.open(cast.dr_osei, path(cast, "problems"), patient_id=str(cast.asha.patient_id))
    assert page.shows(SeeProblems)["refused"]


async def test_diagnoses_are_picked_in_the_visit_and_end_with_its_signature(house: Any, cast: Cast) -> None:
    page, booked = await at_a_visit(house, cast)
    await page.call(WriteVisit.diagnose, answers={"text": "Cough, unspecified", "code": "R05.9", "key": uuid4().hex})
    await page.call(WriteVisit.diagnose, answers={"text": "Cough, unspecified", "code": "R05.9", "key": uuid4().hex})
    assert "text" in page.shows(WriteVisit)["field_errors"]
    await page.call(WriteVisit.diagnose, answers={"text": "Worried", "code": "", "key": uuid4().hex})
    shown = page.shows(WriteVisit)
    assert [one["code"] for one in shown["diagnoses"]] == ["ICD-10-CM R05.9", ""]
    await page.call(WriteVisit.undiagnose, shown["diagnoses"][1]["id"])
    again = await house.open(cast.dr_rao, f"/doctor/visits/{booked.id}", appointment_id=str(booked.id))
    assert [one["title"] for one in again.shows(WriteVisit)["diagnoses"]] == ["Cough, unspecified"]


FROM_US = {"origin": ORIGIN}


@pytest.fixture
async def web(clinic_on_sqlite: Cast, tmp_path: Path) -> AsyncIterator[Visitor]:
    async with visitor(tmp_path / "site") as browser:
        yield browser


async def test_codes_are_for_doctors_and_a_favourite_comes_first(web: Visitor, clinic_on_sqlite: Cast) -> None:
    assert (await web.post("/codes", json={"sought": "asthma"}, headers=FROM_US)).status_code == 401
    for email in ("asha@post.example", "desk@alder.example", "admin@alder.example"):
        await web.sign_in(email)
        assert (await web.post("/codes", json={"sought": "asthma"}, headers=FROM_US)).status_code == 404
    await web.sign_in("rao@alder.example")
    answer = await web.post("/codes", json={"sought": "asthma"}, headers=FROM_US)
    assert answer.headers["cache-control"] == "no-store" and answer.json()["hits"][0]["code"] == "J45.909"
    assert (await web.post("/codes", json={"sought": {"a": 1}}, headers=FROM_US)).json() == {"hits": [], "said": ""}
    assert (await web.post("/codes", json={"sought": "x" * 9_000}, headers=FROM_US)).status_code == 200
    foreign = await web.post("/codes", json={"sought": "asthma"}, headers={"origin": "https://evil.example"})
    assert foreign.status_code == 403


async def test_a_favourite_is_kept_from_the_screen(house: Any, cast: Cast) -> None:
    from hms.services.coding import searching

    page = await opened(house, cast, "problems")
    await page.call(SeeProblems.favour, "J45.41", True)
    assert cast.do(cast.dr_rao, searching.search, "asthma")[0].code == "J45.41"
