"""Checking in with a code: good for one appointment on its day, with the right birth date, and not to be guessed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from itertools import islice, product
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from hms.access import Actor
from hms.db import transaction
from hms.errors import NotFound, NotPossible, Refusal, TooManyTries, WrongPair
from hms.models import AppointmentMove, AuditEntry, Patient, QueueTicket
from hms.permissions import Role
from hms.schemas.queue import CheckInForm, WelcomeCard
from hms.schemas.scheduling import CancelRequest
from hms.services import check_in_codes, scheduling
from hms.services.check_in_codes import ALPHABET, code_of
from tests.support.cast import ELEVEN, Cast, later
from tests.support.waiting_room import screen

ASHA_BORN, BILAL_BORN = "1980-02-03", "1975-07-30"


@pytest.fixture
def kiosk(clinic: Cast) -> Actor:
    """Give an open kiosk."""
    return screen(clinic, Role.KIOSK)


def give(clinic: Cast, kiosk: Actor, code: str, born: str = ASHA_BORN, at: Any = None) -> WelcomeCard:
    return clinic.do(kiosk, check_in_codes.check_in_oneself, CheckInForm(code=code, born=born), now=at or clinic.now)


def shown(clinic: Cast, appointment_id: UUID, at: Any = None) -> Any:
    return clinic.do(clinic.asha, check_in_codes.show, appointment_id, now=at or clinic.now)


def test_asha_checks_herself_in_and_a_second_time_learns_the_same_number(clinic: Cast, kiosk: Actor) -> None:
    booked = clinic.book(clinic.asha)
    code = shown(clinic, booked.id).code
    first = give(clinic, kiosk, code)
    assert (first.number, first.again, first.room) == (1, False, "14")
    assert clinic.do(clinic.asha, scheduling.card, booked.id).status == "arrived"
    second = give(clinic, kiosk, code.lower().replace(" ", "-"))
    assert (second.number, second.again) == (1, True)
    with transaction(reading=True) as db:
        (step,) = db.exec(select(AppointmentMove).where(AppointmentMove.act == "check_in")).all()
        assert db.exec(select(AuditEntry).where(AuditEntry.what == "check_in_oneself")).first()
    assert (step.moved_by, step.role) == (kiosk.account_id, "kiosk")


def test_the_kiosk_says_a_number_and_no_name(clinic: Cast, kiosk: Actor) -> None:
    told = give(clinic, kiosk, code_of(clinic.book(clinic.asha).id)).model_dump_json()
    assert not any(word in told for word in ("Asha", "Nair", "Rao"))


def test_the_desk_scans_the_code(clinic: Cast) -> None:
    booked = clinic.book(clinic.asha)
    for typed in (code_of(booked.id), f" {code_of(booked.id).lower()}\r\n"):
        told = clinic.do(clinic.reception, check_in_codes.check_in, typed)
        assert (told.number, told.patient, told.queue, told.room) == (1, "Asha Nair", "Dr Meera Rao", "14")


def test_a_code_is_shown_on_the_day_before_and_the_day_itself_until_it_is_used(clinic: Cast) -> None:
    tomorrow, next_week = (clinic.book(clinic.asha, ELEVEN + timedelta(days=n)) for n in (1, 7))
    assert shown(clinic, next_week.id).code == ""
    card = shown(clinic, tomorrow.id)
    assert card.code.replace(" ", "") == code_of(tomorrow.id) and card.qr.startswith("data:image/svg+xml")
    on_the_day = shown(clinic, tomorrow.id, later(24 * 60))
    assert on_the_day.code == card.code
    clinic.now += timedelta(days=1)
    clinic.do(clinic.reception, check_in_codes.check_in, card.code)
    used = shown(clinic, tomorrow.id)
    assert (used.code, used.qr, used.number, used.expected) == ("", "", 1, "next")


def test_a_code_is_its_owners_and_reveals_nothing(clinic: Cast) -> None:
    booked = clinic.book(clinic.asha)
    with pytest.raises(NotFound):
        clinic.do(clinic.bilal, check_in_codes.show, booked.id)
    others = {code_of(uuid4()) for _ in range(1_000)}
    assert len(others) == 1_000 and all(len(code) == 8 and set(code) <= set(ALPHABET) for code in others)
    near = UUID(int=booked.id.int + 1)
    assert sum(a == b for a, b in zip(code_of(near), code_of(booked.id), strict=True)) < 6
    with transaction(reading=True) as db:
        rows = [str(row) for row in db.exec(select(QueueTicket))]
    assert not any(code_of(booked.id) in row for row in rows)


@pytest.mark.parametrize("why", ["tomorrow", "yesterday", "cancelled", "seen", "another's birth date", "partly known"])
def test_whatever_does_not_fit_is_refused_alike(clinic: Cast, kiosk: Actor, why: str) -> None:
    at = ELEVEN + timedelta(days=1) if why == "tomorrow" else ELEVEN
    booked = clinic.book(clinic.asha, at)
    born = ASHA_BORN
    if why == "yesterday":
        clinic.now += timedelta(days=1)
    elif why == "cancelled":
        clinic.do(clinic.asha, scheduling.cancel, CancelRequest(appointment_id=booked.id, reason="x", version=1))
    elif why == "seen":
        from hms.services import visits

        clinic.do(clinic.dr_rao, visits.start, booked.id)
    elif why == "another's birth date":
        born = BILAL_BORN
    else:
        with transaction() as db:
            db.get_one(Patient, clinic.asha.patient_id).born = "1980"
        born = "1980" if why == "partly known" else born
    before = clinic.do(clinic.asha, scheduling.card, booked.id)
    told = []
    for code, day in ((code_of(booked.id), born), ("AAAAAAAA", ASHA_BORN), ("", ""), ("x" * 40, "1980-02-31")):
        with pytest.raises(WrongPair) as refused:
            give(clinic, kiosk, code, day)
        told.append((refused.value.title, refused.value.body, refused.value.fields))
    assert set(map(str, told)) == {str(told[0])}
    assert clinic.do(clinic.asha, scheduling.card, booked.id) == before


def test_the_desk_is_told_in_words_that_a_code_is_not_of_today(clinic: Cast) -> None:
    booked = clinic.book(clinic.asha, ELEVEN + timedelta(days=1))
    for typed in (code_of(booked.id), "", "'; DROP TABLE", "x" * 10_000):
        with pytest.raises(NotPossible, match="No appointment of today"):
            clinic.do(clinic.reception, check_in_codes.check_in, typed)


def test_ten_thousand_codes_get_nowhere(clinic: Cast, kiosk: Actor) -> None:
    booked = clinic.book(clinic.asha)
    guesses = ("".join(signs) for signs in product(ALPHABET, repeat=8))
    said: list[type[Refusal]] = []
    for number, guess in enumerate(islice(guesses, 60)):
        with pytest.raises((WrongPair, TooManyTries)) as refused:
            give(clinic, kiosk, guess, at=later(number / 1_000))
        said.append(refused.type)
    assert said == [WrongPair] * 20 + [TooManyTries] * 40, "sixty as well as ten thousand: all after the twentieth wait"
    with pytest.raises(TooManyTries):
        give(clinic, kiosk, code_of(booked.id), at=later(14))
    assert give(clinic, kiosk, code_of(booked.id), at=later(16)).number == 1


def test_a_known_code_does_not_tell_the_birth_date_however_many_kiosks_are_asked(clinic: Cast, kiosk: Actor) -> None:
    code, kiosks = code_of(clinic.book(clinic.asha).id), [kiosk, screen(clinic, Role.KIOSK)]
    said = []
    for number in range(10):
        born = (date(1980, 2, 4) + timedelta(days=number)).isoformat()
        with pytest.raises((WrongPair, TooManyTries)) as refused:
            give(clinic, kiosks[number % 2], code, born)
        said.append(refused.type)
    assert said == [WrongPair] * 5 + [TooManyTries] * 5
    other = clinic.book(clinic.bilal, later(80))
    assert give(clinic, kiosk, code_of(other.id), BILAL_BORN).number == 1, "others still check in"


def test_fifty_guesses_at_once_are_counted_one_by_one(clinic: Cast, kiosk: Actor) -> None:
    codes = ["".join(signs) for signs in islice(product(ALPHABET, repeat=8), 50)]

    def guess(code: str) -> type[Refusal]:
        with pytest.raises((WrongPair, TooManyTries)) as refused:
            give(clinic, kiosk, code)
        return refused.type

    with ThreadPoolExecutor(50) as pool:
        said = list(pool.map(guess, codes))
    assert said.count(WrongPair) == 20 and said.count(TooManyTries) == 30


def test_fifty_who_give_one_code_at_once_get_one_number(clinic: Cast, kiosk: Actor) -> None:
    code = code_of(clinic.book(clinic.asha).id)
    with ThreadPoolExecutor(50) as pool:
        told = list(pool.map(lambda _: give(clinic, kiosk, code).number, range(50)))
    assert told == [1] * 50
