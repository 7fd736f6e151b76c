"""What the system says: notice, error list, empty, loading, changed, connection lost."""

import reflex as rx

from hms.components.layout import Text, classes, hidden, icon, prefixed, row, stack, txt
from hms.components.theme import ICONS
from hms.texts import t

MARKS = {
    "danger": "circle-alert",
    "warn": "triangle-alert",
    "ok": "circle-check",
    "info": "info",
    "accent": "info",
    "quiet": "info",
}


def _mark(tone: Text) -> rx.Component:
    if isinstance(tone, str):
        return icon(MARKS[tone], "", ICONS.md)
    drawn = [(name, icon(mark, "", ICONS.md)) for name, mark in MARKS.items()]
    return rx.match(tone.to(str), *drawn, icon("info", "", ICONS.md))


def notice(tone: Text, title: Text, body: Text = "", *actions: rx.Component, **props: object) -> rx.Component:
    """Say something in the page, where it happened; never a toast."""
    said = txt(body, "small", "ink", "p")
    below = rx.cond(body, said, rx.fragment()) if isinstance(body, rx.Var) else said if body else rx.fragment()
    words = stack(txt(title, "strong", tag="p", class_name="h-notice-title"), below, gap="hair", class_name="h-grow")
    names = classes("h-notice", prefixed("tone-", tone), given=props.pop("class_name", None))
    return rx.el.div(_mark(tone), words, *actions, class_name=names, **props)


def notices(tone: rx.Var, title: rx.Var, body: rx.Var, *actions: rx.Component, on_close: object = None) -> rx.Component:
    """Show a screen's own notice while its title says something; screen readers hear it when it comes.

    Danger is spoken at once, all else when the reader pauses.
    """
    close = rx.fragment()
    if on_close is not None:
        close = rx.el.button(
            icon("x", "", ICONS.sm), hidden(t("Close this message")), on_click=on_close, type="button",
            class_name="h-btn h-btn-icon h-btn-small",
        )  # fmt: skip
    said = rx.cond(title, notice(tone, title, body, *actions, close), rx.fragment())
    urgent = tone.to(str) == "danger"
    return rx.el.div(
        rx.el.div(rx.cond(urgent, said, rx.fragment()), role="alert"),
        rx.el.div(rx.cond(urgent, rx.fragment(), said), role="status"),
        class_name="h-notices",
    )


FOCUS = """() => document.querySelector(
  ".h-field:has(.h-field-error) .h-input, .h-fieldset:has(.h-field-error) input")?.focus()"""


def to_first_error(errors: rx.Var) -> rx.Component:
    """Bring the reader to the first field that is marked, each time that fields are marked."""
    wrong = errors.to(dict[str, str])
    mark = rx.el.span(key=wrong.to_string(), on_mount=rx.call_function(rx.Var(FOCUS)), hidden=True)
    return rx.cond(wrong.length() > 0, mark, rx.fragment())


def empty(mark: str, title: Text, body: Text, *actions: rx.Component, level: str = "h2") -> rx.Component:
    """Say that nothing is here, why, and what one can do next."""
    return stack(
        rx.el.span(icon(mark, "accent_ink", ICONS.xl), class_name="h-empty-mark"),
        txt(title, "title", tag=level),
        txt(body, "body", "ink_2", "p"),
        row(*actions, wrap=True, class_name="h-center"),
        class_name="h-empty",
    )


def loading(lines: int = 3) -> rx.Component:
    """Hold the place of what is being read."""
    bars = [rx.el.span(class_name="h-bone", aria_hidden="true") for _ in range(lines)]
    return stack(hidden(t("Loading")), *bars, class_name="h-loading", role="status")


def loaded(ready: rx.Var, part: rx.Component, lines: int = 3) -> rx.Component:
    """Show a part once it has been read, and its place until then."""
    return rx.cond(ready, part, loading(lines))


def changed(flag: bool | rx.Var) -> Text:
    """Name the class that lights up, for a moment, what changed under the reader."""
    return rx.cond(flag, "h-changed", "") if isinstance(flag, rx.Var) else "h-changed" if flag else ""


def connection_lost() -> rx.Component:
    """Say that the server does not answer; typed words stay and the page catches up by itself."""
    said = notice("warn", t("No connection to the clinic"), t("Trying again. What you typed stays here."))
    return rx.el.div(rx.connection_banner(said), role="status", class_name="h-offline")
