"""Booking a series: each date is looked at first, and then all of them are booked, or none."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import col, select

from hms.db import transaction
from hms.errors import Invalid, NotFound, NotPossible
from hms.models import Appointment, AppointmentSeries, Clinic, OutboxMessage, Patient, SchedulingRules, SpecialTime
from hms.models.clinic import THE_CLINIC
from hms.schemas.scheduling import HoldRequest
from hms.schemas.series import SeriesBooking, SeriesCard, SeriesPreview, SeriesWish
from hms.services import holds
from hms.services.blocks import LEAVE
from hms.services.series import booking, seeing
from tests.support.cast import ELEVEN, Cast

WEEK = timedelta(weeks=1)


def asked(clinic: Cast, **other: Any) -> dict[str, Any]:
    """Word a wish for asha: every week at eleven with dr_rao, four times."""
    usual = {"practitioner_id": clinic.dr_rao.practitioner_id, "patient_id": clinic.asha.patient_id}
    return {**usual, "first": wall(ELEVEN), "every": 1, "unit": "week", "count": 4, **other}


def wall(at: datetime, zone: str = "Asia/Kolkata") -> datetime:
    """Read the clock on the wall."""
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def previewed(clinic: Cast, **other: Any) -> SeriesPreview:
    return clinic.do(clinic.reception, booking.preview, SeriesWish(**asked(clinic, **other)))


def booked(clinic: Cast, starts: list[datetime] | None = None, **other: Any) -> SeriesCard:
    """Book a series at the desk; each week at eleven where no other times are given."""
    wish = asked(clinic, **other)
    starts = starts or [ELEVEN + n * WEEK for n in range(wish["count"])]
    form = SeriesBooking(**{"reason": "Physiotherapy", "key": str(uuid4()), **wish, "starts": starts})
    return clinic.do(clinic.reception, booking.book, form)


def rows() -> list[Appointment]:
    with transaction(reading=True) as db:
        return list(db.exec(select(Appointment).order_by(col(Appointment.starts_at))))


def series_rows() -> list[AppointmentSeries]:
    with transaction(reading=True) as db:
        return list(db.exec(select(AppointmentSeries)))


def test_four_weeks_in_a_row_are_booked_as_appointments_that_know_their_series(clinic: Cast) -> None:
    seen = previewed(clinic)
    assert (seen.conflicts, seen.words) == (0, "All dates are free")
    assert [date.starts_at for date in seen.dates] == [ELEVEN + n * WEEK for n in range(4)]
    card = booked(clinic, [date.starts_at for date in seen.dates])
    assert card.rule == "Every week, 4 appointments" and card.to_come == 4
    assert [visit.series_place for visit in card.visits] == [1, 2, 3, 4]
    assert {(row.series_id, row.patient_id) for row in rows()} == {(card.id, clinic.asha.patient_id)}
    assert clinic.do(clinic.asha, seeing.see, card.id).visits[2].time == "11:00"
    with transaction(reading=True) as db:
        kinds = [message.kind for message in db.exec(select(OutboxMessage))]
    assert kinds == ["booked"] * 4


def test_what_cannot_be_had_comes_first_with_what_is_free_near_it(clinic: Cast) -> None:
    clinic.book(clinic.bilal, ELEVEN + 2 * WEEK)
    seen = previewed(clinic)
    assert (seen.conflicts, seen.words) == (1, "1 of 4 dates needs a decision")
    assert [date.place for date in seen.dates] == [3, 1, 2, 4]
    first = seen.dates[0]
    assert (first.problem, first.words, first.long_day) == ("taken", "This time is taken.", "Monday 7 December 2026")
    assert [choice.words for choice in first.alternatives] == ["Mon 7 Dec 10:20", "Mon 7 Dec 10:40", "Mon 7 Dec 11:20"]


def test_each_kind_of_obstacle_is_named(clinic: Cast) -> None:
    week = [ELEVEN + n * WEEK for n in range(6)]
    clinic.book(clinic.bilal, week[1])
    clinic.book(clinic.asha, week[2], doctor="dr_osei")
    clinic.do(clinic.bilal, holds.hold, HoldRequest(practitioner_id=clinic.dr_rao.practitioner_id, starts_at=week[3]))
    with transaction() as db:
        away = {"practitioner_id": clinic.dr_rao.practitioner_id, "made_at": clinic.now, "request_key": str(uuid4())}
        db.add(SpecialTime(kind=LEAVE, starts_at=week[4] - WEEK / 7, ends_at=week[4] + WEEK / 7, **away))
    seen = previewed(clinic, count=6)
    said = {date.place: date.problem for date in seen.dates if date.problem}
    assert said == {2: "taken", 3: "own", 4: "held", 5: "leave"}
    assert all(date.alternatives for date in seen.dates if date.problem)


def test_a_public_holiday_is_named(clinic: Cast) -> None:
    with transaction() as db:
        db.add(SchedulingRules(observes_holidays=True))
    seen = previewed(clinic, first=wall(datetime(2027, 1, 19, 5, 30, tzinfo=UTC)), count=2)
    assert (seen.dates[0].problem, seen.dates[0].words) == ("holiday", "Public holiday: Republic Day.")


def test_what_lies_past_or_too_far_ahead_or_outside_hours_is_named_too(clinic: Cast) -> None:
    past = previewed(clinic, first=wall(ELEVEN - 2 * WEEK))
    assert {date.place: date.problem for date in past.dates} == {1: "past", 2: "past", 3: "", 4: ""}
    far = previewed(clinic, every=12, unit="month", count=52)
    assert [date.problem for date in far.dates].count("far") == 50 and far.dates[-1].problem == ""
    night = previewed(clinic, first=wall(ELEVEN + timedelta(hours=10)))
    assert {date.problem for date in night.dates} == {"no_hours"}


def test_a_time_that_the_clocks_skip_is_asked_about(clinic: Cast) -> None:
    with transaction() as db:
        db.get_one(Clinic, THE_CLINIC).zone = "Europe/Berlin"
    first = datetime(2027, 3, 14, 1, 30, tzinfo=UTC)  # half past two at night, two Sundays before the clocks go forward
    seen = previewed(clinic, first=wall(first, "Europe/Berlin"), count=3)
    skipped = next(date for date in seen.dates if date.place == 3)
    assert (skipped.problem, skipped.starts_at, skipped.time) == ("clocks", None, "02:30")
    assert "does not exist" in skipped.words


def test_the_dates_that_were_settled_on_are_booked_others_are_left_out(clinic: Cast) -> None:
    clinic.book(clinic.bilal, ELEVEN + WEEK)
    instead = ELEVEN + WEEK + timedelta(minutes=20)
    card = booked(clinic, [ELEVEN, instead, ELEVEN + 3 * WEEK])
    assert [(visit.series_place, visit.time) for visit in card.visits] == [(1, "11:00"), (2, "11:20"), (3, "11:00")]
    assert card.rule == "Every week, 3 appointments"


def test_where_one_date_cannot_be_had_none_is_booked(clinic: Cast) -> None:
    clinic.book(clinic.bilal, ELEVEN + 3 * WEEK)
    with pytest.raises(NotPossible) as refused:
        booked(clinic)
    assert refused.value.title == "Not possible: Monday 14 December 2026, 11:00"
    assert "Nothing was changed" in refused.value.body
    assert len(rows()) == 1 and series_rows() == []


def test_two_dates_of_one_series_cannot_be_the_same(clinic: Cast) -> None:
    with pytest.raises(NotPossible):
        booked(clinic, [ELEVEN, ELEVEN])
    assert rows() == []


def test_pressing_twice_books_once_also_at_the_same_moment(clinic: Cast) -> None:
    key = str(uuid4())
    with ThreadPoolExecutor(4) as pool:
        cards = list(pool.map(lambda _: booked(clinic, key=key), range(4)))
    assert len({card.id for card in cards}) == 1 and len(rows()) == 4 and len(series_rows()) == 1


def test_of_two_who_book_crossing_series_one_wins_whole(clinic: Cast) -> None:
    def press(patient: Any) -> str:
        try:
            return booked(clinic, patient_id=patient.patient_id).patient
        except NotPossible:
            return "refused"

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(press, (clinic.asha, clinic.bilal)))
    assert answers.count("refused") == 1
    assert len(rows()) == 4 and len({row.patient_id for row in rows()}) == 1


def test_a_series_is_the_clinics_to_book_and_for_somebody_who_lives(clinic: Cast) -> None:
    with pytest.raises(NotPossible, match="booked by the clinic"):
        clinic.do(clinic.asha, booking.preview, SeriesWish(**asked(clinic)))
    with pytest.raises(Invalid):
        previewed(clinic, patient_id=None)
    with transaction() as db:
        db.get_one(Patient, clinic.asha.patient_id).deceased = True
    with pytest.raises(NotPossible, match="died"):
        previewed(clinic)


def test_a_series_is_seen_by_its_patient_its_doctor_and_reception_alone(clinic: Cast) -> None:
    card = booked(clinic)
    for who in (clinic.asha, clinic.dr_rao, clinic.reception):
        assert clinic.do(who, seeing.see, card.id).id == card.id
    for who in (clinic.bilal, clinic.dr_osei):
        with pytest.raises(NotFound):
            clinic.do(who, seeing.see, card.id)
