"""Holding a time while somebody fills in the form: a few minutes, seen by others, free again by itself."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, or_
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from hms.access import Scope, requires
from hms.errors import BusyThen, HoldExpired, NoHours, SlotTaken, TimeHeld
from hms.models import Account, Appointment, Hold
from hms.permissions import Permission, Role
from hms.schemas.scheduling import HoldCard, HoldRequest
from hms.schemas.words import clock
from hms.services.availability import nearest
from hms.services.local_time import local_day
from hms.services.plans import Plan, moved, plan
from hms.services.slots import Slots
from hms.services.taken import NOBODY

Span = tuple[datetime, datetime]
MOST_OF_STAFF = 5  # times that one member of staff holds at once; a patient holds one


@requires(Permission.BOOK_APPOINTMENT)
def hold(scope: Scope, request: HoldRequest) -> HoldCard:
    """Keep a free time for whoever is about to book it, for as many minutes as the clinic's rules say.

    What the same person held before is let go; the same time chosen again stays held as it is. Raises SlotTaken,
    TimeHeld, NoHours, NotPossible, Invalid or NotFound.
    """
    _one_at_a_time(scope)
    wanted, but = _wanted(scope, request)
    for old in live(scope):
        if (old.practitioner_id, old.starts_at, old.ends_at - old.starts_at, old.visit_type_id) == (
            wanted.doctor.id,
            request.starts_at,
            wanted.length,
            wanted.type_id,
        ):
            return card(scope, old)
    _not_busy_oneself(scope, wanted, request.starts_at, but)
    _let_older_go(scope)
    return card(scope, keep(scope, wanted, request.starts_at, timedelta(minutes=scope.rules.hold_min), but=but))


def _one_at_a_time(scope: Scope) -> None:
    """Let two tabs of one person take turns, or each of them would find nothing older to let go."""
    if scope.actor.account_id:
        scope.db.get(Account, scope.actor.account_id, with_for_update={"key_share": True})


def _wanted(scope: Scope, request: HoldRequest) -> tuple[Plan, UUID]:
    if request.moving is None:
        return plan(scope, request.practitioner_id, request.visit_type_id, lock=True), NOBODY
    appointment = scope.appointment(request.moving)
    return moved(scope, appointment, request.practitioner_id, lock=True), appointment.id


def _not_busy_oneself(scope: Scope, wanted: Plan, starts_at: datetime, but: UUID) -> None:
    """Refuse a patient who has another appointment then: better now than when the form is sent."""
    asked = select(Appointment.id).where(
        Appointment.patient_id == scope.actor.patient_id,
        Appointment.id != but,
        col(Appointment.cancelled_at).is_(None),
        col(Appointment.noshow_at).is_(None),
        Appointment.starts_at < starts_at + wanted.length,
        Appointment.ends_at > starts_at,
    )
    if scope.actor.patient_id and scope.db.exec(asked.limit(1)).first():
        raise BusyThen


def keep(
    scope: Scope,
    wanted: Plan,
    starts_at: datetime,
    lasts: timedelta,
    offered_to: UUID | None = None,
    *,
    but: UUID = NOBODY,
) -> Hold:
    """Keep a time that is free: for the actor, or as an offer to a patient. The caller has locked the doctor.

    `but` is an appointment that is about to move there. Raises SlotTaken, TimeHeld or NoHours.
    """
    slots = Slots(scope, [wanted.doctor.id], local_day(scope, starts_at), but=but)
    block = slots.block_at(wanted, starts_at)
    if block is None:
        raise NoHours(nearest(scope, wanted, starts_at))
    span = wanted.busy(starts_at)
    if held_by_another(scope, wanted.doctor.id, block.room_id, span):
        raise TimeHeld(nearest(scope, wanted, starts_at))
    if slots.is_full(wanted, local_day(scope, starts_at)) or slots.taken.overlaps(
        wanted.doctor.id, block.room_id, *span
    ):
        raise SlotTaken(nearest(scope, wanted, starts_at))
    return write(scope, wanted, starts_at, block.room_id, lasts, offered_to=offered_to)


def write(
    scope: Scope,
    wanted: Plan,
    starts_at: datetime,
    room_id: UUID | None,
    lasts: timedelta,
    *,
    offered_to: UUID | None = None,
) -> Hold:
    """Write a hold of a time that was found free in this room; the caller has locked the doctor. Raises TimeHeld."""
    span = wanted.busy(starts_at)
    kept = Hold(
        practitioner_id=wanted.doctor.id,
        patient_id=offered_to or scope.actor.patient_id,
        is_offer=offered_to is not None,
        made_by=None if offered_to else scope.actor.account_id,
        visit_type_id=wanted.type_id,
        room_id=room_id,
        starts_at=starts_at,
        ends_at=starts_at + wanted.length,
        busy_from_at=span[0],
        busy_to_at=span[1],
        made_at=scope.now,
        expires_at=scope.now + lasts,
    )
    mark_expired(scope, wanted.doctor.id, room_id)
    try:
        with scope.db.begin_nested():
            scope.db.add(kept)
            scope.db.flush()
    except IntegrityError as problem:
        raise TimeHeld(nearest(scope, wanted, starts_at)) from problem
    tell(scope, kept)
    return kept


def live(scope: Scope) -> Sequence[Hold]:
    """Fetch what the actor holds now, the newest first."""
    asked = select(Hold).where(
        col(Hold.made_by).is_not(None),
        Hold.made_by == scope.actor.account_id,
        col(Hold.over_at).is_(None),
        Hold.expires_at > scope.now,
    )
    return scope.db.exec(asked.order_by(col(Hold.made_at).desc())).all()


def _let_older_go(scope: Scope) -> None:
    most = 1 if scope.actor.role == Role.PATIENT else MOST_OF_STAFF
    for old in live(scope)[most - 1 :]:
        end(scope, old)


def mark_expired(scope: Scope, practitioner_id: UUID, room_id: UUID | None) -> None:
    """End what has run out of a doctor or a room: the database cannot compare with the clock, and would keep others out."""
    past = select(Hold).where(
        _here(practitioner_id, room_id), col(Hold.over_at).is_(None), Hold.expires_at <= scope.now
    )
    for kept in scope.db.exec(past).all():
        end(scope, kept)


def _here(practitioner_id: UUID, room_id: UUID | None) -> ColumnElement[bool]:
    of_doctor = col(Hold.practitioner_id) == practitioner_id
    return or_(of_doctor, col(Hold.room_id) == room_id) if room_id else of_doctor


def end(scope: Scope, kept: Hold) -> None:
    """Let a held time go, or have it become an appointment."""
    kept.over_at = scope.now
    scope.db.flush()
    tell(scope, kept)


def end_own(scope: Scope, practitioner_id: UUID, span: Span) -> None:
    """Let go what the actor holds of a doctor in a span: held in another tab, it would outlive the booking."""
    for kept in live(scope):
        if kept.practitioner_id == practitioner_id and kept.busy_from_at < span[1] and span[0] < kept.busy_to_at:
            end(scope, kept)


def mine(scope: Scope, hold_id: UUID, practitioner_id: UUID, starts_at: datetime) -> Hold:
    """Fetch one's own live hold of a time. Raises HoldExpired, also for another's or another time's."""
    kept = scope.db.get(Hold, hold_id, with_for_update=True)
    right = kept is not None and kept.made_by == scope.actor.account_id and kept.practitioner_id == practitioner_id
    if kept is None or not right or kept.starts_at != starts_at or kept.over_at or kept.expires_at <= scope.now:
        raise HoldExpired
    return kept


def held_by_another(scope: Scope, practitioner_id: UUID, room_id: UUID | None, span: Span) -> bool:
    """Tell whether somebody else holds the doctor or the room at an overlapping time."""
    asked = select(Hold.id).where(
        _here(practitioner_id, room_id),
        col(Hold.over_at).is_(None),
        col(Hold.expires_at) > scope.now,
        col(Hold.busy_from_at) < span[1],
        col(Hold.busy_to_at) > span[0],
        or_(col(Hold.made_by).is_(None), col(Hold.made_by) != scope.actor.account_id),
    )
    return scope.db.exec(asked.limit(1)).first() is not None


def card(scope: Scope, kept: Hold) -> HoldCard:
    """Word a held time."""
    return HoldCard(
        id=kept.id,
        starts_at=kept.starts_at,
        day=local_day(scope, kept.starts_at),
        time=clock(kept.starts_at, scope.zone),
        expires_at=kept.expires_at,
        seconds_left=max(0, int((kept.expires_at - scope.now).total_seconds())),
    )


def tell(scope: Scope, kept: Hold) -> None:
    """Tell the screens that show a held time as such."""
    scope.tell(f"practitioner:{kept.practitioner_id}")
    scope.tell(f"board:{local_day(scope, kept.starts_at)}", f"hold:{kept.id}")


@requires(Permission.RUN_CLOCKWORK)
def expire(scope: Scope) -> int:
    """End the holds that have run out and tell those who see them; gives how many."""
    past = select(Hold).where(col(Hold.over_at).is_(None), col(Hold.expires_at) <= scope.now)
    found = scope.db.exec(past.with_for_update(skip_locked=True)).all()
    for kept in found:
        end(scope, kept)
    return len(found)
