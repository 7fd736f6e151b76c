"""A freed time is offered to whoever waits for one like it, one after the other, in the order of order.py."""

from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, func, select

from hms.access import SYSTEM, Scope, requires
from hms.errors import TimeHeld
from hms.models import Hold, Practitioner, WaitlistEntry, WaitlistOffer
from hms.permissions import Permission
from hms.services import holds, outbox
from hms.services.outbox.quiet import quiet_hours
from hms.services.plans import lock_in_turn
from hms.services.waitlist.search import Match, Search
from hms.services.waitlist.waiting import OPEN, WAITING, wishes_for

NOBODY: frozenset[UUID] = frozenset()


def freed(scope: Scope, practitioner_id: UUID, starts_at: datetime, ends_at: datetime) -> None:
    """Offer a time that has just become free to the best match on the waiting list."""
    freed_span(scope, practitioner_id, starts_at, ends_at)


def freed_span(
    scope: Scope, practitioner_id: UUID, first: datetime, last: datetime, but: AbstractSet[UUID] = NOBODY
) -> int:
    """Offer what is free of a doctor between two moments, one time each to distinct people; gives how many were asked.

    `but` are patients who are not asked now. It is the clinic that asks, whoever gave the time up: so it acts as itself.
    """
    if last <= scope.now:
        return 0
    return offer_in(Scope(scope.db, SYSTEM, scope.now), practitioner_id, first, last, but)


@requires(Permission.RUN_CLOCKWORK)
def offer_in(
    scope: Scope, practitioner_id: UUID, first: datetime, last: datetime, but: AbstractSet[UUID] = NOBODY
) -> int:
    """Ask those who wait for what is free between two moments; gives how many were asked."""
    search = _search(scope, practitioner_id, first, last, but)
    if search is None or next(search.matches(), None) is None:
        return 0
    lock_in_turn(scope, [practitioner_id])
    # Looked at afresh: until the doctor was locked, somebody else could take the time.
    search = _search(scope, practitioner_id, first, last, but)
    return sum(_offer(scope, match) for match in search.matches()) if search else 0


def _search(
    scope: Scope, practitioner_id: UUID, first: datetime, last: datetime, but: AbstractSet[UUID]
) -> Search | None:
    wishes = [wish for wish in wishes_for(scope, practitioner_id) if wish.entry.patient_id not in but]
    doctor = scope.db.get(Practitioner, practitioner_id) if wishes else None
    return Search(scope, wishes, doctor, first, last) if doctor and not doctor.left_at else None


def _offer(scope: Scope, match: Match) -> bool:
    """Keep the time for one who waits and tell them; not where they are just changing or withdrawing their wish."""
    entry, plan = match.wish.entry, match.plan
    still = select(WaitlistEntry.id).where(WaitlistEntry.id == entry.id, *WAITING)
    if scope.db.exec(still.with_for_update(key_share=True, skip_locked=True)).first() is None:
        return False
    lasts = _kept_until(scope, match.starts_at) - scope.now
    try:
        with scope.db.begin_nested():
            kept = holds.write(scope, plan, match.starts_at, match.room_id, lasts, offered_to=entry.patient_id)
            offer = _row(scope, match, kept, _asked_before(scope, match) + 1)
            scope.db.add(offer)
            scope.db.flush()
    except (TimeHeld, IntegrityError):
        return False
    outbox.write_offer(scope, offer)
    scope.touch(entry.patient_id)
    tell(scope, offer)
    return True


def _kept_until(scope: Scope, starts_at: datetime) -> datetime:
    """Give somebody who is asked at night the morning to answer; no offer outlasts its time."""
    heard = quiet_hours(scope).over(scope.now)
    return min(heard + timedelta(minutes=scope.rules.offer_min), starts_at)


def _row(scope: Scope, match: Match, kept: Hold, place: int) -> WaitlistOffer:
    return WaitlistOffer(
        entry_id=match.wish.entry.id,
        patient_id=match.wish.entry.patient_id,
        practitioner_id=kept.practitioner_id,
        visit_type_id=kept.visit_type_id,
        hold_id=kept.id,
        starts_at=kept.starts_at,
        ends_at=kept.ends_at,
        place=place,
        why=match.wish.why(place, scope.zone),
        offered_at=scope.now,
        expires_at=kept.expires_at,
    )


def _asked_before(scope: Scope, match: Match) -> int:
    asked = select(func.count()).where(
        WaitlistOffer.practitioner_id == match.plan.doctor.id, WaitlistOffer.starts_at == match.starts_at
    )
    return scope.db.exec(asked).one()


def tell(scope: Scope, offer: WaitlistOffer) -> None:
    """Tell the one who was asked, and reception."""
    scope.tell(f"patient:{offer.patient_id}")
    scope.tell("waitlist")


def over(scope: Scope, offer: WaitlistOffer) -> None:
    """Let an offered time go; the fact that says why is set already."""
    offer.version += 1
    kept = scope.db.get(Hold, offer.hold_id)
    if kept and kept.over_at is None:
        holds.end(scope, kept)
    tell(scope, offer)
    scope.db.flush()


def ask_next(scope: Scope, offer: WaitlistOffer) -> None:
    """Ask the next one for a time that somebody did not take."""
    freed_span(scope, offer.practitioner_id, offer.starts_at, offer.ends_at, frozenset({offer.patient_id}))


@requires(Permission.RUN_CLOCKWORK)
def expire(scope: Scope) -> int:
    """End the offers that have run out and ask the next ones; gives how many had run out."""
    past = select(WaitlistOffer).where(*OPEN, WaitlistOffer.expires_at <= scope.now)
    # In the order in which everybody locks several doctors.
    past = past.order_by(col(WaitlistOffer.practitioner_id), col(WaitlistOffer.starts_at))
    found = scope.db.exec(past.with_for_update(key_share=True, skip_locked=True)).all()
    for offer in found:
        offer.expired_at = scope.now
        over(scope, offer)
    for offer in found:
        ask_next(scope, offer)
    scope.touch(*(offer.patient_id for offer in found))
    return len(found)
