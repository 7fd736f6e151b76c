"""The inbox of results: what waits, the report that is open, and orders whose result does not come."""

import reflex as rx

from hms.components.badges import allergies, tag
from hms.components.buttons import button, link, link_button, submit
from hms.components.cards import items, section
from hms.components.choices import tick
from hms.components.feedback import empty, loaded, notice
from hms.components.forms import actions, form, long_text, select
from hms.components.keys import cap, on_key
from hms.components.layout import between, row, stack, txt
from hms.pages.doctor.result_parts import marked, report, said
from hms.texts import t


def way_out() -> rx.Component:
    """Lead back to the day."""
    return row(link_button(t("To your day"), "/doctor", "sun"))


def inbox(screen: type) -> rx.Component:
    """List what waits to be looked at; the first one opens by a key."""

    def line(one: rx.Var, place: rx.Var) -> rx.Component:
        of = one.title + ", " + one.patient
        tied = {
            "custom_attrs": {
                "data-key": rx.cond(place == 0, "o", ""),
                "aria-keyshortcuts": rx.cond(place == 0, "O", ""),
            }
        }
        inside = rx.el.span(t("Look"), rx.cond(place == 0, cap("o"), rx.fragment()), class_name="h-row")
        look = button(inside, "eye", of=of, small=True, on_click=screen.look(one.review_id.to(str)), **tied)
        words = stack(
            row(txt(one.patient, "strong"), txt(one.born, "small", "ink_2"), marked(one), wrap=True),
            txt(one.title, "body", tag="p"),
            rx.cond(one.said, txt(one.said, "body", tag="p", class_name="h-break"), rx.fragment()),
            said(one.because), said(one.colleague), txt(one.arrived, "small", "ink_2"), gap="hair", class_name="h-grow",
        )  # fmt: skip
        return rx.el.li(words, look, class_name="h-item", key=one.review_id.to(str))

    none = empty("circle-check", t("Every result was looked at"), t("What comes for you shows here at that moment."))
    critical = rx.cond(
        screen.critical > 0, tag(t("{n} critical", n=screen.critical), "danger", "triangle-alert"), rx.fragment()
    )
    lines = items(rx.foreach(screen.listed, line))
    newer = button(t("Sooner"), "chevron-left", on_click=screen.turn(-1), disabled=screen.page_number <= 1)
    older = button(t("Later"), "chevron-right", on_click=screen.turn(1), disabled=screen.page_number >= screen.pages)
    place = txt(t("Page {n} of {total}", n=screen.page_number, total=screen.pages), "body", "ink_2")
    turning = rx.cond(
        screen.pages > 1, rx.el.div(between(newer, place, older, wrap=True), class_name="h-item"), rx.fragment()
    )
    shown = rx.cond(screen.total > 0, rx.fragment(lines, turning), none)
    return section(
        t("To look at"), loaded(~screen.loading, shown, lines=6), number=screen.total, action=critical, flush=True
    )


def opened(screen: type) -> rx.Component:
    """Draw the report that is looked at: whose it is, why it was ordered, what it says, and what one does with it."""
    one = screen.shown
    chart = link(one.patient, rx.Var.create("/doctor/patients/") + one.patient_id.to(str) + "/orders")
    phones = rx.foreach(
        one.phones, lambda number: rx.el.a(number, href=rx.Var.create("tel:") + number.to(str), class_name="h-link")
    )
    who = row(chart, txt(one.born, "small", "ink_2"), txt(one.record_number, "small", "ink_2"), phones, wrap=True)
    changed = rx.cond(
        screen.fresh, notice("warn", t("It was changed while you read"), t("Read it once more.")), rx.fragment()
    )
    over = rx.cond(one.over, notice("info", one.over), rx.fragment())
    because = rx.cond(one.because, notice("warn", one.because), rx.fragment())
    acts = rx.cond(one.open, rx.cond(screen.handing, _handing(screen), _seen(screen)), row(_back(screen)))
    return section(
        one.report.title,
        stack(
            who, allergies(one.allergies, known=one.allergies.length() > 0), said(one.order), because, changed, over,
            report(one.report), acts, gap="md",
        ),
        action=marked(one.report), id="open-result",
    )  # fmt: skip


def _back(screen: type) -> rx.Component:
    inside = rx.el.span(t("Put it back"), cap("escape"), class_name="h-row")
    return button(inside, on_click=screen.close, **on_key("escape"))


def _seen(screen: type) -> rx.Component:
    one = screen.shown
    note = long_text(
        t("Note"), "seen_note", rows=2, optional=True, max_length=2000, auto_focus=True, errors=screen.field_errors,
        hint=t("Such as what you do about it. It stays with the result; the patient does not read it."),
    )  # fmt: skip
    give = tick("release", t("The patient may read it now"), one.report.released)
    hand = button(t("Hand over"), "forward", of=one.report.title, on_click=screen.start_handing)
    go = submit(t("I have looked at it"), "check", of=one.report.title + ", " + one.patient, busy=screen.busy)
    return form(
        note, give, actions(go, hand, _back(screen)), on_submit=screen.acknowledge,
        key=one.review_id.to(str), class_name="h-stack g-md",
    )  # fmt: skip


def _handing(screen: type) -> rx.Component:
    to = select(t("To whom"), "to", screen.colleagues, errors=screen.field_errors, auto_focus=True)
    go = submit(t("Hand it over"), "forward", of=screen.shown.report.title, busy=screen.busy)
    return form(
        to,
        actions(go, button(t("Keep it"), on_click=screen.stop_handing)),
        on_submit=screen.hand_over,
        class_name="h-stack g-md",
    )


def awaited(screen: type) -> rx.Component:
    """List one's orders whose result has not come, the longest first."""

    def line(one: rx.Var) -> rx.Component:
        waits = rx.cond(one.late, tag(one.waits, "warn", "clock"), txt(one.waits, "small", "ink_2"))
        name = link(
            one.title + ", " + one.patient, rx.Var.create("/doctor/patients/") + one.patient_id.to(str) + "/orders"
        )
        words = stack(name, txt(one.ordered, "small", "ink_2"), gap="hair", class_name="h-grow")
        return rx.el.li(words, waits, class_name="h-item", key=one.id.to(str))

    none = txt(t("No order of yours waits for its result."), "body", "ink_2", "p", class_name="h-item")
    shown = rx.cond(screen.awaited.length() > 0, items(rx.foreach(screen.awaited, line)), none)
    return section(
        t("Results that have not come"), loaded(~screen.loading, shown), number=screen.awaited.length(), flush=True
    )
