"""The visit beside the board: its facts, and what reception may do with it."""

import reflex as rx

from hms.components.badges import allergies, status
from hms.components.booking import times
from hms.components.buttons import button, icon_button, submit
from hms.components.cards import fact, facts, section
from hms.components.forms import actions, field, form, long_text
from hms.components.layout import row, stack, txt
from hms.pages.reception.board_parts import keep_picked
from hms.texts import t

# Who opened the visit from the board or a list is taken to it; who types elsewhere is left alone.
COME = """() => {
  const panel = document.getElementById("visit-panel"), from = document.activeElement;
  panel?.scrollIntoView({ block: "nearest" });
  if (from?.closest(".h-visit, .h-item")) panel?.focus({ preventScroll: true });
}"""


def panel(screen: type) -> rx.Component:
    """Draw the visit that is picked."""
    one = screen.picked
    close = icon_button(t("Close"), "x", on_click=[screen.put_away, keep_picked("")])
    who = row(txt(one.patient, "title", tag="h3"), txt(one.patient_facts, "body", "ink_2"), class_name="h-baseline")
    since = t("since {time}, {n} min", time=one.arrived, n=one.waited_min)
    state = row(
        status(rx.cond((one.status == "arrived") & one.waits_long, "long", one.status)),
        rx.cond(one.status == "arrived", txt(since, "label", "ink_2"), rx.fragment()),
        wrap=True,
    )
    told = facts(
        fact(t("Day"), one.long_day),
        fact(t("Time"), rx.fragment(one.time, " – ", one.ends)),
        fact(t("Doctor"), one.doctor),
        fact(t("Department"), one.department),
        rx.cond(one.room, fact(t("Room"), one.room), rx.fragment()),
        rx.cond(one.cancel_reason, fact(t("Why it was cancelled"), one.cancel_reason), rx.fragment()),
        columns="1fr 1fr",
    )
    inside = stack(state, who, allergies(one.allergies), told, _acts(screen), gap="md")
    return section(
        t("Visit"),
        inside,
        action=close,
        id="visit-panel",
        tab_index=-1,
        key=one.id,
        on_mount=rx.call_function(rx.Var(COME)),
    )


def _acts(screen: type) -> rx.Component:
    one = screen.picked
    come = submit(t("Arrived"), "check", type="button", of=one.patient, on_click=screen.check_in(one.id.to(str)))
    undo = button(t("Undo check-in"), "undo-2", of=one.patient, on_click=screen.undo_check_in(one.id.to(str)))
    move = button(t("Move"), "calendar-clock", of=one.patient, on_click=screen.start_moving)
    booked = stack(
        row(rx.cond(screen.card.is_today, come, rx.fragment()), move, wrap=True),
        rx.cond(screen.moving, _move(screen), rx.fragment()),
        _cancel(screen),
        gap="md",
    )
    return rx.match(one.status, ("booked", booked), ("arrived", undo), rx.fragment())


def _move(screen: type) -> rx.Component:
    day = field(t("Day"), "free-day", screen.free_day, kind="date", on_change=screen.look_at_day)
    offered = times(t("Free times"), "clock", screen.free, screen.chosen_time, lambda one: screen.choose_time(one.id))
    none = txt(t("No time is free on this day."), "body", "ink_2", "p")
    go = submit(t("Move here"), "check", type="button", busy=screen.busy, on_click=screen.move)
    return stack(
        day,
        rx.cond(screen.free.length() > 0, offered, none),
        actions(rx.cond(screen.chosen_time, go, rx.fragment()), button(t("Do not move"), on_click=screen.stop_moving)),
        gap="md",
        role="group",
        aria_label=t("Move to another time"),
    )


def _cancel(screen: type) -> rx.Component:
    """Ask for the reason in a part that the browser itself opens, so that no refresh closes it."""
    reason = long_text(t("Reason"), "reason", rows=2, errors=screen.field_errors, hint=t("The patient reads it."))
    send = button(t("Cancel this appointment"), "x", type="submit", danger=True, busy=screen.busy)
    return rx.el.details(
        rx.el.summary(t("Cancel"), class_name="h-btn h-btn-danger"),
        form(reason, actions(send), on_submit=screen.cancel, class_name="h-stack g-md"),
    )
