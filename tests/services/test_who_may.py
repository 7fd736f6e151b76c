"""Acts that change who may do what are remembered, and take effect whatever else happens at that moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest
from sqlmodel import col, select

from hms.access import SYSTEM, VISITOR
from hms.db import transaction
from hms.errors import NotFound, Refusal
from hms.models import AuditEntry, LoginSession
from hms.permissions import Role
from hms.schemas.accounts import StaffInvitation
from hms.services import accounts, invitations, sessions, sign_in
from tests.support.cast import PASSWORD, Cast, later

NEW_PASSWORD = "nine calm otters drifted"


def remembered(what: str) -> list[AuditEntry]:
    with transaction(reading=True) as db:
        return list(db.exec(select(AuditEntry).where(AuditEntry.what == what).order_by(col(AuditEntry.seq))))


def test_who_changed_what_somebody_may_do_is_remembered(clinic: Cast) -> None:
    rao = clinic.dr_rao.account_id
    for act in (accounts.disable, accounts.enable):
        clinic.do(clinic.admin, act, rao)
        entry = remembered(act.__name__)[-1]
        assert (entry.account_id, entry.record_id, entry.outcome) == (clinic.admin.account_id, rao, "done")
    clinic.do(SYSTEM, accounts.reset_password, "osei@alder.example", NEW_PASSWORD)
    assert remembered("reset_password")[-1].record_id == clinic.dr_osei.account_id
    made = clinic.do(SYSTEM, accounts.add, Role.RECEPTIONIST, "Noor Aziz", "noor@alder.example", PASSWORD)
    assert remembered("add")[-1].record_id == made
    before = len(remembered("accept"))
    form = StaffInvitation(role="administrator", name="Mina Holt", email="holt@alder.example")
    token = clinic.do(clinic.admin, invitations.invite, form)
    assert remembered("invite")[-1].account_id == clinic.admin.account_id
    mina = clinic.actor_of(clinic.do(VISITOR, invitations.accept, token, PASSWORD).token)
    entries = remembered("accept")
    assert len(entries) == before + 1 and entries[-1].record_id == mina.account_id


def test_an_account_that_does_not_exist_is_asked_for_in_vain_and_that_is_remembered(clinic: Cast) -> None:
    with pytest.raises(NotFound):
        clinic.do(clinic.admin, accounts.disable, clinic.asha.patient_id)
    entry = remembered("disable")[-1]
    assert (entry.outcome, entry.record_id) == ("refused", clinic.asha.patient_id)


def test_patients_accounts_are_not_the_administrators(clinic: Cast) -> None:
    for act in (accounts.disable, accounts.enable):
        with pytest.raises(NotFound):
            clinic.do(clinic.admin, act, clinic.asha.account_id)
    assert clinic.sign_in("asha@post.example")


def test_a_human_action_does_not_bring_back_a_session_that_ran_out(clinic: Cast) -> None:
    session_id = clinic.dr_rao.session_id
    clinic.do(VISITOR, sessions.touch, session_id, now=later(15.1))
    assert clinic.do(VISITOR, sessions.by_id, session_id, now=later(15.2)) is None


def test_a_sign_in_with_the_old_password_does_not_outlive_the_new_one(
    clinic: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    matched, changed = Event(), Event()
    begin = sign_in.begin

    def slow(*asked: Any) -> Any:
        matched.set()
        changed.wait(0.5)  # on both databases the new password waits for this act, or this act for it
        return begin(*asked)

    monkeypatch.setattr(sign_in, "begin", slow)
    with ThreadPoolExecutor(2) as pool:
        signing_in = pool.submit(
            clinic.do, VISITOR, sign_in.sign_in, "asha@post.example", PASSWORD, "192.0.2.1", now=later(1)
        )
        assert matched.wait(5)
        pool.submit(
            clinic.do, SYSTEM, accounts.reset_password, "asha@post.example", NEW_PASSWORD, now=later(1)
        ).result()
        changed.set()
        try:
            signing_in.result()
        except Refusal:
            return
    with transaction(reading=True) as db:
        mine = db.exec(select(LoginSession).where(LoginSession.account_id == clinic.asha.account_id)).all()
    assert all(session.ended_at for session in mine)
