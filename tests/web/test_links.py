"""Links that work once: setting up a new clinic, and an invitation."""

import asyncio
import re
from datetime import UTC, datetime
from pathlib import Path

from sqlmodel import select

from hms.access import SYSTEM, perform
from hms.db import transaction
from hms.models import Account, Clinic
from hms.schemas.accounts import StaffInvitation
from hms.services import invitations, set_up
from tests.support.cast import PASSWORD, Cast
from tests.support.database import Database
from tests.web.plain import visitor

CLINIC = {
    "clinic": "Fjordside Clinic",
    "country": "NO",
    "zone": "Europe/Oslo",
    "language": "en",
    "name": "Ilse Brandt",
    "email": "ilse@fjordside.example",
    "password": PASSWORD,
}


async def test_the_first_administrator_sets_the_clinic_up_and_the_link_closes_for_ever(
    sqlite_only: Database, tmp_path: Path
) -> None:
    path = f"/setup/{perform(set_up.offer, SYSTEM)}"
    async with visitor(tmp_path / "site") as web:
        page = await web.get(path)
        for words in ('<option value="NO">Norway', "Europe / Oslo", '<option value="en" selected>English'):
            assert words in page.text
        done = await web.send_form(path, **CLINIC)
        assert (done.status_code, done.headers["location"]) == (303, "/admin")
        assert (await web.get("/")).headers["location"] == "/admin"  # signed in
        assert (await web.get(path)).status_code == 404
        again = await web.send_form(path, **{**CLINIC, "clinic": "Another"})
        assert (again.status_code, "set-cookie" in again.headers) == (404, False)
    with transaction(reading=True) as db:
        clinic = db.exec(select(Clinic)).one()
        assert (clinic.name, clinic.country, clinic.zone) == ("Fjordside Clinic", "NO", "Europe/Oslo")


async def test_of_two_who_set_up_at_once_one_wins(sqlite_only: Database, tmp_path: Path) -> None:
    path = f"/setup/{perform(set_up.offer, SYSTEM)}"
    async with visitor(tmp_path / "one") as one, visitor(tmp_path / "two") as two:
        others = {**CLINIC, "email": "other@fjordside.example"}
        answers = await asyncio.gather(one.send_form(path, **CLINIC), two.send_form(path, **others))
    assert sorted(answer.status_code for answer in answers) == [303, 404]
    with transaction(reading=True) as db:
        assert len(db.exec(select(Account)).all()) == 1


async def test_a_refused_set_up_keeps_what_was_typed_and_the_link(sqlite_only: Database, tmp_path: Path) -> None:
    path = f"/setup/{perform(set_up.offer, SYSTEM)}"
    async with visitor(tmp_path / "site") as web:
        wrong = {**CLINIC, "zone": "", "country": "XX", "password": "fjordside clinic"}
        page = await web.send_form(path, **wrong)
        assert page.status_code == 422
        for words in ("Time zone: Please choose one.", "Choose a country from the list.", "easily guessed"):
            assert words in page.text
        assert 'value="Fjordside Clinic"' in page.text
        assert wrong["password"] not in page.text
        assert (await web.send_form(path, **CLINIC)).status_code == 303


def invite(clinic: Cast) -> str:
    form = StaffInvitation(
        role="doctor", name="Dr Sana Malik", email="sana@alder.example", department_id=clinic.cardiology
    )
    return "/invitation/" + perform(invitations.invite, clinic.admin, form, now=datetime.now(UTC))


async def test_an_invited_doctor_chooses_a_password_and_is_in(clinic_on_sqlite: Cast, tmp_path: Path) -> None:
    path = invite(clinic_on_sqlite)
    async with visitor(tmp_path / "site") as web:
        page = await web.get(path)
        for words in ("Welcome, Dr Sana Malik", "sana@alder.example", "Doctor", "Alder Valley"):
            assert words in page.text
        weak = await web.send_form(path, password="password1234")
        assert weak.status_code == 422
        assert "easily guessed" in weak.text
        assert 'id="password-error"' in weak.text
        done = await web.send_form(path, password=PASSWORD)
        assert (done.status_code, done.headers["location"]) == (303, "/doctor")
        await web.send_form("/sign-out")
        assert (await web.sign_in("sana@alder.example")).headers["location"] == "/doctor"


async def test_a_used_and_an_unknown_invitation_look_alike(clinic_on_sqlite: Cast, tmp_path: Path) -> None:
    path = invite(clinic_on_sqlite)
    async with visitor(tmp_path / "site") as web, visitor(tmp_path / "other") as other:
        await web.send_form(path, password=PASSWORD)
        used, unknown = await other.get(path), await other.get("/invitation/" + "x" * 43)
        assert used.status_code == unknown.status_code == 404
        assert used.content == unknown.content
        assert "works once" in used.text
        assert re.search(r'href="/sign-in"', used.text)
        again = await other.send_form(path, password=PASSWORD)
        assert (again.status_code, "set-cookie" in again.headers) == (404, False)
