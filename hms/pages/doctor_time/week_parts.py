"""A doctor's week as a page: the calendar, the form beside it, and the lists of what is to come."""

import reflex as rx

from hms.components.badges import tag
from hms.components.buttons import link_button
from hms.components.calendar import calendar
from hms.components.cards import items, section
from hms.components.feedback import notice
from hms.components.layout import hidden, icon, row, stack, txt
from hms.pages.doctor_time.draft_parts import withdrawing, writing
from hms.pages.doctor_time.frame import time_frame
from hms.permissions import Role
from hms.texts import t


def week_page(screen: type, role: Role) -> rx.Component:
    """Draw the week of a doctor."""
    parts = rx.el.div(writing(screen), _week(screen), _coming(screen), class_name="h-time-split")
    body = stack(_unsettled(screen), parts, gap="lg")
    return time_frame(screen, role, "", screen.card.department, body)


def _unsettled(screen: type) -> rx.Component:
    waiting = t("{n} of them wait for the patient’s answer.", n=screen.card.waiting.to_string())
    told = notice(
        "warn",
        screen.card.unsettled_words,
        rx.cond(screen.card.waiting > 0, waiting, t("Move them, offer other times, or cancel them with a reason.")),
        link_button(t("Settle them"), screen.base + "/leave", "list-checks", small=True),
        class_name="h-wrap",
    )
    return rx.el.div(rx.cond(screen.card.unsettled > 0, told, rx.fragment()), role="status")


def _week(screen: type) -> rx.Component:
    weeks = row(
        _step(t("Week before"), "chevron-left", screen.before),
        link_button(t("This week"), screen.base, small=True),
        _step(t("Week after"), "chevron-right", screen.after),
        gap="xs",
    )
    drawn = calendar(
        screen.events,
        resources=screen.columns,
        view="timeGridWeek",
        date=screen.card.monday.to(str),
        zone=screen.card.clinic_zone,
        base=screen.cal_base,
        patches=screen.patches,
        rev=screen.rev,
        label=t("Hours of the week"),
        picked=rx.cond(screen.draft, screen.draft.id, ""),
        opens=screen.card.opens,
        closes=screen.card.closes,
        slot_min=30,
        snap_min=15,
        column_width="minmax(92px, 1fr)",
        height="auto",
        on_move=screen.drag,
        on_select_range=screen.pick,
        on_open=screen.change,
        on_resync=screen.resync,
    )
    holidays = rx.foreach(
        screen.holidays,
        lambda one: row(icon("party-popper"), txt(one, "small", "ink_2"), class_name="h-item"),
    )
    key = row(
        _key("open", t("Open")), _key("break", t("Break")), _key("leave", t("Closed")), _key("holiday", t("Holiday")),
        gap="md", wrap=True, class_name="h-item",
    )  # fmt: skip
    return section(
        screen.card.title,
        rx.el.div(drawn, class_name="h-time-week"),
        key,
        stack(holidays, gap="0"),
        action=weeks,
        flush=True,
        class_name="h-time-left",
    )


def _step(name: str, mark: str, address: rx.Var) -> rx.Component:
    inside = link_button(hidden(name), address, mark, small=True)
    return rx.el.span(inside, title=name)


def _key(kind: str, word: str) -> rx.Component:
    return row(
        rx.el.span(class_name=f"h-time-key h-cal-{kind}", aria_hidden="true"), txt(word, "small", "ink_2"), gap="xs"
    )


def _coming(screen: type) -> rx.Component:
    leave = _list(screen, t("Leave to come"), screen.away, t("No leave is planned."))
    extra = _list(screen, t("Extra hours and breaks"), screen.extra, t("None are planned."))
    return stack(leave, extra, gap="lg")


def _list(screen: type, title: str, lines: rx.Var, none: str) -> rx.Component:
    listed = items(rx.foreach(lines, lambda line: special_line(screen, line)))
    empty = txt(none, "body", "ink_2", "p", class_name="h-item")
    return section(title, rx.cond(lines.length() > 0, listed, empty), number=lines.length(), flush=True)


def special_line(screen: type, line: rx.Var) -> rx.Component:
    """Draw one special time to come, with what one may do with it."""
    more = rx.cond(line.more, txt(line.more, "small", "ink_2", "p", class_name="h-break"), rx.fragment())
    inside = rx.cond(line.inside, tag(line.inside, "warn", "calendar-x"), rx.fragment())
    by_clinic = txt(t("Set by the administrator"), "small", "ink_2")
    acts = rx.cond(line.mine, withdrawing(screen, line), by_clinic)
    head = row(txt(line.words, "strong"), inside, wrap=True)
    words = stack(head, txt(line.name, "small", "ink_2"), more, acts, gap="xs", class_name="h-grow")
    return rx.el.li(_mark(line), words, class_name="h-item h-time-line", key=line.id)


def _mark(line: rx.Var) -> rx.Component:
    marks = ("clock-plus", "coffee", "tree-palm", "door-closed")
    return rx.el.span(
        rx.match(line.mark, *[(name, icon(name, "")) for name in marks], rx.fragment()), class_name="h-tile tone-quiet"
    )
