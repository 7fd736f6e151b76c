"""What lists of appointments that wait for an answer are drawn with."""

import reflex as rx

from hms.components.badges import person, tag
from hms.components.buttons import button, small_button, submit
from hms.components.cards import items, section
from hms.components.feedback import changed, empty, notice
from hms.components.forms import actions, form, long_text
from hms.components.layout import row, stack, txt
from hms.pages.history_parts import history_list
from hms.texts import t


def line(screen: type, one: rx.Var, acts: rx.Component, below: rx.Component | None = None) -> rx.Component:
    """Draw an appointment: who, when, with whom; what one may do with it; under it what is open."""
    missed = rx.cond(one.missed, tag(one.missed, "warn", "user-x"), rx.fragment())
    name = row(txt(one.name, "strong"), txt(one.about, "small", "ink_2"), missed, wrap=True)
    note = rx.cond(one.note, txt(one.note, "small", "ink_2", "p", class_name="h-break"), rx.fragment())
    kind = rx.cond(one.kind, txt(one.kind, "small", "ink_2", "p", class_name="h-break"), rx.fragment())
    words = (name, txt(one.when, "number", tag="p"), txt(one.doctor, "small", "ink_2", "p"), kind, note)
    who = row(person(one.initials), stack(*words, gap="hair", class_name="h-grow"), gap="md", class_name="h-ask-who")
    open_here = screen.looking == one.id
    past = small_button(
        t("History"), "history", of=one.name, aria_expanded=open_here, on_click=screen.look_at_history(one.id)
    )
    told = rx.cond(open_here, rx.el.div(history_list(screen.steps), class_name="h-under"), rx.fragment())
    return rx.el.li(
        rx.el.div(who, row(acts, past, wrap=True, class_name="h-ask-acts"), class_name="h-ask-line"),
        below or rx.fragment(),
        told,
        class_name=["h-item h-ask", changed(one.changed)],
        key=one.id,
    )


def requests(screen: type) -> rx.Component:
    """List the requests, soonest visit first; the reason of a no is typed in its line."""

    def draw(one: rx.Var) -> rx.Component:
        yes = small_button(
            t("Approve"), "check", of=one.name, busy=screen.busy, on_click=screen.approve(one.id, one.version)
        )
        no = small_button(t("Decline"), "x", of=one.name, danger=True, on_click=screen.start_declining(one.id))
        asking = screen.declining == one.id
        acts = rx.cond(asking | one.gone, rx.fragment(), rx.fragment(yes, no))
        return line(screen, one, acts, rx.cond(asking, _reason(screen, one), rx.fragment()))

    none = empty("inbox", t("Nothing waits for an answer"), t("Requests of patients show here at that moment."))
    listed = items(rx.foreach(screen.requests, draw))
    waiting = rx.cond(screen.requests, listed, none)
    return section(t("Requests"), waiting, number=screen.requests.length(), flush=True)


def _reason(screen: type, one: rx.Var) -> rx.Component:
    gone = notice(
        "warn", t("This was answered meanwhile"), t("What you typed is still here. There is nothing to decline.")
    )
    why = long_text(
        t("Why not"), "reason", rows=2, errors=screen.field_errors, hint=t("The patient reads it."), auto_focus=True
    )
    send = submit(t("Decline this request"), "x", of=one.name, danger=True, busy=screen.busy)
    back = button(t("Do not answer yet"), on_click=screen.stop_declining)
    return form(
        rx.el.div(rx.cond(one.gone, gone, rx.fragment()), role="status"),
        why,
        actions(rx.cond(one.gone, rx.fragment(), send), back),
        on_submit=screen.decline,
        key="reason",
        class_name="h-stack g-md h-under",
    )
