"""The whole waiting list, for reception: who waits in which order, what is offered, what became of it."""

from uuid import UUID

from sqlmodel import col, func, or_, select

from hms.access import Scope, requires
from hms.models import Practitioner, WaitlistEntry, WaitlistOffer
from hms.permissions import Permission
from hms.schemas.waitlist import OffersPage, WaitlistPage
from hms.services.waitlist import order
from hms.services.waitlist.cards import offer_cards, wait_cards
from hms.services.waitlist.waiting import OPEN, WAITING

AT_ONCE = 50


@requires(Permission.SEE_WAITLIST)
def waiting(scope: Scope, department_id: UUID | None = None, after: int = 0) -> WaitlistPage:
    """List who waits, the longest waiting first, fifty at a time from a place on; of one department, or of all."""
    asked = select(WaitlistEntry).where(*WAITING)
    if department_id:
        doctors = select(Practitioner.id).where(Practitioner.department_id == department_id)
        there = or_(col(WaitlistEntry.department_id) == department_id, col(WaitlistEntry.practitioner_id).in_(doctors))
        asked = asked.where(there)
    total = scope.db.exec(select(func.count()).select_from(asked.subquery())).one()
    first = min(max(after, 0), max(total - 1, 0) // AT_ONCE * AT_ONCE)
    page = asked.order_by(col(WaitlistEntry.made_at), col(WaitlistEntry.id)).offset(first).limit(AT_ONCE)
    entries = scope.db.scalars(scope.within(page, WaitlistEntry)).all()
    places = {entry.id: number for number, entry in enumerate(entries, first + 1)}
    return WaitlistPage(waiting=wait_cards(scope, entries, places), total=total, first=first + 1)


@requires(Permission.SEE_WAITLIST)
def offers(scope: Scope) -> OffersPage:
    """List the offers that wait for an answer, the one that runs out first on top, and the latest that are over."""
    asked = scope.within(select(WaitlistOffer), WaitlistOffer)
    soon = asked.where(*OPEN, col(WaitlistOffer.expires_at) > scope.now).order_by(col(WaitlistOffer.expires_at))
    latest = asked.order_by(col(WaitlistOffer.offered_at).desc())
    pages = [offer_cards(scope, scope.db.scalars(rows.limit(AT_ONCE)).all()) for rows in (soon, latest)]
    return OffersPage(open=pages[0], past=[card for card in pages[1] if card.state != "open"])


@requires(Permission.SEE_WAITLIST, reading=True)
def fair_order(scope: Scope) -> list[str]:
    """Say by which order people are asked."""
    return order.sentences()
