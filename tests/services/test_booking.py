"""A time belongs to one person at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from hms.changes import BUS
from hms.db import transaction
from hms.errors import NoHours, NotFound, NotPossible, SlotTaken, Stale
from hms.models import Appointment
from hms.schemas.scheduling import CancelRequest, MoveRequest
from hms.services import attendance, availability, board, day, scheduling
from tests.support.cast import ELEVEN, NINE, NOW, Cast, later


def labels(clinic: Cast, doctor: str = "dr_rao") -> list[str]:
    found = clinic.do(clinic.asha, availability.free_times, clinic.people[doctor].practitioner_id, NOW.date())
    return [time.label for time in found]


def test_what_asha_books_is_no_longer_free_and_reaches_doctor_and_reception(clinic: Cast) -> None:
    assert "11:00" in labels(clinic)
    booked = clinic.book(clinic.asha)
    assert (booked.time, booked.ends, booked.doctor, booked.long_day) == (
        "11:00",
        "11:20",
        "Dr Meera Rao",
        "Monday 23 November 2026",
    )
    assert "11:00" not in labels(clinic)
    assert clinic.do(clinic.dr_rao, day.mine, None).queue[0].patient == "Asha Nair"
    assert [v.card.patient for v in clinic.do(clinic.reception, board.of_day, None).visits] == ["Asha Nair"]


def test_two_patients_cannot_hold_one_slot(clinic: Cast) -> None:
    clinic.book(clinic.asha)
    with pytest.raises(SlotTaken) as refused:
        clinic.book(clinic.bilal)
    assert refused.value.nearest == ["10:20", "10:40", "11:20"]
    assert "10:40" in refused.value.body


def test_of_fifty_who_press_at_once_exactly_one_gets_the_time(clinic: Cast) -> None:
    people = [clinic.asha, clinic.bilal] * 25

    def press(who: object) -> str:
        try:
            return clinic.book(who).time
        except (SlotTaken, NotPossible) as refusal:
            return type(refusal).__name__ + (" with others" if getattr(refusal, "nearest", None) else "")

    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(press, people))
    assert answers.count("11:00") == 1
    # The winner's own other 24 tries meet the same doctor first: everyone is told which times are left.
    assert answers.count("SlotTaken with others") == 49
    assert len(clinic.do(clinic.reception, board.of_day, None).visits) == 1


def test_fifty_different_times_all_go_through_at_once(clinic: Cast) -> None:
    times = [ELEVEN + timedelta(days=1 + n // 5, minutes=20 * (n % 5)) for n in range(50)]
    with ThreadPoolExecutor(20) as pool:
        booked = list(pool.map(lambda at: clinic.book(clinic.asha, at), times))
    assert sorted(card.starts_at for card in booked) == sorted(times)


def test_pressing_twice_books_once(clinic: Cast) -> None:
    request = clinic.request()
    first, second = (clinic.do(clinic.asha, scheduling.book, request) for _ in range(2))
    assert first.id == second.id
    assert len(clinic.do(clinic.reception, board.of_day, None).visits) == 1


def test_nobody_takes_anothers_booking_by_its_key(clinic: Cast) -> None:
    request = clinic.request()
    clinic.do(clinic.asha, scheduling.book, request)
    with pytest.raises(NotFound):
        clinic.do(clinic.bilal, scheduling.book, request)


def test_asha_cannot_be_with_two_doctors_at_once(clinic: Cast) -> None:
    clinic.book(clinic.asha)
    with pytest.raises(NotPossible, match="another appointment"):
        clinic.book(clinic.asha, doctor="dr_osei")


@pytest.mark.parametrize(
    "at", [NINE, ELEVEN + timedelta(minutes=1), ELEVEN + timedelta(hours=2), ELEVEN + timedelta(days=400)]
)
def test_only_times_that_are_offered_can_be_booked(clinic: Cast, at: object) -> None:
    with pytest.raises(NoHours, match="sees nobody"):
        clinic.book(clinic.asha, at)


def test_moving_frees_the_old_time_and_takes_the_new_one(clinic: Cast) -> None:
    booked = clinic.book(clinic.asha)
    request = MoveRequest(appointment_id=booked.id, starts_at=later(80), version=booked.version)
    moved = clinic.do(clinic.asha, scheduling.move, request)
    assert (moved.time, moved.id) == ("11:20", booked.id)
    assert "11:00" in labels(clinic)
    assert "11:20" not in labels(clinic)


def test_moving_onto_a_taken_time_keeps_the_old_one(clinic: Cast) -> None:
    booked, taken = clinic.book(clinic.asha), clinic.book(clinic.bilal, later(80))
    with pytest.raises(SlotTaken):
        clinic.do(
            clinic.asha,
            scheduling.move,
            MoveRequest(appointment_id=booked.id, starts_at=taken.starts_at, version=booked.version),
        )
    kept = clinic.do(clinic.asha, scheduling.card, booked.id)
    assert (kept.time, kept.version) == ("11:00", booked.version)


def test_a_cancelled_time_can_be_booked_at_once(clinic: Cast) -> None:
    booked = clinic.book(clinic.asha)
    request = CancelRequest(appointment_id=booked.id, reason="I feel better", version=booked.version)
    assert clinic.do(clinic.asha, scheduling.cancel, request).status == "cancelled"
    assert clinic.book(clinic.bilal).time == "11:00"


def test_who_acts_on_an_old_picture_is_told_so(clinic: Cast) -> None:
    booked = clinic.book(clinic.asha)
    move = MoveRequest(appointment_id=booked.id, starts_at=later(80), version=booked.version)
    clinic.do(clinic.reception, scheduling.move, move)
    with pytest.raises(Stale):
        clinic.do(
            clinic.asha, scheduling.cancel, CancelRequest(appointment_id=booked.id, reason="No", version=booked.version)
        )


def test_a_visit_that_has_begun_can_no_longer_be_changed(clinic: Cast) -> None:
    page = clinic.visit(clinic.asha)
    card = clinic.do(clinic.asha, scheduling.card, page.appointment.id)
    with pytest.raises(NotPossible):
        clinic.do(
            clinic.asha, scheduling.cancel, CancelRequest(appointment_id=card.id, reason="No", version=card.version)
        )


def test_bilal_cannot_see_move_or_cancel_ashas_appointment(clinic: Cast) -> None:
    booked = clinic.book(clinic.asha)
    for attempt in (
        lambda: clinic.do(clinic.bilal, scheduling.card, booked.id),
        lambda: clinic.do(clinic.bilal, scheduling.calendar_file, booked.id),
        lambda: clinic.do(
            clinic.bilal, scheduling.cancel, CancelRequest(appointment_id=booked.id, reason="x", version=1)
        ),
        lambda: clinic.do(
            clinic.bilal, scheduling.move, MoveRequest(appointment_id=booked.id, starts_at=later(80), version=1)
        ),
        lambda: clinic.book(clinic.bilal, later(80), patient_id=clinic.asha.patient_id),
    ):
        with pytest.raises(NotFound):
            attempt()


def test_reception_books_for_asha_but_does_not_read_her_reasons(clinic: Cast) -> None:
    booked = clinic.book(clinic.reception, patient_id=clinic.asha.patient_id)
    assert booked.reason == ""
    assert clinic.do(clinic.asha, scheduling.card, booked.id).reason == "Palpitations at night"


def test_checking_in_says_since_when_and_can_be_taken_back(clinic: Cast) -> None:
    booked = clinic.book(clinic.asha)
    clinic.do(clinic.reception, attendance.check_in, booked.id)
    clinic.do(clinic.reception, attendance.check_in, booked.id)  # twice is once
    mine = clinic.do(clinic.dr_rao, day.mine, None, now=later(40))
    assert (mine.waiting, mine.next.arrived, mine.next.waited_min, mine.next.waits_long) == (1, "10:00", 40, True)
    clinic.do(clinic.reception, attendance.undo_check_in, booked.id)
    assert clinic.do(clinic.dr_rao, day.mine, None).waiting == 0


def test_nobody_is_checked_in_on_another_day(clinic: Cast) -> None:
    booked = clinic.book(clinic.asha, ELEVEN + timedelta(days=1))
    with pytest.raises(NotPossible):
        clinic.do(clinic.reception, attendance.check_in, booked.id)


def test_the_database_itself_refuses_an_overlap_however_it_comes_about(clinic: Cast) -> None:
    first, second = clinic.book(clinic.asha), clinic.book(clinic.bilal, later(80))
    gone = clinic.book(clinic.bilal, later(120))
    clinic.do(clinic.bilal, scheduling.cancel, CancelRequest(appointment_id=gone.id, reason="x", version=1))

    def moved() -> None:
        with transaction() as db:
            db.get_one(Appointment, second.id).starts_at = first.starts_at

    def restored() -> None:
        with transaction() as db:
            back = db.get_one(Appointment, gone.id)
            back.starts_at, back.ends_at, back.cancelled_at = (
                first.starts_at,
                first.starts_at + timedelta(minutes=20),
                None,
            )

    def inserted() -> None:
        with transaction() as db:
            copy = db.get_one(Appointment, first.id).model_dump(exclude={"id", "request_key", "patient_id"})
            db.add(Appointment(**copy, request_key=str(uuid4()), patient_id=clinic.bilal.patient_id))

    for way in (moved, restored, inserted):
        with pytest.raises(DBAPIError, match="practitioner_overlap"):
            way()
    with transaction(reading=True) as db:
        assert (
            db.connection().execute(text("SELECT count(*) FROM appointment WHERE cancelled_at IS NULL")).scalar() == 2
        )


def test_the_calendar_file_says_where_and_when_but_not_why(clinic: Cast) -> None:
    name, body = clinic.do(clinic.asha, scheduling.calendar_file, clinic.book(clinic.asha).id)
    told = body.decode()
    assert name == "appointment-2026-11-23.ics"
    assert "DTSTART;TZID=Asia/Kolkata:20261123T110000" in told
    assert "Dr Meera Rao" in told
    assert "Palpitations" not in told


def test_many_who_ask_for_the_day_at_once_never_wait_for_each_other_for_ever(clinic: Cast) -> None:
    clinic.book(clinic.asha)
    with ThreadPoolExecutor(16) as pool:
        asked = [pool.submit(clinic.do, clinic.reception, board.of_day, None) for _ in range(150)]
        asked += [pool.submit(clinic.do, clinic.dr_rao, day.mine, None) for _ in range(150)]
        assert all(future.result(timeout=120) for future in asked)


def test_a_move_to_another_day_is_told_to_the_boards_of_both_days(clinic_on_sqlite: Cast) -> None:
    clinic, told = clinic_on_sqlite, []
    booked = clinic.book(clinic.asha)
    stop = BUS.subscribe(told.append)
    tomorrow = ELEVEN + timedelta(days=1)
    clinic.do(clinic.asha, scheduling.move, MoveRequest(appointment_id=booked.id, starts_at=tomorrow, version=1))
    stop()
    assert {"board:2026-11-23", "board:2026-11-24"} <= {change.topic for change in told}
