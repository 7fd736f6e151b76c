"""The pieces of two records side by side, and of deciding about them."""

import reflex as rx

from hms.components.badges import tag
from hms.components.buttons import button, submit
from hms.components.cards import section
from hms.components.choices import choices
from hms.components.feedback import loading, notice, notices, to_first_error
from hms.components.forms import actions, field, form, select
from hms.components.layout import at, grid, row, stack, txt
from hms.components.tables import Column, table
from hms.pages.reception.duplicates_parts import chance
from hms.texts import t

HALVES = "minmax(0, 1fr) minmax(0, 1fr)"
CHOOSABLE = (("name", t("Name")), ("born", t("Birth date")), ("sex", t("Sex")), ("language", t("Language")))


def told(screen: type) -> rx.Component:
    """Draw the screen's own notice."""
    return notices(screen.notice_tone, screen.notice_title, screen.notice_body, on_close=screen.dismiss)


def waiting() -> rx.Component:
    """Hold the place of both records."""
    return loading(8)


def standing(screen: type) -> rx.Component:
    """Say how likely it is one person and why, what was decided, and what keeps them from being merged."""
    pair = screen.pair
    why = row(chance(pair.percent), txt(pair.why.to(list[str]).join(", "), "body"), wrap=True)
    decided = rx.match(
        pair.outcome.to(str),
        ("different", notice("info", t("Noted as two people"), pair.outcome_words)),
        ("apart", notice("info", t("They no longer look like one person"), t("What is known of them has changed."))),
        rx.fragment(),
    )
    hindered = rx.cond(pair.hindrance, notice("warn", t("They cannot be merged now"), pair.hindrance), rx.fragment())
    return stack(rx.cond(pair.why, why, rx.fragment()), decided, hindered, gap="md")


def agreement(field: rx.Var) -> rx.Component:
    """Say in a word and with a sign whether a field agrees, and in small what is nearly so."""
    mark = rx.match(
        field.agrees.to(str),
        ("same", tag(t("Same"), "ok", "equal")),
        ("close", tag(t("Nearly the same"), "warn", "equal-approximately")),
        ("one", tag(t("Only in one of them"), "quiet", "circle-dashed")),
        ("differs", tag(t("Differs"), "danger", "equal-not")),
        rx.fragment(),
    )
    return stack(row(mark), rx.cond(field.words, txt(field.words, "small", "ink_2"), rx.fragment()), gap="hair")


def fields(screen: type) -> rx.Component:
    """Set what each record says beside the other."""
    pair = screen.pair
    columns = (
        Column(t("Field"), lambda f: txt(f.label, "strong")),
        Column(t("One record"), lambda f: value(f.one), wrap=True),
        Column(t("The other"), lambda f: value(f.other), wrap=True),
        Column(t("Agreement"), agreement, wrap=True),
    )
    drawn = table(t("What each record says"), columns, pair.fields, key=lambda f: f.name)
    note = pair.one.hit.record_number + " · " + pair.other.hit.record_number
    return section(t("What each record says"), drawn, note=note, flush=True)


def value(words: rx.Var) -> rx.Component:
    """Show a value, or that there is none."""
    return rx.cond(words, txt(words), txt(t("nothing"), "body", "ink_3"))


def holds(screen: type) -> rx.Component:
    """Count what each record holds."""
    columns = (
        Column(t("What"), lambda h: txt(h.label)),
        Column(t("One record"), lambda h: h.one.to_string(), right=True),
        Column(t("The other"), lambda h: h.other.to_string(), right=True),
    )
    drawn = table(t("What each record holds"), columns, screen.pair.holds, key=lambda h: h.label, cards=False)
    none = txt(t("Neither holds anything but what is above."), "body", "ink_2", "p", class_name="h-item")
    return section(t("What each record holds"), rx.cond(screen.pair.holds, drawn, none), flush=True)


def deciding(screen: type) -> rx.Component:
    """Ask for a decision: one person or two."""
    one = rx.cond(screen.pair.hindrance, rx.fragment(), merging(screen))
    return grid(one, different(screen), columns=at("minmax(0, 1fr)", None, HALVES))


def merging(screen: type) -> rx.Component:
    """Ask which record stays, and what it takes from the other."""
    errors = screen.field_errors
    keep = choices(t("Which record stays?"), "keep", screen.ways, screen.stays, errors=errors)
    taken = [
        rx.cond(
            screen.choosable.contains(name),
            select(words, f"take_{name}", screen.choosable[name], errors=errors, optional=True),
            rx.fragment(),
        )
        for name, words in CHOOSABLE
    ]
    why = field(t("Why they are one person"), "reason", errors=errors, max_length=500, auto_complete="off",
                hint=t("Such as: showed the same passport."))  # fmt: skip
    go = submit(t("Merge into one record"), "merge", busy=screen.busy)
    hint = txt(
        t("Everything moves to the record that stays. Both numbers find it. It can be taken back."),
        "small",
        "ink_2",
        "p",
    )
    asked = form(
        keep, *taken, why, hint, actions(go), to_first_error(errors), on_submit=screen.merge, class_name="h-stack g-md"
    )
    return section(t("One person"), asked)


def different(screen: type) -> rx.Component:
    """Ask why they are two people."""
    errors = screen.field_errors
    why = field(t("Why they are two people"), "why", errors=errors, max_length=500, auto_complete="off",
                hint=t("Such as: twins, father and son."))  # fmt: skip
    go = button(t("They are two people"), "users", type="submit", busy=screen.busy)
    asked = form(why, actions(go), to_first_error(errors), on_submit=screen.call_different, class_name="h-stack g-md")
    return section(t("Two people"), asked)
