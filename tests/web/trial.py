"""Two screens of no clinic, to try what every screen does."""

import asyncio
from typing import Any, ClassVar
from uuid import UUID

import reflex as rx

from hms.access import Scope, requires
from hms.errors import Invalid, NotFound, SlotTaken
from hms.models import Clinic
from hms.permissions import Permission
from hms.schemas.accounts import Registration
from hms.web import identity
from hms.web.screen import Screen, handler


@requires(Permission.SEE_OWN_RECORD, reading=True)
def read(scope: Scope) -> str:
    """Read the country of the clinic."""
    return scope.clinic.country


@requires(Permission.SEE_OWN_RECORD)
def read_own(scope: Scope, patient_id: UUID) -> str:
    """Read a patient's record number."""
    return str(scope.patient(patient_id).id)


@requires(Permission.SEE_OWN_RECORD)
def write(scope: Scope, country: str) -> None:
    """Change the country of the clinic, and say so."""
    clinic: Clinic = scope.clinic
    clinic.country = country
    scope.db.add(clinic)
    scope.tell("trial")


class Trial(Screen):
    """A patient's page."""

    needs = Permission.SEE_OWN_RECORD
    seen: ClassVar[list[Any]] = []  # what handlers were really called with
    loads: ClassVar[int] = 0
    fails: ClassVar[Exception | None] = None
    slow: ClassVar[asyncio.Event | None] = None
    country: str = ""
    record: str = ""
    told: str = ""
    n: int = 0

    def watches(self) -> list[str]:
        """Watch what write() tells, and the country once it is known."""
        return ["trial", f"country:{self.country}"] if self.country else ["trial"]

    @handler
    async def load(self) -> None:
        """Read."""
        Trial.loads += 1
        if Trial.fails:
            raise Trial.fails
        news = self.news("trial")
        self.told = "anything" if news is None else " ".join(sorted(news))
        self.country = await self.ask(read)
        if patient_id := identity.card().patient_id:
            self.record = await self.ask(read_own, patient_id)
        if Trial.slow:
            await Trial.slow.wait()

    @handler(quiet=True)
    async def echo(self, i: int) -> None:
        """Take a number."""
        Trial.seen.append(i)
        self.n = i

    @handler
    async def change(self, form: dict[str, str]) -> None:
        """Write."""
        await self.ask(write, form["country"])
        self.say("ok", "Written")

    @handler(busy=True)
    async def refuse(self, how: str) -> None:
        """Fail in some way."""
        if how == "taken":
            raise SlotTaken(["10:20", "10:40"])
        if how == "fields":
            raise Invalid(reason="Say why")
        if how == "form":
            Registration.model_validate({"given_names": "", "password": "hunter2 secret"})
        if how == "absent":
            raise NotFound
        raise RuntimeError("asha's own words")

    @handler
    async def leave(self) -> None:
        """Go on to the other page."""
        self.go("/doctor/trial/7", "ok", "Done", "There you are")


class DoctorTrial(Screen):
    """A doctor's page with an address that says what it shows."""

    needs = Permission.SEE_OWN_DAY
    what: str = ""

    @handler
    async def load(self) -> None:
        """Show the address."""
        self.what = self.route_arg("id")


def view() -> rx.Component:
    """Draw nothing."""
    return rx.fragment()
