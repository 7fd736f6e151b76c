"""How a signed prescription is drawn, with what became of it: on its patient's page and on the doctor's."""

from collections.abc import Callable

import reflex as rx

from hms.components.badges import tag
from hms.components.buttons import link_button
from hms.components.cards import items, section
from hms.components.layout import between, row, stack, txt
from hms.texts import t

Acts = Callable[[rx.Var], rx.Component]


def state_tag(one: rx.Var) -> rx.Component:
    """Say how a prescription stands, as a word with its tone."""
    return rx.match(
        one.state.to(str),
        ("stopped", tag(t("Stopped"), "danger", "circle-stop")),
        ("renewed", tag(t("Renewed"), "quiet", "refresh-cw")),
        ("over", tag(t("Ran out"), "quiet", "clock")),
        tag(one.card.left, "ok", "check"),
    )


def paper_button(one: rx.Var, *, big: bool = False) -> rx.Component:
    """Lead to the paper of a prescription, where there is one."""
    path = rx.Var.create("/prescriptions/") + one.id.to(str) + ".pdf"
    drawn = link_button(t("Paper"), path, "file-down", of=one.card.drug, outside=True, small=not big, big=big)
    return rx.cond(one.has_paper, drawn, rx.fragment())


def listed(title: str, rows: rx.Var, none: str, acts: Acts, below: Acts) -> rx.Component:
    """List prescriptions: what, how, what became of it; what one may do with each, and under it what is open."""

    def line(one: rx.Var) -> rx.Component:
        words = stack(
            between(txt(one.card.drug, "strong", tag="h3"), state_tag(one), wrap=True),
            _said(one.card.how, "body"),
            _said(one.card.advice),
            txt(one.card.day + rx.cond(one.card.doctor, ", " + one.card.doctor, ""), "small", "ink_2", "p"),
            _said(one.state_words),
            _said(one.refill_words),
            row(acts(one), wrap=True),
            below(one),
            gap="xs",
            class_name="h-grow",
        )
        return rx.el.li(words, class_name="h-item", key=one.id.to(str))

    nothing = txt(none, "body", "ink_2", "p", class_name="h-item")
    shown = rx.cond(rows.length() > 0, items(rx.foreach(rows, line)), nothing)
    return section(title, shown, number=rows.length(), flush=True)


def _said(words: rx.Var, kind: str = "small") -> rx.Component:
    return rx.cond(
        words, txt(words, kind, "ink" if kind == "body" else "ink_2", "p", class_name="h-break"), rx.fragment()
    )
