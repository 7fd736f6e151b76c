"""What a doctor does in a visit, through gate, guard and pipeline: writes, prescribes, signs, and loses no word."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest

from hms.schemas.visits import NoteForm
from hms.services import visits
from tests.web.test_reception_screens import booked_today, cast

__all__ = ["cast"]
pytestmark = pytest.mark.asyncio(loop_scope="session")


async def at_a_visit(house: Any, cast_: Any) -> tuple[Any, Any]:
    """Let dr_rao call asha in and open her visit."""
    from hms.pages.doctor.see_day import SeeDay

    booked = booked_today(cast_)
    day = await house.open(cast_.dr_rao)
    await day.call(SeeDay.call_in, appointment_id=str(booked.id))
    page = await house.open(cast_.dr_rao, f"/doctor/visits/{booked.id}", appointment_id=str(booked.id))
    return page, booked


def shown_by(page: Any) -> dict[str, Any]:
    from hms.pages.doctor.write_visit import WriteVisit

    return page.shows(WriteVisit)


async def kept(page: Any, note: str, version: int) -> dict[str, Any]:
    """Save a draft as the fields do."""
    from hms.pages.doctor.write_visit import WriteVisit

    encounter = shown_by(page)["visit"]["encounter_id"]
    await page.call(WriteVisit.keep_draft, encounter_id=encounter, note=note, summary="", version=version)
    return shown_by(page)


def signature(page: Any, note: str) -> dict[str, str]:
    shown = shown_by(page)
    return {
        "encounter_id": shown["visit"]["encounter_id"],
        "version": str(shown["held_version"]),
        "note": note,
        "summary": "All is well.",
    }


async def test_calling_asha_in_opens_her_visit(house: Any, cast: Any) -> None:
    page, _ = await at_a_visit(house, cast)
    shown = shown_by(page)
    assert shown["visit"]["banner"]["name"] == "Asha Nair" and not shown["closed"]
    assert shown["drugs"][0][0] == "" and len(shown["drugs"]) > 50


async def test_a_draft_is_in_the_database_and_each_save_gives_the_next_version(house: Any, cast: Any) -> None:
    page, booked = await at_a_visit(house, cast)
    first = shown_by(page)["held_version"]
    assert (await kept(page, "ECG norm", first))["held_version"] == first + 1
    assert (await kept(page, "ECG normal", first + 1))["held_version"] == first + 2
    assert (await asyncio.to_thread(cast.do, cast.dr_rao, visits.page, booked.id)).note == "ECG normal"


async def test_a_stale_note_keeps_both_versions(house: Any, cast: Any) -> None:
    from hms.pages.doctor.write_visit import WriteVisit

    page, booked = await at_a_visit(house, cast)
    begun = shown_by(page)["held_version"]
    form = NoteForm(
        encounter_id=UUID(shown_by(page)["visit"]["encounter_id"]), note="From the other window", version=begun
    )
    await asyncio.to_thread(cast.do, cast.dr_rao, visits.save_note, form)
    shown = await kept(page, "Typed here", begun)
    assert shown["notice_title"] == "Somebody saved this before you" and shown["unsaved"]
    assert shown["held_note"] == ""  # nothing is put into the fields
    await page.call(WriteVisit.compare)  # the page asks by itself once the refusal is drawn
    assert shown_by(page)["theirs"]["note"] == "From the other window"
    await page.call(WriteVisit.keep_mine)
    shown = shown_by(page)
    assert shown["chosen"] == f"mine:{begun + 1}" and shown["notice_title"] == ""
    assert not (await kept(page, "Typed here", begun + 1))["unsaved"]
    assert (await asyncio.to_thread(cast.do, cast.dr_rao, visits.page, booked.id)).note == "Typed here"


async def test_a_signed_note_refuses_to_change(house: Any, cast: Any) -> None:
    from hms.pages.doctor.write_visit import WriteVisit

    page, booked = await at_a_visit(house, cast)
    await page.call(WriteVisit.sign, answers=signature(page, ""))
    assert "note" in shown_by(page)["field_errors"] and not shown_by(page)["closed"]
    await page.call(WriteVisit.sign, answers=signature(page, "ECG normal"))
    shown = shown_by(page)
    assert shown["closed"] and "Dr Meera Rao" in shown["visit"]["signed_words"]
    assert (await kept(page, "Changed after all", shown["held_version"]))["notice_title"] == "This visit is signed"
    assert (await asyncio.to_thread(cast.do, cast.dr_rao, visits.page, booked.id)).note == "ECG normal"


async def test_a_prescription_is_added_once_for_one_key_and_can_be_taken_back(house: Any, cast: Any) -> None:
    from hms.pages.doctor.write_visit import WriteVisit

    page, _ = await at_a_visit(house, cast)
    drug = shown_by(page)["drugs"][1]
    answers = {"medication_id": drug[0], "dose": "1", "frequency": "BID", "days": "7", "advice": "", "key": uuid4().hex}
    await page.call(WriteVisit.prescribe, answers={**answers, "dose": "many"})
    assert set(shown_by(page)["field_errors"]) == {"dose"} and shown_by(page)["used_key"] == ""
    await page.call(WriteVisit.prescribe, answers=answers)
    await page.call(WriteVisit.prescribe, answers=answers)
    (only,) = shown_by(page)["prescriptions"]
    assert only["drug"] == drug[1] and shown_by(page)["used_key"] == answers["key"]
    await page.call(WriteVisit.take_back, prescription_id=only["id"])
    assert shown_by(page)["prescriptions"] == []


async def test_dr_osei_sees_nothing_of_dr_raos_visit(house: Any, cast: Any) -> None:
    _, booked = await at_a_visit(house, cast)
    page = await house.open(cast.dr_osei, f"/doctor/visits/{booked.id}", appointment_id=str(booked.id))
    assert shown_by(page)["refused"] and shown_by(page)["visit"] is None
    odd = await house.open(cast.dr_rao, "/doctor/visits/hers", appointment_id="hers")
    assert odd and shown_by(odd)["refused"] and shown_by(odd)["notice_title"] == "This is not here"
