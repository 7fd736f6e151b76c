"""Above the board: which day, the days around it, how it is shown and whose; the day in figures, and what was said."""

import reflex as rx
from reflex.components.react_router import link as router_link

from hms.components.buttons import jump
from hms.components.calendar.phones import list_on_phones
from hms.components.keys import cap, on_key
from hms.components.layout import icon, row, txt
from hms.components.theme import ICONS
from hms.pages.reception.board_day import BOARD, LIST
from hms.texts import t


def head(screen: type, told: rx.Component) -> rx.Component:
    """Draw the day, the ways to others, what one may choose, and one line of figures beside what the system says."""
    steps = row(
        _step(t("Day before"), "chevron-left", screen.before, "p"),
        _step(t("Today"), "", screen.this, "t"),
        _step(t("Day after"), "chevron-right", screen.after, "n"),
        gap="xs",
    )
    days = rx.el.div(steps, txt(screen.long_day, "title", tag="h1"), class_name="h-board-days")
    choose = rx.el.div(_ways(screen), _departments(screen), _new(screen), class_name="h-board-choose h-no-print")
    below = rx.el.div(_figures(screen), told, class_name="h-board-told")
    return rx.el.div(rx.el.div(days, choose, class_name="h-board-bar"), below, class_name="h-board-head")


def _step(name: str, mark: str, href: rx.Var, key: str) -> rx.Component:
    words = {"aria_label": name, "title": name} if mark else {}
    inside = icon(mark, "", ICONS.md) if mark else rx.el.span(name)
    return router_link(inside, cap(key), href=href, class_name="h-btn h-board-step", **words, **on_key(key))


def _new(screen: type) -> rx.Component:
    busy = screen.booking | screen.picked.is_not_none() | screen.dropped.is_not_none()
    return rx.el.button(
        icon("calendar-plus", "", ICONS.sm),
        rx.el.span(t("New appointment")),
        cap("a"),
        type="button",
        class_name=["h-btn", rx.cond(busy, "", "h-btn-primary")],
        on_click=screen.start_booking,
        **on_key("a"),
    )


def _ways(screen: type) -> rx.Component:
    """Offer the day as a list too: all that dragging does is done there by its buttons."""

    def button(words: str, mark: str, way: str, view: str) -> rx.Component:
        on = screen.view == view
        return rx.el.button(
            icon(mark, "", ICONS.sm),
            rx.el.span(words),
            type="button",
            aria_pressed=rx.cond(on, "true", "false"),
            class_name=["h-btn", rx.cond(on, "h-btn-on", "")],
            on_click=screen.show_as(way),
            custom_attrs={"data-way": way},
        )

    ways = [button(t("Board"), "columns-3", "board", BOARD), button(t("List"), "list", "list", LIST)]
    return rx.el.div(*ways, role="group", aria_label=t("Show as"), class_name="h-joined", on_mount=list_on_phones())


def _departments(screen: type) -> rx.Component:
    listed = screen.departments.to(list[list[str]])
    return rx.el.select(
        rx.foreach(listed, lambda one: rx.el.option(one[1], value=one[0], key=one[0])),
        value=screen.department,
        on_change=screen.choose_department,
        aria_label=t("Department"),
        class_name="h-input h-select",
    )


def _figures(screen: type) -> rx.Component:
    one = screen.figures
    long = rx.cond(one.waits_long, "warn-ink", "ink")
    waits = row(icon("clock", "ink_2", ICONS.xs), txt(t("Waiting"), "small", "ink_2"), gap="xs")
    there = jump(
        row(waits, txt(one.waiting, "strong", long), txt(one.longest, "small", "ink_2"), gap="xs"),
        "beside",
        class_name="h-board-waits",
    )
    came = rx.fragment(_figure(t("Arrived"), one.arrived), there)
    return rx.el.div(
        _figure(t("Booked"), one.booked),
        rx.cond(screen.is_today, came, rx.fragment()),
        role="group",
        aria_label=t("The day in figures"),
        class_name="h-board-figures",
    )


def _figure(label: str, value: rx.Var) -> rx.Component:
    return row(txt(label, "small", "ink_2"), txt(value, "strong"), gap="xs")
