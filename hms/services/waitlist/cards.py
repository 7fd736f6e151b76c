"""Wording wishes and offers for whoever sees them: a whole list at the cost of a few queries."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlmodel import col, select

from hms.access import Scope
from hms.models import (
    Appointment,
    Department,
    Hold,
    Patient,
    Practitioner,
    Room,
    VisitType,
    WaitlistEntry,
    WaitlistOffer,
)
from hms.models.appointment_states import Act, State, allowed
from hms.permissions import Role
from hms.schemas.waitlist import OfferCard, WaitCard
from hms.schemas.words import MONTHS, WEEKDAYS, clock, long_day, plain_day, relative_day, short_day
from hms.services.cards import facts
from hms.services.fetched import by_id
from hms.services.local_time import local_day, today
from hms.services.waitlist.order import ALL_WEEK, weekdays_in
from hms.services.waitlist.waiting import OPEN
from hms.texts import t

DAYS = (t("Mon"), t("Tue"), t("Wed"), t("Thu"), t("Fri"), t("Sat"), t("Sun"))
TOGETHER = 2  # so many days in a row are still named one by one
OUTCOMES = {
    "accepted": t("Taken"),
    "declined": t("Said no"),
    "expired": t("Not answered in time"),
    "withdrawn": t("The wish was withdrawn"),
    "no_hours": t("The doctor is not there then"),
    "not_free": t("It could not be booked"),
}


class Around:
    """What stands around wishes and offers, read once for a whole list."""

    def __init__(self, scope: Scope, entries: Sequence[WaitlistEntry], offers: Sequence[WaitlistOffer]) -> None:
        self.scope = scope
        self.entries = {e.id: e for e in entries} | by_id(scope, WaitlistEntry, {o.entry_id for o in offers})
        wishes = self.entries.values()
        self.tied = by_id(scope, Appointment, {e.appointment_id for e in wishes if e.appointment_id})
        named = [*(e.practitioner_id for e in wishes), *(o.practitioner_id for o in offers)]
        named += [one.practitioner_id for one in self.tied.values()]
        self.doctors = by_id(scope, Practitioner, {doctor_id for doctor_id in named if doctor_id})
        self.departments = by_id(scope, Department, {e.department_id for e in wishes if e.department_id})
        self.kinds = by_id(scope, VisitType, {e.visit_type_id for e in wishes if e.visit_type_id})
        self.patients = by_id(scope, Patient, {e.patient_id for e in wishes})
        self.holds = by_id(scope, Hold, {o.hold_id for o in offers})
        self.rooms = by_id(scope, Room, {h.room_id for h in self.holds.values() if h.room_id})
        scope.touch(*self.patients)

    def kind(self, entry: WaitlistEntry) -> str:
        """Name the kind of visit; "" for a plain one."""
        return self.kinds[entry.visit_type_id].name if entry.visit_type_id else ""

    def whom(self, entry: WaitlistEntry) -> str:
        """Name whom somebody waits for."""
        if entry.practitioner_id:
            return self.doctors[entry.practitioner_id].name
        place = self.departments[entry.department_id].name if entry.department_id else ""
        return t("{department}, any doctor", department=place)

    def replaces(self, entry: WaitlistEntry) -> str:
        """Word the appointment that an earlier time would replace; "" for a new one."""
        one = self.tied.get(entry.appointment_id) if entry.appointment_id else None
        if one is None:
            return ""
        day, at = short_day(local_day(self.scope, one.starts_at)), clock(one.starts_at, self.scope.zone)
        return t("{day}, {time}, {doctor}", day=day, time=at, doctor=self.doctors[one.practitioner_id].name)

    def over(self, entry: WaitlistEntry) -> str:
        """Say why nothing can be offered for a wish any more; "" while it can."""
        doctor = self.doctors.get(entry.practitioner_id) if entry.practitioner_id else None
        kind = self.kinds.get(entry.visit_type_id) if entry.visit_type_id else None
        tied = self.tied.get(entry.appointment_id) if entry.appointment_id else None
        if entry.until_on and entry.until_on < today(self.scope):
            return t("Its last day has passed.")
        if doctor and doctor.left_at:
            return t("This doctor no longer works here.")
        if kind and kind.closed_at:
            return t("This kind of visit is no longer offered.")
        if tied and tied.status == State.CANCELLED:
            return t("The appointment that it would replace was cancelled.")
        if tied and (not allowed(Act.MOVE, tied.status) or tied.starts_at <= self.scope.now):
            return t("The appointment that it would replace has begun or is over.")
        return ""


def wait_cards(scope: Scope, entries: Sequence[WaitlistEntry], places: dict[UUID, int] | None = None) -> list[WaitCard]:
    """Word wishes, each with the offer that it has now."""
    asked = select(WaitlistOffer).where(
        col(WaitlistOffer.entry_id).in_({entry.id for entry in entries}), *OPEN, WaitlistOffer.expires_at > scope.now
    )
    offers = scope.db.exec(asked).all() if entries else []
    around = Around(scope, entries, offers)
    now = {offer.entry_id: _offer_card(around, offer) for offer in offers}
    return [_wait_card(around, entry, now.get(entry.id), (places or {}).get(entry.id, 0)) for entry in entries]


def _wait_card(around: Around, entry: WaitlistEntry, offer: OfferCard | None, place: int) -> WaitCard:
    scope, patient = around.scope, around.patients[entry.patient_id]
    begins, ends = (f"{at:%H:%M}" if at else "" for at in (entry.from_time, entry.to_time))
    return WaitCard(
        id=entry.id,
        version=entry.version,
        whom=around.whom(entry),
        visit_type=around.kind(entry),
        days=days_in_words(entry.weekdays),
        times=times_in_words(begins, ends),
        until=plain_day(entry.until_on) if entry.until_on else "",
        since=plain_day(local_day(scope, entry.made_at)),
        note="" if scope.actor.role == Role.RECEPTIONIST else entry.note,
        replaces=around.replaces(entry),
        over=around.over(entry),
        offer=offer,
        patient_id=patient.id,
        patient=patient.name,
        patient_facts=facts(patient, today(scope)),
        place=place,
        practitioner_id=entry.practitioner_id,
        department_id=entry.department_id,
        visit_type_id=entry.visit_type_id,
        appointment_id=entry.appointment_id,
        weekdays=weekdays_in(entry.weekdays),
        from_time=begins,
        to_time=ends,
        until_on=entry.until_on.isoformat() if entry.until_on else "",
    )


def days_in_words(weekdays: int) -> str:
    """Say on which days a time is wanted; a row of days by its ends."""
    days = weekdays_in(weekdays)
    if weekdays == ALL_WEEK:
        return t("Any day")
    if len(days) > TOGETHER and days[-1] - days[0] == len(days) - 1:
        return t("{first} to {last}", first=DAYS[days[0]], last=DAYS[days[-1]])
    return ", ".join(DAYS[day] for day in days)


def times_in_words(begins: str, ends: str) -> str:
    """Say at what times of day."""
    if begins and ends:
        return f"{begins} – {ends}"
    return t("from {time}", time=begins) if begins else t("until {time}", time=ends) if ends else t("at any time")


def offer_cards(scope: Scope, offers: Sequence[WaitlistOffer]) -> list[OfferCard]:
    """Word offers."""
    around = Around(scope, (), offers)
    return [_offer_card(around, offer) for offer in offers]


def _offer_card(around: Around, offer: WaitlistOffer) -> OfferCard:
    scope, entry = around.scope, around.entries[offer.entry_id]
    patient, doctor = around.patients[offer.patient_id], around.doctors[offer.practitioner_id]
    room_id, day = around.holds[offer.hold_id].room_id, local_day(scope, offer.starts_at)
    state = "expired" if offer.state == "open" and offer.expires_at <= scope.now else offer.state
    return OfferCard(
        id=offer.id,
        version=offer.version,
        entry_id=entry.id,
        state=state,
        outcome=OUTCOMES.get(offer.taken_back_why or state, ""),
        starts_at=offer.starts_at,
        long_day=long_day(day),
        short_day=short_day(day),
        relative=relative_day(day, today(scope)),
        weekday=t(WEEKDAYS[day.weekday()]),
        number=str(day.day),
        month=t(MONTHS[day.month - 1]),
        time=clock(offer.starts_at, scope.zone),
        ends=clock(offer.ends_at, scope.zone),
        length_min=int((offer.ends_at - offer.starts_at) / timedelta(minutes=1)),
        doctor=doctor.name,
        department=doctor.department.name,
        room=around.rooms[room_id].name if room_id else doctor.room,
        visit_type=around.kind(entry),
        replaces=around.replaces(entry),
        place=offer.place,
        why="" if scope.actor.role == Role.PATIENT else offer.why,
        offered=clock(offer.offered_at, scope.zone),
        expires_at=offer.expires_at,
        until=clock(offer.expires_at, scope.zone),
        seconds_left=max(0, int((offer.expires_at - scope.now).total_seconds())),
        patient_id=patient.id,
        patient=patient.name,
        patient_facts=facts(patient, today(scope)),
        appointment_id=offer.appointment_id,
    )
