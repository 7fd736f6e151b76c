"""Answers to choose from: radios and ticks as full-width targets."""

from collections.abc import Sequence

import reflex as rx

from hms.components.forms import Errors, described, error_of, error_text
from hms.components.layout import Text, grid, is_told, stack, txt


def choice(name: str, value: Text, label: Text, note: Text = "", chosen: bool | rx.Var = False) -> rx.Component:
    """Draw one radio; `chosen` is where it starts."""
    mark = rx.el.input(type="radio", name=name, value=value, default_checked=chosen, class_name="h-check")
    words = stack(txt(label, "strong"), txt(note, "small", "ink_2"), gap="0") if is_told(note) else txt(label, "strong")
    return rx.el.label(mark, words, class_name="h-choice")


def tick(name: str, label: Text, note: Text = "", chosen: bool | rx.Var = False, **props: object) -> rx.Component:
    """Draw a box to tick, whose id is its name unless another id is given; more props go to the input."""
    # The id is no prop: Reflex would ask for the answer by it, and of two forms with one id it asks the one that is gone.
    place = {"id": str(props.pop("id", name))}
    mark = rx.el.input(
        type="checkbox", name=name, default_checked=chosen, class_name="h-check", custom_attrs=place, **props
    )
    words = stack(txt(label, "strong"), txt(note, "small", "ink_2"), gap="0") if is_told(note) else txt(label, "strong")
    return rx.el.label(mark, words, class_name="h-choice", html_for=place["id"])


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
        txt(hint, "small", "ink_2", "p", id=f"{name}-hint") if is_told(hint) else rx.fragment(),
        grid(drawn, columns=columns, gap="sm"),
        error_text(name, error),
        class_name="h-fieldset",
        id=name,
        **tied,
    )
