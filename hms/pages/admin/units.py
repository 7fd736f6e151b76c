"""In which units the clinic weighs, measures and takes temperatures."""

import reflex as rx

from hms.components.buttons import button, submit
from hms.components.cards import section
from hms.components.feedback import notice, to_first_error
from hms.components.forms import actions, form, select
from hms.components.layout import stack, txt
from hms.components.shell import page_head
from hms.components.subnav import subnav
from hms.components.theme import SIZE
from hms.pages.admin.frame import frame
from hms.pages.admin.ways import SCHEDULING, UNITS, scheduling_ways
from hms.permissions import Permission
from hms.schemas.vitals import UnitsCard, UnitsForm
from hms.services.chart.vitals import units
from hms.texts import t
from hms.web.screen import Screen, handler

NAMES = ("weight", "height", "temperature")


class SetUnits(Screen):
    """/admin/scheduling/units."""

    needs = Permission.RUN_CLINIC

    card: UnitsCard | None = None
    seen: str = ""  # that goes along with the answers
    stale: bool = False  # somebody else has chosen others meanwhile
    fresh: int = 0  # a new form each time that its answers are not the reader's own

    def watches(self) -> list[str]:
        """Follow the rules, which are told with the doctors and their hours."""
        return ["directory"]

    @handler
    async def load(self) -> None:
        """Read what is chosen; what somebody is choosing stays."""
        now = await self.ask(units.read)
        if self.card is None:
            self._begin(now)
        self.stale = now.seen != self.seen

    def _begin(self, card: UnitsCard) -> None:
        self.card, self.seen, self.stale, self.fresh = card, card.seen, False, self.fresh + 1

    @handler(busy=True)
    async def take_theirs(self) -> None:
        """Let go of what was chosen here and show what is saved."""
        self._begin(await self.ask(units.read))

    @handler(busy=True)
    async def save(self, answers: dict[str, str]) -> None:
        """Save the units."""
        asked = {name: answers.get(name, "") for name in NAMES}
        self._begin(await self.ask(units.choose, UnitsForm.model_validate({**asked, "seen": self.seen})))
        self.say(
            "ok", t("The units are saved"), t("Forms and charts use them from now on. What was typed stays as typed.")
        )


U = SetUnits


def page() -> rx.Component:
    """Draw /admin/scheduling/units."""
    head = rx.fragment(
        page_head(t("Units"), t("In which the clinic weighs, measures and takes temperatures.")),
        subnav(t("Scheduling"), scheduling_ways(), UNITS),
    )
    offered = {
        "weight": (t("Weight"), [("kg", t("Kilograms, kg")), ("[lb_av]", t("Pounds, lb"))]),
        "height": (t("Height and head"), [("cm", t("Centimetres, cm")), ("[in_i]", t("Inches, in"))]),
        "temperature": (t("Temperature"), [("Cel", t("Degrees Celsius, °C")), ("[degF]", t("Degrees Fahrenheit, °F"))]),
    }  # fmt: skip
    fields = [
        select(label, name, options, getattr(U.card, name), errors=U.field_errors)
        for name, (label, options) in offered.items()
    ]
    usual = txt(
        t("Usual in {country}: {units}. Blood pressure is always in mmHg.", country=U.card.country, units=U.card.usual),
        "small", "ink_2", "p",
    )  # fmt: skip
    theirs = notice(
        "warn", t("Somebody chose other units meanwhile"), t("What you chose is still here."),
        button(t("Show what is saved"), on_click=U.take_theirs, small=True),
    )  # fmt: skip
    asked = form(
        *fields, usual, rx.cond(U.stale, theirs, rx.fragment()), actions(submit(t("Save units"), "check", busy=U.busy)),
        on_submit=U.save, key=U.fresh.to_string(), class_name="h-stack g-lg",
    )  # fmt: skip
    body = stack(section(t("Units of vital signs"), asked), to_first_error(U.field_errors), max_width=SIZE.form)
    return frame(U, SCHEDULING, head, body)
