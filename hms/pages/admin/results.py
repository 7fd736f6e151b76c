"""When patients read results, and when somebody else looks at a critical one."""

import reflex as rx

from hms.components.buttons import button, submit
from hms.components.cards import section
from hms.components.feedback import notice, to_first_error
from hms.components.forms import actions, form
from hms.components.layout import row, stack
from hms.components.shell import page_head
from hms.components.subnav import subnav
from hms.components.theme import SIZE
from hms.pages.admin.frame import frame
from hms.pages.admin.measures import number
from hms.pages.admin.ways import RESULTS, SCHEDULING, scheduling_ways
from hms.permissions import Permission
from hms.schemas.results import ResultRulesCard, ResultRulesForm
from hms.services.orders import ruling
from hms.texts import t
from hms.web.screen import Screen, handler


class SetResultRules(Screen):
    """/admin/scheduling/results."""

    needs = Permission.RUN_CLINIC

    card: ResultRulesCard | None = None
    version: int = 0  # that goes along with the answers
    stale: bool = False  # somebody else has saved others meanwhile
    fresh: int = 0  # a new form each time that its answers are not the reader's own

    def watches(self) -> list[str]:
        """Follow the rules, which are told with the doctors and their hours."""
        return ["directory"]

    @handler
    async def load(self) -> None:
        """Read the rules; what somebody types stays."""
        now = await self.ask(ruling.read)
        if self.card is None:
            self._begin(now)
        self.stale = now.version != self.version

    def _begin(self, card: ResultRulesCard) -> None:
        self.card, self.version, self.stale, self.fresh = card, card.version, False, self.fresh + 1

    @handler(busy=True)
    async def take_theirs(self) -> None:
        """Let go of what was typed and show what is saved."""
        self._begin(await self.ask(ruling.read))

    @handler(busy=True)
    async def save(self, answers: dict[str, str]) -> None:
        """Save the rules."""
        asked = {name: answers.get(name, "") for name in ("release_hours", "escalate_hours")}
        form = ResultRulesForm.model_validate({**asked, "version": self.version})
        self._begin(await self.ask(ruling.save, form))
        self.say("ok", t("The rules are saved"), t("They count for results that come from now on."))


R = SetResultRules


def page() -> rx.Component:
    """Draw /admin/scheduling/results."""
    head = rx.fragment(
        page_head(t("Results"), t("When patients read them, and who looks at a critical one.")),
        subnav(t("Scheduling"), scheduling_ways(), RESULTS),
    )
    told = {"errors": R.field_errors}
    release = number(
        t("Patients read a result after"), "release_hours", R.card.release_hours.to_string(), t("hours"), min="0", max="720",
        hint=t("With 0, at once. A critical result waits until a doctor has looked, a day at the longest; a doctor who looks may let the patient read sooner."),
        **told,
    )  # fmt: skip
    escalate = number(
        t("A critical result goes to other doctors after"), "escalate_hours", R.card.escalate_hours.to_string(), t("hours"),
        min="1", max="72",
        hint=t("If nobody has looked: to the department of who ordered it, or to all doctors where there is no other."), **told,
    )  # fmt: skip
    theirs = notice(
        "warn", t("Somebody saved other rules meanwhile"), t("What you typed is still here."),
        button(t("Show what is saved"), on_click=R.take_theirs, small=True),
    )  # fmt: skip
    asked = form(
        release, escalate, rx.cond(R.stale, theirs, rx.fragment()), actions(submit(t("Save rules"), "check", busy=R.busy)),
        on_submit=R.save, key=R.fresh.to_string(), class_name="h-stack g-lg",
    )  # fmt: skip
    body = stack(
        section(t("Results of laboratory and imaging"), asked),
        to_first_error(R.field_errors),
        row(),
        max_width=SIZE.form,
    )
    return frame(R, SCHEDULING, head, body)
