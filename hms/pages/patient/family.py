"""Whose pages one may open besides one's own, and who may open one's own."""

from uuid import UUID

import reflex as rx

from hms.components.acting import ACT_FOR
from hms.components.badges import tag
from hms.components.buttons import button
from hms.components.cards import item, items, section, tile
from hms.components.feedback import empty
from hms.components.layout import hidden, icon, row, stack, txt
from hms.components.native_form import native_form
from hms.components.shell import page_head
from hms.components.theme import ICONS, SIZE
from hms.pages.patient.frame import frame
from hms.permissions import Permission
from hms.schemas.acting import ActingCard, FamilyPage
from hms.services import acting
from hms.texts import t
from hms.web import identity
from hms.web.screen import Screen, handler


class Family(Screen):
    """/patient/family: for whom one acts, and who acts for oneself."""

    needs = Permission.ACT_FOR_OTHERS

    page: FamilyPage | None = None
    asked: str = ""  # the one that is about to be ended

    def watches(self) -> list[str]:
        """Follow one's own sign-in, and the record that is open."""
        return [f"family:{identity.card().account_id}", f"patient:{identity.card().patient_id}"]

    @handler
    async def load(self) -> None:
        """Read who acts for whom."""
        self.page = await self.ask(acting.family)

    @handler(quiet=True)
    async def ask_end(self, acting_id: str) -> None:
        """Ask whether it shall end; once more lets it be."""
        self.asked = "" if self.asked == acting_id else acting_id

    @handler(busy=True)
    async def end(self, acting_id: UUID) -> None:
        """End it."""
        await self.ask(acting.end_for_me, acting_id)
        self.asked = ""
        self.say("ok", t("It is ended"), t("Whatever was open under it is closed."))
        self.page = await self.ask(acting.family)


F = Family


def _go(one: rx.Var) -> rx.Component:
    """Offer to go on for somebody, as a plain form: the server begins a new sign-in."""
    named = rx.el.input(type="hidden", name="acting", value=one.id.to(str))
    words = rx.el.button(
        icon("arrow-right", "", ICONS.sm), t("Open the pages"), hidden(t("of {name}", name=one.patient)),
        type="submit", class_name="h-btn h-btn-big",
    )  # fmt: skip
    return rx.cond(one.now, tag(t("Open now"), "ok", "check"), native_form(ACT_FOR, named, words))


def _until(one: rx.Var[ActingCard]) -> rx.Component:
    days = rx.cond(
        one.ends, t("Since {since}, until {ends}", since=one.since, ends=one.ends), t("Since {since}", since=one.since)
    )
    return txt(rx.cond(one.over, one.over, days), "small", "ink_2", "p")


def _ending(one: rx.Var, who: rx.Var) -> rx.Component:
    key = one.id.to(str)
    first = button(t("End"), "x", of=who, small=True, on_click=F.ask_end(key))
    sure = row(
        button(t("End it now"), "x", of=who, small=True, busy=F.busy, on_click=F.end(one.id)),
        button(t("Keep it"), of=who, small=True, on_click=F.ask_end(key)),
        wrap=True,
    )
    return rx.cond(one.over, rx.fragment(), rx.cond(F.asked == key, sure, first))


def _other(one: rx.Var) -> rx.Component:
    facts = stack(txt(one.relation, "small", "ink_2", "p"), _until(one), gap="hair")
    ways = row(rx.cond(one.over, rx.fragment(), _go(one)), _ending(one, one.patient), wrap=True)
    return item(one.patient, stack(facts, ways, gap="sm"), key=one.id.to(str))


def _mine(one: rx.Var) -> rx.Component:
    facts = stack(txt(one.relation, "small", "ink_2", "p"), _until(one), _ending(one, one.holder), gap="sm")
    return item(one.holder, facts, key=one.id.to(str))


def page() -> rx.Component:
    """Draw /patient/family."""
    head = page_head(t("Family"), t("Whose pages you may open besides your own, and who may open yours."))
    none = empty(
        "users", t("You act for nobody"),
        t("For a child, or somebody you care for, the front desk notes it once you have shown what proves it."),
        level="h3",
    )  # fmt: skip
    others = section(
        t("You may act for"), rx.cond(F.page.others, items(rx.foreach(F.page.others, _other)), none), flush=True
    )
    alone = items(item(t("Nobody"), t("Only you open your pages here."), lead=tile("lock", "quiet")))
    some = items(rx.foreach(F.page.for_me, _mine))
    mine = section(t("Who may act for you"), rx.cond(F.page.for_me, some, alone), flush=True)
    own = rx.cond(F.page.acting, rx.fragment(), mine)
    return frame(F, "/patient/family", head, stack(others, own, gap="lg", max_width=SIZE.form))
