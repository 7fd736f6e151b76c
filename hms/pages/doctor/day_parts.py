"""The pieces of a doctor's day: figures, the next patient, the queue, the ruler."""

import reflex as rx
from reflex.components.react_router import link as router_link

from hms.components.badges import allergies, status
from hms.components.buttons import button, link_button
from hms.components.cards import headline, section, stat, strip, surface
from hms.components.feedback import empty
from hms.components.layout import Text, hidden, icon, row, stack, txt
from hms.components.ruler import day_ruler
from hms.components.tables import Column, table
from hms.components.theme import ICONS
from hms.texts import t


def icon_link(name: str, mark: str, href: rx.Var) -> rx.Component:
    """Draw a link that is only an icon; its name is spoken and shown as a tip."""
    return router_link(icon(mark, "", ICONS.md), href=href, class_name="h-btn h-btn-icon", aria_label=name, title=name)


def figure_strip(screen: type) -> rx.Component:
    """Draw the strip over the day; lateness and the waiting room are of today only."""
    one = screen.figures
    late = stat(t("How late am I"), one.late, tone=rx.cond(one.is_late, "warn-ink", "ink"), mark="timer")
    now = rx.fragment(late, stat(t("Waiting now"), one.waiting, one.longest))
    unsigned = rx.cond(one.has_unsigned, "warn-ink", "ink")
    return strip(
        rx.cond(screen.is_today, now, rx.fragment()),
        stat(t("Seen"), one.seen),
        stat(t("To sign"), one.to_sign, tone=unsigned, mark="pen-line"),
        label=t("The day in figures"),
    )


def visit_address(appointment_id: rx.Var) -> rx.Var:
    """Write the address of a visit."""
    return rx.Var.create("/doctor/visits/") + appointment_id.to(str)


def next_patient(screen: type) -> rx.Component:
    """Draw the next patient large, with the one button of the day."""
    one = screen.card.next
    top = row(
        txt(rx.cond(screen.next_status == "in_room", t("With you now"), t("Next")), "label", "accent_ink"),
        status(screen.next_status),
        txt(screen.next_wait, "label", "ink_2"),
        wrap=True,
    )
    who = row(
        txt(one.patient, "display", tag="h2"), txt(one.patient_facts, "body", "ink_2"), class_name="h-baseline g-md"
    )
    words = stack(top, who, txt(one.reason, "reading", tag="p"), allergies(one.allergies), class_name="h-grow")
    begin = button(
        t("Call in"),
        "megaphone",
        of=one.patient,
        primary=True,
        big=True,
        busy=screen.busy,
        on_click=screen.call_in(one.id),
    )
    again = link_button(t("Open visit"), visit_address(one.id), "file-text", of=one.patient, primary=True, big=True)
    act = rx.match(one.status, ("arrived", begin), ("in_room", again), rx.fragment())
    drawn = headline(words, act)
    return rx.cond(one, drawn, rx.cond(screen.is_today, surface(_nobody()), rx.fragment()))


def _nobody() -> rx.Component:
    return empty("coffee", t("Nobody is waiting"), t("Who arrives at reception shows here at that moment."))


def queue_section(screen: type) -> rx.Component:
    """Draw who waits since when, and who is still to come."""
    columns = (
        Column(t("Time"), lambda r: r.time, kind="number"),
        Column(t("Patient"), lambda r: _name(r.name, r.facts)),
        Column(t("Reason"), lambda r: r.reason, wrap=True),
        Column(t("Status"), lambda r: status(r.status)),
        Column(t("Waits"), _waits, right=True),
        Column(t("What to do"), lambda r: _act(screen, r), quiet=True, right=True),
    )
    listed = table(
        t("Queue"),
        columns,
        screen.queue,
        key=lambda r: r.id,
        lead=1,
        marked=lambda r: r.is_next,
        changed=lambda r: r.changed,
    )
    none = empty(
        "calendar-check", t("No more patients on this day"), t("Bookings show here at that moment."), level="h3"
    )
    number = screen.queue.length()
    return section(t("Queue"), rx.cond(number > 0, listed, none), number=number, flush=True)


def _name(name: Text, facts: Text) -> rx.Component:
    return stack(txt(name, "strong"), txt(facts, "label", "ink_3"), gap="0")


def _waits(line: rx.Var) -> rx.Component:
    long = rx.el.span(line.waited, class_name="t-strong c-warn-ink")
    how_long = rx.cond(line.waits_long, long, rx.el.span(line.waited))
    since = txt(t("since {time}", time=line.since), "label", "ink_3")
    return rx.cond(line.waited, stack(how_long, since, gap="0"), "")


def _act(screen: type, line: rx.Var) -> rx.Component:
    call = button(
        t("Call in"), "", of=line.name, small=True, disabled=screen.busy, on_click=screen.call_in(line.id.to(str))
    )
    return rx.cond(line.can_call, call, rx.fragment())


def day_section(screen: type) -> rx.Component:
    """Draw the day on its ruler, with a line where the clock stands."""
    drawn = day_ruler(
        screen.ruler,
        now_index=screen.now_index,
        now_label=screen.now_label,
        on_open=lambda entry: rx.redirect(visit_address(entry.id)),
    )
    none = txt(t("Nothing is booked on this day."), "body", "ink_2", "p")
    shown = rx.cond(screen.ruler.length() > 0, drawn, none)
    return section(
        t("My day"), hidden(t("All visits of the day in order")), shown, action=txt(screen.card.hours, "small", "ink_3")
    )
