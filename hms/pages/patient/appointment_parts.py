"""What the page of one appointment shows: its facts, what one may do, and the panels to move or cancel it."""

from typing import TYPE_CHECKING

import reflex as rx

from hms.components.badges import status
from hms.components.buttons import button, link_button, submit
from hms.components.cards import section, surface
from hms.components.forms import actions, form, long_text
from hms.components.holding import hold_bar
from hms.components.layout import between, row, stack, txt
from hms.components.zones import readers_time
from hms.pages.history_parts import history_list
from hms.pages.patient.in_series import how_far
from hms.pages.patient.parts import before_it, video_link, when_and_who, where_it_stands
from hms.pages.patient.picker import other_days, time_picker
from hms.pages.patient.picking import KEPT
from hms.texts import t

if TYPE_CHECKING:
    from hms.pages.patient.appointment import AppointmentPage

Shown = type["AppointmentPage"]


def facts_card(shown: Shown) -> rx.Component:
    """Draw the appointment itself."""
    card = shown.card
    head = between(txt(card.long_day, "heading", "ink_2", tag="h2"), status(card.status), wrap=True)
    until = rx.cond(card.can_change, txt(card.change_words, "small", "ink_2", "p"), rx.fragment())
    parts = (head, when_and_who(card), before_it(card), where_it_stands(card, shown.fresh), acts(shown), until)
    return surface(stack(*parts, gap="lg"), class_name="h-pad")


def acts(shown: Shown) -> rx.Component:
    """Draw what may be done with the appointment as it stands."""
    card = shown.card
    keep = link_button(t("Calendar file"), f"/appointments/{card.id}.ics", "download", outside=True, big=True)
    move = button(t("Move"), "calendar-clock", big=True, on_click=shown.start_move)
    sooner = f"/patient/waitlist?appointment={card.id}"
    wait = link_button(t("Tell me if an earlier time gets free"), sooner, "bell-plus", big=True)
    cancel = button(t("Cancel this appointment"), "x", big=True, danger=True, on_click=shown.start_cancel)
    change = rx.cond(card.can_change & (shown.panel == ""), rx.fragment(move, wait, cancel), rx.fragment())
    again = f"/patient/book?doctor={card.doctor_id}&kind={rx.cond(card.visit_type_id, card.visit_type_id, 'plain')}"
    anew = link_button(t("Book again"), again, "calendar-plus", big=True)
    over = rx.match(card.status.to(str), ("cancelled", anew), ("fulfilled", anew), ("noshow", anew), rx.fragment())
    gone = (card.status.to(str) == "cancelled") | (card.status.to(str) == "noshow")
    return row(video_link(card), rx.cond(gone, rx.fragment(), keep), change, over, wrap=True)


def steps(shown: Shown) -> rx.Component:
    """Draw what has happened with the appointment until now."""
    return section(t("History"), history_list(shown.steps))


def keep_it(shown: Shown) -> rx.Component:
    """Draw the way out of a panel."""
    return button(t("Keep it as it is"), big=True, on_click=shown.close_panel)


def move_panel(shown: Shown) -> rx.Component:
    """Ask for another time of the same doctor."""
    words = rx.cond(shown.at, t("Move to {day}, {time}", day=shown.day_words, time=shown.at_words), t("Move"))
    go = button(words, "calendar-clock", primary=True, big=True, busy=shown.busy, on_click=shown.move)
    note = txt(t("Your present time is kept until you have the new one."), "small", "ink_2", "p")
    clock = stack(hold_bar(shown.hold, shown.left, shown.at_words), readers_time(shown.at, shown.zone), gap="xs")
    kept = rx.cond(shown.stands == KEPT, clock, rx.fragment())
    inside = stack(time_picker(shown), kept, note, actions(go, keep_it(shown)), gap="lg")
    return section(t("Another time"), inside, action=other_days(shown), id="at")


def cancel_panel(shown: Shown) -> rx.Component:
    """Ask why it is given back."""
    hint = t("The clinic reads this. A word or two is enough.")
    why = long_text(t("Why do you cancel?"), "reason", hint=hint, errors=shown.field_errors, max_length=2_000)
    go = submit(t("Cancel this appointment"), "x", danger=True, big=True, busy=shown.busy)
    asked = form(why, actions(go, keep_it(shown)), on_submit=shown.cancel)
    return section(t("Cancel this appointment?"), stack(how_far(shown, shown.card), asked, gap="lg"))
