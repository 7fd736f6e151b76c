"""A series as a page: its appointments, and beside them the panel in which they are moved or given back."""

import reflex as rx

from hms.components.badges import status
from hms.components.booking import chips
from hms.components.buttons import button, icon_button, link_button, small_button, submit
from hms.components.cards import section
from hms.components.feedback import empty, loading, notices
from hms.components.forms import actions, field, form, long_text
from hms.components.layout import at, grid, row, shown, stack, txt
from hms.components.shell import page_head, shell
from hms.components.tables import Column, table
from hms.pages.reception.settling import dates_list
from hms.permissions import Role
from hms.texts import t

COME = """() => document.getElementById("series-act")?.focus({ preventScroll: false })"""


def series_page(screen: type) -> rx.Component:
    """Draw a series."""
    card = screen.card
    who = t(
        "{patient}, with {doctor}, {department}", patient=card.patient, doctor=card.doctor, department=card.department
    )
    new = link_button(t("Another series"), f"/reception/series?patient={card.patient_id}", "calendar-plus")
    both = grid(_visits(screen), _act(screen), columns=at("minmax(0, 1fr)", wide="minmax(0, 3fr) minmax(0, 2fr)"))
    drawn = rx.fragment(page_head(card.rule, who, new), both)
    return shell(
        screen.me,
        Role.RECEPTIONIST,
        "/reception",
        notices(screen.notice_tone, screen.notice_title, screen.notice_body, on_close=screen.dismiss),
        rx.cond(card, drawn, rx.cond(screen.refused, _gone(), loading(6))),
        clinic=screen.me.clinic,
    )


def _gone() -> rx.Component:
    way = link_button(t("To the day board"), "/reception", "layout-grid")
    return empty("calendar-x", t("No series is here"), t("The address names none."), way, level="h1")


def _visits(screen: type) -> rx.Component:
    def acts(visit: rx.Var) -> rx.Component:
        when = t("{day}, {time}", day=visit.short_day, time=visit.time)
        move = small_button(t("Move"), "calendar-clock", of=when, on_click=screen.start("move", visit.id))
        cancel = small_button(t("Cancel"), "x", of=when, danger=True, on_click=screen.start("cancel", visit.id))
        return rx.cond(visit.can_change, row(move, cancel), rx.fragment())

    columns = (
        Column(t("No."), lambda visit: visit.series_place, right=True),
        Column(t("When"), lambda visit: rx.fragment(visit.long_day, ", ", visit.time), wrap=True),
        Column(t("Doctor"), lambda visit: visit.doctor, wrap=True),
        Column(t("State"), lambda visit: status(visit.status)),
        Column(t("What you can do"), acts, quiet=True),
    )
    listed = table(
        t("Appointments of the series"),
        columns,
        screen.card.visits,
        key=lambda visit: visit.id.to(str),
        lead=1,
        marked=lambda visit: visit.id.to(str) == screen.anchor,
    )
    return section(t("Appointments"), listed, number=screen.card.visits.length(), flush=True)


def _act(screen: type) -> rx.Component:
    """Draw what is being done; nothing stands there until an appointment is picked."""
    panels = rx.match(screen.acting, ("move", _move(screen)), ("cancel", _cancel(screen)), rx.fragment())
    return rx.el.div(panels, role="group", aria_label=t("Move or cancel"))


def _panel(screen: type, title: str, *inside: rx.Component) -> rx.Component:
    close = icon_button(t("Close"), "x", on_click=screen.stop)
    far = chips(t("How far it reaches"), screen.ways, screen.which, lambda way: screen.choose_which(way.id))
    body = stack(txt(screen.anchor_words, "strong"), far, *inside, gap="lg")
    return section(title, body, action=close, id="series-act", tab_index=-1, on_mount=rx.call_function(rx.Var(COME)))


def _move(screen: type) -> rx.Component:
    errors = screen.field_errors
    to = grid(
        field(t("New day"), "day", kind="date", errors=errors),
        field(t("New time"), "at", kind="time", step="300", errors=errors),
        columns="minmax(0, 1fr) minmax(0, 1fr)",
        gap="md",
    )
    hint = txt(t("The others move as far on the clock as this one does."), "small", "ink_2", "p")
    filled = rx.cond(screen.lines.length() > 0, "", "h-btn-primary")
    look = button(t("Look where they go"), "search", type="submit", busy=screen.busy, class_name=[filled])
    asked = form(to, hint, actions(look), on_submit=screen.look, class_name="h-stack g-md", key=screen.anchor)
    why = long_text(t("Reason"), "reason", rows=2, errors=errors, optional=True, hint=t("It is kept in the history."))
    go = submit(t("Move {n} appointments", n=screen.to_do), "check", busy=screen.busy)
    some = stack(dates_list(screen), form(why, actions(go), on_submit=screen.move, class_name="h-stack g-md"), gap="lg")
    return _panel(screen, t("Move"), asked, shown(screen.lines.length() > 0, some))


def _cancel(screen: type) -> rx.Component:
    listed = rx.el.ul(rx.foreach(screen.reached, lambda one: txt(one.words, "body", "ink", "li")))
    told = stack(txt(t("These are given back:"), "body", "ink_2", "p"), listed, role="status")
    why = long_text(t("Reason"), "reason", rows=2, errors=screen.field_errors, hint=t("The patient reads it."))
    words = t("Cancel {n} appointments", n=screen.reached.length())
    go = button(words, "x", type="submit", danger=True, busy=screen.busy)
    keep = button(t("Keep them"), on_click=screen.stop)
    return _panel(
        screen, t("Cancel"), told, form(why, actions(go, keep), on_submit=screen.cancel, class_name="h-stack g-md")
    )
