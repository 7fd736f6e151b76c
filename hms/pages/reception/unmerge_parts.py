"""The pieces of a merge as it stands, and of taking it back."""

import reflex as rx

from hms.components.badges import tag
from hms.components.buttons import button
from hms.components.cards import fact, facts, items, section
from hms.components.feedback import notice, to_first_error
from hms.components.forms import actions, field, form
from hms.components.layout import at, between, row, stack, txt
from hms.texts import t


def merged(screen: type) -> rx.Component:
    """Say what was merged, when, by whom and why."""
    merge = screen.pair.joined
    told = facts(
        fact(t("Kept record"), merge.kept.name + ", " + merge.kept.record_number),
        fact(t("Became part of it"), merge.gone_name + ", " + merge.gone_number),
        fact(t("When"), merge.when),
        fact(t("By"), merge.by),
        fact(t("Why"), merge.reason),
        columns=at("1fr", "1fr 1fr"),
    )
    return section(t("These two are one record"), told)


def undoing(screen: type) -> rx.Component:
    """Ask for the reason to take it back, under what that would do."""
    hindered = notice("warn", t("This cannot be taken back now"), screen.pair.hindrance)
    return rx.cond(screen.pair.undo, _asked(screen), hindered)


def _asked(screen: type) -> rx.Component:
    undo, errors = screen.pair.undo, screen.field_errors
    moved = _list(t("What goes back"), undo.moved, t("Nothing but the record itself."))
    values = rx.cond(undo.fields, _list(t("Values that are set back"), undo.fields, ""), rx.fragment())
    why = field(t("Why it is taken back"), "reason", errors=errors, max_length=500, auto_complete="off",
                hint=t("Such as: two sisters at one address."))  # fmt: skip
    go = button(t("Make them two records again"), "undo-2", type="submit", danger=True, busy=screen.busy)
    asked = form(why, actions(go), to_first_error(errors), on_submit=screen.undo, class_name="h-stack g-md")
    return section(t("Take it back"), stack(moved, values, _later(screen), asked, gap="lg"))


def _list(title: str, words: rx.Var, none: str) -> rx.Component:
    lines = rx.foreach(words.to(list[str]), lambda one: rx.el.li(txt(one), class_name="h-item", key=one))
    listed = rx.cond(words, items(lines), txt(none, "body", "ink_2", "p"))
    return stack(txt(title, "strong", tag="h3"), listed, gap="xs")


def _later(screen: type) -> rx.Component:
    """List what was made since, each with where it goes."""
    rows = screen.pair.undo.later
    hint = txt(
        t("Choose for each where it belongs. What hangs on something else goes where that goes."), "small", "ink_2", "p"
    )
    lines = items(rx.foreach(rows, lambda line: _line(screen, line)))
    listed = stack(txt(t("Made since the merge"), "strong", tag="h3"), hint, lines, gap="xs")
    return rx.cond(rows, listed, rx.fragment())


def _line(screen: type, line: rx.Var) -> rx.Component:
    number = screen.pair.undo.joined.gone_number
    goes = screen.back.contains(line.key)
    turn = button(
        rx.cond(goes, rx.Var.create(t("Goes to ")) + number, t("Stays")),
        "arrow-left-right",
        small=True,
        of=line.label,
        on_click=screen.turn(line.key),
        aria_pressed=rx.cond(goes, "true", "false"),
        class_name=[rx.cond(goes, "h-btn-on", "")],
    )
    along = rx.cond(line.follows, screen.back.contains(line.follows), line.goes)
    fixed = rx.cond(along, tag(t("Goes along"), "info", "link"), tag(t("Stays along"), "quiet", "link"))
    words = stack(
        row(txt(line.label, "strong"), txt(line.when, "small", "ink_2"), wrap=True),
        txt(line.why, "small", "ink_2"),
        gap="0",
    )
    return rx.el.li(
        between(words, rx.cond(line.fixed, fixed, turn), wrap=True, class_name="h-grow"),
        class_name="h-item",
        key=line.key,
    )
