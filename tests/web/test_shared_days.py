"""Many desks look at one day: it is read once for all of them, each of them is remembered, and each sees its own."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from hms.access import SYSTEM, Actor
from hms.db import transaction
from hms.models import AuditEntry, AuditSubject
from hms.pages.reception.see_board import SeeBoard
from hms.permissions import Role
from hms.services import accounts, attendance
from hms.web import shared
from tests.support.cast import PASSWORD, Cast
from tests.web.test_reception_screens import KOLKATA, booked_today, settled, visits_on

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.fixture
def second_desk(cast: Cast) -> Actor:
    """Let a second receptionist work here."""
    cast.do(SYSTEM, accounts.add, Role.RECEPTIONIST, "Lena Fischer", "second@alder.example", PASSWORD)
    return cast.sign_in("second@alder.example")


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note what is read for the boards."""
    read: list[str] = []
    perform = shared.perform_shared

    def noting(service: Any, *args: Any) -> Any:
        read.append(service.__name__)
        return perform(service, *args)

    monkeypatch.setattr(shared, "perform_shared", noting)
    return read


def remembered(who: Actor, patient: Actor) -> int:
    """Count how often it is remembered that somebody was shown a patient on the board."""
    asked = (
        select(AuditEntry)
        .join(AuditSubject)
        .where(AuditEntry.account_id == who.account_id, AuditSubject.patient_id == patient.patient_id)
    )
    with transaction(reading=True) as db:
        return sum(entry.what in {"of_day", "news"} for entry in db.exec(asked))


async def test_a_change_is_read_once_for_all_desks_and_each_is_remembered(
    house: Any, cast: Cast, second_desk: Actor, readings: list[str]
) -> None:
    desks = [await house.open(who) for who in (cast.reception, cast.reception, second_desk)]
    assert readings.count("of_day") == 1  # and the news of a minute, where one has just begun
    readings.clear()
    visit = booked_today(cast)
    await settled(*desks)
    assert 1 <= readings.count("news") < len(desks)
    assert [list(visits_on(desk.shows(SeeBoard))) for desk in desks] == [[str(visit.id)]] * 3
    assert (remembered(cast.reception, cast.asha), remembered(second_desk, cast.asha)) == (2, 1)  # two pages of hers
    cast.do(cast.reception, attendance.check_in, visit.id, now=datetime.now(UTC))
    await settled(*desks)
    assert {visits_on(desk.shows(SeeBoard))[str(visit.id)]["status"] for desk in desks} == {"arrived"}
    assert remembered(second_desk, cast.asha) == 1, "who is shown already is not noted again"


async def test_whoever_comes_later_sees_the_day_as_it_is_and_nothing_lit_up(
    house: Any, cast: Cast, second_desk: Actor
) -> None:
    desk = await house.open(cast.reception)
    visit = booked_today(cast)
    await settled(desk)
    assert visits_on(desk.shows(SeeBoard))[str(visit.id)]["changed"] is True
    late = await house.open(second_desk)
    shown = late.shows(SeeBoard)
    assert shown["patches"] == [] and visits_on(shown)[str(visit.id)]["changed"] is False
    assert [line["changed"] for line in shown["coming"]] in ([False], [])
    assert remembered(second_desk, cast.asha) == 1


async def test_each_desk_reads_of_its_own_hold_that_it_is_its_own(house: Any, cast: Cast, second_desk: Actor) -> None:
    tomorrow = (datetime.now(KOLKATA) + timedelta(days=1)).date().isoformat()
    mine, other = [await house.open(who, "/reception", day=tomorrow) for who in (cast.reception, second_desk)]
    at, doctor = f"{tomorrow}T10:15:00", str(cast.dr_rao.practitioner_id)
    await mine.call(SeeBoard.choose_range, start=at, end=f"{tomorrow}T10:25:00", resource=doctor)
    await settled(mine, other)
    assert [event["title"] for event in visits_on(mine.shows(SeeBoard)).values()] == ["You are booking this"]
    assert [event["title"] for event in visits_on(other.shows(SeeBoard)).values()] == ["Being booked"]


async def test_a_reading_that_failed_is_done_again_in_whole(
    house: Any, cast: Cast, readings: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = await house.open(cast.reception)
    working = shared.perform_shared

    def broken(*_: Any) -> Any:
        raise OSError("the disk is away")

    monkeypatch.setattr(shared, "perform_shared", broken)
    visit = booked_today(cast)
    await settled(desk)
    assert visits_on(desk.shows(SeeBoard)) == {} and desk.shows(SeeBoard)["notice_tone"] == "danger"
    monkeypatch.setattr(shared, "perform_shared", working)
    await desk.until(lambda: str(visit.id) in visits_on(desk.shows(SeeBoard)))
    assert readings[-1] == "of_day"
