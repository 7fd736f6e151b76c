"""The front desk's day: doctors across, time down, every visit at its place, fed by state vars."""

from collections.abc import Callable

import reflex as rx

from hms.components.badges import status_icon, status_word
from hms.components.feedback import changed
from hms.components.layout import Text, classes, hidden, icon, prefixed, row, txt
from hms.components.theme import ICONS
from hms.texts import t

Open = Callable[[rx.Var], object]


# Show the hours around now when the board opens, without moving the page.
TO_NOW = """() => {
  const board = document.querySelector(".h-board"), line = board?.querySelector(".h-now-line");
  if (line) board.scrollTop = line.offsetTop - board.clientHeight / 3;
}"""


def _place(column: object, start: object, span: object) -> dict[str, object]:
    return {"--at": column, "--from": start, "--span": span}


def _head(doctor: rx.Var, column: rx.Var) -> rx.Component:
    late = row(icon("timer", "", ICONS.xs), doctor.note, gap="hair", class_name="h-plain tone-warn t-tiny")
    on_time = row(icon("check", "", ICONS.xs), doctor.note, gap="hair", class_name="h-plain tone-ok t-tiny")
    said = rx.cond(doctor.note, rx.cond(doctor.late, late, on_time), rx.fragment())
    name = txt(doctor.name, "strong", tag="h2", class_name="h-cut")
    below = row(txt(doctor.specialty, "tiny", "ink_3", class_name="h-cut"), said, class_name="h-one-line")
    return rx.el.div(name, below, class_name="h-board-head", style={"--at": column}, key=doctor.id)


def _tick(tick: rx.Var) -> rx.Component:
    looks = classes("h-board-time t-tiny", rx.cond(tick.strong, "h-hour", ""))
    return rx.el.div(tick.label, class_name=looks, style={"--from": tick.row}, aria_hidden="true")


def _visit(visit: rx.Var, on_open: Open) -> rx.Component:
    name = rx.el.span(visit.name, class_name="h-visit-name t-label h-cut")
    below = rx.el.span(
        visit.reason,
        rx.cond(visit.reason, " · ", ""),
        status_word(visit.status),
        class_name="h-visit-reason t-tiny h-cut",
    )
    size = rx.cond(visit.span.to(int) < 4, "h-visit h-short", "h-visit")
    return rx.el.button(
        hidden(visit.label, " "),
        rx.el.span(name, status_icon(visit.status), class_name="h-visit-top"),
        below,
        type="button",
        class_name=classes(
            size, prefixed("is-", visit.status), changed(visit.changed), rx.cond(visit.picked, "is-picked", "")
        ),
        aria_pressed=visit.picked,
        style=_place(visit.column, visit.start, visit.span),
        on_click=on_open(visit),
        key=visit.id,
    )


def _closed(block: rx.Var) -> rx.Component:
    return rx.el.div(
        class_name="h-board-closed", style=_place(block.column, block.start, block.span), aria_hidden="true"
    )


def board_page(board: rx.Component, *side: object, label: Text) -> rx.Component:
    """Put the board beside what goes with it, such as the waiting room; each scrolls by itself on wide screens."""
    beside = rx.el.aside(*side, class_name="h-board-side", aria_label=label)
    return rx.el.div(board, beside, class_name="h-board-page")


def board(
    doctors: rx.Var,
    visits: rx.Var,
    ticks: rx.Var,
    *,
    rows: rx.Var | int,
    on_open: Open,
    closed: rx.Var | None = None,
    now_row: rx.Var | None = None,
    now_label: Text = "",
) -> rx.Component:
    """Draw a day on one time axis; a row is five minutes and the first is row 0.

    doctors: id, name, specialty, note ("18 min late"), late. visits: id, column and start (both from 0), span (rows),
    name, reason, status, label (time and doctor, for screen readers), changed, picked. ticks: row, label, strong.
    closed: column, start, span of hours without the doctor. The line of now stands at `now_row`, hidden below 0.
    """
    corner = rx.el.div(class_name="h-board-corner")
    lanes = rx.foreach(doctors, lambda _, i: rx.el.div(class_name="h-board-lane", style={"--at": i}, key=i))
    blocks = rx.foreach(closed, _closed) if closed is not None else rx.fragment()
    now = rx.fragment()
    if now_row is not None:
        pill = rx.el.span(now_label, class_name="h-now-pill t-tiny")
        rule = rx.el.div(class_name="h-now-line", style={"--from": now_row}, on_mount=rx.call_function(rx.Var(TO_NOW)))
        now = rx.cond(
            now_row >= 0, rx.fragment(rule, rx.el.div(pill, class_name="h-now-time", style={"--from": now_row}))
        )
    return rx.el.div(
        corner,
        rx.foreach(doctors, _head),
        rx.foreach(ticks, _tick),
        lanes,
        blocks,
        now,
        rx.foreach(visits, lambda visit: _visit(visit, on_open)),
        class_name="h-board",
        style={"--columns": doctors.length(), "--rows": rows},
        tab_index=0,
        role="region",
        aria_label=t("Day board"),
    )
