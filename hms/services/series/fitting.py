"""Whether visits can be held at many wall-clock times: what is in the way of each, and what is free near it."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import or_
from sqlmodel import col, select

from hms.access import Scope
from hms.errors import Invalid
from hms.models import Appointment, SpecialTime
from hms.schemas.series import SeriesChoice, SeriesDate, SeriesPreview
from hms.schemas.words import clock, long_day, short_day
from hms.services.blocks import LEAVE, Block
from hms.services.holidays import holiday_name, is_holiday
from hms.services.local_time import chosen_instant, first_instant, local_day, today
from hms.services.plans import Plan
from hms.services.slots import STAFF_AHEAD_DAYS, Slots, bookable, earliest
from hms.services.taken import LONGEST, Timeline
from hms.texts import t

NEAR_DAYS, OFFERED = 3, 3
Span = tuple[datetime, datetime]


class Wish(NamedTuple):
    """A wall-clock time that is wanted; moves is the appointment that would go there."""

    place: int
    wall: datetime
    moves: Appointment | None = None


def preview(scope: Scope, patient_id: UUID, wishes: Sequence[tuple[Plan, Wish]]) -> SeriesPreview:
    """Word all dates of a patient, those with a problem first. What moves together is in nobody's way."""
    moving = frozenset(wish.moves.id for _, wish in wishes if wish.moves)
    alike: dict[tuple[UUID, UUID | None, timedelta], list[tuple[Plan, Wish]]] = {}
    for plan, wish in wishes:
        alike.setdefault((plan.doctor.id, plan.type_id, plan.length), []).append((plan, wish))
    found = []
    for group in alike.values():
        fitting = Fitting(scope, group[0][0], patient_id, [wish for _, wish in group], moving)
        found += [fitting.look(wish) for _, wish in group]
    bad = sum(bool(one.problem) for one in found)
    some = t("{n} of {all} dates needs a decision") if bad == 1 else t("{n} of {all} dates need a decision")
    words = some.format(n=bad, all=len(found)) if bad else t("All dates are free")
    in_order = sorted(found, key=lambda one: (not one.problem, one.place))
    return SeriesPreview(dates=in_order, conflicts=bad, words=words)


class Fitting:
    """The days around some wishes of one patient for one kind of visit, read once."""

    def __init__(
        self, scope: Scope, plan: Plan, patient_id: UUID, wishes: Sequence[Wish], moving: AbstractSet[UUID]
    ) -> None:
        self.scope, self.plan = scope, plan
        near, now_day = timedelta(days=NEAR_DAYS), today(scope)
        horizon = now_day + timedelta(days=STAFF_AHEAD_DAYS)
        wanted = [max(now_day, min(wish.wall.date(), horizon)) for wish in wishes]
        first, last = min(wanted) - near, max(wanted) + near
        self.slots = Slots(scope, [plan.doctor.id], first, (last - first).days + 1, moving)
        self._leave, self._own = Timeline(self._read_leave()), Timeline(self._read_own(patient_id, moving))
        self._days = frozenset(self.slots.days)

    def _read_leave(self) -> Sequence[Span]:
        here = or_(col(SpecialTime.practitioner_id).is_(None), col(SpecialTime.practitioner_id) == self.plan.doctor.id)
        asked = select(SpecialTime.starts_at, SpecialTime.ends_at).where(
            here,
            SpecialTime.kind == LEAVE,
            col(SpecialTime.withdrawn_at).is_(None),
            SpecialTime.starts_at < self.slots.last,
            SpecialTime.ends_at > self.slots.first,
        )
        return self.scope.db.exec(asked).all()

    def _read_own(self, patient_id: UUID, moving: AbstractSet[UUID]) -> Sequence[Span]:
        asked = select(Appointment.starts_at, Appointment.ends_at).where(
            Appointment.patient_id == patient_id,
            col(Appointment.cancelled_at).is_(None),
            col(Appointment.noshow_at).is_(None),
            col(Appointment.id).not_in(moving),
            Appointment.starts_at < self.slots.last,
            Appointment.starts_at > self.slots.first - LONGEST,
        )
        return self.scope.db.exec(asked).all()

    def look(self, wish: Wish) -> SeriesDate:
        """Word one date: what is in its way, and what is free near it."""
        day, moves = wish.wall.date(), wish.moves
        try:
            at = chosen_instant(self.scope, day, wish.wall.time())
            problem, words = self._in_the_way(at)
        except Invalid as refusal:
            at, problem, words = None, "clocks", refusal.fields["starts_at"]
        return SeriesDate(
            place=wish.place,
            day=day,
            long_day=long_day(day),
            time=clock(at, self.scope.zone) if at else f"{wish.wall:%H:%M}",
            starts_at=at,
            problem=problem,
            words=words,
            alternatives=self._near(at or first_instant(self.scope.zone, day, wish.wall.time())) if problem else [],
            appointment_id=moves.id if moves else None,
            version=moves.version if moves else 0,
            until_now=self._moment(moves.starts_at) if moves else "",
        )

    def _in_the_way(self, at: datetime) -> tuple[str, str]:
        """Say what keeps a visit from this moment, as a code and in words; nothing where it can be had."""
        day = local_day(self.scope, at)
        if at <= earliest(self.scope, self.plan):
            return "past", t("This time has passed.")
        if not bookable(self.scope, self.plan, day):
            return "far", t("This is further ahead than can be booked.")
        block = self.slots.block_at(self.plan, at)
        return self._closed(at, day) if block is None else self._taken(at, day, block)

    def _taken(self, at: datetime, day: date, block: Block) -> tuple[str, str]:
        doctor_id, span = self.plan.doctor.id, self.plan.busy(at)
        if self.slots.is_full(self.plan, day):
            return "full", t("No more visits of this kind are taken on that day.")
        if self.slots.taken.booked.overlaps(doctor_id, block.room_id, *span):
            return "taken", t("This time is taken.")
        if self.slots.taken.held.overlaps(doctor_id, block.room_id, *span):
            return "held", t("Somebody is booking this time just now.")
        if self._own.overlaps(at, at + self.plan.length):
            return "own", t("The patient has another appointment at that time.")
        return "", ""

    def _closed(self, at: datetime, day: date) -> tuple[str, str]:
        if self._leave.overlaps(at, at + self.plan.length):
            return "leave", t("The doctor is on leave.")
        if is_holiday(self.scope, day):
            return "holiday", t("Public holiday: {name}.", name=holiday_name(self.scope, day))
        return "no_hours", t("The doctor sees nobody at this time.")

    def _near(self, at: datetime) -> list[SeriesChoice]:
        """Offer the free times of the days around that are nearest to a moment."""
        days = {local_day(self.scope, at) + timedelta(days=n) for n in range(-NEAR_DAYS, NEAR_DAYS + 1)}
        free = [
            start
            for day in sorted(days & self._days)
            for start in self.slots.free_starts(self.plan, day)
            if not self._own.overlaps(start, start + self.plan.length)
        ]
        closest = sorted(sorted(free, key=lambda start: abs(start - at))[:OFFERED])
        return [SeriesChoice(starts_at=start, words=self._moment(start)) for start in closest]

    def _moment(self, at: datetime) -> str:
        return f"{short_day(local_day(self.scope, at))} {clock(at, self.scope.zone)}"
