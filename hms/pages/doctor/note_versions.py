"""Two pages in one note: what was typed here and what is saved, field by field; and what another page typed."""

import reflex as rx

from hms.components.buttons import button
from hms.components.feedback import notice
from hms.components.forms import actions
from hms.components.layout import at, grid, stack, txt
from hms.texts import t


def elsewhere(screen: type) -> rx.Component:
    """Say that another screen wrote last."""
    told = notice(
        "info", t("Another screen is writing in this note"), t("What it saved stands in the fields. Nothing is lost.")
    )
    return rx.el.div(rx.cond(screen.elsewhere, told, rx.fragment()), role="status")


def versions(screen: type) -> rx.Component:
    """Set what was typed here beside what is saved, and ask which words stay."""

    def field(one: rx.Var) -> rx.Component:
        columns = grid(
            _version(t("Typed here"), one.mine), _version(t("Saved now"), one.theirs), columns=at("1fr", "1fr 1fr")
        )
        return stack(txt(one.label, "strong", tag="h3"), columns, key=one.label)

    mine = button(t("Keep what I typed"), "check", on_click=screen.keep_mine)
    theirs = button(t("Take what is saved"), "undo-2", on_click=screen.take_theirs)
    both = button(t("Keep both"), "plus", on_click=screen.keep_both)
    act = rx.cond(screen.signed_elsewhere, rx.fragment(), actions(mine, theirs, both))
    title = t("Two screens wrote in this note")
    head = txt(title, "strong", tag="p", class_name="h-notice-title")
    drawn = stack(head, rx.foreach(screen.both, field), act, gap="md", class_name="h-grow")
    box = rx.el.div(drawn, class_name="h-notice tone-warn", role="group", aria_label=title)
    shown = rx.cond(screen.comparing, box, rx.fragment())
    return rx.cond(screen.unsaved, rx.el.div(shown, on_mount=screen.compare), rx.fragment())


def _version(label: str, text: rx.Var) -> rx.Component:
    none = txt(t("Empty"), "body", "ink_2", "p")
    said = txt(text, "body", tag="p", white_space="pre-wrap", class_name="h-break")
    return stack(txt(label, "small", "ink_2"), rx.cond(text, said, none), gap="hair")


def typed_elsewhere(screen: type) -> rx.Component:
    """Show what other screens typed and could not save, to take in or to leave out."""

    def part(one: rx.Var) -> rx.Component:
        said = txt(one.text, "body", tag="p", white_space="pre-wrap", class_name="h-break")
        return stack(txt(one.label, "small", "ink_2"), said, gap="hair", key=one.label)

    def aside(one: rx.Var) -> rx.Component:
        act = actions(
            button(t("Put it under mine"), "plus", on_click=screen.take_in(one.writer)),
            button(t("Leave it out"), "x", on_click=screen.leave_out(one.writer)),
        )
        head = txt(one.told, "strong", tag="p", class_name="h-notice-title")
        inside = stack(head, rx.foreach(one.parts, part), act, gap="md", class_name="h-grow")
        return rx.el.div(inside, class_name="h-notice tone-warn", key=one.writer)

    return rx.el.div(rx.foreach(screen.asides, aside), class_name="h-stack", role="status")
