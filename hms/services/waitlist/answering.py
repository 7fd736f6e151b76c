"""Answering an offer: taking the time, or saying no."""

from datetime import timedelta
from uuid import UUID

from sqlmodel import select

from hms.access import Scope, requires
from hms.errors import NotFound, NotPossible, OfferLost, Refusal, Stale
from hms.models import Appointment, Hold, Patient, Practitioner, VisitType, WaitlistEntry, WaitlistOffer
from hms.models.appointment_states import Act
from hms.permissions import Permission
from hms.schemas.scheduling import AppointmentCard
from hms.schemas.waitlist import OfferCard
from hms.services import scheduling, steps, taking
from hms.services.cards import card as worded
from hms.services.local_time import local_day
from hms.services.plans import Plan, lock_in_turn, of_type
from hms.services.slots import Slots
from hms.services.waitlist.cards import offer_cards
from hms.services.waitlist.offering import ask_next, over
from hms.services.waitlist.search import block_around
from hms.services.waitlist.waiting import OPEN
from hms.texts import t

STILL = t("The wish stays on the waiting list, in its place.")
CLOSED = {
    "accepted": t("This offer was taken already"),
    "declined": t("This offer was declined already"),
    "expired": t("This offer has run out"),
    "taken_back": t("This time is no longer offered"),
}


@requires(Permission.WAIT_FOR_TIME)
def accept(scope: Scope, offer_id: UUID, version: int) -> AppointmentCard:
    """Take an offered time: book it, or move the appointment that it replaces. Twice is once.

    Raises NotPossible for an offer that is over, Stale, or NotFound; OfferLost where the time cannot be had after all:
    then the next one is asked.
    """
    entry, offer = _locked(scope, offer_id)
    if offer.appointment_id:
        return worded(scope, scope.appointment(offer.appointment_id))
    _answerable(scope, offer, version)
    tied = scope.appointment(entry.appointment_id, lock=True) if entry.appointment_id else None
    lock_in_turn(scope, {offer.practitioner_id, tied.practitioner_id if tied else offer.practitioner_id})
    wanted = _plan(scope, entry, offer, tied)
    if not _open_then(scope, wanted, offer):
        raise _lost(scope, offer, "no_hours", t("The doctor is not there at this time any more"))
    try:
        appointment = _taken(scope, entry, offer, wanted, tied)
    except Refusal as refusal:
        raise _lost(scope, offer, "not_free", refusal.title) from refusal
    offer.accepted_at, offer.appointment_id = scope.now, appointment.id
    entry.taken_at = scope.now
    entry.version += 1
    over(scope, offer)
    return worded(scope, appointment)


def _locked(scope: Scope, offer_id: UUID) -> tuple[WaitlistEntry, WaitlistOffer]:
    """Lock the patient, the wish and the offer, in the order in which everybody does."""
    whose = select(WaitlistOffer.patient_id, WaitlistOffer.entry_id).where(WaitlistOffer.id == offer_id)
    found = scope.db.exec(whose).first()
    if found is None:
        raise NotFound
    scheduling.bookable(scope.patient(found[0], lock=True))
    return scope.one(WaitlistEntry, found[1], lock=True), scope.one(WaitlistOffer, offer_id, lock=True)


def _answerable(scope: Scope, offer: WaitlistOffer, version: int) -> None:
    """Refuse an answer that comes too late, or to an offer that has changed since it was seen."""
    state = "expired" if offer.state == "open" and offer.expires_at <= scope.now else offer.state
    if state != "open":
        raise NotPossible(CLOSED[state], STILL if state != "accepted" else "")
    if offer.version != version:
        raise Stale


def _plan(scope: Scope, entry: WaitlistEntry, offer: WaitlistOffer, tied: Appointment | None) -> Plan:
    kind_id = tied.visit_type_id if tied else entry.visit_type_id
    kind = scope.db.get(VisitType, kind_id) if kind_id else None
    lasts = int((offer.ends_at - offer.starts_at) / timedelta(minutes=1))
    return of_type(scope.db.get_one(Practitioner, offer.practitioner_id), kind, lasts)


def _open_then(scope: Scope, wanted: Plan, offer: WaitlistOffer) -> bool:
    day = local_day(scope, offer.starts_at)
    around = block_around(Slots(scope, [wanted.doctor.id], day), wanted, offer.starts_at, day)
    return around is not None and wanted.doctor.left_at is None


def _taken(
    scope: Scope, entry: WaitlistEntry, offer: WaitlistOffer, wanted: Plan, tied: Appointment | None
) -> Appointment:
    kept = scope.db.get_one(Hold, offer.hold_id)
    where = taking.Place(offer.starts_at, kept.room_id)
    if tied:
        steps.check(scope, tied, Act.MOVE)
        scheduling.put(scope, tied, wanted, where, kept, why=t("A time that was offered"))
        return tied
    patient = scope.db.get_one(Patient, offer.patient_id)
    appointment = scheduling.new(scope, patient, wanted, str(offer.id), entry.note)
    taking.take(scope, appointment, wanted, where, kept)
    scheduling.booked(scope, appointment)
    return appointment


def _lost(scope: Scope, offer: WaitlistOffer, why: str, words: str) -> OfferLost:
    """Give a time on that this person cannot have after all."""
    offer.taken_back_at, offer.taken_back_why = scope.now, why
    over(scope, offer)
    ask_next(scope, offer)
    return OfferLost(words, STILL)


@requires(Permission.WAIT_FOR_TIME)
def decline(scope: Scope, offer_id: UUID, version: int) -> None:
    """Say no to an offered time; the next one is asked, the wish stays. Twice is once.

    Raises NotPossible for an offer that was taken or is over, Stale, or NotFound.
    """
    _, offer = _locked(scope, offer_id)
    if offer.declined_at:
        return
    _answerable(scope, offer, version)
    offer.declined_at = scope.now
    over(scope, offer)
    ask_next(scope, offer)


@requires(Permission.WAIT_FOR_TIME)
def open_offers(scope: Scope) -> list[OfferCard]:
    """List the offers that wait for one's own answer, the soonest time first. Raises NotFound without a record."""
    if scope.actor.patient_id is None:
        raise NotFound
    asked = select(WaitlistOffer).where(
        WaitlistOffer.patient_id == scope.actor.patient_id, *OPEN, WaitlistOffer.expires_at > scope.now
    )
    rows = scope.db.scalars(scope.within(asked, WaitlistOffer)).all()
    return offer_cards(scope, sorted(rows, key=lambda offer: offer.starts_at))
