"""What one told about one's health, what a clinician made of it, and the ways to add and to take back."""

from uuid import UUID

import reflex as rx

from hms.components.badges import status, tag
from hms.components.buttons import button, link_button
from hms.components.cards import items, section
from hms.components.layout import row, stack, txt
from hms.components.shell import page_head
from hms.components.theme import SIZE
from hms.pages.patient.frame import frame
from hms.permissions import Permission
from hms.schemas.base import Card
from hms.schemas.statements import NAMES, StatementCard
from hms.services.intake import asking, statements
from hms.services.intake.beginning import PATH
from hms.services.intake.steps import STEPS
from hms.texts import t
from hms.web import identity
from hms.web.screen import Screen, handler

STEP_OF = {step.kind: step.name for step in STEPS if step.kind} | {
    "habit": "habits", "pregnancy": "pregnancy", "blood_group": "blood_group",
}  # fmt: skip
GATHER = frozenset(step.kind for step in STEPS if step.kind)


class KindOfStatements(Card):
    """What was told of one kind, and the question that asks for more."""

    kind: str
    name: str
    step: str
    add: str
    listed: list[StatementCard]


class MyHealth(Screen):
    """One's statements about one's health."""

    needs = Permission.TELL_ABOUT_ONESELF

    kinds: list[KindOfStatements] = []  # noqa: RUF012 - Reflex copies it for each state

    def watches(self) -> list[str]:
        """Follow one's own record."""
        return [f"patient:{identity.card().patient_id}"]

    @handler
    async def load(self) -> None:
        """Read what was told, by kind; a kind that does not concern one is left out."""
        told = {group.kind: group.listed for group in await self.ask(statements.mine)}
        asked = {one.step for one in (await self.ask(asking.progress)).questions}
        self.kinds = [
            KindOfStatements(
                kind=kind, name=name, step=STEP_OF[kind], listed=told.get(kind, []),
                add=t("Add") if kind in GATHER else t("Change"),
            )
            for kind, name in NAMES.items()
            if STEP_OF[kind] in asked or kind in told
        ]  # fmt: skip

    @handler(busy=True)
    async def withdraw(self, statement_id: UUID):
        """Take back what one told."""
        await self.ask(statements.withdraw, statement_id)
        self.say("ok", t("Taken back"), t("Your care team no longer sees it as yours."))
        return type(self).refresh


def _line(one: rx.Var) -> rx.Component:
    back = button(t("Take back"), "undo-2", of=one.text, busy=MyHealth.busy, on_click=MyHealth.withdraw(one.id))
    severe = rx.cond(one.severe, tag(t("Dangerous"), "danger", "triangle-alert"), rx.fragment())
    why = txt(t("“{why}”", why=one.reason), "body", "ink", "p", class_name="h-break")
    words = stack(
        row(txt(one.text, "strong", class_name="h-break"), severe, status(one.state, plain=True), wrap=True),
        txt(one.words, "small", "ink_2", "p"),
        rx.cond(one.reason, why, rx.fragment()),
        rx.cond(one.can_withdraw, row(back), rx.fragment()),
        gap="xs",
        class_name="h-grow",
    )
    return rx.el.li(words, class_name="h-item", key=one.id.to(str))


def _kind(one: rx.Var) -> rx.Component:
    add = link_button(one.add, f"{PATH}?step={one.step}&only=1", "plus", of=one.name, small=True)
    none = txt(t("You have told nothing about this yet."), "body", "ink_2", "p", class_name="h-item")
    listed = rx.cond(one.listed.length() > 0, items(rx.foreach(one.listed, _line)), none)
    return section(one.name, listed, action=add, flush=True, key=one.kind)


def page() -> rx.Component:
    """Draw /patient/profile/health."""
    note = t("What you tell is marked as stated by you until a clinician has spoken about it with you.")
    head = page_head(t("My health"), note)
    return frame(
        MyHealth, "/patient/profile", head, stack(rx.foreach(MyHealth.kinds, _kind), gap="lg", max_width=SIZE.form)
    )
