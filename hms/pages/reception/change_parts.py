"""What patients ask to have changed, with both values and the answer; and how a record came to be what it is."""

import reflex as rx

from hms.components.buttons import button, link_button, small_button, submit
from hms.components.cards import items, section
from hms.components.forms import actions, form, long_text
from hms.components.layout import row, stack, txt
from hms.texts import t


def change_line(screen: type, one: rx.Var, named: bool = False) -> rx.Component:
    """Draw a request: what it was, what it shall be, why, and the answer."""
    who = (
        row(
            txt(one.patient, "strong"),
            txt(one.record_number, "number", "ink_2"),
            txt(one.made, "small", "ink_2"),
            wrap=True,
        )
        if named
        else txt(t("Asked {when}", when=one.made), "small", "ink_2", "p")
    )
    wishes = rx.el.dl(
        rx.foreach(one.wishes, _wish),
        class_name="h-facts",
        grid_template_columns="repeat(auto-fit, minmax(220px, 1fr))",
    )
    why = rx.cond(
        one.reason, txt(t("“{why}”", why=one.reason), "small", "ink", "p", class_name="h-break"), rx.fragment()
    )
    asking = screen.declining == one.id.to(str)
    look = link_button(
        t("Open the record"), "/reception/patients/" + one.patient_id.to(str), "user", of=one.patient, small=True
    )
    acts = row(
        small_button(
            t("Accept"), "check", of=one.patient, busy=screen.busy, on_click=screen.accept(one.id, one.version)
        ),
        small_button(t("Decline"), "x", of=one.patient, danger=True, on_click=screen.start_declining(one.id)),
        look if named else rx.fragment(),
        wrap=True,
    )
    return rx.el.li(
        stack(who, wishes, why, rx.cond(asking, _reason(screen, one), acts), gap="sm", class_name="h-grow"),
        class_name="h-item",
        key=one.id.to(str),
    )


def _wish(wish: rx.Var) -> rx.Component:
    before = rx.el.s(wish.before, class_name="c-ink-2")
    both = row(
        rx.el.span(t("now "), class_name="h-hidden"),
        before,
        txt("→", "body", "ink_3", aria_hidden="true"),
        txt(wish.wished, "strong"),
        wrap=True,
    )
    return rx.el.div(txt(wish.label, "label", "ink_3", "dt"), rx.el.dd(both), class_name="h-fact", key=wish.field)


def _reason(screen: type, one: rx.Var) -> rx.Component:
    why = long_text(
        t("Why not"), "answer", rows=2, errors=screen.field_errors, hint=t("The patient reads it."), auto_focus=True,
        max_length=1_000,
    )  # fmt: skip
    send = submit(t("Decline this request"), "x", of=one.patient, danger=True, busy=screen.busy)
    back = button(t("Do not answer yet"), on_click=screen.stop_declining)
    return form(why, actions(send, back), on_submit=screen.decline, class_name="h-stack g-md")


def history(screen: type) -> rx.Component:
    """Offer how the data came to be what it is: each change with both values, who and when."""
    way = small_button(
        rx.cond(screen.shows_changes, t("Hide"), t("Show")), "history", of=t("the history"), on_click=screen.show_changes,
        aria_expanded=screen.shows_changes,
    )  # fmt: skip
    none = txt(t("Nothing has changed since the record was opened."), "body", "ink_2", "p", class_name="h-item")
    listed = rx.cond(screen.changes, items(rx.foreach(screen.changes, _step)), none)
    return section(
        t("History of personal data"), rx.cond(screen.shows_changes, listed, rx.fragment()), action=way, flush=True
    )


def _step(step: rx.Var, number: rx.Var) -> rx.Component:
    nothing = t("nothing")
    both = row(
        rx.el.s(rx.cond(step.before, step.before, nothing), class_name="c-ink-2 h-pre"), txt("→", "body", "ink_3", aria_hidden="true"),
        txt(rx.cond(step.after, step.after, nothing), "body", class_name="h-pre"), wrap=True,
    )  # fmt: skip
    asked = rx.cond(step.asked, t(", as the patient asked"), "")
    who = txt(t("{who}, {when}", who=step.who, when=step.when) + asked, "small", "ink_3", "p")
    return rx.el.li(
        stack(txt(step.label, "strong", tag="p"), both, who, gap="hair"), class_name="h-item", key=number.to_string()
    )
