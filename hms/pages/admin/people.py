"""The staff: accounts and open invitations, inviting, disabling and enabling."""

from uuid import UUID

import reflex as rx

from hms.components.cards import section
from hms.components.layout import split, stack
from hms.components.shell import page_head
from hms.pages.admin.frame import frame
from hms.pages.admin.people_parts import invitation_form, invitation_link, people_table
from hms.permissions import Permission
from hms.schemas.accounts import AccountCard, StaffInvitation
from hms.schemas.cosigning import SupervisorForm
from hms.services import accounts, directory, invitations, supervisors
from hms.texts import t
from hms.web.screen import Screen, handler

DOCTORS_ONLY = ("department_id", "room", "visit_min", "supervisor_id")


class ManagePeople(Screen):
    """Who works here and can sign in."""

    needs = Permission.MANAGE_ACCOUNTS

    people: list[AccountCard] = []  # noqa: RUF012 - Reflex copies it for each state
    departments: list[list[str]] = []  # noqa: RUF012
    role: str = "doctor"  # of the invitation that is being written
    link: str = ""  # the path of the newest invitation, shown this once
    invited: str = ""
    sent: int = 0  # a new form each time
    doctors: list[list[str]] = []  # noqa: RUF012 - who may supervise a doctor in training
    supervising: str = ""  # the id of the account whose supervisor is being named
    asking: str = ""  # the id of the account to be disabled or enabled, once more is asked

    def watches(self) -> list[str]:
        """Follow the accounts, and the departments that a doctor may be invited to."""
        return ["accounts", "directory"]

    @handler
    async def load(self) -> None:
        """Read the accounts and invitations."""
        self.people = await self.ask(accounts.list_accounts)
        known = await self.ask(directory.departments)
        able = [one for one in self.people if one.practitioner_id and one.state == "active" and not one.supervisor]
        self.doctors = [["", t("Nobody")], *([str(one.practitioner_id), one.name] for one in able)]
        self.departments = [["", t("Choose a department")], *([str(d.id), d.name] for d in known)]

    @handler(quiet=True)
    async def choose_role(self, role: str) -> None:
        """Ask a doctor for department, room and length of visit, others not."""
        self.role = role

    @handler(busy=True)
    async def invite(self, answers: dict[str, str]) -> None:
        """Invite somebody and show the link."""
        given = {name: value for name, value in answers.items() if value or name not in DOCTORS_ONLY}
        form = StaffInvitation.model_validate(given)
        self.link = "/invitation/" + await self.ask(invitations.invite, form)
        self.invited, self.role, self.sent = form.name, "doctor", self.sent + 1

    @handler
    async def put_link_away(self) -> None:
        """Show the link no more."""
        self.link = self.invited = ""

    @handler
    async def begin_supervision(self, account_id: UUID) -> None:
        """Ask who supervises a doctor."""
        self.supervising, self.asking = str(account_id), ""

    @handler(busy=True)
    async def supervise(self, answers: dict[str, str]) -> None:
        """Name a doctor's supervisor, or nobody."""
        one = next((card for card in self.people if str(card.id) == self.supervising), None)
        if one is None or one.practitioner_id is None:
            return
        given = {"practitioner_id": one.practitioner_id, "supervisor_id": answers.get("supervisor_id") or None}
        await self.ask(supervisors.supervise, SupervisorForm.model_validate(given))
        self.supervising = ""
        self.people = await self.ask(accounts.list_accounts)
        self.say("ok", t("{name}: the supervisor is set", name=one.name))

    @handler
    async def ask_about(self, account_id: UUID) -> None:
        """Ask once more, in place."""
        self.asking = str(account_id)

    @handler
    async def leave_it(self) -> None:
        """Change nothing."""
        self.asking = self.supervising = ""

    @handler(busy=True)
    async def disable(self, account_id: UUID) -> None:
        """Disable an account."""
        self.asking = ""
        await self.ask(accounts.disable, account_id)
        self.say("ok", t("The account is disabled"), t("Every screen it had open is closed."))

    @handler(busy=True)
    async def enable(self, account_id: UUID) -> None:
        """Enable an account."""
        self.asking = ""
        await self.ask(accounts.enable, account_id)
        self.say("ok", t("The account can sign in again"))


P = ManagePeople


def page() -> rx.Component:
    """Draw /admin/people."""
    left = section(t("Staff and invitations"), people_table(P), number=P.people.length(), flush=True)
    right = stack(invitation_link(P), invitation_form(P), gap="0", class_name="h-stick")
    head = page_head(t("People"), t("Who works here and can sign in. Patients’ accounts are their own."))
    return frame(P, "/admin/people", head, split(left, right))
