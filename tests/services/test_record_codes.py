"""A sign-in meets a record that the clinic has only by proof: a code from the desk, and the birth date."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from hms.access import VISITOR
from hms.db import transaction
from hms.errors import Invalid, NotFound, NotPossible, TooManyTries, WrongPair, WrongPassword
from hms.models import Account, Patient, RecordCode, SuspectedPair
from hms.schemas.accounts import Registration
from hms.schemas.acting import CodeProof, CodeRegistration
from hms.services import accounts, portal, record_codes
from hms.services.tries import MOST_CODES
from tests.support.cast import NOW, PASSWORD, Cast
from tests.support.cast import later as at

BORN = date(1961, 4, 9)


@pytest.fixture
def carmen(clinic: Cast):
    """A patient whom the clinic knows and who has never signed in."""
    form = Registration(
        given_names="Carmen", family_name="Ortiz", born_on=BORN, email="carmen@post.example", password=PASSWORD
    )
    clinic.do(VISITOR, accounts.register, form)
    with transaction() as db:
        account = db.exec(select(Account).where(Account.email_index == accounts.email_index(form.email))).one()
        patient_id = account.patient_id
        db.delete(account)
    return patient_id


def given(clinic: Cast, patient_id) -> str:
    return clinic.do(clinic.reception, record_codes.give, patient_id).code


def come(clinic: Cast, code: str, born: date = BORN, email: str = "carmen@post.example", **more) -> None:
    form = CodeRegistration(code=code, born_on=born, email=email, password=PASSWORD)
    clinic.do(VISITOR, record_codes.register, form, "192.0.2.7", **more)


def test_carmen_comes_with_her_code_and_meets_her_own_record(clinic: Cast, carmen) -> None:
    come(clinic, given(clinic, carmen).lower().replace(" ", "-"))
    assert clinic.sign_in("carmen@post.example").patient_id == carmen
    assert clinic.do(clinic.sign_in("carmen@post.example"), portal.home).first_name == "Carmen"


def test_a_code_serves_once(clinic: Cast, carmen) -> None:
    code = given(clinic, carmen)
    come(clinic, code)
    with pytest.raises(WrongPair):
        come(clinic, code, email="another@post.example")


def test_a_code_without_the_birth_date_opens_nothing_and_stays_good(clinic: Cast, carmen) -> None:
    code = given(clinic, carmen)
    with pytest.raises(WrongPair):
        come(clinic, code, born=date(1961, 4, 10))
    come(clinic, code)
    assert clinic.sign_in("carmen@post.example").patient_id == carmen


def test_a_code_ends_after_a_fortnight_with_a_newer_one_and_when_taken_back(clinic: Cast, carmen) -> None:
    first = given(clinic, carmen)
    second = given(clinic, carmen)
    assert first != second
    with pytest.raises(WrongPair):
        come(clinic, first)
    with pytest.raises(WrongPair):
        come(clinic, second, now=NOW + timedelta(days=14, seconds=1))
    clinic.do(clinic.reception, record_codes.revoke, carmen)
    with pytest.raises(WrongPair):
        come(clinic, second)
    assert clinic.do(clinic.reception, record_codes.out, carmen) is None


def test_a_known_email_is_neither_changed_nor_told_and_the_code_stays_good(clinic: Cast, carmen) -> None:
    code = given(clinic, carmen)
    come(clinic, code, email="asha@post.example")  # answered as if it had worked
    assert clinic.sign_in("asha@post.example").patient_id == clinic.asha.patient_id
    come(clinic, code)
    assert clinic.sign_in("carmen@post.example").patient_id == carmen


def test_ten_thousand_guesses_end_at_the_sixtieth(clinic: Cast, carmen) -> None:
    code = given(clinic, carmen)
    refused = 0
    for n in range(10_000):
        try:
            come(clinic, f"{n:012}")
        except WrongPair:
            refused += 1
        except TooManyTries:
            break
    assert refused == MOST_CODES
    with pytest.raises(TooManyTries):
        come(clinic, code)  # not even the right one, from there
    come(clinic, code, now=at(16))


def test_who_signs_in_already_gets_no_code(clinic: Cast) -> None:
    with pytest.raises(NotPossible, match="signs in already"):
        given(clinic, clinic.asha.patient_id)


def test_a_record_without_a_whole_birth_date_or_of_somebody_who_died_gets_none(clinic: Cast, carmen) -> None:
    with transaction() as db:
        db.get_one(Patient, carmen).born = "1961"
    with pytest.raises(NotPossible, match="birth date"):
        given(clinic, carmen)
    with transaction() as db:
        db.get_one(Patient, carmen).deceased = True
    with pytest.raises(NotPossible, match="Nobody"):
        given(clinic, carmen)


def test_the_code_itself_is_kept_nowhere(clinic: Cast, carmen) -> None:
    code = given(clinic, carmen).replace(" ", "")
    with transaction(reading=True) as db:
        row = db.exec(select(RecordCode)).one()
    assert code not in repr(row)
    assert clinic.do(clinic.reception, record_codes.out, carmen).until == "7 Dec 2026"


def test_a_weak_password_is_refused_before_the_code_is_looked_at(clinic: Cast, carmen) -> None:
    form = CodeRegistration(code=given(clinic, carmen), born_on=BORN, email="c@post.example", password="password1234")
    with pytest.raises(Invalid):
        clinic.do(VISITOR, record_codes.register, form, "192.0.2.7")


def test_nobodys_record_gets_no_code(clinic: Cast) -> None:
    with pytest.raises(NotFound):
        given(clinic, clinic.admin.account_id)


def test_a_used_code_lets_nobody_else_sign_in(clinic: Cast, carmen) -> None:
    come(clinic, given(clinic, carmen))
    with pytest.raises(WrongPassword):
        clinic.sign_in("carmen@post.example", "another password altogether")


def proof(code: str, born: date = BORN) -> CodeProof:
    return CodeProof(code=code, born_on=born)


def test_carmen_who_registered_anew_proves_the_older_record_hers_and_reception_is_asked(clinic: Cast, carmen) -> None:
    anew = clinic.register("Carmen", "Ortiz-Vega", "vega@post.example", BORN)
    code = given(clinic, carmen)
    with pytest.raises(WrongPair):
        clinic.do(anew, record_codes.prove, proof(code, date(1961, 4, 10)))
    clinic.do(anew, record_codes.prove, proof(code))
    with transaction(reading=True) as db:
        pair = db.exec(select(SuspectedPair)).one()
    assert {pair.one_id, pair.other_id} == {carmen, anew.patient_id}
    assert (pair.percent, pair.over_at) == (100, None)
    with pytest.raises(WrongPair):
        clinic.do(anew, record_codes.prove, proof(code))
    assert clinic.sign_in("vega@post.example").patient_id == anew.patient_id  # until reception has made them one


def test_who_guesses_while_signed_in_is_stopped_too(clinic: Cast, carmen) -> None:
    code = given(clinic, carmen)
    for n in range(MOST_CODES):
        with pytest.raises(WrongPair):
            clinic.do(clinic.asha, record_codes.prove, proof(f"{n:012}"))
    with pytest.raises(TooManyTries):
        clinic.do(clinic.asha, record_codes.prove, proof(code))
