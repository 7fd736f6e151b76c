"""Whom a conversation is about, for staff, and giving it to somebody else."""

from typing import ClassVar

import reflex as rx

from hms.components.buttons import button, submit
from hms.components.cards import fact, facts, section
from hms.components.feedback import notice
from hms.components.forms import actions, form, select
from hms.components.layout import stack, txt
from hms.pages.talking.base import ReadsThread
from hms.schemas.threads import HandOver
from hms.services.threads import settling
from hms.texts import t
from hms.web.screen import handler


class HandsOver(ReadsThread, mixin=True):
    """A conversation of staff, which may go to a colleague."""

    takers: list[list[str]] = []  # noqa: RUF012 - Reflex copies it for each state
    handing: bool = False
    leads_to: ClassVar[str] = ""

    @handler
    async def start_handing(self) -> None:
        """Ask to whom it goes."""
        if self.thread:
            found = await self.ask(settling.takers, self.thread.id)
            words = [[one.id, f"{one.name} ({one.about})" if one.about else one.name] for one in found]
            self.takers, self.handing = [["", t("Choose one of these")], *words], True

    @handler
    async def stop_handing(self) -> None:
        """Keep it."""
        self.handing = False

    @handler(busy=True)
    async def hand_over(self, answers: dict[str, str]) -> None:
        """Give it to somebody else."""
        if self.thread:
            asked = HandOver(thread_id=self.thread.id, whom=answers.get("whom", ""), version=self.thread.version)
            await self.ask(settling.hand_over, asked)
            name = next((words for value, words in self.takers if value == asked.whom), "")
            self.go(self.leads_to, "ok", t("The conversation is handed over"), name)


def about_patient(screen: type) -> rx.Component:
    """Say whom a conversation is about."""
    one = screen.thread
    unheard = rx.cond(one.unheard, notice("warn", one.unheard), rx.fragment())
    told = facts(
        fact(t("Patient"), one.patient), fact(t("About"), one.patient_facts), fact(t("Record number"), one.record_number),
        fact(t("Written to"), one.whom),
    )  # fmt: skip
    return section(t("Who it is"), stack(told, unheard, gap="md"))


def hand_over_form(screen: type) -> rx.Component:
    """Draw the way to give a conversation to somebody else."""
    note = txt(t("They read all of it. You do not see it any more."), "small", "ink_2", "p")
    go = submit(t("Hand over"), "arrow-right-left", busy=screen.busy, primary=False)
    asked = form(
        select(t("To whom"), "whom", screen.takers, errors=screen.field_errors), note,
        actions(go, button(t("Keep it"), on_click=screen.stop_handing)), on_submit=screen.hand_over,
        class_name="h-stack g-md",
    )  # fmt: skip
    start = button(t("Hand to somebody else"), "arrow-right-left", on_click=screen.start_handing)
    return section(t("Who answers"), rx.cond(screen.handing, asked, start))
