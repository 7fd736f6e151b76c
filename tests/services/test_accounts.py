"""Getting in, and being shown out."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlmodel import select

from hms.access import SYSTEM, VISITOR
from hms.changes import BUS, Change
from hms.db import transaction
from hms.errors import Invalid, NotFound, NotPossible, Refusal, TooManyTries, WrongPassword
from hms.models import Account, AuditEntry, LoginSession, Patient
from hms.schemas.accounts import Registration, SetUp, StaffInvitation
from hms.security.tokens import token_hash
from hms.services import accounts, invitations, sessions, set_up, sign_in
from tests.support.cast import PASSWORD, Cast, later


def asha_again(**other: object) -> Registration:
    answers = {
        "given_names": "Eve",
        "family_name": "Other",
        "born_on": date(1990, 1, 1),
        "email": "ASHA@post.example",
        "password": PASSWORD,
    }
    return Registration(**{**answers, **other})


def found(clinic: Cast, session_id: object, **when: object) -> bool:
    return clinic.do(VISITOR, sessions.by_id, session_id, **when) is not None


def test_registering_with_a_known_address_changes_nothing_and_is_answered_alike(clinic: Cast) -> None:
    assert clinic.do(VISITOR, accounts.register, asha_again()) is None
    assert clinic.do(VISITOR, accounts.register, asha_again(email="new@post.example")) is None
    assert clinic.sign_in("asha@post.example").name == "Asha Nair"
    with transaction(reading=True) as db:
        assert sorted(p.given_names for p in db.exec(select(Patient))) == ["Asha", "Bilal", "Eve"]


@pytest.mark.parametrize("password", ["short", "password1234", "asha@post.example", "eve other 1234", "x" * 201])
def test_weak_passwords_are_refused_in_words(clinic_on_sqlite: Cast, password: str) -> None:
    with pytest.raises(Invalid) as refused:
        clinic_on_sqlite.do(VISITOR, accounts.register, asha_again(password=password))
    assert refused.value.fields["password"]


def test_wrong_password_and_unknown_address_are_answered_alike(clinic: Cast) -> None:
    told = []
    for email in ("asha@post.example", "nobody@post.example"):
        with pytest.raises(WrongPassword) as refused:
            clinic.do(VISITOR, sign_in.sign_in, email, "wrong", "192.0.2.7")
        told.append((refused.value.title, refused.value.body))
    assert told[0] == told[1]


def test_guessing_is_slowed_without_locking_asha_out_elsewhere(clinic: Cast) -> None:
    def guess(password: str, address: str = "192.0.2.66", **when: object) -> object:
        return clinic.do(VISITOR, sign_in.sign_in, "asha@post.example", password, address, **when)

    for _ in range(5):
        with pytest.raises(WrongPassword):
            guess("wrong")
    with pytest.raises(TooManyTries):
        guess(PASSWORD)
    assert guess(PASSWORD, "192.0.2.1")
    assert guess(PASSWORD, now=later(16))


def test_one_address_cannot_try_all_accounts_for_ever(clinic_on_sqlite: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sign_in, "MOST_ADDRESS", 4)
    for n in range(4):
        with pytest.raises(WrongPassword):
            clinic_on_sqlite.do(VISITOR, sign_in.sign_in, f"{n}@post.example", "wrong", "192.0.2.66")
    with pytest.raises(TooManyTries):
        clinic_on_sqlite.do(VISITOR, sign_in.sign_in, "bilal@post.example", PASSWORD, "192.0.2.66")


def test_each_sign_in_is_a_session_of_its_own_and_only_its_hash_is_kept(clinic: Cast) -> None:
    tokens = {clinic.do(VISITOR, sign_in.sign_in, "asha@post.example", PASSWORD, "a").token for _ in range(2)}
    assert len(tokens) == 2
    with transaction(reading=True) as db:
        stored = set(db.exec(select(LoginSession.token_hash)))
    assert {token_hash(token) for token in tokens} <= stored
    assert not tokens & stored


def test_a_session_ends_when_nobody_acts_and_in_any_case_after_twelve_hours(clinic: Cast) -> None:
    staff, patient = clinic.dr_rao.session_id, clinic.asha.session_id
    assert found(clinic, staff, now=later(14)) and not found(clinic, staff, now=later(16))
    assert found(clinic, patient, now=later(29)) and not found(clinic, patient, now=later(31))
    for minutes in range(10, 720, 10):
        clinic.do(VISITOR, sessions.touch, staff, now=later(minutes))
    assert found(clinic, staff, now=later(719))
    clinic.do(VISITOR, sessions.touch, staff, now=later(719.5))
    assert not found(clinic, staff, now=later(721))
    assert set(clinic.do(VISITOR, sessions.alive, [staff, patient], now=later(29))) == {staff, patient}
    assert clinic.do(VISITOR, sessions.alive, [staff, patient], now=later(700)) == [staff]


def test_disabling_an_account_ends_its_sessions_and_says_which(clinic_on_sqlite: Cast) -> None:
    clinic, told = clinic_on_sqlite, []
    stop = BUS.subscribe(told.append)
    clinic.do(clinic.admin, accounts.disable, clinic.dr_rao.account_id)
    stop()
    assert Change("session", (str(clinic.dr_rao.session_id),)) in told
    assert not found(clinic, clinic.dr_rao.session_id)
    with pytest.raises(WrongPassword):
        clinic.sign_in("rao@alder.example")
    clinic.do(clinic.admin, accounts.enable, clinic.dr_rao.account_id)
    assert clinic.sign_in("rao@alder.example").name == "Dr Meera Rao"


def test_an_administrator_cannot_lock_themselves_out(clinic: Cast) -> None:
    with pytest.raises(NotPossible):
        clinic.do(clinic.admin, accounts.disable, clinic.admin.account_id)


def test_a_new_password_ends_every_session(clinic: Cast) -> None:
    clinic.do(SYSTEM, accounts.reset_password, "asha@post.example", "nine calm otters drifted")
    assert not found(clinic, clinic.asha.session_id)
    assert clinic.sign_in("asha@post.example", "nine calm otters drifted")


def test_an_invitation_is_used_once_within_48_hours(clinic: Cast) -> None:
    form = StaffInvitation(role="receptionist", name="Mina Holt", email="holt@alder.example")
    token = clinic.do(clinic.admin, invitations.invite, form)
    assert clinic.do(VISITOR, invitations.find, token).name == "Mina Holt"
    with pytest.raises(NotFound):
        clinic.do(VISITOR, invitations.find, token, now=later(48 * 60 + 1))
    clinic.do(VISITOR, invitations.accept, token, PASSWORD)
    with pytest.raises(NotFound):
        clinic.do(VISITOR, invitations.accept, token, PASSWORD)
    assert clinic.sign_in("holt@alder.example").role == "receptionist"


def test_an_invitation_accepted_by_two_at_once_makes_one_account(clinic: Cast) -> None:
    form = StaffInvitation(role="receptionist", name="Mina Holt", email="holt@alder.example")
    token = clinic.do(clinic.admin, invitations.invite, form)

    def accept(_n: int) -> bool:
        try:
            return bool(clinic.do(VISITOR, invitations.accept, token, PASSWORD))
        except Refusal:
            return False

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(accept, range(4))) == [False, False, False, True]


def test_two_who_register_one_address_at_once_make_one_account(clinic: Cast) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: clinic.do(VISITOR, accounts.register, asha_again(email="x@post.example")), range(4)))
    with transaction(reading=True) as db:
        made = [a for a in db.exec(select(Account)) if a.email == "x@post.example"]
        assert len(made) == 1
        assert len([p for p in db.exec(select(Patient)) if p.given_names == "Eve"]) == 1


def form_of(name: str) -> SetUp:
    return SetUp(
        clinic="Alder Valley", country="IN", zone="UTC", name=name, email=f"{name}@a.example", password=PASSWORD
    )


def test_set_up_closes_for_ever_also_in_a_race_of_two(database: object) -> None:
    clinic = Cast()
    old, token = (clinic.do(SYSTEM, set_up.offer) for _ in range(2))
    assert not clinic.do(VISITOR, set_up.find_offer, old)

    def race(name: str) -> bool:
        try:
            return bool(clinic.do(VISITOR, set_up.set_up, token, form_of(name)))
        except NotFound:
            return False

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(race, ["ilse", "mallory"])) == [False, True]
    assert clinic.do(SYSTEM, set_up.offer) is None
    assert not clinic.do(VISITOR, set_up.find_offer, token)
    with transaction(reading=True) as db:
        assert len(db.exec(select(Account)).all()) == 1


def test_a_set_up_link_dies_after_a_day(database: object) -> None:
    clinic = Cast()
    token = clinic.do(SYSTEM, set_up.offer)
    with pytest.raises(NotFound):
        clinic.do(VISITOR, set_up.set_up, token, form_of("ilse"), now=clinic.now + timedelta(hours=25))


def test_a_session_knows_where_it_came_from_sealed_and_its_end_is_remembered(clinic: Cast) -> None:
    with transaction(reading=True) as db:
        session = db.get_one(LoginSession, clinic.asha.session_id)
    assert session.address == "192.0.2.1"
    assert b"192.0.2.1" not in (session.address_sealed or b"")
    clinic.do(VISITOR, sessions.end, session.id)
    with transaction(reading=True) as db:
        last = db.exec(select(AuditEntry).order_by(AuditEntry.seq.desc())).first()
    assert (last.what, last.record_id) == ("end", session.id)


def test_guesses_made_at_the_same_moment_are_counted_too(clinic_on_sqlite: Cast) -> None:
    def guess(_n: int) -> str:
        try:
            clinic_on_sqlite.do(VISITOR, sign_in.sign_in, "asha@post.example", "wrong", "192.0.2.66")
        except Refusal as refusal:
            return type(refusal).__name__
        return "in"

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(guess, range(40)))
    assert (answers.count("WrongPassword"), answers.count("TooManyTries")) == (sign_in.MOST_PAIR, 35)
