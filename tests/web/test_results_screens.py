"""Orders and results through the real pipeline: ordered, written down, looked at, read by the patient, all live."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from hms.access import SYSTEM
from hms.pages.admin.results import SetResultRules
from hms.pages.doctor.see_day import SeeDay
from hms.pages.doctor.see_orders import SeeOrders
from hms.pages.doctor.see_patient import SeeOwnPatient
from hms.pages.doctor.see_results import SeeResults
from hms.pages.doctor.write_visit import WriteVisit
from hms.pages.patient.record_part import Part
from hms.schemas.results import ResultRulesForm
from hms.services.orders import correcting, escalating, inbox, releasing, ruling
from tests.support.cast import Cast, quick_hashing
from tests.support.orders import box, came, ordered, orders, report, result, rule, see, typed
from tests.web.at_booking import later
from tests.web.pipeline import House
from tests.web.test_prescription_screens import a_visit

pytestmark = pytest.mark.asyncio(loop_scope="session")
INBOX = "/doctor/results"


@pytest.fixture
def cast(house: House) -> Iterator[Cast]:
    """Give a small clinic that was founded two days ago, with asha in dr_rao's care: screens know no other time."""
    with quick_hashing():
        made = Cast(now=datetime.now(UTC) - timedelta(days=2))
        made.found_clinic()
        made.now = datetime.now(UTC)
        made.visited = a_visit(made)  # type: ignore[attr-defined]
        yield made


async def at_orders(house: House, cast: Cast) -> Any:
    who = str(cast.asha.patient_id)
    return await house.open(cast.dr_rao, f"/doctor/patients/{who}/orders", patient_id=who)


def asked(**said: Any) -> dict[str, Any]:
    return {"order_set": "", "other": "", "priority": "routine", "reason": "", "detail": "", "key": uuid4().hex, **said}


async def test_a_set_and_a_single_test_are_ordered_and_one_is_taken_back(house: House, cast: Cast) -> None:
    page = await at_orders(house, cast)
    await page.call(SeeOrders.place_order, answers=asked())
    shown = page.shows(SeeOrders)
    assert "panels" in shown["field_errors"] and shown["listed"] == []
    await page.call(
        SeeOrders.place_order, answers=asked(order_set="diabetes", **{"panel-crp": "on", "other_category": "imaging"})
    )
    shown = page.shows(SeeOrders)
    assert (shown["total"], shown["waiting"], shown["notice_title"]) == (6, 6, "Ordered")
    one = shown["listed"][0]
    await page.call(SeeOrders.start_revoking, one["id"], one["version"])
    await page.call(SeeOrders.revoke, answers={"revoke_reason": ""})
    assert page.shows(SeeOrders)["field_errors"] == {"revoke_reason": "Say why"}
    await page.call(SeeOrders.revoke, answers={"revoke_reason": "Done last week"})
    shown = page.shows(SeeOrders)
    assert (shown["waiting"], shown["revoking"], shown["listed"][-1]["status"]) == (5, "", "revoked")


async def test_a_result_is_typed_refused_kept_and_put_right(house: House, cast: Cast) -> None:
    (order,) = ordered(cast, "electrolytes")
    page = await at_orders(house, cast)
    await page.call(SeeOrders.start_result, str(order.id))
    sheet = page.shows(SeeOrders)["sheet"]
    assert [one["field"] for one in sheet["lines"]][:2] == ["r_sodium", "r_potassium"] and sheet["mine"]
    creatinine = next(one for one in sheet["lines"] if one["test"] == "creatinine")
    assert [one["words"] for one in creatinine["units"]] == ["mg/dL", "µmol/L"]
    await page.call(SeeOrders.save_result, answers={"r_potassium": "69", "happened": ""})
    shown = page.shows(SeeOrders)
    assert "slip" in shown["field_errors"]["r_potassium"] and shown["sheet"] is not None
    await page.call(
        SeeOrders.save_result, answers={"r_potassium": "6.9", "r_creatinine": "300", "r_creatinine_unit": "umol/L"}
    )
    shown = page.shows(SeeOrders)
    (told,) = shown["listed"][0]["reports"]
    assert [one["value"] for one in told["lines"]] == ["6.9 mmol/L", "300 µmol/L"] and told["mark"] == "Critical"
    line = told["lines"][0]
    assert line["id"] in told["line_ids"]
    await page.call(SeeOrders.start_change, line["id"], line["version"], line["name"], line["typed"], False)
    await page.call(SeeOrders.change_result, answers={"value": "5.9", "change_reason": ""})
    assert "change_reason" in page.shows(SeeOrders)["field_errors"]
    await page.call(SeeOrders.change_result, answers={"value": "5.9", "change_reason": "The sample was old"})
    (told,) = page.shows(SeeOrders)["listed"][0]["reports"]
    assert told["lines"][0]["changed"][0].endswith("The sample was old")
    await page.call(SeeOrders.start_change, line["id"], 2, line["name"], "5.9", True)
    await page.call(SeeOrders.change_result, answers={"change_reason": "Another patient's"})
    (told,) = page.shows(SeeOrders)["listed"][0]["reports"]
    assert told["lines"][0]["wrong"] and not told["lines"][1]["wrong"]


async def test_what_is_ordered_in_a_visit_stands_in_it_and_in_the_record(house: House, cast: Cast) -> None:
    appointment = str(cast.visited.appointment.id)  # type: ignore[attr-defined]
    page = await house.open(cast.dr_rao, f"/doctor/visits/{appointment}", appointment_id=appointment)
    await page.call(WriteVisit.place_order, answers=asked(order_set="tiredness", reason="Tired for weeks"))
    shown = page.shows(WriteVisit)["orders"]
    assert len(shown) == 7 and {one["about"] for one in shown} == {"Tired for weeks"}
    assert len(orders(cast)) == 7
    result(cast, "crp", crp="90")
    who = str(cast.asha.patient_id)
    chart = await house.open(cast.dr_rao, f"/doctor/patients/{who}", patient_id=who)
    (line,) = chart.shows(SeeOwnPatient)["chart"]["results"]
    assert (line["title"], line["value"]) == ("C-reactive protein (CRP)", "90 mg/L")


async def test_the_inbox_fills_by_itself_and_empties_only_by_looking(house: House, cast: Cast) -> None:
    page = await house.open(cast.dr_rao, INBOX)
    day = await house.open(cast.dr_rao, "/doctor")
    assert page.shows(SeeResults)["listed"] == []
    (order,) = ordered(cast, "crp")
    assert [one["title"] for one in (await house.open(cast.dr_rao, INBOX)).shows(SeeResults)["awaited"]] == [
        order.title
    ]
    await later_result(cast, page, order, "250")
    shown = page.shows(SeeResults)
    assert (shown["total"], shown["critical"], shown["listed"][0]["tone"]) == (1, 1, "danger")
    await day.rest()
    assert (day.shows(SeeDay)["results"], day.shows(SeeDay)["critical"]) == (1, 1)
    await page.call(SeeResults.look, shown["listed"][0]["review_id"])
    assert page.shows(SeeResults)["shown"]["report"]["lines"][0]["mark"] == "very high"
    await page.call(SeeResults.close)
    assert page.shows(SeeResults)["total"] == 1, "to look away is no look"
    await page.call(SeeResults.look, shown["listed"][0]["review_id"])
    await page.call(SeeResults.acknowledge, answers={"seen_note": "Called her", "release": "on"})
    shown = page.shows(SeeResults)
    assert (shown["total"], shown["shown"]) == (0, None) and shown["notice_title"].startswith("Looked at")
    assert report(cast, orders(cast)[0].reports[0].id).seen[0].endswith("Called her")


async def later_result(cast: Cast, page: Any, order: Any, number: str) -> None:
    from hms.schemas.results import ResultForm
    from hms.services.orders import recording

    form = ResultForm(order_id=order.id, version=order.version, typed=typed(crp=number), key=uuid4().hex)
    await later(cast, page, cast.dr_rao, recording.record, form)


async def test_what_is_changed_or_looked_at_elsewhere_while_it_is_open_says_so(house: House, cast: Cast) -> None:
    made = result(cast, "crp", crp="30")
    page = await house.open(cast.dr_rao, INBOX)
    review = page.shows(SeeResults)["listed"][0]["review_id"]
    await page.call(SeeResults.look, review)
    from hms.schemas.results import ResultChange, SeenForm

    line = report(cast, made).lines[0]
    change = ResultChange(observation_id=line.id, version=1, value="300", reason="A digit was lost")
    await later(cast, page, cast.dr_rao, correcting.correct, change)
    shown = page.shows(SeeResults)
    assert shown["fresh"] and shown["shown"]["report"]["lines"][0]["value"] == "300 mg/L"
    await later(cast, page, cast.dr_rao, inbox.acknowledge, SeenForm(review_id=review, version=2))
    shown = page.shows(SeeResults)
    assert not shown["shown"]["open"] and shown["shown"]["over"] and shown["listed"] == []


async def test_a_report_is_handed_to_a_colleague_who_reads_it_at_that_moment(house: House, cast: Cast) -> None:
    result(cast, "crp", crp="30")
    mine, theirs = await house.open(cast.dr_rao, INBOX), await house.open(cast.dr_osei, INBOX)
    await mine.call(SeeResults.look, mine.shows(SeeResults)["listed"][0]["review_id"])
    await mine.call(SeeResults.start_handing)
    await mine.call(SeeResults.hand_over, answers={"to": ""})
    assert mine.shows(SeeResults)["field_errors"] == {"to": "Choose a colleague"}
    await mine.call(SeeResults.hand_over, answers={"to": str(cast.dr_osei.practitioner_id)})
    assert mine.shows(SeeResults)["total"] == 0
    await theirs.rest()
    assert theirs.shows(SeeResults)["listed"][0]["because"] == "Handed over by Dr Meera Rao"


async def test_an_escalated_result_appears_with_the_colleague(house: House, cast: Cast) -> None:
    (order,) = ordered(cast, "crp")
    came(cast, order, results=typed(crp="250"))
    page = await house.open(cast.dr_osei, INBOX)
    await later(cast, page, SYSTEM, escalating.escalate, now=datetime.now(UTC) + timedelta(hours=2))
    assert page.shows(SeeResults)["critical"] == 1


async def test_asha_reads_her_result_when_the_clinic_says(house: House, cast: Cast) -> None:
    rule(cast, release_hours=3)
    result(cast, "crp", crp="3")
    page = await house.open(cast.asha, "/patient/record/results", part="results")
    assert [one for one in page.shows(Part)["shown"]["listed"] if one["rows"]] == []
    await later(cast, page, SYSTEM, releasing.release, now=datetime.now(UTC) + timedelta(hours=4))
    (one,) = [one for one in page.shows(Part)["shown"]["listed"] if one["rows"]]
    assert one["rows"][0]["usual"] == "Usual: up to 5"
    see(cast, box(cast).listed[0])


async def test_the_administrator_sets_the_hours_and_two_do_not_overwrite_each_other(house: House, cast: Cast) -> None:
    page = await house.open(cast.admin, "/admin/scheduling/results")
    await page.call(SetResultRules.save, answers={"release_hours": "soon", "escalate_hours": "0"})
    assert set(page.shows(SetResultRules)["field_errors"]) == {"release_hours", "escalate_hours"}
    await later(cast, page, cast.admin, ruling.save, ResultRulesForm(version=1, release_hours=9, escalate_hours=2))
    assert page.shows(SetResultRules)["stale"] and page.shows(SetResultRules)["card"]["release_hours"] == 0
    await page.call(SetResultRules.save, answers={"release_hours": "5", "escalate_hours": "1"})
    assert "before you" in page.shows(SetResultRules)["notice_title"]
    await page.call(SetResultRules.take_theirs)
    await page.call(SetResultRules.save, answers={"release_hours": "5", "escalate_hours": "1"})
    shown = page.shows(SetResultRules)
    assert (shown["card"]["release_hours"], shown["version"], shown["notice_title"]) == (5, 3, "The rules are saved")
