"""The rules of scheduling, as one form."""

import reflex as rx

from hms.components.forms import form
from hms.components.layout import split, stack
from hms.components.shell import page_head
from hms.components.subnav import subnav
from hms.pages.admin import rules_shapes as shapes
from hms.pages.admin.frame import frame
from hms.pages.admin.rules_parts import asked, saving
from hms.pages.admin.ways import SCHEDULING, scheduling_ways
from hms.pages.compared import Difference, differences
from hms.permissions import Permission
from hms.schemas.rules import RulesCard, RulesForm
from hms.services import rules
from hms.texts import t
from hms.web.screen import Screen, handler


class SetRules(Screen):
    """How the clinic books, moves, reminds and calls."""

    needs = Permission.RUN_CLINIC

    card: RulesCard | None = None  # what the form began with
    shape: shapes.Shape | None = None
    version: int = 0  # that goes along with the answers
    region: str = ""  # whose holidays are shown
    holidays: list[shapes.Line] = []  # noqa: RUF012 - Reflex copies it for each state
    touched: bool = False  # somebody is in the form
    theirs: list[Difference] = []  # noqa: RUF012
    fresh: int = 0  # a new form each time that its answers are not the reader's own

    def watches(self) -> list[str]:
        """Follow the rules, which are told with the doctors and their hours."""
        return ["directory"]

    @handler
    async def load(self) -> None:
        """Read the rules; a form that somebody is in stays as it is."""
        now = await self.ask(rules.read)
        if self.card is None or (now.version != self.version and not self.touched):
            self._begin(now)
        elif now.version != self.version:
            self.theirs = differences(shapes.ASKED, self.card, now, shapes.spoken(now))
            self.version = self.version if self.theirs else now.version  # saved again as it was: nothing to choose
        await self._look()

    def _begin(self, card: RulesCard) -> None:
        self._show(card)
        self.region, self.fresh = card.holiday_region, self.fresh + 1

    def _show(self, card: RulesCard) -> None:
        self.card, self.shape, self.version = card, shapes.shape(card), card.version
        self.touched, self.theirs = False, []

    async def _look(self) -> None:
        self.holidays = shapes.lines(await self.ask(rules.coming_holidays, self.region))

    @handler(quiet=True)
    async def take_up(self) -> None:
        """Note that somebody is in the form."""
        self.touched = True

    @handler(quiet=True)
    async def look_at_region(self, region: str) -> None:
        """Show the holidays of a region before it is saved."""
        self.region = region
        await self._look()

    @handler
    async def take_theirs(self) -> None:
        """Let go of what was typed and show what is saved."""
        self.touched = False
        return type(self).refresh

    @handler(busy=True)
    async def keep_mine(self) -> None:
        """Go on with what was typed, over what somebody else saved."""
        self.version, self.theirs = (await self.ask(rules.read)).version, []

    @handler(busy=True)
    async def save(self, answers: dict[str, str | bool]) -> None:
        """Save the rules."""
        form = RulesForm.model_validate(shapes.answered(answers, self.version))
        self._show(await self.ask(rules.save, form))
        self.say("ok", t("The rules are saved"), t("They count from now on. What is booked stays booked."))


R = SetRules


def page() -> rx.Component:
    """Draw /admin/scheduling."""
    head = rx.fragment(
        page_head(t("Scheduling"), t("The rules by which patients and staff book.")),
        subnav(t("Scheduling"), scheduling_ways(), SCHEDULING),
    )
    body = split(asked(R), stack(saving(R), class_name="h-stick"))
    whole = form(body, on_submit=R.save, on_focus=R.take_up, key=R.fresh.to_string(), class_name="h-stack g-lg")
    return frame(R, SCHEDULING, head, whole)
