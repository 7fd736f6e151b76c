"""The administrator's screens, through the real event pipeline: what they show, follow and refuse."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from hms.access import SYSTEM, VISITOR, Actor, perform
from hms.pages.admin.departments import ManageDepartments
from hms.pages.admin.overview import SeeOverview
from hms.pages.admin.people import ManagePeople
from hms.permissions import Role
from hms.schemas.accounts import StaffInvitation
from hms.schemas.directory import DepartmentCard, DepartmentForm
from hms.services import accounts, directory, invitations
from hms.services.doctor_time import weekly
from tests.web.pipeline import House, OpenPage

PASSWORD = "tidal-lantern-orchard-47"  # made up for these tests
pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.fixture
def heart(house: House) -> DepartmentCard:
    """Open a department."""
    return perform(directory.add_department, SYSTEM, DepartmentForm(name="Heart and circulation"))


@pytest.fixture
def rao(heart: DepartmentCard) -> UUID:
    """Invite Dr Rao, who accepts; give the doctor's id."""
    form = StaffInvitation(role="doctor", name="Dr Anita Rao", email="rao@example.org", department_id=heart.id)
    perform(invitations.accept, VISITOR, perform(invitations.invite, SYSTEM, form), PASSWORD)
    return perform(directory.doctors, SYSTEM)[0].id


@pytest.fixture
def ines(house: House) -> Actor:
    """Make an administrator."""
    return house.account(Role.ADMINISTRATOR, "Ines Moreau")


async def _opened(house: House, who: Actor, path: str, screen: type, **query: str) -> tuple[OpenPage, Any]:
    page = await house.open(who, path, **query)
    return page, lambda: page.shows(screen)


async def test_the_overview_names_doctors_whom_nobody_can_book(house: House, ines: Actor, rao: UUID) -> None:
    page, shown = await _opened(house, ines, "/admin", SeeOverview)
    assert [d["name"] for d in shown()["without_hours"]] == ["Dr Anita Rao"] and shown()["to_do"] == 1
    assert shown()["card"]["doctors"] == 1 and shown()["card"]["patients"] == 0
    _set_hours(rao)
    await page.rest()
    assert shown()["without_hours"] == [] and shown()["to_do"] == 0


def _set_hours(doctor: UUID) -> None:
    from hms.schemas.doctor_time import HoursForm

    version = perform(weekly.hours, SYSTEM, doctor).version
    block = {"weekday": 0, "starts": "09:00", "ends": "12:00"}
    form = {"practitioner_id": doctor, "blocks": [block], "visit_min": 20, "version": version}
    perform(weekly.set_hours, SYSTEM, HoursForm.model_validate(form))


async def test_a_department_is_added_renamed_and_closed(house: House, ines: Actor) -> None:
    page, shown = await _opened(house, ines, "/admin/departments", ManageDepartments)
    await page.call(ManageDepartments.add, answers={"name": "Skin"})
    assert shown()["notice_tone"] == "ok" and shown()["added"] == 1
    (skin,) = shown()["departments"]
    await page.call(ManageDepartments.start_renaming, department_id=skin["id"])
    await page.call(ManageDepartments.rename, answers={"name": "Skin and hair"})
    assert shown()["departments"][0]["name"] == "Skin and hair" and shown()["renaming"] is None
    await page.call(ManageDepartments.ask_to_close, department_id=skin["id"])
    assert shown()["closing"] == skin["id"]
    version = shown()["departments"][0]["version"]
    await page.call(ManageDepartments.close, department_id=skin["id"], version=version)
    assert shown()["departments"] == []


async def test_a_taken_or_empty_name_is_refused_beside_its_field(
    house: House, ines: Actor, heart: DepartmentCard
) -> None:
    page, shown = await _opened(house, ines, "/admin/departments", ManageDepartments)
    for name in (heart.name.upper(), ""):
        await page.call(ManageDepartments.add, answers={"name": name})
        assert shown()["field_errors"]["name"] and shown()["notice_tone"] == "danger" and shown()["added"] == 0


async def test_a_department_with_doctors_stays_open(
    house: House, ines: Actor, heart: DepartmentCard, rao: UUID
) -> None:
    page, shown = await _opened(house, ines, "/admin/departments", ManageDepartments)
    await page.call(ManageDepartments.close, department_id=str(heart.id), version=heart.version)
    assert shown()["notice_tone"] == "danger" and [d["name"] for d in shown()["departments"]] == [heart.name]


async def test_a_rename_under_the_hand_is_told(house: House, ines: Actor, heart: DepartmentCard) -> None:
    page, shown = await _opened(house, ines, "/admin/departments", ManageDepartments)
    await page.call(ManageDepartments.start_renaming, department_id=str(heart.id))
    perform(directory.rename_department, SYSTEM, heart.id, DepartmentForm(name="Cardiology"), heart.version)
    await page.rest()
    assert shown()["theirs"] == "Cardiology"
    await page.call(ManageDepartments.rename, answers={"name": "Heart"})
    assert [d["name"] for d in shown()["departments"]] == ["Heart"]


async def test_an_invitation_gives_one_link_that_works_once(house: House, ines: Actor, heart: DepartmentCard) -> None:
    page, shown = await _opened(house, ines, "/admin/people", ManagePeople)
    answers = {
        "role": "doctor",
        "name": "Dr Anita Rao",
        "email": "rao@example.org",
        "department_id": str(heart.id),
        "visit_min": "",
    }
    await page.call(ManagePeople.invite, answers=answers)
    link = shown()["link"]
    assert link.startswith("/invitation/") and shown()["sent"] == 1
    assert [p["state"] for p in shown()["people"] if p["name"] == "Dr Anita Rao"] == ["invited"]
    token = link.removeprefix("/invitation/")
    assert perform(invitations.find, VISITOR, token).name == "Dr Anita Rao"
    perform(invitations.accept, VISITOR, token, PASSWORD)
    await page.rest()
    assert [p["state"] for p in shown()["people"] if p["name"] == "Dr Anita Rao"] == ["active"]
    await page.call(ManagePeople.put_link_away)
    assert shown()["link"] == ""


async def test_an_invitation_without_a_department_is_refused(house: House, ines: Actor) -> None:
    page, shown = await _opened(house, ines, "/admin/people", ManagePeople)
    answers = {
        "role": "doctor",
        "name": "Dr Anita Rao",
        "email": "rao@example.org",
        "department_id": "",
        "visit_min": "20",
    }
    await page.call(ManagePeople.invite, answers=answers)
    assert "department_id" in shown()["field_errors"] and shown()["link"] == "" and shown()["sent"] == 0
    await page.call(ManagePeople.invite, answers={**answers, "role": "receptionist", "email": "no address"})
    assert "email" in shown()["field_errors"]


async def test_a_disabled_account_ends_at_once_and_can_come_back(house: House, ines: Actor) -> None:
    lena = house.account(Role.RECEPTIONIST, "Lena Vogt")
    desk = await house.open(lena, "/reception")
    page, shown = await _opened(house, ines, "/admin/people", ManagePeople)
    await page.call(ManagePeople.ask_about, account_id=str(lena.account_id))
    assert shown()["asking"] == str(lena.account_id)
    await page.call(ManagePeople.disable, account_id=str(lena.account_id))
    await desk.until(lambda: desk.closed, 1.0)
    assert {p["name"]: p["state"] for p in shown()["people"]}["Lena Vogt"] == "disabled" and shown()["asking"] == ""
    await page.call(ManagePeople.enable, account_id=str(lena.account_id))
    assert {p["name"]: p["state"] for p in shown()["people"]}["Lena Vogt"] == "active"


async def test_nobody_disables_their_own_account(house: House, ines: Actor) -> None:
    page, shown = await _opened(house, ines, "/admin/people", ManagePeople)
    await page.call(ManagePeople.disable, account_id=str(ines.account_id))
    assert shown()["notice_tone"] == "danger"
    cards = perform(accounts.list_accounts, ines, now=datetime.now(UTC))
    assert [c.state for c in cards if c.is_me] == ["active"]
