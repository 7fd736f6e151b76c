"""The pieces around the board: head, figures, waiting room, the lists of narrow screens."""

import reflex as rx
from reflex.components.react_router import link as router_link

from hms.components.badges import person, status, tag
from hms.components.buttons import button, link_button
from hms.components.cards import item, items, section, stat, strip
from hms.components.feedback import changed, empty
from hms.components.layout import icon, row, stack, txt
from hms.components.theme import ICONS, LINE, SPACE, C
from hms.texts import t


def keep_picked(visit_id: rx.Var | str) -> rx.event.EventSpec:
    """Keep the open visit in the address, so that it is still open after a lost connection."""
    wanted = visit_id if isinstance(visit_id, rx.Var) else rx.Var.create(visit_id)
    write = f"""(() => {{
  const place = new URL(window.location), id = {wanted!s};
  if (id) place.searchParams.set("visit", id); else place.searchParams.delete("visit");
  window.history.replaceState(window.history.state, "", place);
}})"""
    return rx.call_function(rx.Var(write, _var_data=wanted._get_all_var_data()))


def off_phone(board: rx.Component) -> rx.Component:
    """Leave the grid out on phones, where a list for each doctor stands in its place."""
    board.class_name = "h-board h-off-phone"
    return board


def _icon_link(name: str, mark: str, href: rx.Var) -> rx.Component:
    return router_link(icon(mark, "", ICONS.md), href=href, class_name="h-btn h-btn-icon", aria_label=name, title=name)


def head(screen: type, told: rx.Component) -> rx.Component:
    """Draw whose day this is, the days around it, the figures, and what the system says."""
    days = row(
        _icon_link(t("Day before"), "chevron-left", screen.before),
        link_button(t("Today"), "/reception"),
        _icon_link(t("Day after"), "chevron-right", screen.after),
        txt(screen.card.long_day, "title", tag="h1"),
        wrap=True,
    )
    one = screen.figures
    long = rx.cond(one.waits_long, "warn-ink", "ink")
    figures = strip(
        stat(t("Booked"), one.booked),
        stat(t("Arrived"), one.arrived),
        stat(t("Waiting"), one.waiting, one.longest, tone=long, mark="clock"),
        label=t("The day in figures"),
    )
    edge = {"padding": f"{SPACE.md} {SPACE.lg}", "background": C.surface, "border_bottom": LINE.hair}
    return rx.el.div(told, stack(days, figures, gap="md"), style=edge)


def refused(told: rx.Component) -> rx.Component:
    """Draw what is left of the screen when there is nothing to show: why, and the way to today."""
    way = link_button(t("To today's board"), "/reception", "layout-grid")
    return stack(told, txt(t("Day board"), "title", tag="h1"), row(way), style={"padding": SPACE.lg})


def waiting_room(screen: type) -> rx.Component:
    """List who waits since when, and who comes next."""

    def waits(line: rx.Var) -> rx.Component:
        undo = button(t("Undo"), "undo-2", of=line.name, small=True, on_click=screen.undo_check_in(line.id.to(str)))
        note = stack(txt(line.doctor, "small", "ink_2"), txt(line.since, "small", "ink_2"), gap="0")
        lead = person(line.initials)
        end = stack(tag(line.waited, line.tone, "clock"), undo, gap="xs", align_items="flex-end")
        return item(line.name, note, lead=lead, end=end, key=line.id, class_name=[changed(line.changed)])

    def comes(line: rx.Var) -> rx.Component:
        arrived = button(t("Arrived"), "check", of=line.name, small=True, on_click=screen.check_in(line.id.to(str)))
        lead = txt(line.time, "number")
        return item(line.name, line.doctor, lead=lead, end=arrived, key=line.id, class_name=[changed(line.changed)])

    nobody = txt(t("Nobody is waiting."), "body", "ink_2", "p", class_name="h-item")
    no_more = txt(t("Nobody else is expected today."), "body", "ink_2", "p", class_name="h-item")
    room = rx.cond(screen.waiting.length() > 0, items(rx.foreach(screen.waiting, waits)), nobody)
    coming = rx.cond(screen.coming.length() > 0, items(rx.foreach(screen.coming, comes)), no_more)
    drawn = rx.fragment(
        section(t("Waiting room"), room, number=screen.waiting.length(), flush=True),
        section(t("Coming next"), coming, flush=True),
    )
    elsewhere = empty("calendar", t("This is not today"), t("The waiting room stands beside today's board."))
    return rx.cond(screen.card.is_today, drawn, elsewhere)


def doctor_lists(screen: type) -> rx.Component:
    """List each doctor's visits, in place of the board on phones."""

    def visit(one: rx.Var) -> rx.Component:
        return item(
            rx.el.button(
                one.name,
                type="button",
                class_name="h-item-link t-strong",
                on_click=[screen.pick(one.id.to(str)), keep_picked(one.id)],
            ),
            lead=txt(one.time, "number"),
            end=status(one.status),
            key=one.id,
            class_name=[changed(one.changed), rx.cond(one.picked, "h-marked", "")],
        )

    def doctor(one: rx.Var) -> rx.Component:
        note = rx.cond(one.head.late, one.head.note, "")
        return section(one.head.name, items(rx.foreach(one.visits, visit)), note=note, flush=True, key=one.head.id)

    none = empty("calendar", t("Nothing is booked on this day"), t("Bookings show here at that moment."))
    listed = stack(rx.foreach(screen.lists, doctor), gap="lg", style={"padding": SPACE.lg})
    return rx.el.div(rx.cond(screen.lists.length() > 0, listed, none), class_name="h-on-phone")
