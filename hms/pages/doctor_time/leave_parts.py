"""The leave assistant as a page."""

import reflex as rx

from hms.components.badges import tag
from hms.components.buttons import button, link_button, small_button, submit
from hms.components.cards import section
from hms.components.feedback import empty, notice, to_first_error
from hms.components.forms import actions, error_text, form, long_text
from hms.components.layout import between, icon, row, split, stack, txt
from hms.pages.doctor_time.frame import time_frame
from hms.pages.doctor_time.leave_shapes import ACTS, CANCEL, MOVE, OFFER
from hms.permissions import Role
from hms.texts import t

REASON = t("The doctor is away at the time that was booked.")


def leave_page(screen: type, role: Role) -> rx.Component:
    """Draw what still lies in a doctor's leave."""
    none = empty(
        "calendar-check",
        t("Nothing lies in leave"),
        t("Booked appointments in leave or breaks, and on days when the clinic is closed, are settled here."),
        link_button(t("Back to the week"), screen.base, "arrow-left"),
    )
    body = form(split(_list(screen), _saving(screen)), on_submit=screen.carry_out, class_name="h-stack g-lg")
    shown = stack(rx.cond(screen.rows.length() > 0, body, none), _done(screen), gap="lg")
    note = t("What becomes of the appointments that were booked before.")
    return time_frame(screen, role, "/leave", note, shown)


def _list(screen: type) -> rx.Component:
    every = row(
        txt(t("For all:"), "small", "ink_2"),
        *[small_button(ACTS[act], of=t("all of them"), on_click=screen.choose_for_all(act)) for act in ACTS],
        gap="xs",
        wrap=True,
    )
    listed = rx.el.ul(rx.foreach(screen.rows, lambda one: _row(screen, one)), class_name="h-items")
    more = rx.cond(
        screen.card.total > screen.rows.length(),
        txt(t("The others follow when these are settled."), "small", "ink_2", "p", class_name="h-item"),
        rx.fragment(),
    )
    return section(t("Still in leave"), listed, more, number=screen.card.total, action=every, flush=True)


def _row(screen: type, one: rx.Var) -> rx.Component:
    asked = rx.cond(one.requested, tag(t("Requested"), "warn", "hourglass"), rx.fragment())
    who = rx.cond(one.patient, txt(one.patient, "strong"), rx.fragment())
    head = between(row(txt(one.when, "strong"), asked, wrap=True), txt(one.what, "small", "ink_2"), wrap=True)
    offered = rx.cond(
        one.offered, row(icon("hourglass"), txt(one.offered, "small", tag="p"), class_name="h-line"), rx.fragment()
    )
    wrong = rx.cond(one.problem, error_text(one.id, one.problem), rx.fragment())
    return rx.el.li(
        stack(head, who, offered, _decision(screen, one), wrong, gap="sm", class_name="h-grow"),
        class_name="h-item",
        key=one.id,
    )


def _decision(screen: type, one: rx.Var) -> rx.Component:
    of = one.patient + " " + one.when
    act = rx.el.select(
        *[
            rx.el.option(words, value=code, disabled=_needs_time(code) & (one.options.length() == 0))
            for code, words in ACTS.items()
        ],
        id="act-" + one.id.to(str),
        value=one.act,
        on_change=lambda given: screen.choose_act(one.id, given),
        aria_label=t("What becomes of {of}", of=of),
        class_name="h-input h-select h-time-act",
    )
    option = rx.el.select(
        rx.foreach(one.options, lambda o: rx.el.option(o[1], value=o[0], key=o[0])),
        id="option-" + one.id.to(str),
        value=one.option,
        on_change=lambda given: screen.choose_option(one.id, given),
        aria_label=t("To which time, {of}", of=of),
        class_name="h-input h-select h-time-option",
    )
    timed = (one.act == MOVE) | (one.act == OFFER)
    none = txt(t("No free time was found in the department. Cancel it, or leave it for later."), "small", "ink_2", "p")
    later = rx.cond(one.options.length() == 0, none, rx.fragment())
    return row(act, rx.cond(timed, option, later), wrap=True)


def _needs_time(code: str) -> rx.Var:
    return rx.Var.create(code in {MOVE, OFFER})


def _saving(screen: type) -> rx.Component:
    reason = long_text(
        t("Reason"), "reason", REASON, rows=2, max_length=2_000, errors=screen.field_errors,
        hint=t("Patients read it with the cancellation; with a move it stands in the history."),
    )  # fmt: skip
    sure = notice(
        "warn",
        t("Cancelling cannot be taken back here"),
        t("The times are given on at once. Press again to carry it out."),
        button(t("Not yet"), small=True, on_click=screen.think_again),
        class_name="h-wrap",
    )
    go = submit(t("Carry out"), "list-checks", busy=screen.busy, disabled=(screen.decided == 0) | screen.busy)
    ways = stack(
        _way("calendar-arrow-up", ACTS[MOVE], t("at once, to the time that is chosen; the patient is told.")),
        _way(
            "hourglass",
            ACTS[OFFER],
            t("the time is kept, and the patient says yes or no; the old time stands until then."),
        ),
        _way("x", ACTS[CANCEL], t("with the reason; the patient books anew.")),
        gap="sm",
    )
    words = txt(screen.summary, "strong", tag="p")
    asked = rx.el.div(rx.cond(screen.sure, sure, rx.fragment()), role="status")
    return stack(
        section(
            t("Carry out"), stack(words, reason, asked, actions(go), to_first_error(screen.field_errors), gap="lg")
        ),
        section(t("What these do"), ways),
        class_name="h-stick",
        gap="lg",
    )


def _way(mark: str, name: str, words: str) -> rx.Component:
    return row(icon(mark), rx.el.p(txt(name, "strong"), txt(" " + words, "small", "ink_2")), class_name="h-line")


def _done(screen: type) -> rx.Component:
    listed = rx.el.ul(
        rx.foreach(
            screen.done,
            lambda one: rx.el.li(row(icon("check"), txt(one, "small"), class_name="h-line"), class_name="h-item"),
        ),
        class_name="h-items",
    )
    return rx.cond(
        screen.done.length() > 0,
        section(t("Settled just now"), listed, number=screen.done.length(), flush=True),
        rx.fragment(),
    )
