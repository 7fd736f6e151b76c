"""Alerts of the prescribing checks: a severe one interrupts and asks for a reason, all others are quiet lines."""

import reflex as rx

from hms.components.buttons import button
from hms.components.feedback import notice
from hms.components.forms import actions, form, long_text
from hms.components.layout import icon, row, stack, txt
from hms.components.theme import ICONS
from hms.texts import t


def alerts_of_choice(screen: type, add: rx.Component) -> rx.Component:
    """Show what speaks against the medicine being chosen, inside its form; the button that adds it stands under that."""
    one = screen.checked
    tone = rx.cond(one.weight_old, "warn", "info")
    again = rx.cond(one.weight_old, t("The child has grown since: weigh again."), "")
    weight = rx.cond(one.by_weight, notice(tone, one.by_weight, again), rx.fragment())
    reason = long_text(t("Why it is prescribed anyway"), "anyway", rows=2, errors=screen.field_errors)
    anyway = button(t("Prescribe anyway"), "triangle-alert", danger=True, type="submit", busy=screen.busy)
    other = button(t("Choose another"), "undo-2", type="reset", on_click=screen.choose_another)
    panel = _panel(t("Warning before prescribing"), one.severe, reason, actions(anyway, other))
    said = rx.cond(one.severe.length() > 0, panel, actions(add))
    return rx.cond(one, stack(weight, quiet_lines(one.quiet), said, gap="md"), actions(add))


def standing_alerts(screen: type) -> rx.Component:
    """Show what speaks against the visit's prescriptions over the whole list, as it is now: one panel at a time."""
    one = screen.waiting
    reason = long_text(t("Why it stays"), "why", rows=2, errors=screen.field_errors)
    stays = button(t("Prescribe anyway"), "triangle-alert", danger=True, type="submit", busy=screen.busy)
    back = button(t("Take back"), "undo-2", of=one.drug, on_click=screen.take_back(one.prescription_id.to(str)))
    panel = _panel(t("Warning before signing"), one.severe, reason, actions(stays, back))
    asked = form(panel, on_submit=screen.override, class_name="h-item", key=one.prescription_id.to(str))
    listed = stack(quiet_lines(screen.quiet), _overridden(screen), gap="md", class_name="h-item")
    some = (screen.quiet.length() > 0) | (screen.overridden.length() > 0)
    shown = rx.fragment(rx.cond(one, asked, rx.fragment()), rx.cond(some, listed, rx.fragment()))
    return rx.cond(screen.closed, rx.fragment(), shown)


def quiet_lines(listed: rx.Var) -> rx.Component:
    """List what is worth knowing, and what was not checked in so many words; nothing here interrupts."""

    def line(one: rx.Var) -> rx.Component:
        mark = rx.cond(
            (one.kind == "unchecked") | (one.kind == "unread"), icon("circle-help"), icon("info", "warn_ink")
        )
        return rx.el.li(row(mark, _said(one, "body"), class_name="h-line"), key=one.key + one.title)

    lines = rx.el.ul(rx.foreach(listed, line), class_name="h-stack g-sm", aria_label=t("Worth knowing"))
    return rx.cond(listed.length() > 0, lines, rx.fragment())


def _panel(title: str, listed: rx.Var, reason: rx.Component, acts: rx.Component) -> rx.Component:
    def warning(one: rx.Var) -> rx.Component:
        return rx.el.li(_said(one, "strong"), key=one.key)

    lines = rx.el.ul(rx.foreach(listed, warning), class_name="h-stack g-md")
    head = row(icon("circle-alert", "", ICONS.md), txt(title, "strong", tag="h3"))
    words = stack(head, lines, reason, acts, gap="md", class_name="h-grow")
    return rx.el.div(words, class_name="h-notice tone-danger", role="alert", aria_label=title)


def _said(one: rx.Var, kind: str) -> rx.Component:
    source = rx.cond(one.source, txt(one.source, "small", "ink_2", "p"), rx.fragment())
    return stack(
        txt(one.title, kind, tag="p"), txt(one.words, "body", tag="p"), source, gap="hair", class_name="h-grow"
    )


def _overridden(screen: type) -> rx.Component:
    def line(one: rx.Var) -> rx.Component:
        return rx.el.li(row(icon("check", "ok_ink"), _said(one, "body"), class_name="h-line"), key=one.key)

    lines = rx.el.ul(rx.foreach(screen.overridden, line), class_name="h-stack g-sm", aria_label=t("Prescribed anyway"))
    head = txt(t("Prescribed anyway"), "label", "ink_2", "h3")
    return rx.cond(screen.overridden.length() > 0, stack(head, lines), rx.fragment())
