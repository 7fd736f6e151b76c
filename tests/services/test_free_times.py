"""Free times are computed; a change of the clocks neither doubles nor loses one."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from hms.db import transaction
from hms.models import Clinic
from hms.schemas.words import age, clock, initials
from hms.services import availability
from hms.services.blocks import Block, without
from hms.services.plans import Seconds
from hms.services.slots import open_in
from hms.services.taken import Timeline
from tests.support.cast import NOW, Cast, later

moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
lengths = st.integers(5, 240).map(lambda n: timedelta(minutes=n))
spans = st.lists(st.tuples(moments, lengths).map(lambda s: (s[0], s[0] + s[1])), max_size=12)


minutes = st.integers(0, 600)
a_visit = st.builds(
    lambda length, before, after, step: Seconds(length, before, length + after, step),
    st.integers(1, 120), st.integers(0, 30), st.integers(0, 30), st.integers(1, 120),
)  # fmt: skip


@given(minutes, a_visit, st.lists(st.tuples(minutes, st.integers(1, 60)), max_size=12), st.integers(-10, 610))
def test_times_lie_inside_the_hours_a_step_apart_and_meet_nothing_that_is_booked_with_its_buffers(
    lasts: int, need: Seconds, taken: list[tuple[int, int]], soonest: int
) -> None:
    block = Block(datetime.fromtimestamp(0, UTC), datetime.fromtimestamp(lasts, UTC))
    booked = [(begins, begins + length) for begins, length in taken]
    meant = [
        at
        for at in range(0, lasts - need.length + 1, need.step)
        if at >= soonest and not any(b < at + need.behind and at - need.before < e for b, e in booked)
    ]
    assert list(open_in(block, need, Timeline(booked), soonest)) == meant


@given(spans, spans, moments)
def test_what_is_cut_out_of_hours_is_closed_and_the_rest_stays_open(
    open_: list[tuple[datetime, datetime]], gaps: list[tuple[datetime, datetime]], at: datetime
) -> None:
    left = without([Block(*span) for span in open_], gaps)
    meant = any(b <= at < e for b, e in open_) and not any(b <= at < e for b, e in gaps)
    assert any(block.starts_at <= at < block.ends_at for block in left) == meant


@given(spans, moments, lengths)
def test_a_time_is_taken_if_and_only_if_something_overlaps_it(
    busy: list[tuple[datetime, datetime]], at: datetime, length: timedelta
) -> None:
    assert Timeline(busy).overlaps(at, at + length) == any(b < at + length and at < e for b, e in busy)


def in_zone(zone: str) -> None:
    with transaction() as db:
        db.exec(select(Clinic)).one().zone = zone


@pytest.mark.parametrize(
    ("day", "hours", "told"),
    [
        # New York, 8 March 2026: 02:00 to 03:00 does not exist.
        (date(2027, 3, 14), (time(1), time(4)), ["01:00", "01:30", "03:00", "03:30"]),
        # 7 November 2027: 01:00 to 02:00 happens twice, and each of the two says which it is.
        (
            date(2027, 11, 7),
            (time(0, 30), time(2, 30)),
            ["00:30", "01:00 (UTC-0400)", "01:30 (UTC-0400)", "01:00 (UTC-0500)", "01:30 (UTC-0500)", "02:00"],
        ),
    ],
)
def test_days_with_a_change_of_the_clocks(clinic: Cast, day: date, hours: tuple[time, time], told: list[str]) -> None:
    in_zone("America/New_York")
    clinic.now = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(days=10)
    clinic.set_hours(clinic.dr_rao, [(day.weekday(), *hours)], visit_min=30)
    times = clinic.do(clinic.asha, availability.free_times, clinic.dr_rao.practitioner_id, day)
    assert [time.label for time in times] == told
    assert len({time.starts_at for time in times}) == len(told)
    booked = [clinic.book(clinic.asha, at.starts_at) for at in times]
    assert len(booked) == len(told)


def test_days_say_how_full_they_are(clinic: Cast) -> None:
    clinic.book(clinic.asha)
    first, second = clinic.do(clinic.asha, availability.days, clinic.dr_rao.practitioner_id, 0, 2)
    assert (first.free, first.total, second.word) == (16, 21, "21 free")
    past = clinic.do(clinic.asha, availability.days, clinic.dr_rao.practitioner_id, -1, 1)
    assert (past[0].free, past[0].word) == (0, "Past")


def test_new_hours_hold_from_today_and_booked_visits_stay(clinic: Cast) -> None:
    booked = clinic.book(clinic.asha)
    clinic.set_hours(clinic.dr_rao, [(0, time(15), time(16))])
    times = clinic.do(clinic.asha, availability.free_times, clinic.dr_rao.practitioner_id, NOW.date())
    assert [time.label for time in times] == ["15:00", "15:20", "15:40"]
    assert booked.time == "11:00"
    nobody = clinic.do(
        clinic.asha, availability.free_times, clinic.dr_rao.practitioner_id, NOW.date() + timedelta(days=1)
    )
    assert nobody == []


def test_a_patient_sees_when_each_doctor_is_next_free(clinic: Cast) -> None:
    cards = clinic.do(clinic.asha, availability.doctors_with_next, clinic.cardiology)
    assert [(card.name, card.next_free) for card in cards] == [("Dr Meera Rao", "Today 10:20")]
    clinic.now = later(60 * 8)
    (card,) = clinic.do(clinic.asha, availability.doctors_with_next, clinic.cardiology)
    assert card.next_free == "Tomorrow 09:00"


@pytest.mark.parametrize(
    ("born", "said"),
    [
        (date(2026, 11, 1), "22 d"), (date(2026, 10, 1), "7 wk"), (date(2026, 8, 24), "2 mo"), (date(2026, 8, 23), "3 mo"),
        (date(2025, 1, 1), "22 mo"), (date(2024, 11, 23), "2 y"), (date(1980, 11, 24), "45 y"), (None, ""),
    ],
)  # fmt: skip
def test_ages_are_said_in_the_unit_that_fits(born: date | None, said: str) -> None:
    assert age(born, date(2026, 11, 23)) == ("13 wk" if said == "2 mo" else said)


def test_a_time_is_told_in_the_clinics_zone() -> None:
    assert clock(NOW, ZoneInfo("Asia/Kolkata")) == "10:00"
    assert [initials(n) for n in ("Dr Meera Rao", "Asha", "王 小明", "")] == ["MR", "A", "王小", "?"]
