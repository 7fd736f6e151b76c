"""Times that appointments in a doctor's leave could move to: with the same doctor first, then in the department."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import col, select

from hms.access import Scope
from hms.models import Account, Appointment, DailyLimit, Practitioner
from hms.schemas.leave import KeptOption, OptionCard
from hms.schemas.words import clock, short_day
from hms.services.directory import working_doctors
from hms.services.doctor_time.affected import still_to_come
from hms.services.local_time import local_day, today
from hms.services.plans import Plan, moved
from hms.services.slots import Slots
from hms.texts import t

Span = tuple[datetime, datetime]
SAME, OTHERS = 2, 2  # how many times are proposed with the same doctor, and with colleagues
NOT_BEFORE = timedelta(days=1)  # nobody is moved to today without being asked
LOOK_ON, LONGEST = 28, 120  # days after the last of these appointments; all days looked through


class Proposing:
    """Proposals for a whole list: no two of them for one time, and none that meets what its patient has already."""

    def __init__(
        self, scope: Scope, doctor: Practitioner, found: Sequence[Appointment], kept: Sequence[KeptOption] = ()
    ) -> None:
        self.scope, self.doctor = scope, doctor
        self.doctors = [doctor, *(d for d in _colleagues(scope, doctor) if d.id != doctor.id)]
        first = today(scope) + NOT_BEFORE
        last = max((local_day(scope, a.starts_at) for a in found), default=first) + timedelta(days=LOOK_ON)
        count = min(max(1, (last - first).days), LONGEST)
        self.slots = Slots(scope, [d.id for d in self.doctors], first, count)
        self._theirs = _theirs(scope, {a.patient_id for a in found})
        self._most = _most(scope, [d.id for d in self.doctors])
        self._proposed: dict[UUID, list[Span]] = defaultdict(list)  # by doctor, by room and by patient
        self._added: dict[tuple[UUID, UUID, date], int] = defaultdict(int)
        self._counted: dict[tuple[UUID, UUID | None], Counter[date]] = {}
        self._free: dict[tuple[UUID, UUID | None, timedelta, date], list[datetime]] = {}
        self._kept: dict[UUID, tuple[Plan, datetime]] = {}
        self._keep_for({a.id: a for a in found}, kept)

    def _keep_for(self, found: dict[UUID, Appointment], kept: Sequence[KeptOption]) -> None:
        """Let what was proposed before be proposed again, where it is still free."""
        doctors = {d.id for d in self.doctors}
        for one in kept:
            appointment = found.get(one.appointment_id)
            if appointment is None or one.practitioner_id not in doctors or one.appointment_id in self._kept:
                continue
            plan, day = moved(self.scope, appointment, one.practitioner_id), local_day(self.scope, one.starts_at)
            free = day in self.slots.days and self._has_room(plan, day) and one.starts_at in self._starts(plan, day)
            if free and self._fits(appointment, plan, one.starts_at):
                self._kept[appointment.id] = (plan, one.starts_at)
                self._keep(appointment, plan, one.starts_at)

    def of(self, appointment: Appointment) -> list[OptionCard]:
        """Propose times for one appointment, the best one first; they are nobody else's in this list from then on."""
        plans = [moved(self.scope, appointment, d.id) for d in self.doctors]
        before = self._kept.get(appointment.id)
        with_same = before is not None and before[0].doctor.id == self.doctor.id
        with_other = before is not None and not with_same
        chosen = [*([before] if before else []), *self._soonest(appointment, plans[:1], SAME - with_same)]
        chosen += self._soonest(appointment, plans[1:], OTHERS - with_other)
        chosen.sort(key=lambda pair: (pair[0].doctor.id != self.doctor.id, pair[1]))
        return [
            OptionCard(
                practitioner_id=plan.doctor.id,
                starts_at=at,
                words=self._words(plan.doctor, at),
                same_doctor=plan.doctor.id == self.doctor.id,
            )
            for plan, at in chosen
        ]

    def _words(self, doctor: Practitioner, at: datetime) -> str:
        day, time = short_day(local_day(self.scope, at)), clock(at, self.scope.zone)
        return t("{day}, {time}, {doctor}", day=day, time=time, doctor=doctor.name)

    def _soonest(self, appointment: Appointment, plans: Sequence[Plan], count: int) -> list[tuple[Plan, datetime]]:
        """Take the soonest time of each of so many days, so that there is a choice."""
        chosen: list[tuple[Plan, datetime]] = []
        for day in self.slots.days if count else ():
            best = min(self._firsts(appointment, plans, day), key=lambda pair: pair[1], default=None)
            if best:
                self._keep(appointment, *best)
                chosen.append(best)
            if len(chosen) == count:
                break
        return chosen

    def _firsts(self, appointment: Appointment, plans: Sequence[Plan], day: date) -> Iterator[tuple[Plan, datetime]]:
        for plan in plans:
            if self._has_room(plan, day):
                fitting = (at for at in self._starts(plan, day) if self._fits(appointment, plan, at))
                yield from ((plan, at) for at in [next(fitting, None)] if at)

    def _starts(self, plan: Plan, day: date) -> list[datetime]:
        key = (plan.doctor.id, plan.type_id, plan.length, day)
        if key not in self._free:
            self._free[key] = self.slots.free_starts(plan, day)
        return self._free[key]

    def _fits(self, appointment: Appointment, plan: Plan, at: datetime) -> bool:
        visit, busy = (at, at + plan.length), plan.busy(at)
        room = self._room(plan, at)
        in_the_way = [*self._proposed[plan.doctor.id], *(self._proposed[room] if room else ())]
        own = [*self._theirs[appointment.patient_id], *self._proposed[appointment.patient_id]]
        return not _meets(in_the_way, busy) and not _meets(own, visit)

    def _has_room(self, plan: Plan, day: date) -> bool:
        """Tell whether a day's limit leaves room beside what is proposed for that day already."""
        if plan.type_id is None or (plan.doctor.id, plan.type_id) not in self._most:
            return True
        booked = self._booked(plan, day) + self._added[plan.doctor.id, plan.type_id, day]
        return booked < self._most[plan.doctor.id, plan.type_id]

    def _booked(self, plan: Plan, day: date) -> int:
        key = (plan.doctor.id, plan.type_id)
        if key not in self._counted:
            asked = select(Appointment.starts_at).where(
                Appointment.practitioner_id == plan.doctor.id,
                Appointment.visit_type_id == plan.type_id,
                *still_to_come(self.scope),
            )
            self._counted[key] = Counter(local_day(self.scope, at) for at in self.scope.db.exec(asked))
        return self._counted[key][day]

    def _keep(self, appointment: Appointment, plan: Plan, at: datetime) -> None:
        self._proposed[plan.doctor.id].append(plan.busy(at))
        self._proposed[appointment.patient_id].append((at, at + plan.length))
        if room := self._room(plan, at):
            self._proposed[room].append(plan.busy(at))
        if plan.type_id:
            self._added[plan.doctor.id, plan.type_id, local_day(self.scope, at)] += 1

    def _room(self, plan: Plan, at: datetime) -> UUID | None:
        block = self.slots.block_at(plan, at)
        return block.room_id if block else None


def _meets(spans: Sequence[Span], span: Span) -> bool:
    return any(begins < span[1] and span[0] < ends for begins, ends in spans)


def _colleagues(scope: Scope, doctor: Practitioner) -> list[Practitioner]:
    """List the doctors of the department whose account is in use, by name."""
    disabled = select(Account.practitioner_id).where(col(Account.disabled_at).is_not(None))
    away = set(scope.db.exec(disabled))
    return [d for d, _ in working_doctors(scope, doctor.department_id) if d.id not in away]


def _theirs(scope: Scope, patient_ids: set[UUID]) -> dict[UUID, list[Span]]:
    """Read when patients have appointments. The ones in leave count too: until it is settled each still stands."""
    asked = select(Appointment.patient_id, Appointment.starts_at, Appointment.ends_at).where(
        col(Appointment.patient_id).in_(patient_ids), *still_to_come(scope)
    )
    found: dict[UUID, list[Span]] = defaultdict(list)
    for patient_id, begins, ends in scope.db.exec(asked) if patient_ids else ():
        found[patient_id].append((begins, ends))
    return found


def _most(scope: Scope, doctor_ids: Sequence[UUID]) -> dict[tuple[UUID, UUID], int]:
    asked = select(DailyLimit).where(col(DailyLimit.practitioner_id).in_(doctor_ids))
    return {(limit.practitioner_id, limit.visit_type_id): limit.most for limit in scope.db.exec(asked)}
