"""The pieces around the board: the waiting room, and what stands beside."""

import reflex as rx

from hms.components.badges import person, tag
from hms.components.buttons import button, link_button
from hms.components.cards import item, items, section
from hms.components.feedback import changed, to_first_error
from hms.components.layout import row, stack, txt
from hms.components.theme import SPACE
from hms.pages.reception.booking_form import booking_form
from hms.pages.reception.dropped import dropped_form
from hms.pages.reception.panel import panel
from hms.texts import t


def board_page(board: rx.Component, screen: type) -> rx.Component:
    """Put the board beside what goes with it; each scrolls by itself on wide screens. Who waits is of today only."""
    doing = screen.dropped.is_not_none() | screen.booking | screen.picked.is_not_none()
    looks = {"id": "beside", "tab_index": -1, "class_name": "h-board-side", "aria_label": t("Beside the board")}
    return rx.el.div(
        rx.el.div(board, class_name="h-board-place"),
        rx.cond(doing | screen.is_today, rx.el.aside(beside(screen), **looks), rx.fragment()),
        class_name="h-board-page",
    )


def refused(told: rx.Component) -> rx.Component:
    """Draw what is left of the screen when there is nothing to show: why, and the way to today."""
    way = link_button(t("To today's board"), "/reception", "layout-grid")
    return stack(told, txt(t("Day board"), "title", tag="h1"), row(way), style={"padding": SPACE.lg})


def beside(screen: type) -> rx.Component:
    """Draw what is being done: a visit that did not fit, the visit that is picked, a booking; else the waiting room.

    A form that is half filled in stays, out of sight, while something else is looked at.
    """
    over = screen.dropped.is_not_none() | screen.picked.is_not_none()
    form = rx.el.div(booking_form(screen), hidden=over)
    shown = rx.cond(screen.picked, panel(screen), rx.cond(screen.booking, rx.fragment(), waiting_room(screen)))
    shown = rx.cond(screen.dropped, dropped_form(screen), shown)
    return rx.fragment(rx.cond(screen.booking, form, rx.fragment()), shown, to_first_error(screen.field_errors))


def waiting_room(screen: type) -> rx.Component:
    """List who waits since when, and who comes next."""

    def waits(line: rx.Var) -> rx.Component:
        undo = button(t("Undo"), "undo-2", of=line.name, small=True, on_click=screen.undo_check_in(line.id.to(str)))
        note = stack(txt(line.doctor, "small", "ink_2"), txt(line.since, "small", "ink_2"), gap="0")
        lead = person(line.initials)
        end = stack(tag(line.waited, line.tone, "clock"), undo, gap="xs", align_items="flex-end")
        return item(_name(screen, line), note, lead=lead, end=end, key=line.id, class_name=[changed(line.changed)])

    def comes(line: rx.Var) -> rx.Component:
        arrived = button(t("Arrived"), "check", of=line.name, small=True, on_click=screen.check_in(line.id.to(str)))
        lead = txt(line.time, "number")
        look = [changed(line.changed)]
        return item(_name(screen, line), line.doctor, lead=lead, end=arrived, key=line.id, class_name=look)

    nobody = txt(t("Nobody is waiting."), "body", "ink_2", "p", class_name="h-item")
    no_more = txt(t("Nobody else is expected today."), "body", "ink_2", "p", class_name="h-item")
    room = rx.cond(screen.waiting.length() > 0, items(rx.foreach(screen.waiting, waits)), nobody)
    coming = rx.cond(screen.coming.length() > 0, items(rx.foreach(screen.coming, comes)), no_more)
    return rx.fragment(
        section(t("Waiting room"), room, number=screen.waiting.length(), flush=True),
        section(t("Coming next"), coming, flush=True),
    )


def _name(screen: type, line: rx.Var) -> rx.Component:
    """Let a name open the visit, as on the board."""
    looks = {"type": "button", "class_name": "h-item-link t-strong"}
    return rx.el.button(line.name, on_click=screen.pick(line.id.to(str)), **looks)
