"""The form that asks for a change, the requests so far, and the history of all changes."""

from calendar import month_name
from typing import TYPE_CHECKING

import reflex as rx

from hms.components.booking import chips
from hms.components.buttons import button, submit
from hms.components.cards import items, section
from hms.components.choices import choices
from hms.components.forms import actions, error_of, error_text, field, form, long_text, select
from hms.components.layout import grid, icon, row, stack, txt
from hms.pages.patient.change_parts import request_line
from hms.schemas.words import SEXES
from hms.texts import t
from hms.web.places import countries

if TYPE_CHECKING:
    from hms.pages.patient.changes import Changes

Shown = type["Changes"]
MONTHS = [("", t("Month")), *((str(n), t(month_name[n])) for n in range(1, 13))]


def ask(screen: Shown) -> rx.Component:
    """Ask what shall be changed, then into what, then why."""
    offer = chips(t("What shall be changed?"), screen.whats, screen.asking, lambda one: screen.choose(one.id))
    fields = rx.match(
        screen.asking,
        ("name", _name(screen)), ("born", _born(screen)), ("sex", _sex(screen)), ("identifier", _number(screen)),
        rx.fragment(),
    )  # fmt: skip
    why = long_text(
        t("Why, and which paper shows it?"), "reason", optional=True, errors=screen.field_errors, max_length=1_000,
        hint=t("Such as: I married in May. Bring the paper to your next visit."),
    )  # fmt: skip
    go = actions(
        submit(t("Ask for it"), "send", big=True, busy=screen.busy),
        button(t("Not now"), big=True, on_click=screen.stop),
    )
    asked = form(fields, why, go, on_submit=screen.send, key=screen.asking + screen.sent.to_string())
    return section(t("Ask for a change"), stack(offer, rx.cond(screen.asking, asked, rx.fragment()), gap="lg"))


def _name(screen: Shown) -> rx.Component:
    p, errors = screen.person, {"errors": screen.field_errors, "optional": True}
    return stack(
        field(t("Given names"), "given_names", p.given_names, **errors),
        field(t("Family name"), "family_name", p.family_name, **errors),
        field(t("Title before it"), "prefix", p.prefix, **errors),
        field(t("Ending after it"), "suffix", p.suffix, **errors),
        gap="lg",
    )


def _born(screen: Shown) -> rx.Component:
    digits = {"input_mode": "numeric", "max_length": 4}
    return rx.el.fieldset(
        txt(t("The right birth date"), "strong", tag="legend", class_name="h-legend"),
        grid(
            field(t("Day"), "day", **digits),
            select(t("Month"), "month", MONTHS),
            field(t("Year"), "year", **digits),
            columns="minmax(0, 2fr) minmax(0, 4fr) minmax(0, 3fr)",
            gap="sm",
        ),
        error_text("born", error_of(screen.field_errors, "born")),
        class_name="h-fieldset",
        id="born",
    )


def _sex(screen: Shown) -> rx.Component:
    offered = [(code, words, "") for code, words in SEXES.items()]
    return choices(t("The right sex"), "sex", offered, screen.person.sex, errors=screen.field_errors)


def _number(screen: Shown) -> rx.Component:
    errors = rx.Var.create({"value": error_of(screen.field_errors, "identifier")})
    return stack(
        select(t("Country that gave it"), "country", countries(), screen.country, on_change=screen.choose_country),
        select(t("Which number?"), "kind", screen.kinds, errors=screen.field_errors),
        field(t("Number"), "value", errors=errors, auto_complete="off"),
        gap="lg",
    )


def requests(screen: Shown) -> rx.Component:
    """List what one has asked for."""
    lines = rx.foreach(screen.asked, lambda one: request_line(screen, one))
    none = txt(t("You have asked for no change yet."), "body", "ink_2", "p", class_name="h-item")
    return section(t("What you asked for"), rx.cond(screen.asked, items(lines), none), flush=True)


def history(screen: Shown) -> rx.Component:
    """List every change of one's personal data, with both values."""

    def one(change: rx.Var) -> rx.Component:
        before = rx.cond(change.before, change.before, t("nothing"))
        after = rx.cond(change.after, change.after, t("nothing"))
        looks = {"class_name": "h-break", "white_space": "pre-line"}
        values = row(
            txt(before, "body", "ink_2", **looks), icon("arrow-right"), txt(after, "strong", **looks), wrap=True
        )
        by = txt(t("{who}, {when}", who=change.who, when=change.when), "small", "ink_2", "p")
        return rx.el.li(stack(txt(change.label, "label", "ink_2"), values, by, gap="hair"), class_name="h-item")

    none = txt(t("Nothing was changed since you registered."), "body", "ink_2", "p", class_name="h-item")
    return section(
        t("What was changed"), rx.cond(screen.changes, items(rx.foreach(screen.changes, one)), none), flush=True
    )
