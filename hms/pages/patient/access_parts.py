"""The lines of who opened a record, day by day, and the question about one of them."""

from typing import TYPE_CHECKING

import reflex as rx

from hms.components.badges import person, tag
from hms.components.booking import chips
from hms.components.buttons import button, submit
from hms.components.cards import items, section
from hms.components.feedback import empty, notice
from hms.components.forms import actions, error_of, form, long_text
from hms.components.layout import row, stack, txt
from hms.texts import t

if TYPE_CHECKING:
    from hms.pages.patient.access import Access

Shown = type["Access"]


def filters(screen: Shown) -> rx.Component:
    """Choose whose accesses are shown."""
    note = txt(t("Times are the clinic's: {zone}.", zone=screen.zone), "small", "ink_2", "p")
    return stack(chips(t("Whose"), screen.whose, screen.who, lambda one: screen.choose(one.id)), note)


def listed(screen: Shown) -> rx.Component:
    """List the accesses day by day, the newest first."""
    none = empty(
        "shield-check",
        t("Nobody has opened your record yet"),
        t("As soon as somebody at the clinic does, you read here who it was, when, and what for."),
    )
    days = rx.foreach(screen.days, lambda day: _day(screen, day))
    more = rx.cond(
        screen.older, row(button(t("Show older ones"), "chevron-down", big=True, on_click=screen.show_older))
    )
    return rx.cond(screen.days, stack(days, more, gap="lg"), none)


def _day(screen: Shown, day: rx.Var) -> rx.Component:
    lines = rx.foreach(day.lines, lambda one: _line(screen, one))
    return section(day.day, items(lines), flush=True, key=day.day)


def _line(screen: Shown, one: rx.Var) -> rx.Component:
    who = row(
        txt(one.who, "strong"),
        rx.cond(one.role, txt(one.role, "small", "ink_2"), rx.fragment()),
        txt(one.time, "number", "ink_2"),
        wrap=True,
        class_name="h-baseline",
    )
    what = stack(
        who,
        txt(one.did, "body", "ink", "p"),
        txt(t("Part: {part}", part=one.part), "small", "ink_2", "p"),
        rx.cond(one.why, txt(t("Why: {why}", why=one.why), "small", "ink_2", "p", class_name="h-break"), rx.fragment()),
        rx.cond(one.sound, rx.fragment(), _altered()),
        rx.cond(screen.asking == one.id.to(str), _question(screen), _ask(screen, one)),
        gap="xs",
        class_name="h-grow",
    )
    return rx.el.li(person(one.initials), what, class_name="h-item", key=one.id.to(str), align_items="flex-start")


def _altered() -> rx.Component:
    return tag(t("This line was altered after it was written"), "danger", "shield-alert", white_space="normal")


def _ask(screen: Shown, one: rx.Var) -> rx.Component:
    of = t("{did}, {time}, by {who}", did=one.did, time=one.time, who=one.who)
    ask = button(t("Ask about this access"), "message-circle-question", of=of, on_click=screen.start_asking(one.id))
    return rx.cond(one.mine, rx.fragment(), row(ask))


def _question(screen: Shown) -> rx.Component:
    """Ask in one's own words; what was typed stays when it is refused."""
    note = t("The clinic's privacy officer reads it and answers you. Other staff do not see it.")
    errors = rx.Var.create({"words": error_of(screen.field_errors, "body")})
    words = long_text(t("What would you like to know?"), "words", errors=errors, max_length=2_000, auto_focus=True)
    acts = actions(
        submit(t("Send the question"), "send", busy=screen.busy, big=True),
        button(t("Not now"), big=True, on_click=screen.stop_asking),
    )
    return form(notice("info", note), words, acts, on_submit=screen.send)
