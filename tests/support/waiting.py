"""People who wait for an earlier time, and what they are offered."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import select

from hms.access import SYSTEM, Actor
from hms.db import transaction
from hms.models import THE_CLINIC, Patient, SchedulingRules
from hms.schemas.scheduling import AppointmentCard, CancelRequest
from hms.schemas.waitlist import ChangeWishForm, OfferCard, WaitCard, WaitForm
from hms.services import scheduling
from hms.services.waitlist import answering, joining, offering
from tests.support.cast import ELEVEN, Cast


def wait(clinic: Cast, who: Actor, since: int = 0, **wish: Any) -> WaitCard:
    """Put somebody on the waiting list, so many minutes ago; for dr_rao on any day where nothing else is said."""
    if not wish.keys() & {"practitioner_id", "department_id", "appointment_id"}:
        wish["practitioner_id"] = clinic.dr_rao.practitioner_id
    form = WaitForm(**{"weekdays": list(range(7)), "note": "It hurts", "key": str(uuid4()), **wish})
    return clinic.do(who, joining.join, form, now=clinic.now - timedelta(minutes=since))


def full_time(clinic: Cast, at: datetime = ELEVEN, doctor: str = "dr_rao", **other: Any) -> AppointmentCard:
    """Let somebody else, whom no test is about, hold a time."""
    patient_id = newcomer(clinic)
    return clinic.book(clinic.reception, at, doctor=doctor, patient_id=patient_id, **other)


def newcomer(clinic: Cast) -> Any:
    """Bring in a patient without an account."""
    with transaction() as db:
        made = Patient(record_number_index=str(uuid4()), registered_at=clinic.now)
        made.sealing(family_name="Somebody", given_names="Else", record_number="M-1", born="1990-01-01")
        db.add(made)
        return made.id


def frees(clinic: Cast, booked: AppointmentCard, who: Actor | None = None, now: datetime | None = None) -> None:
    """Give an appointment back; reception does where nobody is named."""
    request = CancelRequest(appointment_id=booked.id, reason="Not needed any more", version=booked.version)
    clinic.do(who or clinic.reception, scheduling.cancel, request, now=now or clinic.now)


def offers(clinic: Cast, who: Actor, now: datetime | None = None) -> list[OfferCard]:
    """Say what somebody is offered."""
    return clinic.do(who, answering.open_offers, now=now or clinic.now)


def take(clinic: Cast, who: Actor, offer: OfferCard, now: datetime | None = None) -> AppointmentCard:
    """Accept an offer."""
    return clinic.do(who, answering.accept, offer.id, offer.version, now=now or clinic.now)


def say_no(clinic: Cast, who: Actor, offer: OfferCard, now: datetime | None = None) -> None:
    """Decline an offer."""
    clinic.do(who, answering.decline, offer.id, offer.version, now=now or clinic.now)


def run_out(clinic: Cast, now: datetime) -> int:
    """Let the clockwork end what has run out."""
    return clinic.do(SYSTEM, offering.expire, now=now)


def rule(**rules: Any) -> None:
    """Set some of the clinic's rules."""
    with transaction() as db:
        kept = db.exec(select(SchedulingRules).where(SchedulingRules.id == THE_CLINIC)).first() or SchedulingRules()
        for name, value in rules.items():
            setattr(kept, name, value)
        db.add(kept)


HELPERS = {
    f"waitlist.{name}"
    for name in (
        "cards.offer_cards", "cards.wait_cards", "offering.ask_next", "offering.freed", "offering.freed_span",
        "offering.over", "offering.tell", "waiting.wishes_for", "wishes.checked",
    )
}  # fmt: skip


def arguments(nobody: UUID) -> dict[str, tuple[Any, ...]]:
    """Name every service of the waiting list with what it is asked; ids of nothing."""
    wish = {"practitioner_id": nobody, "weekdays": [0]}
    return {
        "waitlist.answering.accept": (nobody, 1),
        "waitlist.answering.decline": (nobody, 1),
        "waitlist.answering.open_offers": (),
        "waitlist.joining.change": (ChangeWishForm(**wish, entry_id=nobody, version=1),),
        "waitlist.joining.join": (WaitForm(**wish, patient_id=nobody, key=str(uuid4())),),
        "waitlist.joining.mine": (),
        "waitlist.joining.terms": (),
        "waitlist.joining.withdraw": (nobody,),
        "waitlist.offering.expire": (),
        "waitlist.offering.offer_in": (nobody, ELEVEN, ELEVEN + timedelta(hours=1)),
        "waitlist.overview.fair_order": (),
        "waitlist.overview.offers": (),
        "waitlist.overview.waiting": (),
    }
