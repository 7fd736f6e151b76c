"""The pieces of the list of duplicates: pairs, two numbers to compare, and what was merged."""

import reflex as rx

from hms.components.badges import tag
from hms.components.buttons import link_button, submit
from hms.components.cards import section
from hms.components.feedback import empty, loaded, notice, notices, to_first_error
from hms.components.forms import field, form
from hms.components.layout import at, grid, row, stack, txt
from hms.components.tables import Column, table
from hms.texts import t

SURE, LIKELY = 90, 70  # percent


def told(screen: type) -> rx.Component:
    """Draw the screen's own notice."""
    return notices(screen.notice_tone, screen.notice_title, screen.notice_body, on_close=screen.dismiss)


def looking(screen: type) -> rx.Component:
    """Say that the clinic is still comparing people."""
    return rx.cond(
        screen.looking, notice("info", screen.looking, t("New pairs appear here by themselves.")), rx.fragment()
    )


def chance(percent: rx.Var) -> rx.Component:
    """Say how likely it is in a word and a number."""
    words = percent.to_string() + " %"
    return rx.cond(
        percent >= SURE,
        tag(rx.Var.create(t("Very likely, ")) + words, "danger", "chevrons-up"),
        rx.cond(
            percent >= LIKELY,
            tag(rx.Var.create(t("Likely, ")) + words, "warn", "chevron-up"),
            tag(rx.Var.create(t("Possible, ")) + words, "quiet", "minus"),
        ),
    )


def person(hit: rx.Var) -> rx.Component:
    """Name somebody with what tells them from others."""
    under = txt(hit.born + " · " + hit.record_number, "small", "ink_2")
    return stack(txt(hit.name, "strong"), under, txt(hit.facts, "small", "ink_2"), gap="0")


def pairs(screen: type) -> rx.Component:
    """List the pairs that nobody has decided about."""
    columns = (
        Column(t("One record"), lambda p: person(p.one)),
        Column(t("The other"), lambda p: person(p.other)),
        Column(t("One person?"), lambda p: row(chance(p.percent))),
        Column(t("Why"), lambda p: txt(p.why, "small"), wrap=True),
        Column(t("Compare"), compare, quiet=True),
    )
    drawn = table(t("Pairs to look at"), columns, screen.found.pairs, key=lambda p: p.id.to(str))
    none = empty(
        "check-check",
        t("No two records look like one person"),
        t("Everybody who is new or changed is compared with all others in the background. Pairs appear here."),
    )
    shown = rx.cond(screen.found.pairs, drawn, none)
    return section(t("To look at"), loaded(screen.found, shown, lines=6), number=screen.total, flush=True)


def compare(pair: rx.Var) -> rx.Component:
    """Draw the way to both records side by side."""
    return link_button(
        t("Compare"),
        rx.Var.create("/reception/duplicates/") + pair.id.to(str),
        "columns-2",
        of=pair.one.name,
        small=True,
    )


def by_numbers(screen: type) -> rx.Component:
    """Ask for two record numbers."""
    numbers = grid(
        field(t("Record number"), "one", errors=screen.field_errors, auto_complete="off"),
        field(t("Other record number"), "other", errors=screen.field_errors, auto_complete="off"),
        columns=at("minmax(0, 1fr)", "minmax(0, 1fr) minmax(0, 1fr)"),
    )
    go = row(submit(t("Compare them"), "columns-2", busy=screen.busy, primary=False))
    asked = form(numbers, go, to_first_error(screen.field_errors), on_submit=screen.compare, class_name="h-stack g-md")
    return section(t("Two records that are not listed"), asked)


def merged(screen: type) -> rx.Component:
    """List the merges of late, with the way to take one back."""
    columns = (
        Column(t("Kept"), lambda m: person(m.kept)),
        Column(
            t("Became part of it"), lambda m: stack(txt(m.gone_name), txt(m.gone_number, "small", "ink_2"), gap="0")
        ),
        Column(t("When and by whom"), lambda m: stack(txt(m.when), txt(m.by, "small", "ink_2"), gap="0")),
        Column(t("Why"), lambda m: txt(m.reason, "small"), wrap=True),
        Column(t("What you can do"), look, quiet=True),
    )
    drawn = table(t("Merged lately"), columns, screen.found.merged, key=lambda m: m.id.to(str))
    none = txt(
        t("Nothing was merged yet. What is merged can be taken back here."), "body", "ink_2", "p", class_name="h-item"
    )
    return section(t("Merged lately"), loaded(screen.found, rx.cond(screen.found.merged, drawn, none)), flush=True)


def look(merge: rx.Var) -> rx.Component:
    """Draw the way to a merge."""
    there = rx.Var.create("/reception/duplicates/") + merge.pair_id.to(str)
    return link_button(t("Look, or take back"), there, "undo-2", of=merge.kept.name, small=True)
