"""A screen or a kiosk is opened by its link, stays open for weeks, reaches one thing, and ends when it is revoked."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import select

from hms.access import VISITOR
from hms.db import transaction
from hms.errors import Invalid, NotFound, WrongPassword
from hms.models import Account, AuditEntry, Device, LoginSession
from hms.permissions import Role
from hms.security.tokens import token_hash
from hms.services import accounts, devices, directory, sessions, sign_in
from hms.services.queue import showing
from tests.support.cast import PASSWORD, Cast
from tests.support.waiting_room import link, opened


@pytest.mark.parametrize("kind", ["display", "kiosk"])
def test_a_link_opens_a_session_of_its_own_kind_and_nobodys_else(clinic: Cast, kind: str) -> None:
    its = link(clinic, kind)
    screen = opened(clinic, its)
    assert (screen.role, screen.patient_id, screen.practitioner_id) == (Role(kind), None, None)
    other = "kiosk" if kind == "display" else "display"
    for wrong in ((other, its[1]), (kind, its[1][:-1]), (kind, ""), (kind, token_hash(its[1]))):
        with pytest.raises(NotFound):
            clinic.do(VISITOR, devices.open_link, *wrong)


def test_it_lives_for_months_without_a_touch_and_as_long_as_its_cookie(clinic: Cast) -> None:
    signed_in = clinic.do(VISITOR, devices.open_link, *link(clinic, "display"))
    assert (signed_in.home, signed_in.lasts_s) == ("/display", 365 * 86_400)
    hashed = token_hash(signed_in.token)
    for days, lives in ((0, True), (90, True), (364.9, True), (365, False)):
        card = clinic.do(VISITOR, sessions.find, hashed, now=clinic.now + timedelta(days=days))
        assert (card is not None) is lives
        assert card is None or card.idle_ends_at == card.ends_at


def test_the_link_is_kept_as_a_hash_and_shown_once(clinic: Cast) -> None:
    _, token = link(clinic, "display")
    with transaction(reading=True) as db:
        (row,) = db.exec(select(Device)).all()
    assert row.token_hash == token_hash(token) and token not in str(row)
    (card,) = clinic.do(clinic.admin, devices.listed)
    assert token not in card.model_dump_json() and card.opened == ""
    opened(clinic, ("display", token))
    (card,) = clinic.do(clinic.admin, devices.listed)
    assert card.opened == "23 Nov 2026, 10:00"


def test_revoking_ends_what_is_open_and_the_link(clinic: Cast) -> None:
    its, spared = link(clinic, "display"), opened(clinic, link(clinic, "display"))
    screen = opened(clinic, its)
    (card, *_) = [one for one in clinic.do(clinic.admin, devices.listed) if one.opened]
    device_id = next(one.id for one in _devices() if one.account_id == screen.account_id)
    clinic.do(clinic.admin, devices.revoke, device_id)
    assert clinic.do(VISITOR, sessions.by_id, screen.session_id) is None
    for again in (lambda: clinic.do(VISITOR, devices.open_link, *its), lambda: clinic.do(screen, showing.numbers)):
        with pytest.raises(NotFound):
            again()
    with pytest.raises(NotFound):
        clinic.do(clinic.admin, devices.revoke, device_id)
    assert clinic.do(VISITOR, sessions.by_id, spared.session_id) is not None and card
    assert len(clinic.do(clinic.admin, devices.listed)) == 1


def _devices() -> list[Device]:
    with transaction(reading=True) as db:
        return list(db.exec(select(Device)))


def test_a_box_that_forgets_its_cookie_each_morning_leaves_no_pile_of_sessions(clinic: Cast) -> None:
    its = link(clinic, "display")
    mornings = [opened(clinic, its, now=clinic.now + timedelta(days=n)) for n in range(9)]
    with transaction(reading=True) as db:
        mine = db.exec(select(LoginSession).where(LoginSession.account_id == mornings[0].account_id)).all()
    assert [one.ended_at is None for one in sorted(mine, key=lambda one: one.made_at)] == [False] * 5 + [True] * 4


def test_a_screens_account_is_no_member_of_staff_and_nobody_signs_in_with_it(clinic: Cast) -> None:
    before = clinic.do(clinic.admin, directory.overview).staff
    screen = opened(clinic, link(clinic, "display"))
    assert clinic.do(clinic.admin, directory.overview).staff == before
    assert "Waiting room" not in {card.name for card in clinic.do(clinic.admin, accounts.list_accounts)}
    for act in (accounts.disable, accounts.enable):
        with pytest.raises(NotFound):
            clinic.do(clinic.admin, act, screen.account_id)
    with transaction(reading=True) as db:
        known_by = db.get_one(Account, screen.account_id).email_index
    for email in (known_by, "Waiting room", ""):
        with pytest.raises(WrongPassword):
            clinic.do(VISITOR, sign_in.sign_in, email, "-", "192.0.2.9")
        with pytest.raises(WrongPassword):
            clinic.do(VISITOR, sign_in.sign_in, email, PASSWORD, "192.0.2.9")


def test_who_set_up_opened_and_revoked_a_screen_is_remembered(clinic: Cast) -> None:
    opened(clinic, link(clinic, "display"))
    (device,) = _devices()
    clinic.do(clinic.admin, devices.revoke, device.id)
    with transaction(reading=True) as db:
        entries = db.exec(select(AuditEntry).where(AuditEntry.record_id == device.id)).all()
    told = [(entry.what, entry.role) for entry in sorted(entries, key=lambda entry: entry.seq)]
    assert told == [("add", "administrator"), ("open_link", "visitor"), ("revoke", "administrator")]


def test_a_screen_is_for_a_department_that_is_there(clinic: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        link(clinic, "display", UUID(int=7))
    assert set(refused.value.fields) == {"department_id"}
