"""The kiosk: code and birth date, then a number for ten seconds. It lists nobody and names nobody."""

import reflex as rx

from hms.components.bare import bare
from hms.components.feedback import notices
from hms.components.layout import icon, stack, txt
from hms.components.theme import ICONS
from hms.pages.kiosk.pad import later, pad
from hms.permissions import Permission
from hms.schemas.queue import CheckInForm, WelcomeCard
from hms.security.codes import ALPHABET
from hms.services import check_in_codes
from hms.texts import t
from hms.web.screen import Screen, handler

SHOWN_S = 10


class CheckIn(Screen):
    """Whoever stands before it; nothing of them stays."""

    needs = Permission.CHECK_IN_ONESELF

    welcome: WelcomeCard | None = None
    sent: int = 0

    @handler
    async def load(self) -> None:
        """Wait for somebody."""

    @handler(busy=True)
    async def give(self, code: str, born: str) -> None:
        """Check in whose code and birth date these are."""
        self.welcome = await self.ask(check_in_codes.check_in_oneself, CheckInForm(code=code, born=born))
        self.sent += 1

    @handler
    async def start_again(self) -> None:
        """Forget who was here."""
        self.welcome = None


K = CheckIn


def welcomed() -> rx.Component:
    """Say the number, and where it will be called to."""
    one = K.welcome
    title = rx.cond(one.again, t("You are checked in already"), t("You are checked in"))
    room = rx.cond(one.room, rx.el.p(t("You will be called to: {room}", room=one.room), class_name="h-wall-note"), "")
    return rx.el.section(
        icon("circle-check", "ok", ICONS.xl),
        rx.el.h2(title, class_name="h-pad-title"),
        rx.el.p(t("Your number is"), class_name="h-wall-note"),
        rx.el.p(one.number, class_name="h-wall-number"),
        rx.el.p(t("Please take a seat."), class_name="h-pad-title"),
        room,
        later(SHOWN_S, K.start_again),
        role="status",
        class_name="h-pad-welcome",
    )


def page() -> rx.Component:
    """Draw /kiosk."""
    told = notices(K.notice_tone, K.notice_title, K.notice_body)
    asking = stack(
        stack(rx.el.h1(t("Check in here"), class_name="h-wall-title"), txt(K.me.clinic, "title", "ink_2"), gap="sm"),
        told,
        pad(ALPHABET, K.sent, K.busy, K.give, K.start_again),
        gap="lg",
    )
    done = stack(rx.el.h1(t("Welcome"), class_name="h-wall-title"), welcomed(), gap="lg")
    return bare("h-pad-page", rx.cond(K.welcome, done, asking))
