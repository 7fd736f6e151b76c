"""Whatever people who wait do, and in whatever order: one time goes to one person, in the fair order."""

from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from itertools import count, pairwise, product
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlmodel import col, select

from hms.db import transaction
from hms.errors import Refusal
from hms.models import Appointment, Hold, Practitioner, WaitlistEntry, WaitlistOffer
from hms.schemas.scheduling import AppointmentCard
from hms.services import scheduling
from hms.services.waitlist import joining
from tests.support.cast import ELEVEN, Cast
from tests.support.waiting import frees, newcomer, run_out, say_no, take, wait

KOLKATA, LONG_AGO = ZoneInfo("Asia/Kolkata"), datetime(2000, 1, 1, tzinfo=UTC)
TIMES, TWENTY = 4, timedelta(minutes=20)
NAMES, BOTH = ["asha", "bilal", "joost"], ["dr_rao", "dr_osei"]
PEOPLE, DOCTORS = st.sampled_from(NAMES), st.sampled_from(BOTH)
PLACES, WHICH = st.integers(0, TIMES - 1), st.integers(0, 7)
WISHES = st.fixed_dictionaries(
    {"who": PEOPLE, "doctor": DOCTORS, "first": PLACES, "whole": st.booleans(), "tied": st.booleans(), "which": WHICH}
)


class WaitingRoom(RuleBasedStateMachine):
    """A day of two doctors with few times, so that people meet; the clock goes on."""

    clinic: Cast
    days = count(2)

    @initialize(
        holders=st.lists(st.sampled_from(["reception"] * 3 + NAMES), min_size=2 * TIMES, max_size=2 * TIMES),
        wishes=st.lists(WISHES, min_size=2, max_size=8),
    )
    def a_full_day_for_which_people_wait(self, holders: list[str], wishes: list[dict[str, Any]]) -> None:
        self.a_new_day()
        for holder, (doctor, place) in zip(holders, product(BOTH, range(TIMES)), strict=True):
            self.book(holder, doctor, place)
        for wish in wishes:
            self.join(wish)

    def a_new_day(self) -> None:
        self.day = next(WaitingRoom.days)
        self.now = self.clinic.now
        self.booked: list[AppointmentCard] = []
        self.given_up: dict[tuple[UUID, UUID, datetime], datetime] = {}
        self.just_freed: tuple[UUID, datetime] | None = None
        self.judged: set[UUID] = set()
        self.over: set[UUID] = set()  # the offers whose end was judged
        with transaction() as db:  # whoever waits since another day waits no longer
            for row in db.exec(select(WaitlistEntry)):
                row.withdrawn_at = self.now
            for offer in db.exec(select(WaitlistOffer)):
                self.judged.add(offer.id)
                self.over.add(offer.id)
                offer.expired_at = self.now if offer.state == "open" else offer.expired_at
            for kept in db.exec(select(Hold)):
                kept.over_at = kept.over_at or self.now

    def at(self, place: int) -> datetime:
        return ELEVEN + timedelta(days=self.day) + place * TWENTY

    def attempt(self, verb: Any, *args: Any, **kwargs: Any) -> Any:
        """Do something; a refusal in words is an answer, anything else fails the test."""
        try:
            return verb(self.clinic, *args, **kwargs)
        except Refusal:
            return None

    def who(self, name: str) -> Any:
        return self.clinic.people[name]

    @rule(who=PEOPLE, doctor=DOCTORS, place=PLACES)
    def book(self, who: str, doctor: str, place: int) -> None:
        patient_id = newcomer(self.clinic) if who == "reception" else None
        wish = self.clinic.request(self.at(place), doctor=doctor, patient_id=patient_id)
        if made := self.attempt(Cast.do, self.who(who), scheduling.book, wish, now=self.now):
            self.booked.append(made)

    @rule(drawn=WISHES)
    def join(self, drawn: dict[str, Any]) -> None:
        who, doctor = self.who(drawn["who"]), drawn["doctor"]
        wish: dict[str, Any] = {"from_time": self.at(drawn["first"]).astimezone(KOLKATA).time()}
        place = self.clinic.cardiology if doctor == "dr_rao" else self.clinic.eyes
        wish |= {"department_id": place} if drawn["whole"] else {"practitioner_id": self.who(doctor).practitioner_id}
        mine = [card for card in self.booked if card.patient_id == who.patient_id]
        if drawn["tied"] and mine:
            wish["appointment_id"] = mine[drawn["which"] % len(mine)].id
        self.now += timedelta(seconds=1)  # nobody has waited as long as somebody else
        self.clinic.now, kept = self.now, self.clinic.now
        self.attempt(wait, who, **wish)
        self.clinic.now = kept

    @rule(which=WHICH)
    def give_up(self, which: int) -> None:
        if self.booked:
            gone = self.booked.pop(which % len(self.booked))
            self.attempt(frees, self.clinic.do(self.clinic.reception, scheduling.card, gone.id), now=self.now)
            self.leaves(gone)

    def leaves(self, gone: AppointmentCard) -> None:
        self.given_up[gone.patient_id, gone.doctor_id, gone.starts_at] = self.now
        self.just_freed = gone.doctor_id, gone.starts_at

    @precondition(lambda self: self.open_offers())
    @rule(which=WHICH, yes=st.booleans())
    def answer(self, which: int, yes: bool) -> None:
        open_ = self.open_offers()
        offer = open_[which % len(open_)]
        who = next(self.who(name) for name in NAMES if self.who(name).patient_id == offer.patient_id)
        if made := self.attempt(take if yes else say_no, who, offer, self.now):
            for moved in [card for card in self.booked if card.id == made.id]:
                self.booked.remove(moved)
                self.leaves(moved)
            self.booked.append(made)

    def open_offers(self) -> list[WaitlistOffer]:
        with transaction(reading=True) as db:
            rows = db.exec(select(WaitlistOffer).order_by(col(WaitlistOffer.id))).all()
        return [row for row in rows if row.state == "open"]

    @rule(who=PEOPLE, which=st.integers(0, 3))
    def withdraw(self, who: str, which: int) -> None:
        waits = self.clinic.do(self.who(who), joining.mine, now=self.now)
        if len(waits) > which:
            self.attempt(Cast.do, self.who(who), joining.withdraw, waits[which].id, now=self.now)

    @rule(minutes=st.sampled_from([1, 20, 31]))
    def time_goes_on(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        run_out(self.clinic, self.now)

    @invariant()
    def nobody_overlaps_and_nobody_is_passed_over(self) -> None:
        if not hasattr(self, "day"):
            return
        house = House(self.now, self.given_up)
        house.nobody_overlaps()
        freed = {self.just_freed} if self.just_freed else set()
        self.just_freed = None
        for offer in house.offers:
            if offer.id not in self.judged:
                self.judged.add(offer.id)
                house.judge(offer)
            if offer.id not in self.over and offer.state != "open":
                self.over.add(offer.id)
                freed.add((offer.practitioner_id, offer.starts_at))
        for doctor_id, at in freed:
            house.left_to_nobody_who_wants_it(doctor_id, at)


class House:
    """What the database holds now, and the fair order told once more, as plainly as possible."""

    def __init__(self, now: datetime, given_up: dict[tuple[UUID, UUID, datetime], datetime]) -> None:
        self.now, self.given_up = now, given_up
        with transaction(reading=True) as db:
            self.visits = db.exec(select(Appointment).where(col(Appointment.cancelled_at).is_(None))).all()
            self.kept = db.exec(select(Hold).where(col(Hold.over_at).is_(None))).all()
            self.offers = db.exec(select(WaitlistOffer).order_by(col(WaitlistOffer.id))).all()
            waits = select(WaitlistEntry).where(
                col(WaitlistEntry.taken_at).is_(None), col(WaitlistEntry.withdrawn_at).is_(None)
            )
            self.entries = db.exec(waits.order_by(col(WaitlistEntry.made_at), col(WaitlistEntry.id))).all()
            self.place = {doctor.id: doctor.department_id for doctor in db.exec(select(Practitioner))}

    def nobody_overlaps(self) -> None:
        spans = defaultdict(list)
        for one in (*self.visits, *(kept for kept in self.kept if kept.expires_at > self.now)):
            spans[one.practitioner_id].append((one.starts_at, one.ends_at))
        for visit in self.visits:
            spans[visit.patient_id].append((visit.starts_at, visit.ends_at))
        assert all(a[1] <= b[0] for mine in spans.values() for a, b in pairwise(sorted(mine)))

    def judge(self, offer: WaitlistOffer) -> None:
        """Hold a new offer against everybody who has waited longer."""
        (asked,) = [entry for entry in self.entries if entry.id == offer.entry_id]
        assert self.is_free_for(asked, offer.starts_at), "nobody is offered a collision"
        assert self.is_better(asked, offer.starts_at), "nobody is offered a later time than they have"
        for entry in self.entries[: self.entries.index(asked)]:
            assert not self.wants(entry, offer.practitioner_id, offer.starts_at), "somebody has waited longer"

    def left_to_nobody_who_wants_it(self, doctor_id: UUID, at: datetime) -> None:
        """Expect that a free time was offered, where anybody wants it."""
        of_doctor = [one for one in (*self.visits, *self.kept) if one.practitioner_id == doctor_id]
        if not any(one.starts_at == at for one in of_doctor):
            assert not [entry for entry in self.entries if self.wants(entry, doctor_id, at)]

    def wants(self, entry: WaitlistEntry, doctor_id: UUID, at: datetime) -> bool:
        mine = [offer for offer in self.offers if offer.patient_id == entry.patient_id]
        return (
            (entry.practitioner_id == doctor_id or entry.department_id == self.place[doctor_id])
            and at.astimezone(KOLKATA).time() >= (entry.from_time or time.min)
            and not any(offer.entry_id == entry.id and offer.state == "open" for offer in mine)
            and not any((offer.practitioner_id, offer.starts_at) == (doctor_id, at) for offer in mine)
            and self.given_up.get((entry.patient_id, doctor_id, at), LONG_AGO) < entry.made_at
            and self.is_better(entry, at)
            and self.is_free_for(entry, at)
        )

    def is_better(self, entry: WaitlistEntry, at: datetime) -> bool:
        tied = [visit for visit in self.visits if visit.id == entry.appointment_id]
        return entry.appointment_id is None or any(at < visit.starts_at for visit in tied)

    def is_free_for(self, entry: WaitlistEntry, at: datetime) -> bool:
        busy = [v for v in self.visits if v.patient_id == entry.patient_id and v.id != entry.appointment_id]
        offered = [o for o in self.offers if o.patient_id == entry.patient_id and o.state == "open"]
        others = [one for one in offered if one.entry_id != entry.id]
        return all(one.starts_at != at for one in (*busy, *others))


def test_whatever_they_do_one_time_goes_to_one_person_in_the_fair_order(clinic_on_sqlite: Cast) -> None:
    clinic = clinic_on_sqlite
    clinic.people["joost"] = clinic.register("Joost", "Visser", "joost@post.example", date(1990, 4, 5))
    machine = type("WaitingRoomOfThis", (WaitingRoom,), {"clinic": clinic})
    quick = settings(
        max_examples=30,
        stateful_step_count=20,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate],
    )
    run_state_machine_as_test(machine, settings=quick)
