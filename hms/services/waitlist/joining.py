"""Joining the waiting list, changing a wish, withdrawing it."""

from uuid import UUID

from sqlmodel import col, func, select

from hms.access import Scope, requires
from hms.errors import Invalid, NotFound, NotPossible, Stale
from hms.models import Patient, WaitlistEntry, WaitlistOffer
from hms.permissions import Permission
from hms.schemas.waitlist import ChangeWishForm, WaitCard, WaitForm, WaitTerms
from hms.services.scheduling import bookable
from hms.services.waitlist.cards import wait_cards
from hms.services.waitlist.offering import ask_next, over
from hms.services.waitlist.waiting import OPEN, WAITING
from hms.services.waitlist.wishes import checked
from hms.texts import t

MOST = 5  # wishes of one patient at once


@requires(Permission.WAIT_FOR_TIME)
def join(scope: Scope, form: WaitForm) -> WaitCard:
    """Put a wish on the waiting list. The same key gives the first result.

    Raises Invalid for what could never be met, NotPossible, or NotFound.
    """
    patient = bookable(_for_whom(scope, form))
    first = scope.db.exec(select(WaitlistEntry.id).where(WaitlistEntry.request_key == form.key)).first()
    if first:
        return wait_cards(scope, [scope.one(WaitlistEntry, first)])[0]
    _not_too_many(scope, patient)
    entry = WaitlistEntry(
        patient_id=patient.id,
        request_key=form.key,
        made_at=scope.now,
        made_by=scope.actor.account_id,
        **checked(scope, patient, form),
    ).sealing(note=form.note or None)
    scope.db.add(entry)
    scope.db.flush()
    _tell(scope, entry)
    return wait_cards(scope, [entry])[0]


def _for_whom(scope: Scope, form: WaitForm) -> Patient:
    patient_id = form.patient_id or scope.actor.patient_id
    if patient_id is None:
        raise Invalid(patient_id=t("Choose the patient."))
    return scope.patient(patient_id, lock=True)


def _not_too_many(scope: Scope, patient: Patient) -> None:
    asked = select(func.count()).where(WaitlistEntry.patient_id == patient.id, *WAITING)
    if scope.db.exec(asked).one() >= MOST:
        raise NotPossible(
            t("There are {n} wishes on the waiting list already", n=MOST), t("Withdraw one of them, or change it.")
        )


@requires(Permission.WAIT_FOR_TIME)
def change(scope: Scope, form: ChangeWishForm) -> WaitCard:
    """Change a wish; it keeps its place in the order, and an offer that is open stays open.

    An empty note leaves the words that are there. Raises Invalid, Stale, NotPossible or NotFound.
    """
    entry = _waiting(scope, form.entry_id)
    if entry.version != form.version:
        raise Stale
    note = form.note or entry.note
    wanted = form.model_copy(update={"note": note})
    for name, value in checked(scope, scope.patient(entry.patient_id), wanted, entry).items():
        setattr(entry, name, value)
    entry.note = note or None
    entry.version += 1
    scope.db.flush()
    _tell(scope, entry)
    return wait_cards(scope, [entry])[0]


def _waiting(scope: Scope, entry_id: UUID) -> WaitlistEntry:
    entry = scope.one(WaitlistEntry, entry_id, lock=True)
    if entry.taken_at:
        raise NotPossible(t("This wish has come true"), t("The appointment is booked. Move or cancel it there."))
    if entry.withdrawn_at:
        raise NotPossible(t("This wish was withdrawn"), t("Join the waiting list again, if you still want a time."))
    return entry


@requires(Permission.WAIT_FOR_TIME)
def withdraw(scope: Scope, entry_id: UUID) -> None:
    """Take a wish off the waiting list; a time that is kept for it goes to the next. Twice is once.

    Raises NotPossible once it has come true, or NotFound.
    """
    entry = scope.one(WaitlistEntry, entry_id, lock=True)
    if entry.withdrawn_at:
        return
    entry = _waiting(scope, entry_id)
    entry.withdrawn_at = scope.now
    entry.version += 1
    _tell(scope, entry)
    asked = select(WaitlistOffer).where(WaitlistOffer.entry_id == entry.id, *OPEN)
    for offer in scope.db.exec(asked.with_for_update(key_share=True)).all():
        offer.taken_back_at, offer.taken_back_why = scope.now, "withdrawn"
        over(scope, offer)
        ask_next(scope, offer)


@requires(Permission.WAIT_FOR_TIME)
def mine(scope: Scope) -> list[WaitCard]:
    """List one's own wishes, the oldest first. Raises NotFound for somebody who has no record here."""
    if scope.actor.patient_id is None:
        raise NotFound
    asked = select(WaitlistEntry).where(WaitlistEntry.patient_id == scope.actor.patient_id, *WAITING)
    narrowed = scope.within(asked, WaitlistEntry)
    return wait_cards(scope, scope.db.scalars(narrowed.order_by(col(WaitlistEntry.made_at))).all())


@requires(Permission.WAIT_FOR_TIME, reading=True)
def terms(scope: Scope) -> WaitTerms:
    """Say on which terms people wait."""
    return WaitTerms(kept_min=scope.rules.offer_min, most=MOST)


def _tell(scope: Scope, entry: WaitlistEntry) -> None:
    scope.tell(f"patient:{entry.patient_id}")
    scope.tell("waitlist")
