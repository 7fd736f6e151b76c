"""Acting for others: under one's own sign-in, with proof, until a day, and never a moment longer."""

from datetime import date, timedelta

import pytest
from sqlmodel import col, select

from hms.access import VISITOR
from hms.db import transaction
from hms.errors import Forbidden, Invalid, NotFound, NotPossible
from hms.models import Account, AuditEntry, AuditSubject, LoginSession
from hms.services import acting, portal, scheduling, sessions
from tests.support.cast import NOW, Cast
from tests.support.family import acts, allowed


@pytest.fixture
def ravi(clinic: Cast):
    """Asha's son, ten years old."""
    return clinic.register("Ravi", "Nair", "ravi@post.example", date(2016, 5, 4))


def test_asha_acts_for_ravi_and_the_entry_names_her_and_his_record(clinic: Cast, ravi) -> None:
    right = allowed(clinic, "asha", ravi, "parent")
    for_ravi = acts(clinic, clinic.asha, right)
    assert (for_ravi.account_id, for_ravi.patient_id) == (clinic.asha.account_id, ravi.patient_id)
    booked = clinic.book(for_ravi)
    assert booked.patient == "Ravi Nair"
    with transaction(reading=True) as db:
        asked = select(AuditEntry).join(AuditSubject, col(AuditSubject.entry_id) == col(AuditEntry.id))
        entries = db.exec(asked.where(AuditSubject.patient_id == ravi.patient_id, AuditEntry.what == "book")).all()
    assert [entry.account_id for entry in entries] == [clinic.asha.account_id]


def test_while_asha_acts_for_ravi_her_own_record_is_not_open(clinic: Cast, ravi) -> None:
    own = clinic.book(clinic.asha)
    for_ravi = acts(clinic, clinic.asha, allowed(clinic, "asha", ravi, "parent"))
    with pytest.raises(NotFound):
        clinic.do(for_ravi, scheduling.card, own.id)
    assert clinic.do(for_ravi, portal.home).first_name == "Ravi"
    back = acts(clinic, for_ravi, None)
    assert back.patient_id == clinic.asha.patient_id
    assert clinic.do(back, scheduling.card, own.id).id == own.id


def test_each_change_is_a_new_sign_in_that_ends_when_the_first_would_have(clinic: Cast, ravi) -> None:
    right = allowed(clinic, "asha", ravi, "parent")
    with transaction(reading=True) as db:
        first = db.get(LoginSession, clinic.asha.session_id)
    signed_in = clinic.do(clinic.asha, acting.begin, right.id, now=NOW + timedelta(minutes=20))
    assert clinic.do(VISITOR, sessions.by_id, clinic.asha.session_id) is None
    assert signed_in.lasts_s == (first.ends_at - NOW).total_seconds() - 20 * 60


def test_bilal_cannot_act_for_ravi_under_ashas_right_nor_under_none(clinic: Cast, ravi) -> None:
    right = allowed(clinic, "asha", ravi, "parent")
    with pytest.raises(NotFound):
        clinic.do(clinic.bilal, acting.begin, right.id)
    with pytest.raises(NotFound):
        clinic.do(clinic.bilal, acting.end_for_me, right.id)


def test_a_parents_right_ends_when_the_child_comes_of_age(clinic: Cast, ravi) -> None:
    right = allowed(clinic, "asha", ravi, "parent")
    assert right.ends == "3 May 2034"
    with pytest.raises(Invalid) as refused:
        allowed(clinic, "bilal", ravi, "guardian", ends_on=date(2034, 5, 5))
    assert "of age" in refused.value.fields["ends_on"]
    with pytest.raises(Invalid) as refused:
        allowed(clinic, "bilal", clinic.asha, "parent")
    assert "of age" in refused.value.fields["relation"]


def test_after_the_last_day_asha_is_refused_in_words_and_what_was_open_is_closed(clinic: Cast, ravi) -> None:
    right = allowed(clinic, "asha", ravi, "carer", ends_on=date(2026, 11, 24))
    for_ravi = acts(clinic, clinic.asha, right)
    eve = NOW + timedelta(hours=13, minutes=50)  # 23:50 in Kolkata
    with transaction() as db:
        db.get_one(LoginSession, for_ravi.session_id).acted_at = eve
        db.get_one(LoginSession, for_ravi.session_id).ends_at = eve + timedelta(hours=2)
    assert clinic.do(VISITOR, sessions.alive, [for_ravi.session_id], now=eve) == [for_ravi.session_id]
    midnight = eve + timedelta(minutes=10)
    assert clinic.do(VISITOR, sessions.alive, [for_ravi.session_id], now=midnight) == []
    with pytest.raises(NotPossible) as refused:
        clinic.do(for_ravi, acting.begin, right.id, now=midnight)
    assert refused.value.body == "It ended on 23 Nov 2026."


def test_reception_ends_it_and_ashas_pages_for_ravi_close_at_once(clinic: Cast, ravi) -> None:
    right = allowed(clinic, "asha", ravi, "parent")
    for_ravi = acts(clinic, clinic.asha, right)
    clinic.do(clinic.reception, acting.end, right.id)
    assert clinic.do(VISITOR, sessions.by_id, for_ravi.session_id) is None
    again = clinic.sign_in("asha@post.example")
    with pytest.raises(NotPossible):
        clinic.do(again, acting.begin, right.id)
    assert clinic.do(clinic.reception, acting.of_patient, ravi.patient_id)[0].over == "It was ended."


def test_bilal_sees_who_may_act_for_him_and_ends_it_himself(clinic: Cast) -> None:
    right = allowed(clinic, "asha", clinic.bilal)
    mine = clinic.do(clinic.bilal, acting.family).for_me
    assert [(one.holder, one.relation, one.proof, one.email) for one in mine] == [("Asha Nair", "Carer", "", "")]
    for_bilal = acts(clinic, clinic.asha, right)
    assert clinic.do(for_bilal, acting.family).for_me == []  # whoever acts does not run the other's family
    clinic.do(clinic.bilal, acting.end_for_me, right.id)
    assert clinic.do(VISITOR, sessions.by_id, for_bilal.session_id) is None


def test_what_reception_cannot_arrange_is_said_at_its_field(clinic: Cast) -> None:
    with pytest.raises(Invalid) as nobody:
        allowed(clinic, "nobody", clinic.bilal)
    assert "register first" in nobody.value.fields["email"]
    with pytest.raises(Invalid) as own:
        allowed(clinic, "bilal", clinic.bilal)
    assert "own sign-in" in own.value.fields["email"]
    with pytest.raises(Invalid) as past:
        allowed(clinic, "asha", clinic.bilal, ends_on=date(2026, 11, 23))
    assert "after today" in past.value.fields["ends_on"]
    allowed(clinic, "asha", clinic.bilal)
    with pytest.raises(NotPossible, match="already"):
        allowed(clinic, "asha", clinic.bilal)


def test_a_disabled_sign_in_acts_for_nobody(clinic: Cast, ravi) -> None:
    for_ravi = acts(clinic, clinic.asha, allowed(clinic, "asha", ravi, "parent"))
    with transaction() as db:
        db.get_one(Account, clinic.asha.account_id).disabled_at = NOW
    assert clinic.do(VISITOR, sessions.by_id, for_ravi.session_id) is None


def test_nobody_but_reception_arranges_it(clinic: Cast, ravi) -> None:
    for who in (clinic.asha, clinic.dr_rao, clinic.admin):
        with pytest.raises(Forbidden):
            clinic.do(who, acting.of_patient, ravi.patient_id)
