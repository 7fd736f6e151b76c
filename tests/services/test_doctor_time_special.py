"""Extra hours, breaks, leave, closed days, limits: what they change, whom they hit, and what is refused."""

from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID, uuid4

import pytest
from pydantic import ValidationError

from hms.access import Actor
from hms.db import transaction
from hms.errors import Invalid, NotFound, Refusal, Stale
from hms.models import THE_CLINIC, Clinic, SchedulingRules
from hms.schemas.doctor_time import DailyMost, LimitsForm
from hms.schemas.scheduling import HoldRequest
from hms.services import availability, holds, scheduling
from hms.services.doctor_time import limits, seeing, special
from tests.support.cast import Cast, later
from tests.support.doctor_time import TODAY, add, block, free, on, plan, room, special_form
from tests.support.offers import offer
from tests.support.waiting import offers, wait

DAY_MIN = 60 * 24


def in_zone(zone: str) -> None:
    with transaction() as db:
        db.get_one(Clinic, THE_CLINIC).zone = zone


def test_extra_hours_open_times_of_their_own_with_room_and_types(clinic: Cast) -> None:
    ecg, second = offer(clinic, "ECG"), room(clinic, "Room 2")
    added = add(clinic, clinic.dr_rao, "extra", first=1, at="18:00-19:00", room_id=second, only_types=[ecg.id])
    assert (added.words, added.room, added.types) == ("Tue 24 Nov, 18:00 to 19:00", "Main house, Room 2", "ECG")
    assert "18:00" not in free(clinic, on(1))
    assert free(clinic, on(1), visit_type_id=ecg.id)[-2:] == ["18:00", "18:20"]


def test_leave_of_days_and_breaks_of_hours_close_times(clinic: Cast) -> None:
    add(clinic, clinic.dr_rao, "leave", first=1, last=2)
    add(clinic, clinic.dr_rao, "break", first=3, at="09:00-12:40")
    assert free(clinic, on(1)) == free(clinic, on(2)) == []
    assert free(clinic, on(3))[0] == "12:40" and len(free(clinic, on(4))) == 21


def test_the_administrator_closes_the_whole_clinic_and_nobody_else_does(clinic: Cast) -> None:
    clinic.book(clinic.asha, later(DAY_MIN))
    clinic.book(clinic.bilal, later(DAY_MIN), doctor="dr_osei")
    form = special_form(None, "leave", 1)
    assert clinic.do(clinic.admin, special.preview_special, form).count == 2
    for verb in (special.save_special, special.preview_special):
        with pytest.raises(NotFound):
            clinic.do(clinic.dr_rao, verb, form)
    with pytest.raises(NotFound):
        clinic.do(clinic.dr_rao, special.closures)
    closed = clinic.do(clinic.admin, special.save_special, form)
    assert free(clinic, on(1)) == free(clinic, on(1), "dr_osei") == []
    assert [one.inside for one in clinic.do(clinic.admin, special.closures)] == [2]
    with pytest.raises(NotFound):
        clinic.do(clinic.dr_rao, special.withdraw, closed.id, closed.version)
    clinic.do(clinic.admin, special.withdraw, closed.id, closed.version)
    assert len(free(clinic, on(2), "dr_osei")) == 21
    with pytest.raises(Invalid):
        clinic.do(clinic.admin, special.save_special, special_form(None, "extra", 1, at="18:00-19:00"))


def test_a_preview_lists_what_lies_in_leave_and_saving_says_how_many(clinic: Cast) -> None:
    clinic.book(clinic.asha, later(DAY_MIN))
    clinic.book(clinic.bilal, later(DAY_MIN + 20))
    clinic.book(clinic.bilal, later(DAY_MIN * 3))
    form = special_form(clinic.dr_rao, "leave", 1, 2)
    preview = clinic.do(clinic.dr_rao, special.preview_special, form)
    assert preview.words == "2 booked appointments lie in it."
    assert [a.patient for a in preview.affected] == ["Asha Nair", "Bilal Haddad"]
    assert [a.patient for a in clinic.do(clinic.admin, special.preview_special, form).affected] == ["", ""]
    assert len(free(clinic, on(1))) == 19
    assert clinic.do(clinic.dr_rao, special.save_special, form).affected == 2


def test_pressing_twice_adds_once(clinic: Cast) -> None:
    form = special_form(clinic.dr_rao, "leave", 1)
    first, second = (clinic.do(clinic.dr_rao, special.save_special, form) for _ in range(2))
    assert first.id == second.id
    assert len(clinic.do(clinic.dr_rao, seeing.week, clinic.dr_rao.practitioner_id).coming) == 1
    with pytest.raises(NotFound):
        clinic.do(clinic.dr_osei, special.save_special, special_form(clinic.dr_osei, "leave", 1, key=form.key))


def test_extra_hours_that_shrink_or_go_hit_what_was_booked_in_them(clinic: Cast) -> None:
    added = add(clinic, clinic.dr_rao, "extra", first=1, at="18:00-19:00")
    clinic.book(clinic.asha, later(DAY_MIN + 60 * 8 + 40))  # at 18:40
    shorter = special_form(clinic.dr_rao, "extra", 1, at="18:00-18:40", special_id=added.id, version=added.version)
    assert clinic.do(clinic.dr_rao, special.preview_special, shorter).count == 1
    assert clinic.do(clinic.dr_rao, special.preview_withdrawal, added.id, added.version).count == 1
    moved = clinic.do(clinic.dr_rao, special.save_special, shorter)
    assert (moved.id, moved.version, moved.affected) == (added.id, 2, 1)
    with pytest.raises(Stale):
        clinic.do(clinic.dr_rao, special.withdraw, added.id, added.version)
    clinic.do(clinic.dr_rao, special.withdraw, moved.id, moved.version)
    assert "18:00" not in free(clinic, on(1))
    with pytest.raises(NotFound):
        clinic.do(clinic.dr_rao, special.withdraw, moved.id, moved.version)


def test_a_leave_that_moves_lets_go_of_its_days_and_takes_others(clinic: Cast) -> None:
    away = add(clinic, clinic.dr_rao, "leave", first=1)
    clinic.book(clinic.asha, later(DAY_MIN * 2))
    form = special_form(clinic.dr_rao, "leave", 2, special_id=away.id, version=away.version, note="Conference")
    assert clinic.do(clinic.dr_rao, special.preview_special, form).count == 1
    assert clinic.do(clinic.dr_rao, special.save_special, form).note == "Conference"
    assert len(free(clinic, on(1))) == 21 and free(clinic, on(2)) == []


def test_nobody_touches_anothers_time(clinic: Cast) -> None:
    away = add(clinic, clinic.dr_rao, "leave", first=1)
    theirs = special_form(clinic.dr_osei, "leave", 2, special_id=away.id, version=away.version)
    for act in (
        lambda: clinic.do(clinic.dr_osei, special.withdraw, away.id, away.version),
        lambda: clinic.do(clinic.dr_osei, special.preview_withdrawal, away.id, away.version),
        lambda: clinic.do(clinic.dr_osei, special.save_special, theirs),
        lambda: clinic.do(clinic.dr_osei, special.save_special, special_form(clinic.dr_rao, "leave", 5)),
        lambda: clinic.do(clinic.admin, special.save_special, theirs),
    ):
        with pytest.raises(NotFound):
            act()


def bad(doctor: Actor) -> list[tuple[Any, str]]:
    far = special_form(doctor, "leave", 1, 1)
    return [
        (special_form(doctor, "leave", 3, 2), "to_on"),
        (special_form(doctor, "leave", 3, at="12:00-09:00"), "to_time"),
        (special_form(doctor, "leave", 3, at="12:00-12:00"), "to_time"),
        (special_form(doctor, "leave", -3, -2), "to_on"),
        (special_form(doctor, "leave", 1, 500), "to_on"),
        (special_form(doctor, "leave", 800), "from_on"),
        (far.model_copy(update={"from_on": far.from_on.replace(year=9999), "to_on": far.to_on.replace(year=9999)}),
         "from_on"),
        (special_form(doctor, "extra", 1), "from_time"),
        (special_form(doctor, "extra", 1, 365, at="18:00-19:00"), "to_on"),
        (special_form(doctor, "break", 1, 30, at="10:00-12:00"), "to_on"),
        (special_form(doctor, "extra", 1, at="12:40-13:20"), "from_time"),
        (special_form(doctor, "extra", 1, at="18:00-19:00", room_id=UUID(int=9)), "room_id"),
        (special_form(doctor, "extra", 1, at="18:00-19:00", only_types=[UUID(int=9)]), "only_types"),
        (special_form(doctor, "leave", 5).model_copy(update={"from_time": time(9)}), "to_time"),
    ]  # fmt: skip


def test_what_cannot_be_is_refused_with_its_field_and_changes_nothing(clinic: Cast) -> None:
    for form, field in bad(clinic.dr_rao):
        for verb in (special.preview_special, special.save_special):
            with pytest.raises(Invalid) as refused:
                clinic.do(clinic.dr_rao, verb, form)
            assert field in refused.value.fields, (field, refused.value.fields)
    assert clinic.do(clinic.dr_rao, seeing.week, clinic.dr_rao.practitioner_id).coming == []


def test_long_notes_and_unknown_kinds_are_refused(clinic: Cast) -> None:
    for answers in ({"note": "x" * 501}, {"note": "x" * 10_000_000}, {"kind": "holiday"}, {"key": "short"}):
        with pytest.raises(ValidationError):
            special_form(clinic.dr_rao, **{"kind": "leave", **answers})


def test_a_second_leave_over_the_first_is_refused_by_name(clinic: Cast) -> None:
    add(clinic, clinic.dr_rao, "leave", first=1, last=4)
    with pytest.raises(Invalid, match="check what is marked") as refused:
        add(clinic, clinic.dr_rao, "leave", first=4, last=6)
    assert "Tue 24 Nov to Fri 27 Nov" in refused.value.fields["from_on"]
    with pytest.raises(Invalid):
        add(clinic, clinic.dr_rao, "extra", first=2, at="18:00-19:00")


def test_a_week_that_reaches_into_extra_hours_opens_no_time_twice(clinic: Cast) -> None:
    add(clinic, clinic.dr_rao, "extra", first=1, at="18:00-20:00")
    plan(clinic, clinic.dr_rao, block(1, "17:30", "19:10"))
    times = free(clinic, on(1))
    assert times == ["17:30", "17:50", "18:10", "18:30", "18:50", "19:10", "19:30"]


def test_a_time_that_does_not_exist_is_refused_and_one_that_comes_twice_is_asked_about(clinic: Cast) -> None:
    in_zone("America/New_York")
    clinic.now = datetime(2027, 3, 1, 12, tzinfo=UTC)
    gap = (date(2027, 3, 14) - TODAY).days
    with pytest.raises(Invalid) as refused:
        add(clinic, clinic.dr_rao, "extra", first=gap, at="02:30-04:00")
    assert "02:30 does not exist" in refused.value.fields["from_time"]
    clinic.now = datetime(2027, 11, 1, 12, tzinfo=UTC)
    twice = (date(2027, 11, 7) - TODAY).days
    with pytest.raises(Invalid) as refused:
        add(clinic, clinic.dr_rao, "extra", first=twice, at="01:30-04:00")
    assert "01:30 (UTC-0400) or 01:30 (UTC-0500)" in refused.value.fields["from_which"]
    second = add(clinic, clinic.dr_rao, "extra", first=twice, at="01:30-04:00", from_which="second")
    assert (second.from_which, second.to_which) == ("second", "")
    assert second.words == "Sun 7 Nov, 01:30 (UTC-0500) to 04:00"


def test_a_leave_across_a_change_of_the_clocks_is_whole_days(clinic: Cast) -> None:
    in_zone("America/New_York")
    clinic.now = datetime(2027, 3, 1, 12, tzinfo=UTC)
    first = (date(2027, 3, 13) - TODAY).days
    away = add(clinic, clinic.dr_rao, "leave", first=first, last=first + 1)
    assert (away.start, away.end, away.whole_days) == ("2027-03-13T00:00:00", "2027-03-15T00:00:00", True)


def test_the_note_of_a_leave_is_sealed(clinic: Cast) -> None:
    add(clinic, clinic.dr_rao, "leave", first=1, note="Operation on my knee")
    with transaction() as db:
        (stored,) = db.connection().exec_driver_sql("SELECT note_sealed FROM special_time").one()
    assert b"knee" not in bytes(stored)


def test_a_holiday_is_shown_with_its_name(clinic: Cast) -> None:
    with transaction() as db:
        db.add(SchedulingRules(observes_holidays=True))
    clinic.now = datetime(2027, 1, 25, 6, tzinfo=UTC)
    week = clinic.do(clinic.dr_rao, seeing.week, clinic.dr_rao.practitioner_id)
    assert [(h.day, h.name, h.observed) for h in week.holidays] == [("Tue 26 Jan", "Republic Day", True)]
    assert [g.title for g in week.ground if g.kind == "holiday"] == ["Republic Day"]
    assert not [g for g in week.ground if g.kind == "open" and g.start.startswith("2027-01-26")]


def limits_form(clinic: Cast, doctor: Actor, **answers: Any) -> LimitsForm:
    version = clinic.do(clinic.admin, limits.limits, doctor.practitioner_id).version
    usual = {"limits": [], "notice_min": None, "ahead_days": None, "version": version}
    return LimitsForm(practitioner_id=doctor.practitioner_id, **{**usual, **answers})


def test_a_daily_limit_holds_for_what_is_booked_from_now_on(clinic: Cast) -> None:
    ecg = offer(clinic, "ECG")
    for who, at in ((clinic.asha, later(DAY_MIN)), (clinic.bilal, later(DAY_MIN + 40))):
        clinic.book(who, at, visit_type_id=ecg.id)
    form = limits_form(clinic, clinic.dr_rao, limits=[DailyMost(visit_type_id=ecg.id, most=1)])
    preview = clinic.do(clinic.dr_rao, limits.preview_limits, form)
    assert [a.patient for a in preview.affected] == ["Bilal Haddad"]
    saved = clinic.do(clinic.dr_rao, limits.set_limits, form)
    assert saved.affected == 1 and [(one.name, one.most) for one in saved.limits] == [("ECG", 1)]
    assert free(clinic, on(1), visit_type_id=ecg.id) == []
    assert len(free(clinic, on(2), visit_type_id=ecg.id)) > 0
    with pytest.raises(Stale):
        clinic.do(clinic.dr_rao, limits.set_limits, form)


def test_notice_and_horizon_bind_patients(clinic: Cast) -> None:
    form = limits_form(clinic, clinic.dr_rao, notice_min=3 * 60, ahead_days=2)
    clinic.do(clinic.dr_rao, limits.set_limits, form)
    assert free(clinic, on(0))[0] == "14:00" and free(clinic, on(3)) == []
    usual = limits_form(clinic, clinic.dr_rao)
    clinic.do(clinic.dr_rao, limits.set_limits, usual)
    assert len(free(clinic, on(3))) == 21


def test_limits_that_cannot_be_are_refused(clinic: Cast) -> None:
    ecg, eye = offer(clinic, "ECG"), offer(clinic, "Eye test", department_id=clinic.eyes)
    for ids in ([UUID(int=9)], [ecg.id, ecg.id], [eye.id]):
        form = limits_form(clinic, clinic.dr_rao, limits=[DailyMost(visit_type_id=one, most=2) for one in ids])
        for verb in (limits.preview_limits, limits.set_limits):
            with pytest.raises(Invalid) as refused:
                clinic.do(clinic.dr_rao, verb, form)
            assert list(refused.value.fields) == ["limits"]
    for answers in ({"notice_min": -1}, {"ahead_days": 0}, {"ahead_days": 10_000}):
        with pytest.raises(ValidationError):
            limits_form(clinic, clinic.dr_rao, **answers)
    for verb, asked in (
        (limits.limits, clinic.dr_osei.practitioner_id),
        (limits.set_limits, limits_form(clinic, clinic.dr_osei)),
    ):
        with pytest.raises(NotFound):
            clinic.do(clinic.dr_rao, verb, asked)


def test_a_time_that_is_being_held_cannot_be_booked_into_leave(clinic: Cast) -> None:
    at = later(DAY_MIN)
    wish = HoldRequest(practitioner_id=clinic.dr_rao.practitioner_id, starts_at=at)
    held = clinic.do(clinic.asha, holds.hold, wish)
    add(clinic, clinic.dr_rao, "leave", first=1)
    with pytest.raises(Refusal):
        clinic.do(clinic.asha, scheduling.book, clinic.request(at, hold_id=held.id, key=str(uuid4())))
    assert clinic.do(clinic.asha, availability.days, clinic.dr_rao.practitioner_id, 1, 1)[0].total == 0


def test_whoever_waits_is_asked_for_what_extra_hours_or_a_withdrawn_leave_make_free(clinic: Cast) -> None:
    away = add(clinic, clinic.dr_rao, "leave", first=1, last=200)
    wait(clinic, clinic.bilal, since=5)
    wait(clinic, clinic.asha)
    add(clinic, clinic.dr_rao, "extra", first=0, at="18:00-18:20")
    assert [one.time for one in offers(clinic, clinic.bilal)] == ["18:00"]
    assert offers(clinic, clinic.asha) == []
    clinic.do(clinic.dr_rao, special.withdraw, away.id, away.version)
    assert [(one.short_day, one.time) for one in offers(clinic, clinic.asha)] == [("Tue 24 Nov", "09:00")]
