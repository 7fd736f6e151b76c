"""Taking a time: may it be taken, by whom, over what. That nobody overlaps is the database's promise, put in words here."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from hms.access import Scope, requires
from hms.errors import BusyThen, NoHours, NotAllowedHere, NotPossible, SlotTaken, TimeHeld
from hms.models import Appointment, Hold
from hms.permissions import Permission
from hms.services import holds
from hms.services.availability import nearest
from hms.services.local_time import local_day
from hms.services.plans import Plan, working
from hms.services.slots import Slots
from hms.services.taken import NOBODY, But
from hms.texts import t


@dataclass(frozen=True, slots=True)
class Place:
    """When and where a visit will be; over_others is why it may lie over another one or outside the hours."""

    starts_at: datetime
    room_id: UUID | None
    over_others: str = ""


def place(scope: Scope, plan: Plan, starts_at: datetime, over_others: str = "", but: But = NOBODY) -> Place:
    """Find the place for a visit at a moment. Raises NoHours, SlotTaken for a full day, or what overbooking() raises."""
    if over_others:
        overbooking(scope)
        if starts_at <= scope.now:
            raise NotPossible(t("This time has passed"), t("Choose a time that is still to come."))
        return Place(starts_at, None, over_others)
    day = local_day(scope, starts_at)
    slots = Slots(scope, [plan.doctor.id], day, but=but)
    block = slots.block_at(plan, starts_at)
    if block is None:
        raise NoHours(nearest(scope, plan, starts_at))
    if slots.is_full(plan, day):
        raise SlotTaken(nearest(scope, plan, starts_at))
    return Place(starts_at, block.room_id)


@requires(Permission.OVERBOOK)
def overbooking(scope: Scope) -> None:
    """Make sure that this person may overbook. Raises NotAllowedHere where the clinic does not allow it to the role."""
    if scope.actor.role not in scope.rules.overbooking_roles.split():
        raise NotAllowedHere(
            t("This clinic does not double-book"),
            t("An administrator can allow it in the rules of scheduling. Choose a free time."),
        )


def take(scope: Scope, appointment: Appointment, plan: Plan, where: Place, mine: Hold | None = None) -> None:
    """Write an appointment's time; whoever came second meets the constraint and reads which times are left.

    Raises TimeHeld, SlotTaken or NotPossible.
    """
    span = plan.busy(where.starts_at)
    if mine:
        holds.end(scope, mine)
    holds.end_own(scope, plan.doctor.id, span)
    if not where.over_others and holds.held_by_another(scope, plan.doctor.id, where.room_id, span):
        raise TimeHeld(nearest(scope, plan, where.starts_at))
    try:
        with scope.db.begin_nested():
            _write(scope, appointment, plan, where)
            scope.db.add(appointment)
            scope.db.flush()
    except IntegrityError as problem:
        raise _in_words(scope, plan, where, str(problem.orig)) from problem


def _write(scope: Scope, appointment: Appointment, plan: Plan, where: Place) -> None:
    begins, ends = plan.busy(where.starts_at)
    appointment.practitioner_id = plan.doctor.id
    appointment.room_id = where.room_id
    appointment.starts_at, appointment.ends_at = where.starts_at, where.starts_at + plan.length
    plain = (begins, ends) == (appointment.starts_at, appointment.ends_at)
    appointment.busy_from_at, appointment.busy_to_at = (None, None) if plain else (begins, ends)
    appointment.overbooked_at = scope.now if where.over_others else None
    appointment.overbook_reason = where.over_others or None


def _in_words(scope: Scope, plan: Plan, where: Place, said: str) -> SlotTaken | NotPossible:
    """Say which promise was in the way. A patient's own other appointment is told only where the doctor is free."""
    at, doctor = where.starts_at, plan.doctor.id
    taken = Slots(scope, [doctor], local_day(scope, at)).taken.overlaps(doctor, where.room_id, *plan.busy(at))
    if taken and not where.over_others:
        return SlotTaken(nearest(scope, plan, at))
    if "patient_overlap" in said:
        return BusyThen()
    return SlotTaken(nearest(scope, plan, at))


@contextmanager
def again(scope: Scope, appointment: Appointment) -> Iterator[None]:
    """Let facts be taken back that had given an appointment's time away. Raises NotPossible where it is another's now."""
    doctor = working(scope, appointment.practitioner_id, lock=True)
    begins, ends = appointment.busy_from_at or appointment.starts_at, appointment.busy_to_at or appointment.ends_at
    refusal = NotPossible(t("This time is somebody else's now"), t("Book or move to a time that is free."))
    if holds.held_by_another(scope, doctor.id, appointment.room_id, (begins, ends)):
        raise refusal
    try:
        with scope.db.begin_nested():
            yield
            scope.db.flush()
    except IntegrityError as problem:
        raise refusal from problem


def of_request(scope: Scope, request_key: str) -> Appointment | None:
    """Find what a request led to already, within the actor's reach. Raises NotFound for another's key."""
    first = scope.db.exec(select(Appointment.id).where(Appointment.request_key == request_key)).first()
    return scope.appointment(first) if first else None
