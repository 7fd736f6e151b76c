"""A doctor's time through gate, guard and pipeline: the week, its plan, leave, limits; for the doctor and the administrator."""

import asyncio
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from hms.services import scheduling
from hms.services.doctor_time import limits as limits_of
from hms.services.doctor_time import seeing, weekly
from tests.support.cast import Cast
from tests.support.doctor_time import block
from tests.support.offers import offer
from tests.web.pipeline import OpenPage
from tests.web.test_reception_screens import KOLKATA, settled, today_at

pytestmark = pytest.mark.asyncio(loop_scope="session")


def day(n: int) -> date:
    """Give a day of the clinic, so many from today."""
    return datetime.now(KOLKATA).date() + timedelta(days=n)


def booked(cast: Cast, who: str = "asha", hour: int = 10, days: int = 1) -> Any:
    """Book a doctor's time on a later day."""
    return cast.do(getattr(cast, who), scheduling.book, cast.request(today_at(hour) + timedelta(days=days)))


def entries(shown: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Say what stands in the week by now, as the browser puts it together, the ground left out."""
    found = {event["id"]: event for event in shown["events"]}
    for patch in shown["patches"]:
        if patch["seq"] > shown["cal_base"]:
            found |= {event["id"]: event for event in patch["upsert"]}
            for gone in patch["remove"]:
                found.pop(gone, None)
    return {name: event for name, event in found.items() if not event["kind"]}


async def my_week(house: Any, cast: Cast, monday: date | None = None) -> tuple[OpenPage, Any]:
    from hms.pages.doctor.my_time import SeeMyTime

    query = {"day": monday.isoformat()} if monday else {}
    page = await house.open(cast.dr_rao, "/doctor/time", **query)
    return page, lambda: page.shows(SeeMyTime)


async def add_leave(house: Any, cast: Cast, first: int = 1, last: int = 1) -> tuple[OpenPage, Any]:
    from hms.pages.doctor.my_time import SeeMyTime as S

    page, shown = await my_week(house, cast)
    await page.call(S.begin, kind="leave")
    await page.call(S.type_answer, name="from_on", value=str(day(first)))
    await page.call(S.type_answer, name="to_on", value=str(day(last)))
    await page.call(S.save, answers={"note": "Conference"})
    return page, shown


async def test_a_doctor_adds_leave_sees_first_whom_it_hits_and_is_led_to_settle_it(house: Any, cast: Cast) -> None:
    from hms.pages.doctor.my_time import SeeMyTime as S
    from hms.pages.doctor.my_time import SettleMyLeave

    booked(cast)
    page, shown = await my_week(house, cast)
    await page.call(S.begin, kind="leave")
    assert shown()["draft"]["from_on"] == shown()["draft"]["to_on"] == str(day(1))
    assert shown()["preview"]["count"] == 1
    assert shown()["preview"]["affected"][0]["patient"] == "Asha Nair"
    await page.call(S.type_answer, name="from_on", value=str(day(2)))
    assert shown()["draft"]["to_on"] == str(day(2)) and shown()["preview"]["count"] == 0
    await page.call(S.type_answer, name="from_on", value=str(day(1)))
    await page.call(S.save, answers={"note": "Conference", "from_on": str(day(1)), "to_on": str(day(1))})
    assert page.redirects[-1] == "/doctor/time/leave"
    leave = await house.open(cast.dr_rao, "/doctor/time/leave")
    assert [row["patient"] for row in leave.shows(SettleMyLeave)["rows"]] == ["Asha Nair"]
    await settled(page)
    week = (await my_week(house, cast))[1]()
    assert week["card"]["unsettled_words"] == "1 appointment still lies in leave"
    assert [(line["name"], line["inside"], line["more"]) for line in week["away"]] == [
        ("Leave", "1 appointment in it", "Conference")
    ]


async def test_a_stretch_that_is_picked_and_dragged_becomes_a_draft_and_nothing_is_saved(
    house: Any, cast: Cast
) -> None:
    from hms.pages.doctor.my_time import SeeMyTime as S

    later = day(7)
    page, shown = await my_week(house, cast, later)
    await page.call(S.pick, start=f"{later}T18:00:00", end=f"{later}T19:30:00", _column="x")
    draft = shown()["draft"]
    assert (draft["kind"], draft["from_time"], draft["to_time"]) == ("extra", "18:00", "19:30")
    await page.call(S.pick, start=f"{later}T10:00:00", end=f"{later}T10:30:00", _column="x")
    draft = shown()["draft"]
    assert draft["kind"] == "break" and list(entries(shown())) == [draft["id"]]
    rev = shown()["rev"]
    await page.call(
        S.drag, special_id=draft["id"], start=f"{later}T11:00:00", end=f"{later}T12:00:00", _column="x", version=1
    )
    assert shown()["rev"] == rev + 1 and shown()["draft"]["from_time"] == "11:00"
    assert entries(shown())[draft["id"]]["start"] == f"{later}T11:00:00"
    assert cast.do(cast.dr_rao, seeing.week, cast.dr_rao.practitioner_id).coming == []
    await page.call(S.save, answers={"note": ""})
    (saved,) = cast.do(cast.dr_rao, seeing.week, cast.dr_rao.practitioner_id).coming
    assert (saved.kind, saved.from_time, saved.to_time) == ("break", "11:00", "12:00")
    assert shown()["draft"] is None and list(entries(shown())) == [str(saved.id)]


async def test_dragging_what_is_saved_changes_it_only_when_that_is_saved(house: Any, cast: Cast) -> None:
    from hms.pages.doctor.my_time import SeeMyTime as S

    await add_leave(house, cast, 7, 8)
    page, shown = await my_week(house, cast, day(7))
    (one,) = cast.do(cast.dr_rao, seeing.week, cast.dr_rao.practitioner_id).coming
    await page.call(
        S.drag, special_id=str(one.id), start=f"{day(8)}T09:30:00", end=f"{day(9)}T21:30:00", _column="", version=1
    )
    draft = shown()["draft"]
    assert (draft["from_on"], draft["to_on"], draft["whole_days"]) == (str(day(8)), str(day(9)), True)
    await page.call(S.put_away)
    assert shown()["draft"] is None and entries(shown())[str(one.id)]["start"] == f"{day(7)}T07:00:00"
    for sent in ("nonsense", "x" * 500, f"{day(8)}T00:00:00+02:00"):
        await page.call(S.drag, special_id=str(one.id), start=sent, end=sent, _column="", version=1)
        assert shown()["draft"] is None
    await page.call(
        S.drag, special_id=str(uuid4()), start=f"{day(8)}T00:00:00", end=f"{day(9)}T00:00:00", _column="", version=1
    )
    assert shown()["draft"] is None


async def test_what_is_typed_survives_a_refusal_and_a_live_refresh(house: Any, cast: Cast) -> None:
    from hms.pages.doctor.my_time import SeeMyTime as S

    page, shown = await my_week(house, cast)
    await page.call(S.begin, kind="leave")
    await page.call(S.type_answer, name="to_on", value=str(day(-3)))
    assert shown()["field_errors"]["to_on"] == "It ends before it begins. Choose a later day."
    booked(cast, hour=11)
    await page.rest()
    assert shown()["draft"]["to_on"] == str(day(-3))
    await page.call(S.save, answers={"note": "Half typed", "to_on": str(day(-3)), "from_on": str(day(1))})
    assert shown()["draft"]["note"] == "Half typed" and shown()["field_errors"]["to_on"]
    assert cast.do(cast.dr_rao, seeing.week, cast.dr_rao.practitioner_id).coming == []


async def test_two_who_change_one_leave_are_told(house: Any, cast: Cast) -> None:
    from hms.pages.admin.doctors_time import SeeDoctorsTime as A
    from hms.pages.doctor.my_time import SeeMyTime as S

    await add_leave(house, cast, 7, 7)
    page, shown = await my_week(house, cast, day(7))
    (line,) = shown()["away"]
    await page.call(S.change, special_id=line["id"])
    doctor = str(cast.dr_rao.practitioner_id)
    other = await house.open(cast.admin, f"/admin/people/{doctor}/hours", practitioner_id=doctor, day=str(day(7)))
    await other.call(A.change, special_id=line["id"])
    await other.call(A.type_answer, name="to_on", value=str(day(9)))
    await other.call(A.save, answers={"note": "Longer"})
    await page.rest()
    assert shown()["theirs"] and shown()["draft"]["to_on"] == str(day(7))
    await page.call(S.save, answers={"note": "Mine"})
    assert shown()["notice_tone"] == "danger" and shown()["draft"]["note"] == "Mine"
    await page.call(S.keep_mine)
    await page.call(S.save, answers={"note": "Mine"})
    (saved,) = cast.do(cast.dr_rao, seeing.week, cast.dr_rao.practitioner_id).coming
    assert (saved.note, saved.to_on) == ("Mine", day(7))


async def test_withdrawing_asks_once_more(house: Any, cast: Cast) -> None:
    from hms.pages.doctor.my_time import SeeMyTime as S

    await add_leave(house, cast, 7, 7)
    page, shown = await my_week(house, cast)
    (line,) = shown()["away"]
    await page.call(S.ask_to_withdraw, special_id=line["id"])
    assert shown()["leaving"] == line["id"] and shown()["leaving_words"] == "No booked appointment is affected."
    await page.call(S.withdraw, special_id=line["id"], version=line["version"])
    assert shown()["notice_tone"] == "ok" and shown()["away"] == []


async def settle_page(house: Any, cast: Cast) -> tuple[OpenPage, Any]:
    from hms.pages.doctor.my_time import SettleMyLeave

    page = await house.open(cast.dr_rao, "/doctor/time/leave")
    return page, lambda: page.shows(SettleMyLeave)


async def test_the_assistant_moves_one_cancels_one_and_leaves_one_for_later(house: Any, cast: Cast) -> None:
    from hms.pages.doctor.my_time import SettleMyLeave as L

    visits = [booked(cast, hour=9), booked(cast, "bilal", 10), booked(cast, hour=11)]
    await add_leave(house, cast)
    page, shown = await settle_page(house, cast)
    assert [row["act"] for row in shown()["rows"]] == ["move"] * 3 and shown()["summary"] == "Move 3"
    await page.call(L.choose_act, appointment_id=str(visits[1].id), act="cancel")
    await page.call(L.choose_act, appointment_id=str(visits[2].id), act="later")
    second = shown()["rows"][0]["options"][1][0]
    await page.call(L.choose_option, appointment_id=str(visits[0].id), option=second)
    assert shown()["summary"] == "Move 1, cancel 1, leave 1 for later"
    await page.call(L.carry_out, answers={"reason": ""})
    assert shown()["field_errors"]["reason"] and len(shown()["rows"]) == 3
    await page.call(L.carry_out, answers={"reason": "I am away"})
    assert shown()["sure"] and len(shown()["rows"]) == 3
    await page.call(L.carry_out, answers={"reason": "I am away"})
    assert [row["id"] for row in shown()["rows"]] == [str(visits[2].id)] and len(shown()["done"]) == 2
    moved = cast.do(cast.asha, scheduling.card, visits[0].id)
    assert moved.starts_at.isoformat() == second.partition("|")[2]
    gone = cast.do(cast.bilal, scheduling.card, visits[1].id)
    assert (gone.status, gone.cancel_reason) == ("cancelled", "I am away")
    assert cast.do(cast.asha, scheduling.card, visits[2].id).status == "booked"


async def test_a_time_that_somebody_takes_meanwhile_is_said_beside_its_row(house: Any, cast: Cast) -> None:
    from hms.pages.doctor.my_time import SettleMyLeave as L

    visit = booked(cast, hour=9)
    await add_leave(house, cast)
    page, shown = await settle_page(house, cast)
    doctor, _, at = shown()["rows"][0]["option"].partition("|")
    form = {"appointment_id": str(visit.id), "option": f"{doctor}|{datetime.fromisoformat(at) + timedelta(minutes=7)}"}
    await page.call(L.choose_option, **form)
    assert shown()["rows"][0]["option"] == f"{doctor}|{at}"  # only what is proposed can be chosen
    wanted = cast.request(datetime.fromisoformat(at))
    await asyncio.to_thread(cast.do, cast.bilal, scheduling.book, wanted)
    await page.rest()
    assert shown()["rows"][0]["option"] != f"{doctor}|{at}"
    await page.call(L.carry_out, answers={"reason": "Away"})
    assert shown()["rows"] == [] and shown()["notice_tone"] == "ok"


async def test_an_offer_shows_as_waiting_and_is_not_offered_again_by_itself(house: Any, cast: Cast) -> None:
    from hms.pages.doctor.my_time import SettleMyLeave as L

    booked(cast, hour=9)
    await add_leave(house, cast)
    page, shown = await settle_page(house, cast)
    await page.call(L.choose_for_all, act="offer")
    for _ in range(2):
        await page.call(L.carry_out, answers={"reason": "Away"})
    (row,) = shown()["rows"]
    assert row["offered"].startswith("Offered ") and row["act"] == "later" and shown()["decided"] == 0
    assert len(shown()["done"]) == 1 and shown()["card"]["waiting"] == 1


async def my_plan(house: Any, cast: Cast) -> tuple[OpenPage, Any]:
    from hms.pages.doctor.my_time import PlanMyWeek

    page = await house.open(cast.dr_rao, "/doctor/time/weekly")
    return page, lambda: page.shows(PlanMyWeek)


async def test_a_week_is_built_from_blocks_and_breaks_and_saved_for_some_days(house: Any, cast: Cast) -> None:
    from hms.pages.doctor.my_time import PlanMyWeek as P

    ecg = offer(cast, "ECG")
    page, shown = await my_plan(house, cast)
    assert shown()["total"] == "49 hours a week" and shown()["preview"] is None
    for one in shown()["days"][1]["blocks"]:
        await page.call(P.remove_block, key=one["key"])
    await page.call(P.add_block, weekday=1)
    await page.call(P.add_break, weekday=1)
    hours, rest = shown()["days"][1]["blocks"]
    assert (rest["starts"], rest["ends"], rest["problem"]) == ("10:30", "11:00", "")
    for side, value in (("ends", "12:30"), ("starts", "12:00")):
        await page.call(P.type_block, key=rest["key"], side=side, value=value)
    assert shown()["days"][1]["blocks"][1]["problem"] == "A break lies inside a block of hours."
    assert shown()["preview"] is None
    await page.call(P.type_block, key=hours["key"], side="ends", value="13:30")
    await page.call(P.tick_type, key=hours["key"], visit_type_id=str(ecg.id), seen=True)
    assert shown()["preview"]["count"] == 0
    await page.call(P.type_length, value=30)
    await page.call(P.type_day, side="from_on", value=str(day(7)))
    await page.call(P.type_day, side="to_on", value=str(day(13)))
    await page.call(P.save)
    assert shown()["notice_tone"] == "ok" and not shown()["touched"]
    saved = cast.do(cast.dr_rao, weekly.hours, cast.dr_rao.practitioner_id, day(8))
    tuesday = [(b.starts, b.ends, b.is_break, b.only_types) for b in saved.blocks if b.weekday == 1]
    assert tuesday == [("09:00", "13:30", False, [str(ecg.id)]), ("12:00", "12:30", True, [])]
    assert saved.visit_min == 30 and (saved.valid_from_on, saved.valid_to_on) == (day(7), day(13))
    assert [len(cast.do(cast.dr_rao, weekly.hours, cast.dr_rao.practitioner_id, day(n)).blocks) for n in (0, 14)] == [
        14,
        14,
    ]
    await page.call(P.look_at, day=str(day(0)))
    assert len(shown()["days"][1]["blocks"]) == 2 and shown()["from_on"] == str(day(0))


async def test_monday_to_friday_get_the_hours_of_one_day(house: Any, cast: Cast) -> None:
    from hms.pages.doctor.my_time import PlanMyWeek as P

    page, shown = await my_plan(house, cast)
    first = shown()["days"][0]["blocks"][0]
    await page.call(P.type_block, key=first["key"], side="starts", value="08:00")
    await page.call(P.copy_to_weekdays, weekday=0)
    assert [d["blocks"][0]["starts"] for d in shown()["days"]] == ["08:00"] * 5 + ["09:00"] * 2
    await page.call(P.take_theirs)
    assert not shown()["touched"] and shown()["days"][0]["blocks"][0]["starts"] == "09:00"


async def test_a_plan_that_cannot_be_keeps_what_was_typed_and_marks_the_block(house: Any, cast: Cast) -> None:
    from hms.pages.doctor.my_time import PlanMyWeek as P

    page, shown = await my_plan(house, cast)
    key = shown()["days"][2]["blocks"][0]["key"]
    await page.call(P.type_block, key=key, side="ends", value="08:00")
    assert shown()["days"][2]["blocks"][0]["problem"] and shown()["preview"] is None
    await page.call(P.save)
    assert shown()["field_errors"]["blocks"] and shown()["days"][2]["blocks"][0]["ends"] == "08:00"
    await page.call(P.type_block, key=key, side="ends", value="13:00")
    await page.call(P.type_block, key=key, side="room_id", value=str(uuid4()))
    assert shown()["field_errors"]["blocks.4"] == "This room is not open. Choose another one."
    assert len(cast.do(cast.dr_rao, weekly.hours, cast.dr_rao.practitioner_id).blocks) == 14


async def test_two_who_plan_one_week_are_told(house: Any, cast: Cast) -> None:
    from hms.pages.doctor.my_time import PlanMyWeek as P

    page, shown = await my_plan(house, cast)
    await page.call(P.remove_block, key=shown()["days"][5]["blocks"][0]["key"])
    cast.set_hours(cast.dr_rao, [(0, block().starts, block().ends)])
    await page.rest()
    assert shown()["theirs"] and len(shown()["days"][5]["blocks"]) == 1
    await page.call(P.look_at, day=str(day(1)))
    assert shown()["notice_title"] == "What you typed is not saved yet"
    await page.call(P.save)
    assert shown()["notice_tone"] == "danger" and len(shown()["days"][5]["blocks"]) == 1
    await page.call(P.keep_mine)
    await page.call(P.save)
    assert len(cast.do(cast.dr_rao, weekly.hours, cast.dr_rao.practitioner_id).blocks) == 13


async def test_limits_notice_and_horizon_are_set_and_looked_ahead_at(house: Any, cast: Cast) -> None:
    from hms.pages.doctor.my_time import SetMyLimits as M

    ecg = offer(cast, "ECG")
    cast.do(cast.asha, scheduling.book, cast.request(today_at(10) + timedelta(days=1), visit_type_id=ecg.id))
    page = await house.open(cast.dr_rao, "/doctor/time/limits")
    await page.call(M.type_limit, visit_type_id=str(ecg.id), value="0")
    shown = page.shows(M)
    assert shown["preview"]["words"] == "1 booked appointment is more than its day may have. It stays."
    await page.call(M.type_limit, visit_type_id=str(ecg.id), value="many")
    assert page.shows(M)["field_errors"]["limits"] and page.shows(M)["lines"][0]["most"] == "many"
    await page.call(M.type_limit, visit_type_id=str(ecg.id), value="3")
    await page.call(M.choose, what="notice", value="120")
    await page.call(M.choose, what="ahead", value="30")
    await page.call(M.save)
    saved = cast.do(cast.dr_rao, limits_of.limits, cast.dr_rao.practitioner_id)
    assert (saved.notice_min, saved.ahead_days, [one.most for one in saved.limits]) == (120, 30, [3])
    assert page.shows(M)["notice_title"] == "The limits are saved" and not page.shows(M)["touched"]


async def test_the_administrator_plans_for_anyone_and_reads_no_patients_name(house: Any, cast: Cast) -> None:
    from hms.pages.admin.doctors_time import PlanDoctorsWeek, SeeDoctorsTime, SetDoctorsLimits, SettleDoctorsLeave

    booked(cast)
    doctor = str(cast.dr_rao.practitioner_id)
    page = await house.open(cast.admin, f"/admin/people/{doctor}/hours", practitioner_id=doctor)
    await page.call(SeeDoctorsTime.begin, kind="leave")
    seen = page.shows(SeeDoctorsTime)
    assert seen["preview"]["count"] == 1 and seen["preview"]["affected"][0]["patient"] == ""
    await page.call(SeeDoctorsTime.save, answers={"note": ""})
    assert page.redirects[-1] == f"/admin/people/{doctor}/hours/leave"
    leave = await house.open(cast.admin, f"/admin/people/{doctor}/hours/leave", practitioner_id=doctor)
    assert [row["patient"] for row in leave.shows(SettleDoctorsLeave)["rows"]] == [""]
    assert "Nair" not in str(leave.state) + str(page.state)
    for path, screen in (("weekly", PlanDoctorsWeek), ("limits", SetDoctorsLimits)):
        open_ = await house.open(cast.admin, f"/admin/people/{doctor}/hours/{path}", practitioner_id=doctor)
        assert open_.shows(screen)["card"]["doctor"] == "Dr Meera Rao"


@pytest.mark.parametrize("asked", ["nobody", "00000000-0000-7000-8000-000000000000"])
async def test_a_doctor_who_is_not_there_is_refused(house: Any, cast: Cast, asked: str) -> None:
    from hms.pages.admin.doctors_time import PlanDoctorsWeek, SeeDoctorsTime

    for way, screen in (("", SeeDoctorsTime), ("/weekly", PlanDoctorsWeek)):
        page = await house.open(cast.admin, f"/admin/people/{asked}/hours{way}", practitioner_id=asked)
        assert page.shows(screen)["refused"] and page.shows(screen)["notice_title"]


async def test_the_administrator_closes_the_clinic(house: Any, cast: Cast) -> None:
    from hms.pages.admin.closures import CloseClinic as C
    from hms.pages.doctor.my_time import SeeMyTime as S

    booked(cast)
    mine, shown = await my_week(house, cast)
    page = await house.open(cast.admin, "/admin/scheduling/closures")
    await page.call(C.begin, kind="leave")
    assert page.shows(C)["draft"]["from_on"] == "" and page.shows(C)["preview"] is None
    await page.call(C.type_answer, name="from_on", value=str(day(1)))
    assert page.shows(C)["preview"]["count"] == 1
    await page.call(C.save, answers={"note": "Works"})
    assert page.shows(C)["notice_tone"] == "warn" and [one["mine"] for one in page.shows(C)["lines"]] == [True]
    await settled(mine)
    (line,) = shown()["away"]
    assert (line["name"], line["mine"]) == ("The clinic is closed", False)
    assert shown()["card"]["unsettled"] == 1
    await mine.call(S.change, special_id=line["id"])
    assert shown()["draft"] is None
    await page.call(C.withdraw, special_id=line["id"], version=line["version"])
    assert page.shows(C)["lines"] == []


async def test_a_patient_and_reception_are_kept_out(house: Any, cast: Cast) -> None:
    from hms.pages.doctor.my_time import SeeMyTime

    for who in (cast.asha, cast.reception):
        page = await house.open(who, "/doctor/time")
        assert not page.shows(SeeMyTime).get("card")
