"""What no form of ours would send, and what the world has changed meanwhile: refused in words, and nothing is lost."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func
from sqlmodel import select

from hms.db import transaction
from hms.errors import NotPossible
from hms.models import Appointment, Patient
from hms.pages.patient.appointment import AppointmentPage
from hms.pages.patient.book import BookAppointment
from hms.schemas.scheduling import CancelRequest, MoveRequest
from hms.services import accounts, portal, scheduling
from tests.support.cast import Cast
from tests.web.at_booking import at_the_times, choose, free, held_by, kind, later, opened, sent_to, soonest, taken_at

pytestmark = pytest.mark.asyncio(loop_scope="session")
B = BookAppointment
TYPED = "What asha typed"


def booked() -> int:
    with transaction(reading=True) as db:
        return db.exec(select(func.count()).select_from(Appointment)).one()


async def booking_at(house: Any, cast: Cast, at: datetime, **other: str) -> Any:
    """Press Book on a page whose address was written by hand."""
    chosen = {"doctor": str(cast.dr_rao.practitioner_id), "day": at.date().isoformat(), "at": at.isoformat()}
    page = await house.open(cast.asha, "/patient/book", **{**chosen, **other})
    await page.call(B.book, form={"reason": TYPED})
    return page


WRONG = {
    "in the past": lambda at: at - timedelta(days=14),
    "misaligned": lambda at: at + timedelta(minutes=1),
    "at night": lambda at: at.replace(hour=20, minute=30),
    "in two years": lambda at: at + timedelta(days=728),
    "before there was a clinic": lambda at: at.replace(year=1900),
}


@pytest.mark.parametrize("how", WRONG)
async def test_a_time_that_was_never_offered_is_neither_kept_nor_booked(house: Any, cast: Cast, how: str) -> None:
    page = await at_the_times(house, cast)
    time = await choose(page, B)
    wrong = WRONG[how](taken_at(free(page, B)[1]))
    await page.call(B.choose_time, at=wrong.isoformat())
    shown = page.shows(B)
    assert shown["notice_title"] == "The doctor sees nobody at this time" and shown["field_errors"]["at"]
    assert (shown["at"], shown["stands"]) == (time["id"], "kept"), "what was chosen before is still chosen, and kept"
    page = await booking_at(house, cast, wrong)
    shown = page.shows(B)
    assert (shown["notice_tone"], shown["notice_title"]) == ("danger", "The doctor sees nobody at this time")
    assert shown["doctor"] == str(cast.dr_rao.practitioner_id) and not sent_to(page)
    assert booked() == 0 and [held.starts_at for held in held_by(cast.asha)] == [taken_at(time)]


@pytest.mark.parametrize("nonsense", ["soon", "2026-11-24", "2026-11-24T10:00", "9999-12-31T23:59:59+00:00", 7, None])
async def test_what_is_no_time_chooses_nothing(house: Any, cast: Cast, nonsense: object) -> None:
    page = await at_the_times(house, cast)
    time = await choose(page, B)
    await page.call(B.choose_time, at=nonsense)
    assert page.shows(B)["at"] == time["id"] and len(held_by(cast.asha)) == 1
    assert "Something went wrong" not in str(page.packets)


async def test_a_kind_of_visit_that_is_not_for_patients_here_is_refused_beside_it(house: Any, cast: Cast) -> None:
    at = soonest(cast)
    wrong = [kind(cast, "Staff only", patients_may_book=False), kind(cast, "Elsewhere", department_id=cast.eyes)]
    wrong += [kind(cast, "Offered no longer", closed_at=cast.now), uuid4()]
    for one in wrong:
        page = await booking_at(house, cast, at, kind=str(one))
        shown = page.shows(B)
        assert shown["kind_gone"] is True and shown["field_errors"]["visit_type_id"] and not sent_to(page)
        await page.call(B.choose_time, at=at.isoformat())
        assert page.shows(B)["field_errors"]["visit_type_id"]
        await page.call(B.choose_kind, kind="plain")
        assert page.shows(B)["kind_gone"] is False and page.shows(B)["doctors"]
    assert booked() == 0 and held_by(cast.asha) == []
    page = await at_the_times(house, cast)
    await page.call(B.choose_kind, kind="' or 1=1")
    await page.call(B.book, form={"reason": TYPED})
    assert set(page.shows(B)["field_errors"]) == {"at"} and page.shows(B)["kind"] == "plain"


async def test_a_doctor_who_leaves_while_the_form_is_filled_in_is_told(house: Any, cast: Cast) -> None:
    page = await at_the_times(house, cast)
    time = await choose(page, B)
    await later(cast, page, cast.admin, accounts.disable, cast.dr_rao.account_id)
    shown = page.shows(B)
    assert shown["gone"] is True and shown["seen"]["name"] == "Dr Meera Rao"
    await page.call(B.book, form={"reason": TYPED})
    assert page.shows(B)["field_errors"] == {"doctor": "Choose a doctor."} and booked() == 0
    await page.call(B.choose_time, at=time["id"])
    assert page.shows(B)["notice_tone"] == "danger" and page.shows(B)["refused"] is False
    page = await booking_at(house, cast, taken_at(time))
    assert "doctor" in page.shows(B)["field_errors"] and booked() == 0


@pytest.mark.parametrize("when", ["before", "meanwhile"])
async def test_an_appointment_whose_doctor_takes_no_bookings_cannot_be_moved_and_stays_in_sight(
    house: Any, cast: Cast, when: str
) -> None:
    page, booked_ = await opened(house, cast)
    if when == "meanwhile":
        await page.call(AppointmentPage.start_move)
        assert page.shows(AppointmentPage)["days"]
    await later(cast, page, cast.admin, accounts.disable, cast.dr_rao.account_id)
    if when == "before":
        await page.call(AppointmentPage.start_move)
    shown = page.shows(AppointmentPage)
    assert (shown["refused"], shown["panel"], shown["card"]["id"]) == (False, "", str(booked_.id))
    assert shown["notice_title"] == "This doctor takes no bookings any more"


async def test_nobody_books_for_another_by_a_field_that_the_form_does_not_have(house: Any, cast: Cast) -> None:
    page = await at_the_times(house, cast)
    await choose(page, B)
    form = {"reason": TYPED, "patient_id": str(cast.bilal.patient_id), "overbook_reason": "x", "length_min": "5"}
    await page.call(B.book, form=form)
    (mine,) = cast.do(cast.asha, portal.home).appointments
    assert (mine.length_min, mine.overbooked) == (20, False)
    assert cast.do(cast.bilal, portal.home).appointments == []


async def test_a_reason_without_end_is_refused_beside_it(house: Any, cast: Cast) -> None:
    page = await at_the_times(house, cast)
    time = await choose(page, B)
    await page.call(B.book, form={"reason": "x" * 2_001})
    shown = page.shows(B)
    assert set(shown["field_errors"]) == {"reason"} and (shown["at"], shown["stands"]) == (time["id"], "kept")
    assert "xxx" not in str(shown) and booked() == 0


async def test_asha_cannot_choose_a_time_at_which_she_is_with_another_doctor(house: Any, cast: Cast) -> None:
    page = await at_the_times(house, cast)
    time = free(page, B)[0]
    cast.book(cast.asha, taken_at(time), doctor="dr_osei")
    await page.call(B.choose_time, at=time["id"])
    shown = page.shows(B)
    assert shown["notice_title"] == "There is another appointment at that time" and shown["at"] == ""
    assert held_by(cast.asha) == []


async def test_no_appointment_is_booked_for_somebody_who_has_died(house: Any, cast: Cast) -> None:
    page = await at_the_times(house, cast)
    await choose(page, B)
    with transaction() as db:
        db.get_one(Patient, cast.asha.patient_id).deceased = True
    await page.call(B.book, form={"reason": TYPED})
    assert page.shows(B)["notice_title"] == "This person has died" and booked() == 0


async def test_a_cancelled_appointment_does_not_move_and_a_stale_page_is_told(house: Any, cast: Cast) -> None:
    A = AppointmentPage
    page, one = await opened(house, cast)
    await page.call(A.start_move)
    time = await choose(page, A, -1)
    held = page.shows(A)["hold"]
    give_back = CancelRequest(appointment_id=one.id, reason="No", version=one.version)
    cast.do(cast.reception, scheduling.cancel, give_back, now=datetime.now(UTC))
    await page.call(A.move)  # whether or not the page has heard of it by now
    shown = page.shows(A)
    assert shown["notice_tone"] == "danger" and shown["notice_title"]
    with pytest.raises(NotPossible, match="can no longer be changed"):
        again = MoveRequest(appointment_id=one.id, starts_at=taken_at(time), version=one.version + 1, hold_id=held)
        cast.do(cast.asha, scheduling.move, again, now=datetime.now(UTC))
    assert cast.do(cast.asha, scheduling.card, one.id).time == one.time


async def test_nobody_moves_to_a_time_that_was_never_offered(house: Any, cast: Cast) -> None:
    A = AppointmentPage
    page, one = await opened(house, cast)
    await page.call(A.start_move)
    await page.call(A.choose_time, at=(one.starts_at - timedelta(days=14)).isoformat())
    assert page.shows(A)["notice_title"] == "The doctor sees nobody at this time" and page.shows(A)["at"] == ""
    hand = {"panel": "move", "day": "1999-01-01", "at": "1999-01-01T10:00:00+00:00", "hold": str(uuid4())}
    page = await house.open(cast.asha, page.path, appointment_id=str(one.id), **hand)
    await page.call(A.move)
    assert page.shows(A)["notice_tone"] == "danger" and page.shows(A)["card"]["time"] == one.time
