"""Registering at home: one question at a time, saved at each, left and resumed at will."""

from uuid import UUID

import reflex as rx

from hms.pages.kept_address import keep_in_address, written
from hms.pages.patient import about_parts as parts
from hms.pages.patient.frame import frame
from hms.permissions import Permission
from hms.schemas.addresses import fields_of
from hms.schemas.intake import IntakeCard
from hms.services.intake import answering, asking, statements
from hms.services.intake.beginning import PATH
from hms.services.intake.steps import BY_NAME, HEALTH
from hms.texts import t
from hms.web import identity
from hms.web.screen import Screen, handler

DONE, PROFILE = "done", "/patient/profile"


class AboutMe(Screen):
    """The question that ?step= names, the first open one without it; ?only=1 comes from the profile and leads back."""

    needs = Permission.TELL_ABOUT_ONESELF

    card: IntakeCard | None = None
    step: str = ""
    before: str = ""  # the question before this one
    values: dict[str, str] = {}  # noqa: RUF012 - Reflex copies it for each state
    country: str = ""
    fields: list[list[str]] = []  # noqa: RUF012 - the parts of an address of that country
    only: bool = False
    back_to: str = PROFILE  # where one came from, with only
    added: int = 0  # entries that were added here: a new form after each
    theirs: bool = False  # somebody else has changed this meanwhile
    _version: int = 0

    def watches(self) -> list[str]:
        """Follow one's own record: what is answered on another device shows here."""
        return [f"patient:{identity.card().patient_id}"]

    @rx.var
    def address(self) -> str:
        """Return this page's address with its question; empty until it has been read."""
        return written(PATH, step=self.step, only="1" if self.only else "") if self.step else ""

    @handler
    async def load(self) -> None:
        """Read the question. One that stands open keeps the version that it was read in, and what is typed."""
        asked = self.step or self.route_arg("step")
        self.only = self.route_arg("only") == "1"
        card = await self.ask(asking.ask, asked if asked in BY_NAME else "")
        fresh = card.step if asked != DONE and card.step else DONE
        if fresh != self.step or self._version == 0:
            self.step, self._version, self.values, self.theirs = fresh, card.version, card.values, False
            self.back_to = f"{PROFILE}/health" if card.group == HEALTH else PROFILE
            self._choose(card.values.get("country", ""))
        elif card.values == self.values:
            self._version = card.version
        else:
            self.theirs = card.version != self._version
        self.card = card
        names = [one.step for one in card.questions]
        place = names.index(self.step) if self.step in names else len(names)
        self.before = names[place - 1] if place else ""

    def _choose(self, country: str) -> None:
        self.country, self.fields = country, [list(pair) for pair in fields_of(country)]

    @handler(quiet=True)
    async def choose_country(self, country: str) -> None:
        """Ask for the parts of an address of another country; what was typed stays in the parts that both have."""
        self._choose(country[:2])

    @handler(busy=True)
    async def answer(self, form: dict[str, str | bool]):
        """Save the answer and go on; of a question that gathers several, ask for the next one."""
        if await self.ask(answering.answer, self.step, form, self._version):
            return self._on()
        self.added += 1
        return type(self).refresh

    @handler(busy=True)
    async def answer_none(self) -> None:
        """Answer that there is none."""
        await self.ask(answering.answer_none, self.step)
        self._on()

    @handler(busy=True)
    async def pass_over(self) -> None:
        """Go on without an answer."""
        await self.ask(answering.pass_over, self.step)
        self._on()

    @handler(busy=True)
    async def agree(self) -> None:
        """Say that what the record says is right."""
        await self.ask(answering.agree_as_it_is, self.step)
        self._on()

    @handler(quiet=True)
    async def take_off(self, statement_id: UUID):
        """Take an entry off the list."""
        await self.ask(statements.withdraw, statement_id)
        return type(self).refresh

    @handler
    async def take_theirs(self) -> None:
        """Show what is saved now in place of what was typed."""
        self.go(f"{PATH}?step={self.step}" + ("&only=1" if self.only else ""))
        self.step = ""

    @handler
    async def keep_mine(self) -> None:
        """Go on with what was typed; saving it replaces what is saved now."""
        if self.card:
            self._version, self.theirs = self.card.version, False

    def _on(self) -> None:
        """Go to the question that follows, or back to where one came from."""
        if self.only:
            self.go(self.back_to, "ok", t("Saved"))
            return
        names = [one.step for one in self.card.questions] if self.card else []
        place = names.index(self.step) + 1 if self.step in names else len(names)
        self.go(f"{PATH}?step={names[place] if place < len(names) else DONE}")


def page() -> rx.Component:
    """Draw /patient/about-me."""
    shown = rx.cond(AboutMe.step == DONE, parts.finished(AboutMe), parts.question(AboutMe))
    return frame(AboutMe, PROFILE, keep_in_address(AboutMe.address), shown)
