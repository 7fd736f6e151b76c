"""A doctor's day as a ruler: each visit as long as it lasts, and a line where the clock stands."""

from collections.abc import Callable

import reflex as rx

from hms.components.badges import status
from hms.components.feedback import changed
from hms.components.layout import Text, classes, hidden, prefixed, txt
from hms.texts import t


def now_line(label: Text) -> rx.Component:
    """Draw where the clock stands."""
    words = rx.el.span(hidden(t("It is now "), ""), label, class_name="h-ruler-time t-number c-danger-ink")
    return rx.el.li(words, rx.el.span(class_name="h-ruler-rule", aria_hidden="true"), class_name="h-ruler-now")


def _entry(entry: rx.Var, on_open: Callable[[rx.Var], object] | None) -> rx.Component:
    words = rx.el.span(
        rx.el.span(entry.name, class_name="h-ruler-name t-strong h-cut"),
        rx.cond(entry.note, txt(entry.note, "tiny", "ink_2", class_name="h-cut"), rx.fragment()),
        class_name="h-ruler-words",
    )
    looks = classes("h-ruler-block", prefixed("is-", entry.status), changed(entry.changed))
    inside = [words, status(entry.status, plain=True)]
    size = {"--minutes": entry.minutes}
    block = rx.el.div(*inside, class_name=looks, style=size)
    if on_open is not None:
        opens = rx.el.button(*inside, type="button", class_name=looks, style=size, on_click=on_open(entry))
        block = rx.cond(entry.opens, opens, block)
    return rx.fragment(rx.el.span(entry.time, class_name="h-ruler-time t-number c-ink-3"), block)


def day_ruler(
    entries: rx.Var,
    *,
    now_index: rx.Var | int = -1,
    now_label: Text = "",
    on_open: Callable[[rx.Var], object] | None = None,
) -> rx.Component:
    """Draw a day from its entries: id, time, minutes, name, note, status, changed, opens (may be opened).

    The line of now stands before the entry number `now_index`, after all of them where that is their count, and
    nowhere below 0; so every name above it that is not done is the lateness.
    """
    at = now_index if isinstance(now_index, rx.Var) else rx.Var.create(now_index)

    def line(entry: rx.Var, number: rx.Var) -> rx.Component:
        entry_row = rx.el.li(_entry(entry, on_open), class_name="h-ruler-row")
        return rx.fragment(rx.cond(number == at, now_line(now_label), rx.fragment()), entry_row, key=entry.id)

    end = rx.cond(at == entries.length(), now_line(now_label), rx.fragment())
    return rx.el.ol(rx.foreach(entries, line), end, class_name="h-ruler")
