"""The form in which something is ordered, and an order in a line."""

import reflex as rx

from hms.components.badges import tag
from hms.components.buttons import button, submit
from hms.components.forms import actions, error_of, error_text, field, form, long_text, select
from hms.components.layout import at, grid, icon, row, stack, txt
from hms.pages.doctor.draft import EntryKey
from hms.pages.doctor.ordering import PANEL
from hms.schemas.orders import CATEGORIES, PRIORITIES
from hms.texts import t


def order_form(screen: type, primary: bool = True) -> rx.Component:
    """Ask what is ordered: a set, single things, or something in words; how soon, and what for."""
    errors = screen.field_errors
    what = select(t("Set"), "order_set", screen.sets, optional=True, errors=errors)
    soon = select(t("How soon"), "priority", list(PRIORITIES.items()), "routine", errors=errors, id="order-priority")
    why = field(
        t("What for"), "reason", errors=errors, optional=True, max_length=500, auto_complete="off", id="order-reason",
        hint=t("Who looks at the result reads it."),
    )  # fmt: skip
    detail = field(
        t("Details"), "detail", errors=errors, optional=True, max_length=300, auto_complete="off", id="order-detail",
        hint=t("Such as which knee, or fasting."),
    )  # fmt: skip
    two = at("minmax(0, 1fr)", "repeat(2, minmax(0, 1fr))")
    return form(
        EntryKey.create(used=screen.used_order, options=screen.sets),
        grid(what, soon, columns=at("minmax(0, 1fr)", "2fr 1fr"), gap="md"),
        _single(screen, t("Single tests of the laboratory"), screen.can_order.laboratory),
        _single(screen, t("Pictures"), screen.can_order.imaging),
        _words(screen),
        grid(why, detail, columns=two, gap="md"),
        error_text("panels", error_of(errors, "panels")),
        actions(submit(t("Order"), "test-tube", busy=screen.busy, primary=primary)),
        on_submit=screen.place_order,
        class_name="h-stack g-md",
    )


def _opens(title: str, inside: rx.Component) -> rx.Component:
    head = rx.el.summary(icon("chevron-down"), txt(title, "strong"), class_name="h-row", cursor="pointer")
    return rx.el.details(head, inside)


def _single(screen: type, title: str, panels: rx.Var) -> rx.Component:
    def one(panel: rx.Var) -> rx.Component:
        name = rx.Var.create(PANEL) + panel.key.to(str)
        mark = rx.el.input(type="checkbox", name=name, class_name="h-check", custom_attrs={"id": name})
        about = rx.cond(panel.about, txt(panel.about, "small", "ink_2"), rx.fragment())
        words = stack(txt(panel.name, "strong"), about, gap="0")
        return rx.el.label(mark, words, class_name="h-choice", html_for=name, key=panel.key)

    columns = at("minmax(0, 1fr)", "repeat(2, minmax(0, 1fr))", None, "repeat(3, minmax(0, 1fr))")
    ticks = grid(rx.foreach(panels, one), columns=columns, gap="xs")
    return _opens(
        title, rx.el.fieldset(txt(title, "small", tag="legend", class_name="h-hidden"), ticks, class_name="h-fieldset")
    )


def _words(screen: type) -> rx.Component:
    other = field(
        t("What is ordered"), "other", errors=screen.field_errors, optional=True, max_length=200, auto_complete="off",
        id="order-other",
    )  # fmt: skip
    kind = select(t("Of"), "other_category", list(CATEGORIES.items()), "laboratory", id="order-other-category")
    return _opens(t("Something else, in words"), grid(other, kind, columns=at("minmax(0, 1fr)", "2fr 1fr"), gap="md"))


def order_head(one: rx.Var) -> rx.Component:
    """Name an order with how it stands."""
    waits = rx.cond(one.waits, tag(one.waits, "warn", "clock"), rx.fragment())
    soon = rx.cond(one.priority, tag(one.priority, "danger"), rx.fragment())
    name = rx.cond(one.status == "revoked", rx.el.s(one.title), one.title)
    return row(
        txt(name, "strong", class_name="h-break", tag="h3"), tag(one.status_words, one.tone), soon, waits, wrap=True
    )


def order_about(one: rx.Var) -> rx.Component:
    """Say what for, by whom and when, and why it was taken back."""
    return stack(*[_said(words) for words in (one.about, one.ordered, one.revoked)], gap="hair")


def _said(words: rx.Var) -> rx.Component:
    return rx.cond(words, txt(words, "small", "ink_2", "p", class_name="h-break"), rx.fragment())


def revoke_button(screen: type, one: rx.Var) -> rx.Component:
    """Offer to take an order back."""
    back = button(
        t("Take back"), "undo-2", of=one.title, small=True, on_click=screen.start_revoking(one.id.to(str), one.version)
    )
    return rx.cond(one.can_revoke & (screen.revoking != one.id.to(str)), back, rx.fragment())


def revoke_form(screen: type, one: rx.Var) -> rx.Component:
    """Ask why an order is taken back."""
    why = long_text(
        t("Why is it taken back?"), "revoke_reason", rows=2, errors=screen.field_errors, max_length=500, auto_focus=True
    )
    yes = submit(t("Take the order back"), "undo-2", of=one.title, primary=False, danger=True, busy=screen.busy)
    asked = form(
        why,
        actions(yes, button(t("Leave it"), on_click=screen.keep_order)),
        on_submit=screen.revoke,
        class_name="h-stack g-md",
    )
    return rx.cond(screen.revoking == one.id.to(str), asked, rx.fragment())
