"""A doctor's limits as a page."""

import reflex as rx

from hms.components.buttons import button, submit
from hms.components.cards import section
from hms.components.feedback import empty, notice
from hms.components.forms import actions, error_of, error_text, form, labelled
from hms.components.layout import row, split, stack, txt
from hms.pages.doctor_time.frame import time_frame
from hms.pages.doctor_time.preview_parts import look_ahead
from hms.permissions import Role
from hms.texts import t


def limits_page(screen: type, role: Role) -> rx.Component:
    """Draw the limits of a doctor."""
    body = form(split(_per_day(screen), _saving(screen)), on_submit=screen.save, class_name="h-stack g-lg")
    note = t("How many visits of a kind fit a day, and when patients may book.")
    return time_frame(screen, role, "/limits", note, stack(_meanwhile(screen), body, gap="lg"))


def _meanwhile(screen: type) -> rx.Component:
    told = notice(
        "warn",
        t("Somebody else has saved this meanwhile"),
        t("What you typed is still here."),
        button(t("Show theirs"), small=True, on_click=screen.take_theirs),
        button(t("Keep mine"), small=True, on_click=screen.keep_mine),
        class_name="h-wrap",
    )
    return rx.el.div(rx.cond(screen.theirs, told, rx.fragment()), role="status")


def _per_day(screen: type) -> rx.Component:
    def line(one: rx.Var) -> rx.Component:
        name = "most-" + one.id.to(str)
        typed = rx.el.input(
            id=name, name=name, type="text", input_mode="numeric", value=one.most, max_length=4, auto_complete="off",
            on_change=lambda given: screen.type_limit(one.id, given), class_name="h-input", max_width="7rem",
        )  # fmt: skip
        label = rx.el.label(one.name, html_for=name, class_name="h-label t-strong h-grow")
        return rx.el.li(label, row(typed, txt(t("a day"), "body", "ink_2")), class_name="h-item", key=one.id)

    none = empty(
        "clipboard-list", t("No kind of visit yet"), t("The administrator adds them; then you can limit each.")
    )
    listed = rx.el.ul(rx.foreach(screen.lines, line), class_name="h-items")
    wrong = rx.el.div(error_text("limits", error_of(screen.field_errors, "limits")), class_name="h-item")
    hint = txt(t("Empty: no limit. 0: none on any day."), "small", "ink_2", "p", class_name="h-item")
    some = stack(hint, listed, rx.cond(error_of(screen.field_errors, "limits"), wrong, rx.fragment()), gap="0")
    return section(t("At most on one day"), rx.cond(screen.lines.length() > 0, some, none), flush=True)


def _saving(screen: type) -> rx.Component:
    asked = stack(
        _choice(screen, t("Patients may book"), "notice", "notice_min", options=screen.notices, value=screen.notice),
        _choice(screen, t("And how far ahead"), "ahead", "ahead_days", options=screen.horizons, value=screen.ahead),
        gap="lg",
    )
    ahead = look_ahead(screen.preview, t("As soon as you change something, you see here what it affects."))
    back = rx.cond(screen.touched, button(t("Put away"), on_click=screen.take_theirs), rx.fragment())
    go = submit(t("Save limits"), "check", busy=screen.busy)
    return section(t("When patients may book"), stack(asked, ahead, actions(go, back), gap="lg"))


def _choice(screen: type, label: str, what: str, name: str, *, options: rx.Var, value: rx.Var) -> rx.Component:
    error = error_of(screen.field_errors, name)
    chosen = rx.el.select(
        rx.foreach(options.to(list[list[str]]), lambda one: rx.el.option(one[1], value=one[0], key=one[0])),
        id=name,
        name=name,
        value=value,
        on_change=lambda given: screen.choose(what, given),
        class_name="h-input h-select",
    )
    return labelled(label, name, chosen, error=error)
