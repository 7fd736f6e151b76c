"""What a doctor does in a visit, through gate, guard and pipeline: writes, prescribes, signs, and loses no word."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from hms.services import visits
from tests.support.cast import PASSWORD
from tests.web.test_reception_screens import booked_today

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


HERE, THERE = "a" * 32, "b" * 32  # what tells two open pages apart
EMPTY = {"subjective": "", "objective": "", "assessment": "", "plan": "", "summary": ""}


async def kept(page: Any, version: int, writer: str = HERE, **words: str) -> dict[str, Any]:
    """Save a draft as the fields do."""
    from hms.pages.doctor.write_visit import WriteVisit

    encounter = shown_by(page)["visit"]["encounter_id"]
    sent = {"words": {**EMPTY, **words}, "version": version, "writer": writer}
    await page.call(WriteVisit.keep_draft, encounter_id=encounter, **sent)
    return shown_by(page)


def signature(page: Any, note: str, password: str = PASSWORD) -> dict[str, str]:
    shown = shown_by(page)
    return {
        **EMPTY,
        "encounter_id": shown["visit"]["encounter_id"],
        "version": str(shown["held_version"]),
        "writer": HERE,
        "assessment": note,
        "summary": "All is well.",
        "password": password,
    }


async def stored(cast_: Any, booked: Any) -> dict[str, str]:
    return (await asyncio.to_thread(cast_.do, cast_.dr_rao, visits.page, booked.id)).words


async def test_calling_asha_in_opens_her_visit(house: Any, cast: Any) -> None:
    page, _ = await at_a_visit(house, cast)
    shown = shown_by(page)
    assert shown["visit"]["banner"]["name"] == "Asha Nair" and not shown["closed"]
    assert shown["drugs"][0][0] == "" and len(shown["drugs"]) > 50


async def test_a_draft_is_in_the_database_and_each_save_gives_the_next_version(house: Any, cast: Any) -> None:
    page, booked = await at_a_visit(house, cast)
    first = shown_by(page)["held_version"]
    assert (await kept(page, first, objective="ECG norm"))["held_version"] == first + 1
    assert (await kept(page, first + 1, objective="ECG normal"))["held_version"] == first + 2
    assert (await stored(cast, booked))["objective"] == "ECG normal"


async def test_after_a_lost_connection_the_draft_is_there_for_a_new_sign_in(house: Any, cast: Any) -> None:
    page, booked = await at_a_visit(house, cast)
    await kept(page, shown_by(page)["held_version"], subjective="Pulse felt at night", plan="ECG")
    await page.hang_up()
    again = await house.open(cast.dr_rao, f"/doctor/visits/{booked.id}", appointment_id=str(booked.id))
    assert shown_by(again)["held"] == {**EMPTY, "subjective": "Pulse felt at night", "plan": "ECG"}


async def test_two_writers_see_both_versions_field_by_field_and_choose(house: Any, cast: Any) -> None:
    from hms.pages.doctor.write_visit import WriteVisit

    one, booked = await at_a_visit(house, cast)
    two = await house.open(cast.dr_rao, f"/doctor/visits/{booked.id}", appointment_id=str(booked.id))
    begun = shown_by(one)["held_version"]
    await kept(one, begun, subjective="From the first window", plan="ECG")
    shown = await kept(two, begun, THERE, subjective="Typed in the second", plan="ECG")
    assert shown["notice_title"] == "Somebody saved this before you" and shown["unsaved"]
    await two.call(WriteVisit.compare)  # the page asks by itself once the refusal is drawn
    (field,) = shown_by(two)["both"]
    told = (field["label"], field["mine"], field["theirs"])
    assert told == ("Subjective", "Typed in the second", "From the first window")
    await one.rest()
    (aside,) = shown_by(one)["asides"]  # the first is told too, without a touch
    assert aside["words"]["subjective"] == "Typed in the second"
    await two.call(WriteVisit.keep_both)
    assert shown_by(two)["chosen"] == f"both:{begun + 1}"
    both = "Typed in the second\n\nFrom the first window"
    assert not (await kept(two, begun + 1, THERE, subjective=both, plan="ECG"))["unsaved"]
    await one.rest()
    shown = shown_by(one)
    assert (shown["asides"], shown["elsewhere"], shown["held"]["subjective"]) == ([], True, both)
    assert (await stored(cast, booked))["subjective"] == both


async def test_what_is_saved_can_be_taken_and_what_was_typed_is_then_held_nowhere(house: Any, cast: Any) -> None:
    from hms.pages.doctor.write_visit import WriteVisit

    one, booked = await at_a_visit(house, cast)
    two = await house.open(cast.dr_rao, f"/doctor/visits/{booked.id}", appointment_id=str(booked.id))
    begun = shown_by(one)["held_version"]
    await kept(one, begun, plan="ECG")
    await kept(two, begun, THERE, plan="X-ray")
    await two.call(WriteVisit.compare)
    await two.call(WriteVisit.take_theirs)
    await one.rest()
    assert (shown_by(two)["held"]["plan"], shown_by(two)["unsaved"], shown_by(one)["asides"]) == ("ECG", False, [])


async def test_the_first_writer_takes_in_what_the_second_typed(house: Any, cast: Any) -> None:
    from hms.pages.doctor.write_visit import WriteVisit

    one, booked = await at_a_visit(house, cast)
    two = await house.open(cast.dr_rao, f"/doctor/visits/{booked.id}", appointment_id=str(booked.id))
    begun = shown_by(one)["held_version"]
    await kept(one, begun, plan="ECG")
    await kept(two, begun, THERE, plan="X-ray")
    await one.rest()
    await one.call(WriteVisit.take_in, writer=THERE)
    added = shown_by(one)["added"]
    assert (added["number"], added["words"]["plan"]) == (1, "X-ray")
    await kept(one, begun + 1, plan="ECG\n\nX-ray")  # as the keeper in the browser does with what was added
    await one.rest()
    assert shown_by(one)["asides"] == []


async def test_a_wrong_password_signs_nothing_and_the_words_stay(house: Any, cast: Any) -> None:
    from hms.pages.doctor.write_visit import WriteVisit

    page, _ = await at_a_visit(house, cast)
    await page.call(WriteVisit.ask_to_sign)
    await page.call(WriteVisit.sign, answers=signature(page, "ECG normal", "five loud herons slept"))
    shown = shown_by(page)
    assert set(shown["field_errors"]) == {"password"} and shown["signing"] and not shown["closed"]
    assert PASSWORD not in str(page.state) and "herons slept" not in str(page.state)
    await page.call(WriteVisit.compare)
    assert not shown_by(page)["unsaved"], "the keeper may go on saving"


async def test_a_signed_note_refuses_to_change(house: Any, cast: Any) -> None:
    from hms.pages.doctor.write_visit import WriteVisit

    page, booked = await at_a_visit(house, cast)
    await page.call(WriteVisit.sign, answers=signature(page, ""))
    assert "subjective" in shown_by(page)["field_errors"] and not shown_by(page)["closed"]
    await page.call(WriteVisit.sign, answers=signature(page, "ECG normal"))
    shown = shown_by(page)
    assert shown["closed"] and "Dr Meera Rao" in shown["visit"]["signed_words"]
    late = await kept(page, shown["held_version"], assessment="Changed after all")
    assert late["notice_title"] == "This visit is signed"
    assert (await stored(cast, booked))["assessment"] == "ECG normal"


async def test_what_is_added_to_a_signed_note_takes_the_password_and_stands_beneath(house: Any, cast: Any) -> None:
    from hms.pages.doctor.see_notes import SeeNotes
    from hms.pages.doctor.write_visit import WriteVisit

    page, _ = await at_a_visit(house, cast)
    waits = await house.open(cast.dr_rao, "/doctor/notes")
    assert [one["patient"] for one in waits.shows(SeeNotes)["unsigned"]] == ["Asha Nair"]
    await page.call(WriteVisit.sign, answers=signature(page, "ECG normal"))
    await waits.rest()
    assert waits.shows(SeeNotes)["unsigned"] == []
    answers = {"addendum": "The ECG came", "key": uuid4().hex, "password": "five loud herons slept"}
    await page.call(WriteVisit.add, answers=answers)
    assert set(shown_by(page)["field_errors"]) == {"password"} and shown_by(page)["addenda"] == []
    await page.call(WriteVisit.add, answers={**answers, "password": PASSWORD})
    (added,) = shown_by(page)["addenda"]
    assert added["text"] == "The ECG came" and shown_by(page)["added_key"] == answers["key"]


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
