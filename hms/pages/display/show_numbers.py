"""The waiting room's screen: which number goes where, in letters that are read from five metres."""

import reflex as rx

from hms.components.bare import bare
from hms.components.feedback import loading, notices
from hms.components.layout import between, stack
from hms.permissions import Permission
from hms.schemas.queue import CalledNumber, Numbers
from hms.services.queue import showing
from hms.texts import t
from hms.web.screen import Screen, handler


class ShowNumbers(Screen):
    """Nobody touches it: it follows the queues, the clock and the day by itself."""

    needs = Permission.SEE_DISPLAY

    card: Numbers | None = None
    newest: CalledNumber | None = None
    earlier: list[CalledNumber] = []  # noqa: RUF012 - Reflex copies it for each state

    def watches(self) -> list[str]:
        """Watch today's queues, the clock, which brings the next day, and the clinic's names."""
        return ["minute", "directory", *([f"queue:{self.card.day}"] if self.card else [])]

    @handler
    async def load(self) -> None:
        """Read the numbers."""
        self.card = await self.ask(showing.numbers)
        self.newest = next(iter(self.card.called), None)
        self.earlier = self.card.called[1:]


S = ShowNumbers


def head() -> rx.Component:
    """Say where this is, and what time it is here."""
    where = stack(
        rx.el.h1(rx.cond(S.card.place, S.card.place, t("Waiting room")), class_name="h-wall-title"),
        rx.el.p(S.card.clinic, class_name="h-wall-note"),
        gap="0",
    )
    when = stack(
        rx.el.p(S.card.clock, class_name="h-wall-clock"), rx.el.p(S.card.long_day, class_name="h-wall-note"), gap="0"
    )
    return between(where, when, tag="header", class_name="h-wall-head")


def called() -> rx.Component:
    """Draw the newest call large; its key makes it light up anew each time that somebody is called."""
    one = S.newest
    large = rx.el.section(
        rx.el.h2(t("Please come in"), class_name="h-wall-label"),
        rx.el.p(one.number, class_name="h-wall-number"),
        rx.el.p(one.room, class_name="h-wall-room"),
        key=one.key,
        class_name="h-wall-call",
    )
    nobody = rx.el.section(
        rx.el.h2(t("Please take a seat"), class_name="h-wall-room"),
        rx.el.p(t("Your number shows here when it is called."), class_name="h-wall-label"),
        class_name="h-wall-call h-wall-quiet",
    )
    return rx.el.div(rx.cond(one, large, nobody), aria_live="polite", class_name="h-wall-now")


def before() -> rx.Component:
    """List who was called before and is still inside."""

    def line(one: rx.Var) -> rx.Component:
        number = rx.el.span(one.number, class_name="h-wall-mid")
        return rx.el.li(number, rx.el.span(one.room, class_name="h-wall-to"), key=one.key)

    title = rx.el.h2(t("Called before"), class_name="h-wall-label")
    listed = rx.el.section(title, rx.el.ol(rx.foreach(S.earlier, line)), class_name="h-wall-list")
    return rx.cond(S.earlier.length() > 0, listed, rx.fragment())


def waiting() -> rx.Component:
    """Set the numbers that wait."""
    more = rx.el.li(t("and {n} more", n=S.card.more), class_name="h-wall-more")
    numbers = rx.el.ol(
        rx.foreach(S.card.waiting, lambda one: rx.el.li(one, key=one.to(str))),
        rx.cond(S.card.more > 0, more, rx.fragment()),
    )
    title = rx.el.h2(t("Waiting"), class_name="h-wall-label")
    listed = rx.el.section(title, numbers, class_name="h-wall-waiting")
    return rx.cond(S.card.waiting.length() > 0, listed, rx.fragment())


def page() -> rx.Component:
    """Draw /display."""
    told = rx.el.div(notices(S.notice_tone, S.notice_title, S.notice_body), class_name="h-wall-told")
    board = rx.fragment(head(), rx.el.div(called(), before(), class_name="h-wall-body"), waiting())
    return bare("h-wall-page", told, rx.cond(S.card, board, rx.cond(S.refused, rx.fragment(), loading(4))))
