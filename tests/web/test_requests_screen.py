"""What reception and a doctor answer: requests, no-shows, what was cancelled today; live, and never under the hand."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from hms.pages.doctor.answer_requests import AnswerOwnRequests
from hms.pages.reception.answer_requests import AnswerRequests
from hms.schemas.scheduling import CancelRequest
from hms.services import attendance, scheduling
from tests.support.cast import Cast, quick_hashing
from tests.support.offers import offer
from tests.web.pipeline import House
from tests.web.test_reception_screens import settled, today_at

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.fixture
def cast(house: House) -> Iterator[Cast]:
    """Give a small clinic that was founded two days ago, as it is now: screens know no other time."""
    with quick_hashing():
        made = Cast(now=datetime.now(UTC) - timedelta(days=2))
        made.found_clinic()
        made.now = datetime.now(UTC)
        yield made


def asked_for(cast: Cast, who: str = "asha", days: int = 2, kind: Any = None) -> Any:
    """Let a patient ask for a visit that needs the clinic's yes."""
    kind = kind or offer(cast, "Second opinion", needs_approval=True)
    return cast.book(getattr(cast, who), today_at(10) + timedelta(days=days), visit_type_id=kind.id)


async def desk_of(house: House, cast: Cast) -> tuple[Any, Any]:
    page = await house.open(cast.reception, "/reception/requests")
    return page, lambda: page.shows(AnswerRequests)


async def test_a_request_shows_at_that_moment_and_goes_when_the_doctor_says_yes(house: House, cast: Cast) -> None:
    desk, shown = await desk_of(house, cast)
    own = await house.open(cast.dr_rao, "/doctor/requests")
    other = await house.open(cast.dr_osei, "/doctor/requests")
    assert shown()["requests"] == []
    asked_for(cast)
    await settled(desk, own, other)
    (line,) = shown()["requests"]
    assert (line["name"], line["kind"]) == ("Asha Nair", "Second opinion")
    (mine,) = own.shows(AnswerOwnRequests)["requests"]
    assert mine["kind"] == "Second opinion: Palpitations at night"  # the reason is for the doctor
    assert other.shows(AnswerOwnRequests)["requests"] == []
    await own.call(AnswerOwnRequests.approve, appointment_id=mine["id"], version=mine["version"])
    await settled(desk, own)
    assert shown()["requests"] == own.shows(AnswerOwnRequests)["requests"] == []
    assert own.shows(AnswerOwnRequests)["notice_tone"] == "ok"


async def test_a_no_needs_a_reason(house: House, cast: Cast) -> None:
    asked = asked_for(cast)
    desk, shown = await desk_of(house, cast)
    await desk.call(AnswerRequests.start_declining, appointment_id=str(asked.id))
    await desk.call(AnswerRequests.decline, answers={"reason": " "})
    assert "reason" in shown()["field_errors"] and shown()["declining"] == str(asked.id)
    await desk.call(AnswerRequests.decline, answers={"reason": "See your own doctor first"})
    await settled(desk)
    assert shown()["requests"] == [] and shown()["declining"] == ""
    card = cast.do(cast.asha, scheduling.card, asked.id)
    assert (card.status, card.cancel_reason) == ("cancelled", "See your own doctor first")


async def test_a_request_stays_under_the_hand_that_types_why_not(house: House, cast: Cast) -> None:
    kind = offer(cast, "Second opinion", needs_approval=True)
    asked, other = asked_for(cast, kind=kind), asked_for(cast, "bilal", 3, kind)
    desk, shown = await desk_of(house, cast)
    await desk.call(AnswerRequests.start_declining, appointment_id=str(asked.id))
    cast.do(cast.dr_rao, attendance.approve, asked.id, asked.version)
    await settled(desk)
    lines = {line["id"]: line["gone"] for line in shown()["requests"]}
    assert lines == {str(other.id): False, str(asked.id): True}
    await desk.call(AnswerRequests.decline, answers={"reason": "Too late"})
    assert shown()["notice_tone"] == "danger" and cast.do(cast.asha, scheduling.card, asked.id).status == "booked"
    await desk.call(AnswerRequests.stop_declining)
    assert [line["id"] for line in shown()["requests"]] == [str(other.id)]


async def test_an_answer_to_another_time_than_was_seen_is_refused(house: House, cast: Cast) -> None:
    asked = asked_for(cast)
    desk, shown = await desk_of(house, cast)
    await desk.call(AnswerRequests.approve, appointment_id=str(asked.id), version=asked.version - 1)
    assert shown()["notice_tone"] == "danger" and len(shown()["requests"]) == 1


async def test_who_did_not_come_yesterday_is_marked_and_the_mark_taken_back(house: House, cast: Cast) -> None:
    wanted = cast.request(today_at(9) - timedelta(days=1))
    missed = cast.do(cast.asha, scheduling.book, wanted, now=today_at(0) - timedelta(days=1, minutes=1))
    desk, shown = await desk_of(house, cast)
    (line,) = shown()["no_shows"]
    assert line["id"] == str(missed.id) and not line["today"] and line["missed"] == ""
    assert line["board"] == f"/reception?day={missed.day}&visit={missed.id}"
    await desk.call(AnswerRequests.check_in, appointment_id=line["id"])
    assert shown()["notice_title"] == "This appointment is not today"
    await desk.call(AnswerRequests.mark_no_show, appointment_id=line["id"])
    await settled(desk)
    assert shown()["no_shows"] == [] and shown()["marked"]["missed"] == "1 no-show"
    await desk.call(AnswerRequests.undo_no_show)
    await settled(desk)
    assert len(shown()["no_shows"]) == 1 and shown()["marked"] is None


async def test_what_was_cancelled_today_can_be_restored_and_a_patients_reason_is_not_told(
    house: House, cast: Cast
) -> None:
    booked = cast.book(cast.asha, today_at(10) + timedelta(days=2))
    desk, shown = await desk_of(house, cast)
    no = CancelRequest(appointment_id=booked.id, reason="I am pregnant", version=booked.version)
    cast.do(cast.asha, scheduling.cancel, no, now=datetime.now(UTC))
    await settled(desk)
    (line,) = shown()["cancelled"]
    assert (line["name"], line["note"], line["ahead"]) == ("Asha Nair", "By the patient", True)
    await desk.call(AnswerRequests.look_at_history, appointment_id=line["id"])
    assert [step["act"] for step in shown()["steps"]] == ["book", "cancel"]
    await desk.call(AnswerRequests.restore, appointment_id=line["id"], version=line["version"])
    await settled(desk)
    assert shown()["cancelled"] == [] and cast.do(cast.asha, scheduling.card, booked.id).status == "booked"
    assert [step["act"] for step in shown()["steps"]] == ["book", "cancel", "restore"]
    assert "pregnant" not in str(shown())
    await desk.call(AnswerRequests.look_at_history, appointment_id=line["id"])
    assert shown()["steps"] == []
