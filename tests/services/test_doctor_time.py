"""A doctor's weekly hours: plans laid over plans, breaks, rooms, types; and what a change hits."""

from datetime import date, datetime, time, timedelta
from itertools import pairwise
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from hms.db import transaction
from hms.errors import Invalid, NotFound, Stale
from hms.models import Practitioner, WeeklyHours
from hms.schemas.doctor_time import HoursBlock
from hms.services.doctor_time import seeing, weekly
from hms.services.doctor_time.laying import Stretch, laid_over, reaches, stretches
from hms.services.doctor_time.laying import on as valid_on
from hms.services.local_time import first_instant
from tests.support.cast import NOW, Cast, later
from tests.support.doctor_time import add, block, free, hours_form, on, plan, room
from tests.support.offers import offer

DAY = timedelta(days=1)
FIRST = date(2026, 11, 23)
EVERY_DAY = range(7)
days = st.integers(0, 40).map(lambda n: FIRST + n * DAY)
plans = st.lists(st.tuples(days, st.none() | st.integers(0, 20), st.integers(8, 16)), min_size=1, max_size=8)


def rows_of(start: int) -> list[WeeklyHours]:
    return [
        WeeklyHours(
            practitioner_id=UUID(int=3), weekday=day, starts=time(start), ends=time(start + 1), valid_from_on=FIRST
        )
        for day in EVERY_DAY
    ]


@settings(deadline=None)
@given(plans)
def test_each_day_has_the_hours_of_the_last_plan_that_covers_it(sequence: list[tuple[date, int | None, int]]) -> None:
    rows: list[WeeklyHours] = []
    meant: dict[date, int] = {}
    for first, lasts, start in sequence:
        reach = Stretch(first, None if lasts is None else first + lasts * DAY)
        rows = [*(row for row in rows if not reaches(row, reach)), *laid_over(rows, rows_of(start), reach)]
        meant |= {day: start for day in (FIRST + n * DAY for n in range(90)) if reach.holds(day)}
    for day in (FIRST + n * DAY for n in range(90)):
        found = [row.starts.hour for row in valid_on(rows, day) if row.weekday == day.weekday()]
        assert found == ([meant[day]] if day in meant else [])
    told = stretches(rows, FIRST)
    assert all(a.last is not None and a.last + DAY == b.first for a, b in pairwise(told))
    assert told[0].first == FIRST and told[-1].last is None


def test_a_plan_for_some_days_goes_over_and_comes_back(clinic: Cast) -> None:
    plan(clinic, clinic.dr_rao, block(0, "15:00", "16:00"), valid_from_on=on(7), valid_to_on=on(13))
    assert free(clinic, on(7)) == ["15:00", "15:20", "15:40"]
    assert free(clinic, on(8)) == []
    assert free(clinic, on(14))[0] == "09:00" and len(free(clinic, on(14))) == 21
    shown = clinic.do(clinic.dr_rao, weekly.hours, clinic.dr_rao.practitioner_id)
    assert [p.hours for p in shown.plans] == ["49 hours a week", "1 hours a week", "49 hours a week"]
    assert shown.plans[1].days == "30 Nov 2026 to 6 Dec 2026"
    then = clinic.do(clinic.dr_rao, weekly.hours, clinic.dr_rao.practitioner_id, on(8))
    assert [(b.weekday, b.starts) for b in then.blocks] == [(0, "15:00")]


def test_whatever_is_planned_the_last_plan_of_a_day_holds(clinic: Cast) -> None:
    plan(clinic, clinic.dr_rao, block(0, "10:00", "11:00"), valid_from_on=on(7))
    plan(clinic, clinic.dr_rao, block(0, "12:00", "13:00"), valid_from_on=on(0), valid_to_on=on(7))
    plan(clinic, clinic.dr_rao, valid_from_on=on(14), valid_to_on=on(14))
    assert free(clinic, on(7))[0] == "12:00"
    assert free(clinic, on(14)) == []
    assert free(clinic, on(21))[0] == "10:00"
    plan(clinic, clinic.dr_rao, block(0, "08:00", "09:00"))
    assert {free(clinic, on(n))[0] for n in (7, 14, 21)} == {"08:00"}


def test_a_break_is_taken_out_of_the_hours_around_it(clinic: Cast) -> None:
    plan(clinic, clinic.dr_rao, block(1, "09:00", "11:00"), block(1, "09:40", "10:20", is_break=True))
    assert free(clinic, on(1)) == ["09:00", "09:20", "10:20", "10:40"]
    week = clinic.do(clinic.dr_rao, seeing.week, clinic.dr_rao.practitioner_id)
    assert [(g.start[11:16], g.end[11:16]) for g in week.ground if g.kind == "break"] == [("09:40", "10:20")]


def test_a_block_may_take_certain_types_only_and_has_a_room(clinic: Cast) -> None:
    ecg, second = offer(clinic, "ECG"), room(clinic, "Room 2")
    plan(clinic, clinic.dr_rao, block(1, "09:00", "10:00", only_types=[ecg.id], room_id=second))
    assert free(clinic, on(1)) == []
    assert free(clinic, on(1), visit_type_id=ecg.id)[:2] == ["09:00", "09:20"]
    booked = clinic.book(clinic.asha, later(60 * 23), visit_type_id=ecg.id)
    assert booked.room == "Room 2"
    week = clinic.do(clinic.dr_rao, seeing.week, clinic.dr_rao.practitioner_id)
    assert [g.title for g in week.ground if g.kind == "open"] == ["Main house, Room 2 · ECG"]


@pytest.mark.parametrize(
    ("blocks", "fields"),
    [
        ([block(0, "09:00", "12:00"), block(0, "11:00", "13:00")], {"blocks", "blocks.1"}),
        ([block(0, "11:00", "13:00"), block(0, "09:00", "12:00")], {"blocks", "blocks.0"}),
        ([block(0, "09:00", "12:00"), block(0, "11:30", "12:30", is_break=True)], {"blocks", "blocks.1"}),
        ([block(0, "09:00", "12:00"), block(1, "10:00", "11:00", is_break=True)], {"blocks", "blocks.1"}),
        ([block(0), block(0, "10:00", "11:00", is_break=True), block(0, "10:30", "12:00", is_break=True)],
         {"blocks", "blocks.2"}),
        ([block(0, room_id=UUID(int=9))], {"blocks.0"}),
        ([block(0), block(1, only_types=[UUID(int=9)])], {"blocks.1"}),
    ],
)  # fmt: skip
def test_a_week_that_cannot_be_is_refused_with_its_fields(
    clinic: Cast, blocks: list[HoursBlock], fields: set[str]
) -> None:
    form = hours_form(clinic, clinic.dr_rao, *blocks)
    for verb in (weekly.preview_hours, weekly.set_hours):
        with pytest.raises(Invalid) as refused:
            clinic.do(clinic.dr_rao, verb, form)
        assert set(refused.value.fields) == fields
    assert len(free(clinic, on(1))) == 21


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [(-1, None, "valid_from_on"), (3, 2, "valid_to_on"), (2_000, None, "valid_from_on"), (0, 4_000, "valid_to_on")],
)
def test_days_of_a_plan_that_cannot_be_are_refused(clinic: Cast, first: int, last: int | None, field: str) -> None:
    form = hours_form(
        clinic, clinic.dr_rao, block(), valid_from_on=on(first), valid_to_on=None if last is None else on(last)
    )
    with pytest.raises(Invalid) as refused:
        clinic.do(clinic.dr_rao, weekly.set_hours, form)
    assert list(refused.value.fields) == [field]


def test_a_block_is_times_of_one_day_to_the_minute() -> None:
    for starts, ends in (("12:00", "09:00"), ("09:00", "09:00"), ("09:00:30", "10:00"), ("09:00+02:00", "10:00")):
        with pytest.raises(ValidationError):
            block(0, starts, ends)


def test_rooms_and_types_that_are_closed_or_of_another_department_are_refused(clinic: Cast) -> None:
    of_eyes = offer(clinic, "Eye test", department_id=clinic.eyes)
    with pytest.raises(Invalid):
        plan(clinic, clinic.dr_rao, block(0, only_types=[of_eyes.id]))
    plan(clinic, clinic.dr_osei, block(0, only_types=[of_eyes.id]), doctor="dr_osei")


def test_a_stale_week_is_refused(clinic: Cast) -> None:
    form = hours_form(clinic, clinic.dr_rao, block())
    plan(clinic, clinic.admin, block(2))
    with pytest.raises(Stale):
        clinic.do(clinic.dr_rao, weekly.set_hours, form)


def test_a_doctor_plans_their_own_time_only_and_the_administrator_anybodys(clinic: Cast) -> None:
    for verb in (weekly.set_hours, weekly.preview_hours):
        with pytest.raises(NotFound):
            clinic.do(clinic.dr_rao, verb, hours_form(clinic, clinic.dr_osei, block()))
    for verb in (weekly.hours, seeing.week):
        with pytest.raises(NotFound):
            clinic.do(clinic.dr_rao, verb, clinic.dr_osei.practitioner_id)
    assert plan(clinic, clinic.admin, block(), doctor="dr_osei").doctor == "Dr Kofi Osei"


def test_a_doctor_who_has_left_has_no_time_to_plan(clinic: Cast) -> None:
    form = hours_form(clinic, clinic.dr_rao, block())
    with transaction() as db:
        db.get_one(Practitioner, clinic.dr_rao.practitioner_id).left_at = NOW
    for who in (clinic.dr_rao, clinic.admin):
        with pytest.raises(NotFound):
            clinic.do(who, weekly.set_hours, form)


def test_a_preview_names_the_visits_that_would_lie_outside_and_saving_says_how_many(clinic: Cast) -> None:
    clinic.book(clinic.asha)  # at 11:00 today
    clinic.book(clinic.bilal, later(60 * 24))  # at 10:00 tomorrow
    form = hours_form(clinic, clinic.dr_rao, *(block(d, "09:00", "10:30") for d in EVERY_DAY))
    preview = clinic.do(clinic.dr_rao, weekly.preview_hours, form)
    assert (preview.count, preview.words) == (1, "1 booked appointment would lie outside the hours.")
    assert [(a.patient, a.day, a.time, a.length_min) for a in preview.affected] == [
        ("Asha Nair", "Mon 23 Nov", "11:00", 20)
    ]
    assert len(free(clinic, on(2))) == 21
    assert clinic.do(clinic.dr_rao, weekly.set_hours, form).affected == 1


def test_a_preview_of_later_or_passing_days_leaves_the_others_alone(clinic: Cast) -> None:
    clinic.book(clinic.asha)
    clinic.book(clinic.bilal, later(60 * 24 * 2))
    for other in ({"valid_from_on": on(3)}, {"valid_from_on": on(1), "valid_to_on": on(1)}):
        form = hours_form(clinic, clinic.dr_rao, **other)
        assert clinic.do(clinic.dr_rao, weekly.preview_hours, form).count == 0
    form = hours_form(clinic, clinic.dr_rao, valid_from_on=on(1), valid_to_on=on(2))
    assert clinic.do(clinic.dr_rao, weekly.preview_hours, form).count == 1


def test_the_administrator_sees_when_and_how_long_but_never_who(clinic: Cast) -> None:
    ecg = offer(clinic, "ECG")
    clinic.book(clinic.asha, later(60 * 24), visit_type_id=ecg.id)
    form = hours_form(clinic, clinic.dr_rao)
    (seen,) = clinic.do(clinic.admin, weekly.preview_hours, form).affected
    assert (seen.patient, seen.time, seen.length_min, seen.visit_type) == ("", "10:00", 30, "ECG")
    assert "Nair" not in str(clinic.do(clinic.admin, weekly.preview_hours, form))
    assert "Nair" in str(clinic.do(clinic.dr_rao, weekly.preview_hours, form))


def test_a_room_that_two_doctors_have_at_one_time_is_said(clinic: Cast) -> None:
    first = room(clinic)
    plan(clinic, clinic.dr_osei, block(1, "10:00", "12:00", room_id=first), doctor="dr_osei")
    form = hours_form(clinic, clinic.dr_rao, block(1, "11:00", "14:00", room_id=first))
    assert clinic.do(clinic.dr_rao, weekly.preview_hours, form).warnings == [
        "Main house, Room 1, Tuesday: Dr Kofi Osei sees patients there from 11:00 to 12:00 too."
    ]
    clinic.do(clinic.dr_rao, weekly.set_hours, form)
    other = hours_form(clinic, clinic.dr_rao, block(2, "11:00", "14:00", room_id=first))
    assert clinic.do(clinic.dr_rao, weekly.preview_hours, other).warnings == []


@pytest.mark.parametrize(
    "zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kathmandu"]
)
def test_weekly_hours_stay_at_wall_time(zone: str) -> None:
    where = ZoneInfo(zone)
    for day in (date(2027, 1, 1) + n * DAY for n in range(0, 365, 3)):
        at = first_instant(where, day, time(9)).astimezone(where)
        assert (at.date(), at.time()) == (day, time(9))


def test_the_week_shows_what_is_really_open(clinic: Cast) -> None:
    add(clinic, clinic.dr_rao, "leave", first=2, last=3)
    add(clinic, clinic.dr_rao, "extra", first=1, at="19:00-20:00")
    week = clinic.do(clinic.dr_rao, seeing.week, clinic.dr_rao.practitioner_id)
    open_days = sorted({g.start[:10] for g in week.ground if g.kind == "open"})
    assert open_days == ["2026-11-23", "2026-11-24", "2026-11-27", "2026-11-28", "2026-11-29"]
    assert [(s.kind, s.words) for s in week.specials] == [
        ("extra", "Tue 24 Nov, 19:00 to 20:00"),
        ("leave", "Wed 25 Nov to Thu 26 Nov"),
    ]
    assert (week.opens, week.closes) == ("07:00", "20:00")
    next_week = clinic.do(clinic.dr_rao, seeing.week, clinic.dr_rao.practitioner_id, on(7))
    assert next_week.specials == [] and len(next_week.coming) == 2
    assert datetime.fromisoformat(next_week.monday.isoformat()).weekday() == 0
