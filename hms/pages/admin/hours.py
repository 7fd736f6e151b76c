"""A doctor's weekly hours: several blocks a day, and the length of a visit."""

from typing import Literal

import reflex as rx

from hms.components.buttons import button, link_button, submit
from hms.components.cards import section
from hms.components.feedback import notice
from hms.components.forms import actions, error_text, field, form
from hms.components.layout import split, stack, txt
from hms.components.shell import page_head
from hms.components.theme import SPACE
from hms.pages.admin import week
from hms.pages.admin.address import id_in
from hms.pages.admin.frame import frame
from hms.pages.admin.hours_parts import days_list
from hms.permissions import Permission
from hms.schemas.directory import HoursCard, HoursForm
from hms.services import directory
from hms.texts import t
from hms.web.screen import Screen, handler


class SetHours(Screen):
    """When patients can book a doctor."""

    needs = Permission.RUN_CLINIC

    card: HoursCard | None = None
    days: list[week.Day] = []  # noqa: RUF012 - Reflex copies it for each state
    visit_min: str = ""
    total: str = ""
    visits: int = 0
    touched: bool = False  # something was typed that is not saved
    theirs: bool = False  # somebody else saved another week meanwhile

    def watches(self) -> list[str]:
        """Follow doctors and their hours."""
        return ["directory"]

    @handler
    async def load(self) -> None:
        """Read the week; one that is being typed stays as it is."""
        card = await self.ask(directory.hours, id_in(self.route_arg("practitioner_id")))
        if self.touched and self.card:
            self.theirs = self.theirs or card.version != self.card.version
        elif card != self.card:
            self._show(card)

    def _show(self, card: HoursCard) -> None:
        self.card, self.visit_min, self.touched, self.theirs = card, str(card.visit_min), False, False
        self._lay_out(week.of_card(card))

    def _lay_out(self, days: list[week.Day]) -> None:
        self.days, self.total = days, week.hours_words(days)
        self.visits = week.visits_of(days, self.visit_min)

    def _change(self, days: list[week.Day]) -> None:
        self.touched = True
        self._lay_out(days)

    @handler
    async def add_block(self, weekday: Literal[0, 1, 2, 3, 4, 5, 6]) -> None:
        """Add a block to a day."""
        self._change(week.with_block(self.days, weekday))

    @handler
    async def remove_block(self, key: str) -> None:
        """Take a block out."""
        self._change(week.without_block(self.days, key))

    @handler(quiet=True)
    async def type_start(self, key: str, value: str) -> None:
        """Keep the start that was typed."""
        self._change(week.typed(self.days, key, "starts", value))

    @handler(quiet=True)
    async def type_end(self, key: str, value: str) -> None:
        """Keep the end that was typed."""
        self._change(week.typed(self.days, key, "ends", value))

    @handler
    async def copy_to_weekdays(self, weekday: Literal[0, 1, 2, 3, 4, 5, 6]) -> None:
        """Give Monday to Friday the hours of one day."""
        self._change(week.copied_to_weekdays(self.days, weekday))

    @handler(quiet=True)
    async def type_length(self, value: float) -> None:
        """Keep the length of a visit that was typed; a number field sends 0 when it is empty."""
        self.visit_min = f"{value:g}" if value else ""
        self._change(self.days)

    @handler
    async def take_theirs(self) -> None:
        """Let go of what was typed and show what is saved."""
        self.touched = False
        return type(self).refresh

    @handler(busy=True)
    async def keep_mine(self) -> None:
        """Go on with what was typed, over what somebody else saved."""
        self.card, self.theirs = await self.ask(directory.hours, self.card.practitioner_id), False

    @handler(busy=True)
    async def save(self) -> None:
        """Save the week."""
        form = HoursForm.model_validate(
            {
                "practitioner_id": self.card.practitioner_id,
                "blocks": week.answers(self.days),
                "visit_min": self.visit_min,
                "version": self.card.version,
            }
        )
        self._show(await self.ask(directory.set_hours, form))
        self.say("ok", t("The hours are saved"), t("Patients can book by them at once. Booked visits stay."))


H = SetHours


def changed_meanwhile() -> rx.Component:
    """Say that somebody else saved, and let the reader choose."""
    told = notice(
        "warn",
        t("Somebody else has saved this week"),
        t("What you typed is still here."),
        button(t("Show theirs"), small=True, on_click=H.take_theirs),
        button(t("Keep mine"), small=True, on_click=H.keep_mine),
        class_name="h-wrap",
    )
    return rx.el.div(rx.cond(H.theirs, rx.el.div(told, padding_bottom=SPACE.lg), rx.fragment()), role="status")


def page() -> rx.Component:
    """Draw /admin/people/[practitioner_id]/hours."""
    length = field(
        t("Length of a visit, in minutes"), "visit_min", value=H.visit_min, on_change=H.type_length, kind="number",
        errors=H.field_errors, hint=t("Free times are cut to this length."), min="5", max="240", step="5",
    )  # fmt: skip
    sums = stack(
        txt(H.total, "title", tag="p"), txt(t("Room for {n} visits", n=H.visits), "body", "ink_2", "p"), gap="0"
    )
    go = submit(t("Save hours"), "check", busy=H.busy)
    back = link_button(t("Back to people"), "/admin/people")
    side = stack(
        section(
            t("In sum"),
            stack(sums, length, error_text("blocks", H.field_errors["blocks"]), actions(go, back), gap="lg"),
        ),
        class_name="h-stick",
    )
    listed = section(t("The week"), days_list(H), flush=True)
    head = page_head(t("Weekly hours"), H.card.doctor)
    asked = form(split(listed, side), on_submit=H.save, class_name="h-stack g-lg")
    return frame(H, "/admin/people", head, stack(changed_meanwhile(), asked, gap="0"))
