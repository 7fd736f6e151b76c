"""Reception's board: the day of all doctors, read whole once and then by what changed."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from hms.db import transaction
from hms.errors import Invalid, NoHours, SlotTaken
from hms.models import THE_CLINIC, Clinic, SchedulingRules, SpecialTime
from hms.schemas.board import BoardBooking, BoardHold, BoardMove
from hms.schemas.scheduling import CancelRequest
from hms.services import attendance, board, scheduling
from tests.support.cast import ELEVEN, NOW, Cast, later


def ground(clinic: Cast, kind: str) -> list[tuple[str, str]]:
    day = clinic.do(clinic.reception, board.of_day)
    mine = clinic.dr_rao.practitioner_id
    return [(g.starts[11:16], g.ends[11:16]) for g in day.ground if g.kind == kind and g.doctor_id in {mine, None}]


def test_the_board_shows_every_doctor_with_hours_visits_and_what_is_being_booked(clinic: Cast) -> None:
    booked = clinic.book(clinic.asha)
    rao = clinic.dr_rao.practitioner_id
    clinic.do(clinic.reception, board.hold, BoardHold(practitioner_id=rao, starts="2026-11-23T11:20"))
    day = clinic.do(clinic.reception, board.of_day)
    assert [(column.name, column.takes_bookings) for column in day.columns] == [
        ("Dr Meera Rao", True),
        ("Dr Kofi Osei", True),
    ]
    assert (day.opens, day.closes, day.is_today, day.now) == ("09:00", "17:00", True, "10:00")
    assert [(v.card.id, v.starts, v.ends) for v in day.visits] == [
        (booked.id, "2026-11-23T11:00:00", "2026-11-23T11:20:00")
    ]
    assert [(h.starts[11:], h.made_by, h.is_offer) for h in day.held] == [
        ("11:20:00", clinic.reception.account_id, False)
    ]
    assert ground(clinic, "open") == [("09:00", "13:00"), ("14:00", "17:00")]


def test_leave_breaks_and_holidays_lie_on_the_board(clinic: Cast) -> None:
    with transaction() as db:
        for kind, hours in (("leave", (6, 7)), ("break", (9, 10))):
            starts, ends = (datetime(2026, 11, 23, h, 30, tzinfo=UTC) for h in hours)
            db.add(
                SpecialTime(
                    practitioner_id=clinic.dr_rao.practitioner_id, kind=kind, starts_at=starts, ends_at=ends,
                    request_key=str(uuid4()), made_at=NOW,
                )
            )  # fmt: skip
    assert ground(clinic, "leave") == [("12:00", "13:00")] and ground(clinic, "break") == [("15:00", "16:00")]
    assert ground(clinic, "open") == [("09:00", "12:00"), ("14:00", "15:00"), ("16:00", "17:00")]
    with transaction() as db:
        db.get_one(Clinic, THE_CLINIC).country = "JP"
        db.add(SchedulingRules(observes_holidays=True))
    assert ground(clinic, "holiday") and ground(clinic, "open") == [], "23 November is a holiday in Japan"


def test_a_board_that_is_open_reads_only_what_changed(clinic: Cast) -> None:
    first, second = clinic.book(clinic.asha), clinic.book(clinic.bilal, later(80))
    clinic.do(clinic.reception, attendance.check_in, first.id)
    clinic.do(
        clinic.bilal, scheduling.cancel, CancelRequest(appointment_id=second.id, reason="x", version=second.version)
    )
    told = clinic.do(clinic.reception, board.news, NOW.date(), [first.id, second.id, uuid4()])
    assert [one.card.status for one in told.visits] == ["arrived"]
    assert second.id in told.gone and len(told.gone) == 2
    with pytest.raises(Invalid):
        clinic.do(clinic.reception, board.news, NOW.date(), [uuid4() for _ in range(201)])


def test_a_department_has_its_own_board(clinic: Cast) -> None:
    clinic.book(clinic.asha)
    eyes = clinic.do(clinic.reception, board.of_day, None, clinic.eyes)
    assert [column.name for column in eyes.columns] == ["Dr Kofi Osei"] and eyes.visits == []


def test_reception_moves_a_visit_to_another_doctor_and_makes_it_longer(clinic: Cast) -> None:
    booked = clinic.book(clinic.asha)
    wish = BoardMove(
        appointment_id=booked.id,
        practitioner_id=clinic.dr_osei.practitioner_id,
        starts="2026-11-23T11:25:00",
        ends="2026-11-23T12:00:00",
        version=booked.version,
    )
    moved = clinic.do(clinic.reception, board.move, wish)
    assert (moved.doctor, moved.time, moved.ends) == ("Dr Kofi Osei", "11:25", "12:00")
    lunch = wish.model_copy(update={"starts": "2026-11-23T13:00", "ends": "2026-11-23T13:20", "version": moved.version})
    with pytest.raises(NoHours):
        clinic.do(clinic.reception, board.move, lunch)
    backwards = lunch.model_copy(update={"ends": "2026-11-23T12:40"})
    with pytest.raises(Invalid):
        clinic.do(clinic.reception, board.move, backwards)


def test_reception_books_on_the_board_for_a_patient_and_not_over_another(clinic: Cast) -> None:
    wish = BoardBooking(
        practitioner_id=clinic.dr_rao.practitioner_id,
        patient_id=clinic.bilal.patient_id,
        starts="2026-11-23T11:00",
        reason="Telephoned: cough",
        key=str(uuid4()),
    )
    assert clinic.do(clinic.reception, board.book, wish).time == "11:00"
    with pytest.raises(SlotTaken):
        clinic.do(clinic.reception, board.book, wish.model_copy(update={"key": str(uuid4())}))


def test_a_time_that_the_clocks_skip_cannot_be_booked_on_the_board(clinic: Cast) -> None:
    with transaction() as db:
        db.get_one(Clinic, THE_CLINIC).zone = "Europe/Berlin"
    clinic.now = ELEVEN + timedelta(days=100)
    night = BoardHold(practitioner_id=clinic.dr_rao.practitioner_id, starts="2027-03-28T02:30")
    with pytest.raises(Invalid) as refused:
        clinic.do(clinic.reception, board.hold, night)
    assert "does not exist" in refused.value.fields["starts_at"]
