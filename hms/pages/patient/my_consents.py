"""What one agreed to: each text with its version, given and withdrawn at any time, and all that was ever said."""

import reflex as rx

from hms.components.badges import status, tag
from hms.components.buttons import button
from hms.components.cards import items, section
from hms.components.layout import icon, row, stack, txt
from hms.components.shell import page_head
from hms.components.theme import SIZE
from hms.pages.patient.frame import frame
from hms.permissions import Permission
from hms.schemas.consents import ConsentCard, ConsentStep
from hms.services.intake import consents
from hms.texts import t
from hms.web import identity
from hms.web.screen import Screen, handler


class MyConsents(Screen):
    """One's consents."""

    needs = Permission.TELL_ABOUT_ONESELF

    asked: list[ConsentCard] = []  # noqa: RUF012 - Reflex copies it for each state
    steps: list[ConsentStep] = []  # noqa: RUF012

    def watches(self) -> list[str]:
        """Follow one's own record."""
        return [f"patient:{identity.card().patient_id}"]

    @handler
    async def load(self) -> None:
        """Read what one agreed to."""
        self.asked = await self.ask(consents.my_consents)
        self.steps = await self.ask(consents.consent_history)

    @handler(busy=True)
    async def give(self, kind: str, version: str):
        """Agree to a text."""
        await self.ask(consents.give_consent, kind, version)
        return type(self).refresh

    @handler(busy=True)
    async def withdraw(self, kind: str):
        """No longer agree to it."""
        await self.ask(consents.withdraw_consent, kind)
        self.say("ok", t("Withdrawn"), t("From now on the clinic keeps to it."))
        return type(self).refresh


def _consent(one: rx.Var) -> rx.Component:
    yes = button(
        t("I agree"),
        "check",
        of=one.title,
        busy=MyConsents.busy,
        big=True,
        on_click=MyConsents.give(one.kind, one.version),
    )
    no = button(
        t("Withdraw"), "undo-2", of=one.title, busy=MyConsents.busy, big=True, on_click=MyConsents.withdraw(one.kind)
    )
    state = rx.cond(one.given, status("given"), status("not_given"))
    newer = rx.cond(one.outdated, tag(t("The text has changed since you agreed"), "warn", "history"), rx.fragment())
    words = stack(
        txt(one.text, "body", "ink", "p"),
        row(state, newer, wrap=True),
        txt(one.words, "small", "ink_2", "p"),
        row(rx.cond(one.given, rx.fragment(), yes), rx.cond(one.given | one.outdated, no, rx.fragment()), wrap=True),
        gap="md",
    )
    return section(one.title, words, key=one.kind)


def _step(one: rx.Var) -> rx.Component:
    text = rx.el.details(
        rx.el.summary(icon("chevron-down"), txt(t("The text of then"), "strong"), class_name="h-row", cursor="pointer"),
        txt(one.text, "body", "ink", "p"),
    )
    words = stack(txt(one.title, "strong"), txt(one.words, "small", "ink_2", "p"), text, gap="xs")
    return rx.el.li(words, class_name="h-item", key=one.id.to(str))


def page() -> rx.Component:
    """Draw /patient/profile/consents."""
    head = page_head(t("What I agreed to"), t("You can change your mind at any time."))
    none = txt(t("You have agreed to nothing yet."), "body", "ink_2", "p", class_name="h-item")
    listed = rx.cond(MyConsents.steps, items(rx.foreach(MyConsents.steps, _step)), none)
    past = section(t("What you said so far"), listed, flush=True)
    return frame(
        MyConsents, "/patient/profile", head,
        stack(rx.foreach(MyConsents.asked, _consent), past, gap="lg", max_width=SIZE.form),
    )  # fmt: skip
