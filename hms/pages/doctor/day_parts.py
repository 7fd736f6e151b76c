"""The pieces of a doctor's day: figures, the next patient, the queue, the ruler."""

import reflex as rx
from reflex.components.react_router import link as router_link

from hms.components.badges import allergies, status
from hms.components.buttons import button, small_button
from hms.components.cards import headline, section, stat, strip, surface
from hms.components.feedback import empty
from hms.components.keys import cap, on_key
from hms.components.layout import Text, hidden, row, stack, txt
from hms.components.ruler import day_ruler
from hms.components.tables import Column, table
from hms.texts import t


def figure_strip(screen: type) -> rx.Component:
    """Draw the strip over the day; lateness and the waiting room are of today only."""
    one = screen.figures
    late = stat(t("How late am I"), one.late, tone=rx.cond(one.is_late, "warn-ink", "ink"), mark="timer")
    now = rx.fragment(late, stat(t("Waiting now"), one.waiting, one.longest))
    unsigned = rx.cond(one.has_unsigned, "warn-ink", "ink")
    words = hidden(t("notes to sign: see which"))
    to_list = router_link(one.to_sign, " ", words, href="/doctor/notes", class_name="h-link")
    return strip(
        rx.cond(screen.is_today, now, rx.fragment()),
        stat(t("Seen"), one.seen),
        stat(t("To sign"), to_list, tone=unsigned, mark="pen-line"),
        label=t("The day in figures"),
    )


def visit_address(appointment_id: rx.Var) -> rx.Var:
    """Write the address of a visit."""
    return rx.Var.create("/doctor/visits/") + appointment_id.to(str)


def _who(one: rx.Var, label: Text) -> rx.Component:
    top = row(txt(label, "label", "accent_ink"), status(one.status), txt(one.since, "label", "ink_2"), wrap=True)
    who = row(
        rx.el.span(one.number, class_name="h-number t-display"),
        txt(one.name, "display", tag="h2"),
        txt(one.facts, "body", "ink_2"),
        class_name="h-baseline g-md",
    )
    return stack(top, who, txt(one.reason, "reading", tag="p"), allergies(one.allergies), class_name="h-grow")


def _act(screen: type, words: Text, mark: str, key: str, event: object, **props: object) -> rx.Component:
    """Draw a button with the key that presses it."""
    inside = rx.el.span(words, cap(key), class_name="h-row")
    return button(inside, mark, disabled=screen.busy, on_click=event, **props, **on_key(key))


def headline_now(screen: type) -> rx.Component:
    """Draw who is with the doctor, or who comes next, large, with one key for each thing to do."""
    now, after = screen.inside, screen.following
    again = row(
        _act(screen, t("Call again"), "megaphone", "r", screen.recall(now.id), of=now.name),
        _act(screen, t("Did not come"), "skip-forward", "s", screen.skip(now.id), of=now.name),
        wrap=True,
    )
    with_me = headline(
        stack(_who(now, t("With you now")), again, gap="md"),
        _act(screen, t("Open visit"), "file-text", "o", screen.open_visit(now.id), of=now.name, primary=True, big=True),
        _act(screen, t("Finish"), "check", "f", screen.finish(now.id), of=now.name, big=True),
        rx.cond(after.id, _call_next(screen, primary=False), rx.fragment()),
    )
    coming = headline(_who(after, t("Next")), _call_next(screen, primary=True))
    nobody = surface(empty("coffee", t("Nobody is waiting"), t("Who arrives at reception shows here at that moment.")))
    return rx.cond(now.id, with_me, rx.cond(after.id, coming, rx.cond(screen.is_today, nobody, rx.fragment())))


def _call_next(screen: type, primary: bool) -> rx.Component:
    whom = screen.following
    name = t("number {n}, {name}", n=whom.number, name=whom.name)
    looks = {"of": name, "primary": primary, "big": True}
    return _act(screen, t("Call next"), "megaphone", "n", screen.call_next(screen.my_id), **looks)


def undo_button(screen: type) -> rx.Component:
    """Offer to take the last step back, and say which that is."""
    words = t("Undo: {what}", what=screen.undo_words)
    return rx.cond(screen.undo_words, _act(screen, words, "undo-2", "u", screen.undo), rx.fragment())


def queue_section(screen: type) -> rx.Component:
    """Draw who waits since when, and who is still to come."""
    columns = (
        Column(t("Time"), lambda r: _when(r.time, r.number), kind="number"),
        Column(t("Patient"), lambda r: _name(r.name, r.facts)),
        Column(t("Reason"), lambda r: r.reason, wrap=True),
        Column(t("Status"), lambda r: status(r.status)),
        Column(t("Waits"), _waits, right=True),
        Column(t("What to do"), lambda r: _acts(screen, r), quiet=True, right=True),
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
    outlook = rx.cond(screen.is_today, txt(screen.figures.outlook, "small", "ink_2", "p", class_name="h-item"), "")
    shown = rx.fragment(rx.cond(number > 0, listed, none), outlook)
    return section(t("Queue"), shown, number=number, flush=True)


def _when(time: Text, number: rx.Var) -> rx.Component:
    called = txt(t("No. {n}", n=number), "label", "ink_2")
    return stack(rx.el.span(time), rx.cond(number, called, rx.fragment()), gap="0")


def _name(name: Text, facts: Text) -> rx.Component:
    return stack(txt(name, "strong"), txt(facts, "label", "ink_3"), gap="0")


def _waits(line: rx.Var) -> rx.Component:
    long = rx.el.span(line.waited, class_name="t-strong c-warn-ink")
    how_long = rx.cond(line.waits_long, long, rx.el.span(line.waited))
    since = txt(t("since {time}", time=line.since), "label", "ink_3")
    return rx.cond(line.waited, stack(how_long, since, gap="0"), "")


def _acts(screen: type, line: rx.Var) -> rx.Component:
    """Offer to call out of turn: who has an appointment comes straight into their visit."""
    come_in = small_button(
        t("Call in"), of=line.name, disabled=screen.busy, on_click=screen.call_in(line.appointment_id)
    )
    call = small_button(t("Call"), of=line.name, disabled=screen.busy, on_click=screen.call(line.id))
    return rx.cond(line.can_call, rx.cond(line.appointment_id, come_in, call), rx.fragment())


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
