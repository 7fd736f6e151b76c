"""Many who give up, take, decline and withdraw at the same moment: one time goes to one person, and nobody waits for ever."""

from collections import Counter, defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from itertools import pairwise
from typing import Any

from sqlmodel import col, select

from hms.db import transaction
from hms.errors import Refusal
from hms.models import Appointment, Hold, WaitlistOffer
from hms.schemas.scheduling import AppointmentCard, MoveRequest
from hms.services import scheduling
from hms.services.waitlist import joining
from tests.support.cast import ELEVEN, Cast, later
from tests.support.waiting import frees, full_time, newcomer, offers, run_out, say_no, take, wait

TWENTY, THREADS = timedelta(minutes=20), 8


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Do all of this at the same moment; a refusal in words is an answer, anything else fails the test."""

    def answer(act: Callable[[], Any]) -> Any:
        try:
            return act()
        except Refusal as refusal:
            return refusal

    with ThreadPoolExecutor(THREADS) as pool:
        return [asked.result(timeout=120) for asked in [pool.submit(answer, act) for act in acts]]


def open_offers() -> list[WaitlistOffer]:
    with transaction(reading=True) as db:
        return [offer for offer in db.exec(select(WaitlistOffer)) if offer.state == "open"]


def nobody_overlaps() -> None:
    """Look at what the database holds: visits and kept times of a doctor, visits of a patient."""
    with transaction(reading=True) as db:
        visits = db.exec(select(Appointment).where(col(Appointment.cancelled_at).is_(None))).all()
        kept = db.exec(select(Hold).where(col(Hold.over_at).is_(None))).all()
    spans = defaultdict(list)
    for one in (*visits, *kept):
        spans[one.practitioner_id].append((one.starts_at, one.ends_at))
    for visit in visits:
        spans[visit.patient_id].append((visit.starts_at, visit.ends_at))
    assert all(a[1] <= b[0] for mine in spans.values() for a, b in pairwise(sorted(mine)))


def test_times_that_become_free_at_once_go_to_one_person_each(clinic: Cast) -> None:
    booked = [full_time(clinic, ELEVEN + n * TWENTY) for n in range(6)]
    wait(clinic, clinic.bilal, since=60)
    wait(clinic, clinic.asha, since=50)
    for _ in range(3):
        wait(clinic, clinic.reception, since=40, patient_id=newcomer(clinic))
    at_once(*(partial(frees, clinic, one) for one in booked))
    asked = open_offers()
    assert len(asked) == 5, "five wait, six times became free"
    assert max(Counter(offer.starts_at for offer in asked).values()) == 1
    assert max(Counter(offer.entry_id for offer in asked).values()) == 1
    nobody_overlaps()


def test_one_who_waits_for_two_doctors_is_asked_once_for_one_wish(clinic: Cast) -> None:
    for n in range(8):
        at = ELEVEN + timedelta(days=1 + n)
        booked = [full_time(clinic, at), full_time(clinic, at, doctor="dr_osei")]
        first = wait(clinic, clinic.bilal, department_id=clinic.cardiology)
        second = wait(clinic, clinic.bilal, department_id=clinic.eyes)
        at_once(*(partial(frees, clinic, one) for one in booked))
        assert max(Counter(offer.entry_id for offer in open_offers()).values()) == 1
        for waits in (first, second):
            clinic.do(clinic.bilal, joining.withdraw, waits.id)


def test_taking_one_offer_many_times_at_once_books_it_once(clinic: Cast) -> None:
    booked = full_time(clinic)
    wait(clinic, clinic.bilal)
    frees(clinic, booked)
    (offer,) = offers(clinic, clinic.bilal)
    answers = at_once(*(partial(take, clinic, who, offer) for who in [clinic.bilal, clinic.reception] * 6))
    assert len({card.id for card in answers}) == 1
    nobody_overlaps()


def test_every_answer_at_once_leaves_one_outcome_and_the_time_with_one_person(clinic: Cast) -> None:
    for n in range(6):
        booked = full_time(clinic, ELEVEN + timedelta(days=1 + n))
        waits, _ = wait(clinic, clinic.bilal, since=60), wait(clinic, clinic.asha)
        frees(clinic, booked)
        (offer,) = offers(clinic, clinic.bilal)
        acts = (
            partial(take, clinic, clinic.bilal, offer),
            partial(say_no, clinic, clinic.bilal, offer),
            partial(clinic.do, clinic.bilal, joining.withdraw, waits.id),
            partial(run_out, clinic, later(31)),
            partial(clinic.book, clinic.bilal, booked.starts_at, doctor="dr_osei"),
            partial(clinic.book, clinic.reception, booked.starts_at, patient_id=clinic.asha.patient_id),
        )
        at_once(*acts)
        with transaction(reading=True) as db:
            rows = db.exec(select(WaitlistOffer).where(WaitlistOffer.starts_at == booked.starts_at)).all()
        facts = ("accepted_at", "declined_at", "expired_at", "taken_back_at")
        assert all(sum(getattr(row, fact) is not None for fact in facts) <= 1 for row in rows)
        assert sum(row.accepted_at is not None or row.state == "open" for row in rows) <= 1
        nobody_overlaps()
        run_out(clinic, later(100))
        for who in (clinic.bilal, clinic.asha):
            for left in clinic.do(who, joining.mine):
                clinic.do(who, joining.withdraw, left.id)


def test_moves_crosswise_between_two_doctors_for_whom_people_wait_never_block_each_other(clinic: Cast) -> None:
    third = newcomer(clinic)
    for place in (clinic.cardiology, clinic.eyes):
        wait(clinic, clinic.reception, patient_id=third, department_id=place)

    def across(card: AppointmentCard, doctor: str, at: int) -> Any:
        to = clinic.people[doctor].practitioner_id
        request = MoveRequest(appointment_id=card.id, starts_at=later(at), version=card.version, practitioner_id=to)
        return partial(clinic.do, clinic.reception, scheduling.move, request)

    for n in range(10):
        at = 60 * 24 * (n + 1) + 60
        one, two = full_time(clinic, later(at)), full_time(clinic, later(at), doctor="dr_osei")
        answers = at_once(across(one, "dr_osei", at + 20), across(two, "dr_rao", at + 20))
        assert all(isinstance(answer, AppointmentCard) for answer in answers)
    nobody_overlaps()
