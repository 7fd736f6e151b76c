"""The pieces of the queues' page: each queue, the field for scanned codes, the form for walk-ins."""

import reflex as rx

from hms.components.buttons import button, submit
from hms.components.cards import items, section
from hms.components.feedback import empty
from hms.components.forms import actions, field, form, select
from hms.components.layout import stack, txt
from hms.pages.queue_parts import called_line, waiting_line
from hms.pages.reception.finding import patient_finder
from hms.texts import t


def queue_grid(screen: type) -> rx.Component:
    """Set the queues that have a number side by side."""
    none = section(
        t("Queues"),
        empty("armchair", t("Nobody waits"), t("Who is checked in or gets a number shows here at that moment.")),
    )
    drawn = rx.el.div(rx.foreach(screen.queues, lambda one: _queue(screen, one)), class_name="h-queues")
    return rx.cond(screen.queues.length() > 0, drawn, none)


def _queue(screen: type, one: rx.Var) -> rx.Component:
    following = button(
        t("Call next"),
        "megaphone",
        of=one.name,
        disabled=screen.busy | ~one.can_call,
        on_click=screen.call_next(one.id),
    )
    inside = items(
        rx.foreach(one.called, lambda line: called_line(screen, line)),
        rx.foreach(one.waiting, lambda line: waiting_line(screen, line)),
    )
    foot = txt(one.outlook, "small", "ink_2", "p", class_name="h-item")
    name = one.name
    return section(name, inside, foot, number=one.waits, note=one.note, action=following, flush=True, key=one.id)


def quiet_queues(screen: type) -> rx.Component:
    """Name the queues in which nobody waits."""
    words = txt(t("Nobody waits: {names}", names=screen.quiet.join(", ")), "small", "ink_2", "p")
    return rx.cond(screen.quiet.length() > 0, words, rx.fragment())


def undo_button(screen: type) -> rx.Component:
    """Offer to take the last step back, and say which that is."""
    words = t("Undo: {what}", what=screen.undo_words)
    press = button(words, "undo-2", disabled=screen.busy, on_click=screen.undo)
    return rx.cond(screen.undo_words, press, rx.fragment())


# A scanner types into this field: it is ready where it stands beside the queues, and again after each scan. On narrow
# screens it stands below them, and would take the page there.
SCANS = """() => {{
  if ({count} || matchMedia("(min-width: 992px)").matches) document.getElementById("code")?.focus({{ preventScroll: true }});
}}"""


def scan_form(screen: type) -> rx.Component:
    """Take a code from a scanner, which types it and presses Enter."""
    hint = t("Scan the patient’s QR code, or type it.")
    code = field(
        t("Check-in code"),
        "code",
        hint=hint,
        errors=screen.field_errors,
        auto_complete="off",
        spell_check=False,
        max_length=40,
    )
    go = button(t("Check in"), "scan-line", type="submit", busy=screen.busy)
    ready = rx.call_function(rx.Var(SCANS.format(count=screen.scanned), _var_data=screen.scanned._get_all_var_data()))
    props = {"on_submit": screen.scan, "key": screen.scanned.to_string(), "on_mount": ready}
    asked = form(code, actions(go), class_name="h-stack g-md", **props)
    return section(t("Arrived with a code"), asked)


def issue_form(screen: type) -> rx.Component:
    """Ask for whom and for which queue the next number is."""
    asked = form(
        select(t("For whom"), "queue_id", screen.choices, errors=screen.field_errors),
        actions(submit(t("Issue number"), "ticket", busy=screen.busy)),
        on_submit=screen.issue,
        key=screen.key,
        class_name="h-stack g-md",
    )
    return section(t("Walked in"), stack(patient_finder(screen), asked, gap="md"))
