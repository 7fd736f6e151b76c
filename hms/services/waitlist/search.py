"""Looking for the next one to be asked for what is free of a doctor between two moments."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from hms.access import Actor, Scope
from hms.models import Practitioner
from hms.permissions import Role
from hms.services.blocks import Block
from hms.services.local_time import local_day, today
from hms.services.plans import Plan
from hms.services.slots import Slots, bookable, earliest
from hms.services.waitlist.order import Wish
from hms.services.waitlist.waiting import InTheWay

ANY_PATIENT = Actor(Role.PATIENT)  # what no patient could book is offered to nobody


@dataclass(frozen=True, slots=True)
class Match:
    """Somebody who waits, and the time to ask them for."""

    wish: Wish
    plan: Plan
    starts_at: datetime
    room_id: UUID | None


class Search:
    """What is free of a doctor within a span, held against the wishes of those who wait, in their order."""

    def __init__(self, scope: Scope, wishes: list[Wish], doctor: Practitioner, first: datetime, last: datetime) -> None:
        self._scope = Scope(scope.db, ANY_PATIENT, scope.now)
        self._wishes, self._doctor = wishes, doctor
        self._first, self._last = max(first, scope.now), last
        self._way = InTheWay(scope, wishes, doctor.id, first, last)
        self._cutoff = timedelta(minutes=scope.rules.cutoff_min)
        self._read()

    def _read(self) -> None:
        begins, ends = local_day(self._scope, self._first), local_day(self._scope, self._last)
        farthest = today(self._scope) + timedelta(days=self._ahead())
        count = (min(ends, farthest) - begins).days + 1
        self._slots = Slots(self._scope, [self._doctor.id], begins, max(1, count))
        self._starts: dict[tuple[UUID | None, timedelta], list[tuple[datetime, UUID | None]]] = {}

    def _ahead(self) -> int:
        own = self._doctor.ahead_days
        return self._scope.rules.ahead_days if own is None else own

    def matches(self) -> Iterator[Match]:
        """Give one after the other whom to ask for what; each takes what they are asked for out of the search."""
        asked: set[UUID] = set()
        for wish in self._wishes:
            if wish.entry.patient_id in asked:
                continue
            if found := self._best(wish):
                asked.add(wish.entry.patient_id)
                yield found
                self._read()  # whoever was asked has taken time from the others

    def _best(self, wish: Wish) -> Match | None:
        plan = wish.plan(self._doctor)
        if plan is None or self._way.has_unanswered(wish) or not wish.may_move(self._scope.now, self._cutoff):
            return None
        for at, room_id in self._free(plan):
            ends = at + plan.length
            earlier = wish.is_earlier(at) and wish.suits(at, ends, self._scope.zone)
            if earlier and not self._way.bars(wish, at, ends):
                return Match(wish, plan, at, room_id)
        return None

    def _free(self, plan: Plan) -> list[tuple[datetime, UUID | None]]:
        """Give the times that touch the span: those that patients may choose, and its own beginning."""
        key = (plan.type_id, plan.length)
        if key not in self._starts:
            found = {self._first: self._room(plan, self._first)} if self._is_free(plan, self._first) else {}
            for day in self._slots.days:
                found |= {at: self._room(plan, at) for at in self._slots.free_starts(plan, day) if self._near(plan, at)}
            self._starts[key] = sorted(found.items(), key=lambda pair: pair[0])
        return self._starts[key]

    def _near(self, plan: Plan, at: datetime) -> bool:
        begins, ends = plan.busy(at)
        return begins < self._last and self._first < ends

    def _is_free(self, plan: Plan, at: datetime) -> bool:
        """Tell whether a visit may begin at the very moment that became free, where patients are offered no time."""
        day, block = local_day(self._scope, at), self._block(plan, at)
        if block is None or not bookable(self._scope, plan, day) or at <= earliest(self._scope, plan):
            return False
        taken = self._slots.taken.overlaps(self._doctor.id, block.room_id, *plan.busy(at))
        return not (taken or self._slots.is_full(plan, day))

    def _room(self, plan: Plan, at: datetime) -> UUID | None:
        block = self._block(plan, at)
        return block.room_id if block else None

    def _block(self, plan: Plan, at: datetime) -> Block | None:
        return block_around(self._slots, plan, at, local_day(self._scope, at))


def block_around(slots: Slots, plan: Plan, at: datetime, day: date) -> Block | None:
    """Find the hours that hold a whole visit at this moment."""
    return next(
        (
            block
            for block in slots.of(plan.doctor.id, day)
            if block.takes(plan.type_id) and block.starts_at <= at and at + plan.length <= block.ends_at
        ),
        None,
    )
