"""Asking for another name, birth date, sex or number, and all that was ever changed of one's personal data."""

from typing import Any
from uuid import UUID

import reflex as rx

from hms.components.layout import stack
from hms.components.shell import page_head
from hms.components.theme import SIZE
from hms.errors import Invalid
from hms.pages.kept_address import keep_in_address, written
from hms.pages.patient import changes_parts as parts
from hms.pages.patient.frame import frame
from hms.permissions import Permission
from hms.schemas.base import Card
from hms.schemas.personal import ChangeAsked
from hms.schemas.personal_cards import ChangeCard, ChangeRequestCard, PersonalPage
from hms.services.personal import history, reading, requests
from hms.services.personal.national import kinds_of
from hms.texts import t
from hms.web import identity
from hms.web.screen import Screen, handler

PATH = "/patient/profile/changes"
NAMES = ("prefix", "given_names", "family_name", "suffix")


class What(Card):
    """What may be asked for."""

    id: str
    name: str


WHATS = [
    What(id="name", name=t("Name")),
    What(id="born", name=t("Birth date")),
    What(id="sex", name=t("Sex")),
    What(id="identifier", name=t("A number, such as of a passport")),
]


class Changes(Screen):
    """Requests and history; ?ask= names what one wants to have changed."""

    needs = Permission.TELL_ABOUT_ONESELF

    person: PersonalPage | None = None
    asked: list[ChangeRequestCard] = []  # noqa: RUF012 - Reflex copies it for each state
    changes: list[ChangeCard] = []  # noqa: RUF012
    whats: list[What] = WHATS
    asking: str = ""
    kinds: list[list[str]] = []  # noqa: RUF012 - of numbers, in the chosen country
    country: str = ""
    sent: int = 0
    read: bool = False
    _version: int = 0

    def watches(self) -> list[str]:
        """Follow one's own record."""
        return [f"patient:{identity.card().patient_id}"]

    @rx.var
    def address(self) -> str:
        """Return this page's address with what is asked for; empty until it has been read."""
        return written(PATH, ask=self.asking) if self.read else ""

    @handler
    async def load(self) -> None:
        """Read what was asked for and what was changed. A form that stands open keeps the version it was read in."""
        self.person = await self.ask(reading.page)
        self.asked = await self.ask(requests.my_requests)
        self.changes = await self.ask(history.history)
        if not self.read:
            wanted = self.route_arg("ask")
            self.read, self._version = True, self.person.version
            self.asking = wanted if wanted in {one.id for one in WHATS} else ""
            self._choose(self.person.country)

    def _choose(self, country: str) -> None:
        self.country, self.kinds = country, [list(pair) for pair in kinds_of(country)]

    @handler
    async def choose(self, what: str) -> None:
        """Choose what shall be changed."""
        self.asking = what if what in {one.id for one in WHATS} else ""
        self._version = self.person.version if self.person else 0

    @handler(quiet=True)
    async def choose_country(self, country: str) -> None:
        """Offer the numbers that another country gives."""
        self._choose(country[:2])

    @handler
    async def stop(self) -> None:
        """Ask for nothing."""
        self.asking = ""

    @handler(busy=True)
    async def send(self, form: dict[str, str]):
        """Ask for it."""
        asked = ChangeAsked.model_validate(
            {"version": self._version, "reason": form.get("reason", ""), **self._wish(form)}
        )
        await self.ask(requests.ask_change, asked)
        self.asking, self.sent = "", self.sent + 1
        self.say("ok", t("Your wish is with reception"), t("Until it is accepted, nothing is changed."))
        return type(self).refresh

    def _wish(self, form: dict[str, str]) -> dict[str, Any]:
        if self.asking == "name":
            return {part: form.get(part, "") for part in NAMES}
        if self.asking == "born":
            parts_of = [form.get(part, "").strip() for part in ("year", "month", "day")]
            if not all(part.isdecimal() and part.isascii() and len(part) <= 4 for part in parts_of):
                raise Invalid(born=t("Write day, month and year in numbers, such as 3, 4 and 1980."))
            return {"born": "{:0>4}-{:0>2}-{:0>2}".format(*parts_of)}
        if self.asking == "sex":
            return {"sex": form.get("sex", "")}
        number = {"country": self.country, "kind": form.get("kind", ""), "value": form.get("value", "")}
        if not number["value"].strip():
            raise Invalid(identifier=t("Please fill this in."))
        return {"identifier": number}

    @handler(busy=True)
    async def withdraw(self, request_id: UUID, version: int):
        """Take back a change that one asked for."""
        await self.ask(requests.withdraw, request_id, version)
        self.say("ok", t("Taken back"), t("Nothing is changed."))
        return type(self).refresh


def page() -> rx.Component:
    """Draw /patient/profile/changes."""
    head = page_head(t("Changes of my data"), t("Name, birth date, sex and numbers are changed by reception."))
    sheet = stack(parts.ask(Changes), parts.requests(Changes), parts.history(Changes), gap="lg", max_width=SIZE.form)
    return frame(Changes, "/patient/profile", head, keep_in_address(Changes.address), sheet)
