"""Answers to choose from: radios and ticks as full-width targets."""

from collections.abc import Sequence

import reflex as rx

from hms.components.forms import Errors, described, error_of, error_text
from hms.components.layout import Text, grid, stack, txt


def choice(name: str, value: Text, label: Text, note: Text = "", chosen: bool | rx.Var = False) -> rx.Component:
    """Draw one radio; `chosen` is where it starts."""
    mark = rx.el.input(type="radio", name=name, value=value, default_checked=chosen, class_name="h-check")
    words = stack(txt(label, "strong"), txt(note, "small", "ink_2"), gap="0") if _told(note) else txt(label, "strong")
    return rx.el.label(mark, words, class_name="h-choice")


def tick(name: str, label: Text, note: Text = "", chosen: bool | rx.Var = False, **props: object) -> rx.Component:
    """Draw a box to tick; more props go to the input."""
    mark = rx.el.input(type="checkbox", id=name, name=name, default_checked=chosen, class_name="h-check", **props)
    words = stack(txt(label, "strong"), txt(note, "small", "ink_2"), gap="0") if _told(note) else txt(label, "strong")
    return rx.el.label(mark, words, class_name="h-choice", html_for=name)


def _told(words: Text) -> bool:
    return isinstance(words, rx.Var) or bool(words)


def choices(
    legend: Text,
    name: str,
    options: Sequence[tuple[str, str, str]] | rx.Var,
    chosen: Text = "",
    *,
    hint: Text = "",
    errors: Errors = None,
    columns: object = "1fr",
) -> rx.Component:
    """Ask a question with one answer among (value, words, note); a state var may hold them."""
    error = error_of(errors, name)
    tied = {k: v for k, v in described(name, hint, error).items() if k != "aria_invalid"}
    if isinstance(options, rx.Var):
        drawn = rx.foreach(options.to(list[list[str]]), lambda o: choice(name, o[0], o[1], o[2], o[0] == chosen))
    else:
        drawn = rx.fragment(*[choice(name, v, w, n, chosen == v) for v, w, n in options])
    return rx.el.fieldset(
        txt(legend, "strong", tag="legend", class_name="h-legend"),
        txt(hint, "small", "ink_2", "p", id=f"{name}-hint") if hint else rx.fragment(),
        grid(drawn, columns=columns, gap="sm"),
        error_text(name, error),
        class_name="h-fieldset",
        id=name,
        **tied,
    )
