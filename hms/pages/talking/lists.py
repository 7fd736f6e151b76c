"""Lists of conversations: for patients by whom they write to, for staff by who waits."""

import reflex as rx

from hms.components.badges import tag
from hms.components.buttons import button
from hms.components.cards import item, items, section
from hms.components.feedback import empty, loaded
from hms.components.layout import row, stack, txt
from hms.pages.talking.parts import marks
from hms.texts import t

STAFF = (("open", t("Open")), ("waiting", t("Waiting for an answer")), ("closed", t("Closed")))
PATIENTS = (("open", t("Open")), ("closed", t("Closed")))


def filters(screen: type, ways: tuple[tuple[str, str], ...]) -> rx.Component:
    """Draw which conversations are shown, and the way to others."""
    drawn = []
    for which, words in ways:
        on = screen.which == which
        looks = {"aria_pressed": rx.cond(on, "true", "false"), "class_name": [rx.cond(on, "h-btn-on", "")]}
        drawn.append(button(words, on_click=screen.show(which), **looks))
    return row(*drawn, wrap=True, role="group", aria_label=t("Which conversations"))


def pages(screen: type) -> rx.Component:
    """Draw the way to newer and older conversations."""
    newer = button(t("Newer"), "chevron-left", small=True, on_click=screen.turn(-1))
    older = button(t("Older"), "chevron-right", small=True, on_click=screen.turn(1))
    has_newer, has_older = screen.number > 0, screen.listed.more
    drawn = row(
        rx.cond(has_newer, newer, rx.fragment()), rx.cond(has_older, older, rx.fragment()), class_name="h-item",
        role="group", aria_label=t("Pages"),
    )  # fmt: skip
    return rx.cond(screen.listed & (has_newer | has_older), drawn, rx.fragment())


def listing(
    screen: type, base: str, *, patient: bool, none: tuple[str, str], act: rx.Component | None = None
) -> rx.Component:
    """List conversations; each leads to its own page."""

    def one(line: rx.Var) -> rx.Component:
        who = line.whom if patient else line.patient
        stands_in = rx.cond(line.stands_in, tag(t("for {doctor}", doctor=line.stands_in), "info", "user-check"), "")
        waits = rx.fragment() if patient else rx.cond(line.waits, tag(t("Waits for an answer"), "warn", "clock"), "")
        below = stack(
            row(txt(who, "small", "ink_2"), txt(line.when, "small", "ink_2"), wrap=True),
            row(marks(line), waits, stands_in, wrap=True),
            gap="hair",
        )
        return item(line.subject, below, href=f"{base}/{line.id}", key=line.id.to(str))

    nothing = empty("messages-square", *none, *([act] if act else []))
    shown = rx.cond(screen.listed.threads.length() > 0, items(rx.foreach(screen.listed.threads, one)), nothing)
    return section(t("Conversations"), loaded(screen.listed, shown, lines=5), pages(screen), flush=True)
