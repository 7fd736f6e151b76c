"""What a note may begin with, above its fields; and which of its words were carried forward."""

import reflex as rx

from hms.components.buttons import button, link, submit
from hms.components.forms import actions, form, select
from hms.components.layout import icon, row, stack, txt
from hms.texts import t

TEMPLATES = "/doctor/templates"


def begin_with(screen: type) -> rx.Component:
    """Offer the templates for this visit and the last visit's note."""
    offered, last = screen.beginnings.templates, screen.beginnings.last
    options = rx.Var.create([["", t("Choose a template")]]).to(list[list[str]]) + offered
    choice = form(
        row(
            select(
                t("Begin with a template"), "template", options.to(list[list[str]]), errors=screen.field_errors,
                hint=t("It goes under what is typed, filled from the chart."),
            ),
            submit(t("Put it in"), "plus", busy=screen.busy),
            wrap=True,
            align_items="flex-end",
        ),
        on_submit=screen.begin_with,
        class_name="h-stack",
    )  # fmt: skip
    none = row(
        txt(t("No templates for this kind of visit yet."), "small", "ink_2"),
        link(t("Make one"), TEMPLATES),
        wrap=True,
    )
    carry = actions(
        button(
            t("Carry the last note forward"),
            "copy",
            of=last,
            busy=screen.busy,
            on_click=screen.carry_forward,
            small=True,
        ),
        txt(last, "small", "ink_2"),
    )
    return stack(
        rx.cond(offered.length() > 0, choice, none), rx.cond(last, carry, rx.fragment()), class_name="h-no-print"
    )


def copied_marks(screen: type) -> rx.Component:
    """Say which fields hold words of an earlier note, and whose."""

    def line(one: rx.Var) -> rx.Component:
        return row(icon("copy", "warn_ink"), txt(one.label, "strong"), txt(one.mark, "body"), wrap=True, key=one.label)

    return rx.el.div(rx.foreach(screen.copied, line), class_name="h-stack", role="status")
