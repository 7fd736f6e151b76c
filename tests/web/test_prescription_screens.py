"""Prescriptions through the real pipeline: read at the moment of signing, asked for again, renewed, stopped, all live."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from hms.pages.doctor.answer_refills import AnswerRefills
from hms.pages.doctor.see_day import SeeDay
from hms.pages.doctor.see_prescriptions import SeePrescriptions
from hms.pages.doctor.write_visit import WriteVisit
from hms.pages.patient.home import Home
from hms.pages.patient.prescriptions import Prescriptions
from hms.services import visits
from tests.support.cast import PASSWORD, Cast, quick_hashing
from tests.support.prescriptions import prescribe
from tests.web.at_booking import soonest
from tests.web.pipeline import House
from tests.web.test_reception_screens import settled

pytestmark = pytest.mark.asyncio(loop_scope="session")
PATH = "/patient/prescriptions"


@pytest.fixture
def cast(house: House) -> Iterator[Cast]:
    """Give a small clinic that was founded two days ago, as it is now: screens know no other time."""
    with quick_hashing():
        made = Cast(now=datetime.now(UTC) - timedelta(days=2))
        made.found_clinic()
        made.now = datetime.now(UTC)
        yield made


def a_visit(cast: Cast, who: Any = None, doctor: str = "dr_rao") -> Any:
    """Let a patient be called in, as if their time had come."""
    patient = who or cast.asha
    booked = cast.book(
        patient, soonest(cast, cast.people[doctor]) if doctor != "dr_rao" else soonest(cast), doctor=doctor
    )
    now, cast.now = cast.now, booked.starts_at
    cast.do(cast.people[doctor], visits.start, booked.id)
    page = cast.do(cast.people[doctor], visits.page, booked.id)
    cast.now = now
    return page


def signed(cast: Cast, *drugs: str) -> list[UUID]:
    """Prescribe something to asha and sign it."""
    page = a_visit(cast)
    made = [prescribe(cast, page, drug).id for drug in drugs or ("Amoxicillin 500",)]
    cast.sign(page)
    return made


def first(page: Any, part: str = "current") -> dict[str, Any]:
    (line,) = page.shows(Prescriptions)["shown"][part]
    return dict(line)


async def test_the_moment_it_is_signed_asha_sees_it(house: House, cast: Cast) -> None:
    visit = a_visit(cast)
    address = str(visit.appointment.id)
    doctor = await house.open(cast.dr_rao, f"/doctor/visits/{address}", appointment_id=address)
    mine, home = await house.open(cast.asha, PATH), await house.open(cast.asha)
    drug = next(one for one in doctor.shows(WriteVisit)["drugs"] if one[1].startswith("Amoxicillin 500"))
    answers = {"medication_id": drug[0], "dose": "1", "frequency": "BED", "days": "5", "advice": "", "key": "0" * 32}
    await doctor.call(WriteVisit.prescribe, answers=answers)
    await settled(mine, home)
    assert mine.shows(Prescriptions)["shown"]["current"] == [], "a draft is nobody's word yet"
    note = {"encounter_id": str(visit.encounter_id), "assessment": "ECG normal", "version": str(visit.version)}
    await doctor.call(WriteVisit.sign, answers={**note, "password": PASSWORD})
    await settled(mine, home)
    line = first(mine)
    assert (line["card"]["how"], line["state"], line["has_paper"]) == (
        "1 capsule at bedtime for 5 days",
        "current",
        True,
    )
    assert home.shows(Home)["home"]["prescriptions"][0]["drug"] == "Amoxicillin 500 mg capsule"


async def test_asha_asks_and_dr_rao_renews_with_both_pages_open(house: House, cast: Cast) -> None:
    (drug,) = signed(cast)
    mine, tasks = await house.open(cast.asha, PATH), await house.open(cast.dr_rao, "/doctor/refills")
    day, other = await house.open(cast.dr_rao), await house.open(cast.dr_osei, "/doctor/refills")
    assert (tasks.shows(AnswerRefills)["waiting"], day.shows(SeeDay)["refills"]) == ([], 0)
    await mine.call(Prescriptions.start_asking, drug)
    await mine.call(Prescriptions.ask_for_more, answers={"note": "Two left"})
    await settled(tasks, day, other)
    assert (first(mine)["refill"], first(mine)["can_ask"], mine.shows(Prescriptions)["asking"]) == (
        "waiting",
        False,
        "",
    )
    (task,) = tasks.shows(AnswerRefills)["waiting"]
    assert (task["patient"], task["note"], day.shows(SeeDay)["refills"]) == ("Asha Nair", "Two left", 1)
    assert other.shows(AnswerRefills)["waiting"] == []
    await tasks.call(AnswerRefills.accept, UUID(task["id"]))
    await settled(mine, day)
    assert tasks.shows(AnswerRefills)["waiting"] == [] and day.shows(SeeDay)["refills"] == 0
    assert first(mine)["state"] == "current" and first(mine)["id"] != str(drug)
    assert first(mine, "earlier")["refill"] == "accepted"


async def test_a_no_needs_a_reason_which_asha_reads_at_once(house: House, cast: Cast) -> None:
    (drug,) = signed(cast)
    mine, tasks = await house.open(cast.asha, PATH), await house.open(cast.dr_rao, "/doctor/refills")
    await mine.call(Prescriptions.start_asking, drug)
    await mine.call(Prescriptions.ask_for_more, answers={"note": ""})
    await settled(tasks)
    (task,) = tasks.shows(AnswerRefills)["waiting"]
    await tasks.call(AnswerRefills.start_declining, UUID(task["id"]))
    await tasks.call(AnswerRefills.decline, answers={"reason": "  "})
    assert tasks.shows(AnswerRefills)["field_errors"] == {"reason": "Say why"}
    assert tasks.shows(AnswerRefills)["declining"] == task["id"]
    await tasks.call(AnswerRefills.decline, answers={"reason": "Come and see me first"})
    await settled(mine)
    assert first(mine)["refill_words"].endswith("Come and see me first") and first(mine)["can_ask"]


async def test_a_wish_taken_back_leaves_the_doctors_list(house: House, cast: Cast) -> None:
    (drug,) = signed(cast)
    mine, tasks = await house.open(cast.asha, PATH), await house.open(cast.dr_rao, "/doctor/refills")
    await mine.call(Prescriptions.start_asking, drug)
    await mine.call(Prescriptions.ask_for_more, answers={"note": ""})
    await mine.call(Prescriptions.take_back, UUID(first(mine)["refill_id"]))
    await settled(tasks)
    assert tasks.shows(AnswerRefills)["waiting"] == [] and first(mine)["can_ask"]


async def test_a_doctor_stops_one_and_renews_one_and_asha_reads_it_at_once(house: House, cast: Cast) -> None:
    stopped, renewed = signed(cast, "Amoxicillin 500", "Ramipril 5")
    who = str(cast.asha.patient_id)
    page = await house.open(cast.dr_rao, f"/doctor/patients/{who}/prescriptions", patient_id=who)
    mine = await house.open(cast.asha, PATH)
    assert page.shows(SeePrescriptions)["shown"]["banner"]["name"] == "Asha Nair"
    await page.call(SeePrescriptions.start_stopping, stopped)
    await page.call(SeePrescriptions.stop, answers={"reason": ""})
    assert page.shows(SeePrescriptions)["field_errors"] == {"reason": "Say why"}
    await page.call(SeePrescriptions.stop, answers={"reason": "A rash"})
    await page.call(SeePrescriptions.start_renewing, renewed)
    await page.call(SeePrescriptions.renew)
    await settled(mine)
    states = {one["state"]: one["state_words"] for one in mine.shows(Prescriptions)["shown"]["earlier"]}
    assert states["stopped"].endswith("by Dr Meera Rao: A rash") and "renewed" in states
    assert first(mine)["card"]["drug"] == "Ramipril 5 mg capsule"


async def test_prescriptions_of_somebody_elses_patient_are_not_here(house: House, cast: Cast) -> None:
    signed(cast)
    who = str(cast.asha.patient_id)
    page = await house.open(cast.dr_osei, f"/doctor/patients/{who}/prescriptions", patient_id=who)
    assert page.shows(SeePrescriptions)["refused"] is True and page.shows(SeePrescriptions)["shown"] is None


async def test_in_a_visit_one_press_renews_and_one_press_prescribes_a_favourite(house: House, cast: Cast) -> None:
    first_page = a_visit(cast)
    drug = prescribe(cast, first_page, "Ramipril 5", frequency="QD", days=30).id
    cast.sign(first_page)
    again = a_visit(cast)
    address = str(again.appointment.id)
    page = await house.open(cast.dr_rao, f"/doctor/visits/{address}", appointment_id=address)
    assert page.shows(WriteVisit)["favourites"] == []
    for _ in range(2):
        await page.call(WriteVisit.renew, drug)
    (line,) = page.shows(WriteVisit)["prescriptions"]
    assert (line["drug"], line["signed"]) == ("Ramipril 5 mg capsule", False)
    await page.call(WriteVisit.keep_favourite, UUID(line["id"]))
    (kept,) = page.shows(WriteVisit)["favourites"]
    await page.call(WriteVisit.take_back, UUID(line["id"]))
    for _ in range(2):
        await page.call(WriteVisit.use_favourite, UUID(kept["id"]))
    (written,) = page.shows(WriteVisit)["prescriptions"]
    assert written["how"] == line["how"]
    await page.call(WriteVisit.drop_favourite, UUID(kept["id"]))
    assert page.shows(WriteVisit)["favourites"] == []
