"""Free times: computed from hours, visit types and what is taken; never rows made beforehand."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from math import floor
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import or_
from sqlmodel import col, select

from hms.access import Scope
from hms.models import Appointment, DailyLimit, Hold
from hms.permissions import Role
from hms.services.blocks import Block, Blocks
from hms.services.local_time import local_day, today
from hms.services.plans import Plan, Seconds
from hms.services.taken import FREE, NOBODY, But, Taken, Timeline, left_out

STAFF_AHEAD_DAYS, STAFF_STEP = 730, timedelta(minutes=5)


def how_many(block: Block, plan: Plan) -> int:
    """Count the visits that may begin in a block, a step apart, each wholly inside it."""
    return max(0, (block.ends_at - block.starts_at - plan.length) // plan.step + 1)


def open_in(block: Block, need: Seconds, booked: Timeline[int], soonest: int) -> Iterator[int]:
    """Give where visits may begin in a block from a moment on, a step apart, in seconds since 1970.

    It goes from gap to gap between what is booked: most times of a department's fortnight are taken.
    """
    begins, ends = int(block.starts_at.timestamp()), int(block.ends_at.timestamp())
    for free, taken in booked.gaps(begins - need.before, ends + need.behind):
        wait = max(free + need.before, soonest, begins) - begins
        first, last = begins - -wait // need.step * need.step, min(ends - need.length, taken - need.behind)
        yield from range(first, last + 1, need.step)


def is_staff(scope: Scope) -> bool:
    """Tell whether somebody of the clinic asks: the notice and the horizon bind patients."""
    return scope.actor.role != Role.PATIENT


class Terms(NamedTuple):
    """What binds the times of a visit: what it needs, the first second and the days at which it may begin."""

    need: Seconds
    soonest: int
    first: date
    last: date


def earliest(scope: Scope, plan: Plan) -> datetime:
    """Give the moment after which a visit may begin: now, for patients with the doctor's notice."""
    notice = scope.rules.notice_min if plan.doctor.notice_min is None else plan.doctor.notice_min
    return scope.now if is_staff(scope) else scope.now + timedelta(minutes=notice)


def farthest(scope: Scope, plan: Plan) -> date:
    """Give the last day that this person may book."""
    ahead = scope.rules.ahead_days if plan.doctor.ahead_days is None else plan.doctor.ahead_days
    return today(scope) + timedelta(days=max(ahead, STAFF_AHEAD_DAYS) if is_staff(scope) else ahead)


def bookable(scope: Scope, plan: Plan, day: date) -> bool:
    """Tell whether a day is neither past nor too far ahead for this person."""
    return today(scope) <= day <= farthest(scope, plan)


class Slots(Blocks):
    """The free times of some doctors between two days. What is taken is read with the first question.

    `but` is an appointment whose own time counts as free: the one that moves, or all that move together.
    """

    def __init__(
        self, scope: Scope, doctors: Sequence[UUID], from_day: date, count: int = 1, but: But = NOBODY
    ) -> None:
        super().__init__(scope, doctors, from_day, count)
        self._doctors, self._but = list(doctors), but
        self._taken: Taken | None = None
        self._full: dict[tuple[UUID, UUID], set[date]] = {}
        self._terms: tuple[Plan | None, Terms] = (None, Terms(Seconds(0, 0, 0, 0), 0, from_day, from_day))

    @property
    def taken(self) -> Taken:
        """What is taken of these doctors and their rooms."""
        self._taken = self._taken or Taken(self.scope, self._doctors, self.rooms(), (self.first, self.last), self._but)
        return self._taken

    def how_many(self, plan: Plan, day: date) -> int:
        """Count the times of a day that the hours hold for a visit, free or not."""
        return sum(how_many(block, plan) for block in self._for(plan, day))

    def starts(self, plan: Plan, day: date) -> list[tuple[datetime, bool]]:
        """Give the times of a day that nobody has booked, each with whether somebody else is booking it just now."""
        need, soonest, first, last = self._terms_of(plan)
        if not first <= day <= last or self.is_full(plan, day):
            return []
        found: list[tuple[datetime, bool]] = []
        doctor, taken = plan.doctor.id, self.taken
        for block in self._for(plan, day):
            booked, held = taken.of(doctor, block.room_id)
            found += [
                (
                    datetime.fromtimestamp(at, UTC),
                    held is not FREE and held.overlaps(at - need.before, at + need.behind),
                )
                for at in open_in(block, need, booked, soonest)
            ]
        return found

    def _terms_of(self, plan: Plan) -> Terms:
        """Reckon once for all days what binds a visit: they are asked about one after another."""
        known, terms = self._terms
        if known is not plan:
            soonest = floor(earliest(self.scope, plan).timestamp()) + 1
            terms = Terms(plan.seconds, soonest, today(self.scope), farthest(self.scope, plan))
            self._terms = (plan, terms)
        return terms

    def _for(self, plan: Plan, day: date) -> list[Block]:
        wanted, blocks = plan.type_id, self.of(plan.doctor.id, day)
        return [block for block in blocks if block.only_types is None or wanted in block.only_types]

    def free_starts(self, plan: Plan, day: date) -> list[datetime]:
        """Give the times of a day that this person can book now."""
        return [at for at, held in self.starts(plan, day) if not held]

    def next_free(self, plan: Plan) -> datetime | None:
        """Give the soonest free time of the days read."""
        return next((at for day in self.days for at in self.free_starts(plan, day)[:1]), None)

    def block_at(self, plan: Plan, starts_at: datetime) -> Block | None:
        """Find the block in which a visit may begin at this moment, leaving aside what is taken.

        Patients choose among the offered times; staff may begin at any full five minutes.
        """
        day = local_day(self.scope, starts_at)
        if not bookable(self.scope, plan, day) or starts_at <= earliest(self.scope, plan):
            return None
        step = STAFF_STEP if is_staff(self.scope) else plan.step
        for block in self.of(plan.doctor.id, day):
            inside = block.starts_at <= starts_at and starts_at + plan.length <= block.ends_at
            if inside and block.takes(plan.type_id) and not (starts_at - block.starts_at) % step:
                return block
        return None

    def is_full(self, plan: Plan, day: date) -> bool:
        """Tell whether the doctor's daily limit for visits of this type is reached."""
        if plan.type_id is None:
            return False
        key = (plan.doctor.id, plan.type_id)
        if key not in self._full:
            self._full[key] = self._full_days(*key)
        return day in self._full[key]

    def _full_days(self, doctor_id: UUID, type_id: UUID) -> set[date]:
        limit = self.scope.db.exec(
            select(DailyLimit.most).where(DailyLimit.practitioner_id == doctor_id, DailyLimit.visit_type_id == type_id)
        ).first()
        if limit is None:
            return set()
        booked = select(Appointment.starts_at).where(
            Appointment.practitioner_id == doctor_id,
            Appointment.visit_type_id == type_id,
            col(Appointment.id).not_in(left_out(self._but)),
            col(Appointment.cancelled_at).is_(None),
            col(Appointment.noshow_at).is_(None),
            Appointment.starts_at >= self.first,
            Appointment.starts_at < self.last,
        )
        # What somebody else is booking counts too, or they could not book it in the end.
        held = select(Hold.starts_at).where(
            Hold.practitioner_id == doctor_id,
            Hold.visit_type_id == type_id,
            col(Hold.over_at).is_(None),
            Hold.expires_at > self.scope.now,
            or_(col(Hold.made_by).is_(None), col(Hold.made_by) != self.scope.actor.account_id),
            Hold.starts_at >= self.first,
            Hold.starts_at < self.last,
        )
        found = [*self.scope.db.exec(booked), *self.scope.db.exec(held)]
        counted = Counter(local_day(self.scope, at) for at in found)
        return {day for day in self.days if counted[day] >= limit}
