"""Moving and cancelling in a series: one, the following or all; what is over stays, and it is all or nothing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from hms.db import transaction
from hms.errors import NotFound, NotPossible, Refusal, Stale
from hms.models import Appointment, AppointmentMove, Clinic, DailyLimit, SchedulingRules, VisitType
from hms.models.clinic import THE_CLINIC
from hms.permissions import Role
from hms.schemas.scheduling import CancelRequest, MoveRequest
from hms.schemas.series import (
    SeriesCancel,
    SeriesCard,
    SeriesChange,
    SeriesMove,
    SeriesMoveWish,
    SeriesPreview,
    SeriesReach,
)
from hms.services import scheduling
from hms.services.series import changing, seeing
from tests.services.test_series import WEEK, booked, rows, wall
from tests.support.cast import ELEVEN, NOW, Cast

HOUR = timedelta(hours=1)


def looked_at(clinic: Cast, card: SeriesCard, which: str, to: datetime, place: int = 2, **when: Any) -> SeriesPreview:
    """Ask where a series would go."""
    one = card.visits[place - 1]
    wish = SeriesMoveWish(series_id=card.id, appointment_id=one.id, which=which, to=wall(to, one.clinic_zone))
    return clinic.do(clinic.reception, changing.preview_move, wish, **when)


def moved(clinic: Cast, card: SeriesCard, seen: SeriesPreview, **when: Any) -> SeriesCard:
    """Move it there."""
    changes = [
        SeriesChange(appointment_id=date.appointment_id, version=date.version, starts_at=date.starts_at)
        for date in seen.dates
    ]
    form = SeriesMove(series_id=card.id, changes=changes, reason="The machine is away")
    return clinic.do(clinic.reception, changing.move, form, **when)


def given_back(clinic: Cast, who: Any, card: SeriesCard, which: str, place: int = 2, **when: Any) -> SeriesCard:
    """Cancel in a series, having seen what that reaches."""
    reach = {"series_id": card.id, "appointment_id": card.visits[place - 1].id, "which": which}
    reached = clinic.do(who, changing.preview_cancel, SeriesReach(**reach), **when)
    seen = {one.appointment_id: one.version for one in reached}
    return clinic.do(who, changing.cancel, SeriesCancel(**reach, reason="Away", seen=seen), **when)


def times(card: SeriesCard) -> list[str]:
    return [f"{visit.short_day} {visit.time}" for visit in card.visits]


def states(card: SeriesCard) -> list[str]:
    return [visit.status for visit in card.visits]


def test_this_and_the_following_move_by_the_same_time_on_the_wall(clinic: Cast) -> None:
    card = booked(clinic)
    seen = looked_at(clinic, card, "following", ELEVEN + WEEK + 24 * HOUR + HOUR)
    assert (seen.conflicts, seen.dates[0].until_now) == (0, "Mon 30 Nov 11:00")
    after = moved(clinic, card, seen)
    assert times(after) == ["Mon 23 Nov 11:00", "Tue 1 Dec 12:00", "Tue 8 Dec 12:00", "Tue 15 Dec 12:00"]
    assert [visit.version for visit in after.visits] == [1, 2, 2, 2]
    with transaction(reading=True) as db:
        steps = db.exec(select(AppointmentMove).where(AppointmentMove.act == "move")).all()
    assert {(step.reason, step.moved_by) for step in steps} == {("The machine is away", clinic.reception.account_id)}


def test_one_moves_alone_and_all_move_together(clinic: Cast) -> None:
    card = booked(clinic)
    alone = moved(clinic, card, looked_at(clinic, card, "one", ELEVEN + WEEK + HOUR))
    assert times(alone)[1:3] == ["Mon 30 Nov 12:00", "Mon 7 Dec 11:00"]
    together = moved(clinic, card, looked_at(clinic, alone, "all", ELEVEN + HOUR / 3, place=1))
    assert times(together) == ["Mon 23 Nov 11:20", "Mon 30 Nov 12:20", "Mon 7 Dec 11:20", "Mon 14 Dec 11:20"]


def test_a_series_moves_onto_its_own_old_times(clinic: Cast) -> None:
    card = booked(clinic)
    for by in (WEEK, -WEEK, timedelta(minutes=10), -timedelta(minutes=10)):
        now = clinic.do(clinic.reception, seeing.see, card.id)
        seen = looked_at(clinic, now, "all", now.visits[-1].starts_at + by, place=4)
        assert seen.conflicts == 0, by
        moved(clinic, now, seen)
    assert times(clinic.do(clinic.reception, seeing.see, card.id)) == times(card)


def test_a_daily_limit_counts_what_stays_and_not_what_leaves(clinic: Cast) -> None:
    with transaction() as db:
        kind = VisitType(name="Heart echo", length_min=20, opened_at=NOW)
        db.add(kind)
        db.flush()
        db.add(DailyLimit(practitioner_id=clinic.dr_rao.practitioner_id, visit_type_id=kind.id, most=1))
    card = booked(clinic, visit_type_id=kind.id)
    after = moved(clinic, card, looked_at(clinic, card, "all", ELEVEN + WEEK, place=1))
    assert times(after)[0] == "Mon 30 Nov 11:00"


def test_the_wall_clock_counts_over_a_change_of_the_clocks(clinic: Cast) -> None:
    with transaction() as db:
        db.get_one(Clinic, THE_CLINIC).zone = "Europe/Berlin"
    first = datetime(2027, 3, 22, 9, 0, tzinfo=UTC)  # ten in winter; a week later the clocks have gone forward
    card = booked(clinic, [first, first + WEEK - HOUR])
    assert [visit.time for visit in card.visits] == ["10:00", "10:00"]
    after = moved(clinic, card, looked_at(clinic, card, "all", first + WEEK - HOUR + HOUR, place=1))
    assert times(after) == ["Mon 29 Mar 11:00", "Mon 5 Apr 11:00"]


def test_what_is_in_the_way_is_shown_and_another_time_can_be_taken(clinic: Cast) -> None:
    card = booked(clinic)
    clinic.book(clinic.bilal, ELEVEN + 2 * WEEK + HOUR)
    seen = looked_at(clinic, card, "following", ELEVEN + WEEK + HOUR)
    assert [(date.place, date.problem) for date in seen.dates] == [(3, "taken"), (2, ""), (4, "")]
    with pytest.raises(NotPossible, match="Monday 7 December 2026, 12:00"):
        moved(clinic, card, seen)
    assert times(clinic.do(clinic.reception, seeing.see, card.id)) == times(card)  # all or nothing
    other = seen.dates[0].model_copy(update={"starts_at": seen.dates[0].alternatives[1].starts_at})
    after = moved(clinic, card, seen.model_copy(update={"dates": [other, *seen.dates[1:]]}))
    assert times(after)[1:] == ["Mon 30 Nov 12:00", "Mon 7 Dec 11:40", "Mon 14 Dec 12:00"]


def test_what_is_over_or_given_back_stays_where_it_is(clinic: Cast) -> None:
    card = booked(clinic)
    clinic.do(
        clinic.reception, scheduling.cancel, CancelRequest(appointment_id=card.visits[2].id, reason="x", version=1)
    )
    then = NOW + WEEK + 2 * HOUR  # the second is over
    seen = looked_at(clinic, card, "all", ELEVEN + 3 * WEEK + HOUR, place=4, now=then)
    assert [date.place for date in seen.dates] == [4]
    moved(clinic, card, seen, now=then)
    after = given_back(clinic, clinic.reception, card, "all", now=then)
    assert states(after) == ["booked", "booked", "cancelled", "cancelled"]
    with pytest.raises(NotPossible, match="still to come"):
        given_back(clinic, clinic.reception, card, "all", now=then)


@pytest.mark.parametrize(
    ("which", "expected"),
    [
        ("one", ["booked", "cancelled", "booked", "booked"]),
        ("following", ["booked", "cancelled", "cancelled", "cancelled"]),
        ("all", ["cancelled"] * 4),
    ],
)
def test_the_desk_cancels_one_the_following_or_all(clinic: Cast, which: str, expected: list[str]) -> None:
    after = given_back(clinic, clinic.reception, booked(clinic), which)
    assert states(after) == expected
    assert {visit.cancel_reason for visit in after.visits if visit.status == "cancelled"} == {"Away"}
    clinic.book(clinic.bilal, ELEVEN + WEEK)  # the time is free again


def test_a_patient_cancels_one_or_the_following_of_her_own_until_the_cut_off(clinic: Cast) -> None:
    card = booked(clinic)
    assert states(given_back(clinic, clinic.asha, card, "one", 3)) == ["booked", "booked", "cancelled", "booked"]
    with pytest.raises(NotPossible):
        given_back(clinic, clinic.asha, card, "all")
    with transaction() as db:
        db.add(SchedulingRules(cutoff_min=10 * 1_440, phone="044 123"))
    with pytest.raises(NotPossible, match="too late"):
        given_back(clinic, clinic.asha, card, "one", 2)
    form = SeriesCancel(series_id=card.id, appointment_id=card.visits[1].id, which="following", reason="x",
                        seen={card.visits[1].id: 1, card.visits[3].id: 1})  # fmt: skip
    with pytest.raises(NotPossible, match="too late"):
        clinic.do(clinic.asha, changing.cancel, form)
    assert states(clinic.do(clinic.asha, seeing.see, card.id)) == ["booked", "booked", "cancelled", "booked"]
    assert states(given_back(clinic, clinic.asha, card, "following", 4))[3] == "cancelled"


def test_nobody_reaches_into_anothers_series(clinic: Cast) -> None:
    hers, his = (
        booked(clinic),
        booked(clinic, [ELEVEN + HOUR, ELEVEN + WEEK + HOUR], patient_id=clinic.bilal.patient_id),
    )
    with pytest.raises(NotFound):
        given_back(clinic, clinic.bilal, hers, "one")
    mixed = SeriesCancel(series_id=hers.id, appointment_id=his.visits[0].id, which="one", reason="x", seen={})
    with pytest.raises(NotFound):
        clinic.do(clinic.reception, changing.cancel, mixed)
    change = SeriesChange(appointment_id=his.visits[0].id, version=1, starts_at=ELEVEN + 3 * HOUR)
    with pytest.raises(NotFound):
        clinic.do(clinic.reception, changing.move, SeriesMove(series_id=hers.id, changes=[change]))
    with pytest.raises(NotPossible):
        clinic.do(clinic.asha, changing.move, SeriesMove(series_id=hers.id, changes=[change]))
    assert {row.status for row in rows()} == {"booked"}


def test_who_saw_an_older_state_is_told(clinic: Cast) -> None:
    card = booked(clinic)
    seen = looked_at(clinic, card, "all", ELEVEN + WEEK + HOUR)
    move = MoveRequest(appointment_id=card.visits[1].id, starts_at=ELEVEN + WEEK + 3 * HOUR, version=1)
    clinic.do(clinic.reception, scheduling.move, move)
    with pytest.raises(Stale):
        moved(clinic, card, seen)
    form = SeriesCancel(series_id=card.id, appointment_id=card.visits[1].id, which="following", reason="x",
                        seen={visit.id: 1 for visit in card.visits[1:]})  # fmt: skip
    with pytest.raises(Stale):
        clinic.do(clinic.reception, changing.cancel, form)
    assert states(clinic.do(clinic.reception, seeing.see, card.id)) == ["booked"] * 4


def test_two_who_change_a_series_at_once_do_not_undo_each_other(clinic: Cast) -> None:
    card = booked(clinic)
    seen = looked_at(clinic, card, "all", ELEVEN + WEEK + HOUR)

    def press(act: Any) -> str:
        try:
            act()
        except Refusal as refusal:
            return type(refusal).__name__
        return "done"

    with ThreadPoolExecutor(2) as pool:
        answers = list(
            pool.map(
                press, (lambda: moved(clinic, card, seen), lambda: given_back(clinic, clinic.asha, card, "following"))
            )
        )
    after = clinic.do(clinic.reception, seeing.see, card.id)
    assert "done" in answers
    if answers[1] != "done":
        assert set(states(after)) == {"booked"}
    else:
        assert states(after)[1:] == ["cancelled"] * 3


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    days=st.integers(-3, 10),
    hours=st.integers(-2, 5),
    which=st.sampled_from(["one", "following", "all"]),
    place=st.integers(1, 3),
)
def test_a_move_that_is_shown_as_free_can_be_made_and_any_other_changes_nothing(
    clinic_on_sqlite: Cast, days: int, hours: int, which: str, place: int
) -> None:
    clinic = clinic_on_sqlite
    with transaction() as db:
        for row in db.exec(select(Appointment).where(col(Appointment.cancelled_at).is_(None))):
            row.cancelled_at, row.cancelled_role = NOW, Role.SYSTEM
    start = ELEVEN + 2 * WEEK
    card = booked(clinic, [start, start + WEEK, start + 2 * WEEK])
    clinic.book(clinic.bilal, start + WEEK + 24 * HOUR)
    to = card.visits[place - 1].starts_at + days * 24 * HOUR + hours * HOUR
    seen = looked_at(clinic, card, which, to, place)
    before = times(card)
    try:
        after = moved(clinic, card, seen)
    except (NotPossible, ValueError):
        assert seen.conflicts and times(clinic.do(clinic.reception, seeing.see, card.id)) == before
    else:
        assert not seen.conflicts
        by_id = {date.appointment_id: date.starts_at for date in seen.dates}
        assert all(visit.starts_at == by_id.get(visit.id, visit.starts_at) for visit in after.visits)
