"""The pieces of every catalogue that the administrator keeps: search, list, what one may do, and fields with a mark."""

from collections.abc import Sequence

import reflex as rx

from hms.components.badges import status, tag
from hms.components.buttons import button, small_button, submit
from hms.components.cards import section
from hms.components.feedback import empty, to_first_error
from hms.components.forms import actions, labelled
from hms.components.layout import Text, at, row, stack, txt
from hms.components.tables import Column, table
from hms.pages.admin.seeking import WAIT_MS
from hms.texts import t


def named(one: rx.Var, under: Text) -> rx.Component:
    """Name an entry, with a word under it, and say where it is off the list."""
    off = rx.cond(one.offered, rx.fragment(), status("closed", t("Off the list")))
    less = rx.cond(under, txt(under, "small", "ink_2", class_name="h-break"), rx.fragment())
    return stack(row(txt(one.name, "strong"), off, wrap=True), less, gap="hair")


def origin(one: rx.Var) -> rx.Component:
    """Say whether an entry is the file's own or the clinic's, who made it so, and where the file has it from."""
    whose = rx.cond(
        one.own,
        tag(t("The clinic’s own"), "accent"),
        rx.cond(one.changed, tag(t("Changed by the clinic"), "warn"), tag(t("As it came"), "quiet")),
    )
    who = rx.cond(one.who, txt(one.who, "small", "ink_2"), rx.fragment())
    source = rx.cond(one.source, txt(one.source, "small", "ink_3", class_name="h-break"), rx.fragment())
    return stack(row(whose), who, source, gap="hair")


def acts(screen: type, one: rx.Var, off_words: str) -> rx.Component:
    """Draw what one may do with an entry; taking it off the list asks once more, in place."""
    change = small_button(t("Change"), "pencil", of=one.name, on_click=screen.start_changing(one.key))
    off = small_button(t("Take off"), "archive", of=one.name, on_click=screen.ask_to_take_off(one.key))
    again = small_button(
        t("Put on the list"),
        "archive-restore",
        of=one.name,
        busy=screen.busy,
        on_click=screen.offer(one.key, one.version),
    )
    back = small_button(
        t("As it came"), "undo-2", of=one.name, busy=screen.busy, on_click=screen.put_back(one.key, one.version)
    )
    yes = small_button(
        t("Yes, take it off"), of=one.name, danger=True, busy=screen.busy, on_click=screen.take_off(one.key, one.version),
        auto_focus=True,
    )  # fmt: skip
    sure = stack(
        txt(off_words, "small", "ink_2", "p"),
        row(yes, small_button(t("Leave it"), of=one.name, on_click=screen.keep), wrap=True),
        gap="xs",
    )
    usual = row(
        change,
        rx.cond(one.offered, off, again),
        rx.cond(one.changed, back, rx.fragment()),
        flex_wrap=at("wrap", None, None, "nowrap"),
    )
    return rx.cond(screen.retiring == one.key, sure, usual)


def catalogue(
    screen: type, title: str, columns: Sequence[Column], *, find: str, hint: str, none: str, new: str, mark: str
) -> rx.Component:
    """Draw the search and the list; the button for a new entry stands beside the title."""
    looks = {"type": "search", "auto_complete": "off", "class_name": "h-input", "default_value": screen.sought}
    typed = rx.el.input(id="sought", name="sought", on_change=screen.seek.debounce(WAIT_MS), **looks)
    marked = rx.cond(screen.editing, screen.editing.key, "")
    listed = table(title, columns, screen.found, key=lambda one: one.key, marked=lambda one: one.key == marked)
    nothing = empty(mark, none, t("Try fewer letters, or add it."))
    add = rx.cond(screen.adding, rx.fragment(), button(new, "plus", on_click=screen.start_adding))
    shown = stack(labelled(find, "sought", typed, hint=hint), rx.cond(screen.found, listed, nothing), gap="lg")
    return section(title, shown, number=screen.found.length(), action=add)


def entry_form(screen: type, new: str, change: str, draw: object) -> rx.Component:
    """Show the form of a new entry or of the one that is being changed, above the list; nothing while neither is."""
    asked = rx.cond(
        screen.editing,
        section(change, draw(screen.editing)),
        rx.cond(screen.adding, section(new, draw(None)), rx.fragment()),
    )
    return stack(asked, to_first_error(screen.field_errors), gap="0")


def send(screen: type, word: str) -> rx.Component:
    """Draw the buttons under the form."""
    return actions(submit(word, "check", busy=screen.busy), button(t("Leave it"), on_click=screen.leave))


def marked_field(screen: type, label: str, part: str, mark: rx.Var, value: Text = "", **props: object) -> rx.Component:
    """Draw a small labelled input of a line of the form; its name is its part and the line's mark."""
    name = rx.Var.create(f"{part}_") + mark.to(str)
    error = screen.field_errors.to(dict[str, str])[name]
    looks = {"name": name, "type": "text", "class_name": "h-input", "auto_complete": "off", "default_value": value}
    control = rx.el.input(**looks, **_told(name, error), **{"max_length": 20, **props})
    return _small(label, name, control, error)


def marked_select(
    screen: type,
    label: str,
    part: str,
    mark: rx.Var,
    *,
    options: Sequence[tuple[str, str]],
    value: Text = "",
    **props: object,
) -> rx.Component:
    """Draw a small labelled choice of a line of the form."""
    name = rx.Var.create(f"{part}_") + mark.to(str)
    error = screen.field_errors.to(dict[str, str])[name]
    listed = [rx.el.option(words, value=key) for key, words in options]
    control = rx.el.select(
        *listed, name=name, default_value=value, class_name="h-input h-select", **_told(name, error), **props
    )
    return _small(label, name, control, error)


def _told(name: rx.Var, error: rx.Var) -> dict[str, object]:
    said = {"aria_invalid": rx.cond(error, "true", "false"), "custom_attrs": {"id": name}}
    return {**said, "aria_describedby": rx.cond(error, name + "-error", "")}


def _small(label: str, name: rx.Var, control: rx.Component, error: rx.Var) -> rx.Component:
    top = rx.el.label(label, html_for=name, class_name="h-label t-small")
    wrong = rx.el.p(error, class_name="h-field-error t-strong", custom_attrs={"id": name + "-error"})
    return rx.el.div(top, control, rx.cond(error, wrong, rx.fragment()), class_name="h-field")
