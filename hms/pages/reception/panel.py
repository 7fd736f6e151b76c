"""The visit beside the board: its facts, and what reception may do with it."""

import reflex as rx
from reflex.components.react_router import link as router_link

from hms.components.badges import allergies, status, tag
from hms.components.booking import times
from hms.components.buttons import button, icon_button, submit
from hms.components.cards import fact, facts, section
from hms.components.forms import actions, field, form, labelled, long_text
from hms.components.holding import hold_bar
from hms.components.keys import on_key
from hms.components.layout import row, stack, txt
from hms.pages.history_parts import history_list
from hms.pages.reception.finding import missed
from hms.texts import t

# Who opened the visit from the board or a list is taken to it; who types elsewhere is left alone.
COME = """() => {
  const panel = document.getElementById("visit-panel"), from = document.activeElement;
  panel?.scrollIntoView({ block: "nearest" });
  if (from?.closest(".h-cal, .h-item")) panel?.focus({ preventScroll: true });
}"""
# Who closes it is back where the visit stands.
BACK = """((id) => document.querySelector(`.h-cal [data-id="${CSS.escape(id)}"]`)?.focus())"""
# What was pressed is gone with its form.
STAY = """() => setTimeout(() => {
  if (document.activeElement === document.body) document.getElementById("visit-panel")?.focus({ preventScroll: true });
}, 0)"""


def panel(screen: type) -> rx.Component:
    """Draw the visit that is picked."""
    one = screen.picked
    back = rx.call_function(
        rx.Var(f"() => {BACK}({screen.picked_id!s})", _var_data=screen.picked_id._get_all_var_data())
    )
    close = icon_button(t("Close"), "x", on_click=[screen.put_away, back], **on_key("escape"))
    who = row(txt(one.patient, "title", tag="h3"), txt(one.patient_facts, "body", "ink_2"), class_name="h-baseline")
    since = t("since {time}, {n} min", time=one.arrived, n=one.waited_min)
    state = row(
        status(rx.cond((one.status == "arrived") & one.waits_long, "long", one.status)),
        rx.cond(one.status == "arrived", txt(since, "label", "ink_2"), rx.fragment()),
        rx.cond(one.overbooked, tag(t("Double-booked"), "warn", "layers-2"), rx.fragment()),
        missed(one.no_shows),
        wrap=True,
    )
    inside = stack(
        state, who, allergies(one.allergies), _facts(one), _form(screen), _acts(screen), _history(screen), gap="md"
    )
    return section(
        t("Visit"),
        inside,
        action=close,
        id="visit-panel",
        tab_index=-1,
        key=one.id.to(str),
        on_mount=rx.call_function(rx.Var(COME)),
    )


def _form(screen: type) -> rx.Component:
    """Say whether the patient has answered what is asked before the visit; what they answered is the doctor's."""
    said = rx.cond(screen.form.state == "done", t("Answered"), screen.form.words)
    return rx.cond(screen.form, facts(fact(t("Questions before the visit"), said)), rx.fragment())


def _facts(one: rx.Var) -> rx.Component:
    def where(value: rx.Var, name: str) -> rx.Component:
        return rx.cond(value, fact(name, value), rx.fragment())

    why = t("{why} ({who})", why=one.cancel_reason, who=one.cancelled_by)
    series = router_link(
        t("Visit {n} of a series", n=one.series_place), href=f"/reception/series/{one.series_id}", class_name="h-link"
    )
    when = rx.fragment(one.long_day, rx.el.br(), one.time, " – ", one.ends)
    return facts(
        fact(t("When"), when),
        fact(t("Doctor"), rx.fragment(one.doctor, rx.el.br(), one.department)),
        where(one.visit_type, t("Kind of visit")),
        where(one.room, t("Room")),
        where(one.site, t("Site")),
        where(one.overbook_reason, t("Why it was double-booked")),
        rx.cond(one.cancel_reason, fact(t("Why it was cancelled"), why), rx.fragment()),
        rx.cond(one.series_id, fact(t("Series"), series), rx.fragment()),
        columns="1fr 1fr",
    )


def _acts(screen: type) -> rx.Component:
    one = screen.picked
    come = submit(t("Arrived"), "check", type="button", of=one.patient, on_click=screen.check_in(one.id.to(str)))
    undo = button(t("Undo check-in"), "undo-2", of=one.patient, on_click=screen.undo_check_in(one.id.to(str)))
    move = button(t("Move to…"), "calendar-clock", of=one.patient, on_click=screen.start_moving)
    gone = button(t("Did not come"), "user-x", of=one.patient, on_click=screen.mark_no_show)
    came = button(t("Take the no-show back"), "undo-2", of=one.patient, on_click=screen.undo_no_show)
    back = button(t("Restore"), "undo-2", of=one.patient, busy=screen.busy, on_click=screen.restore)
    yes = submit(t("Confirm the request"), "check", type="button", busy=screen.busy, on_click=screen.approve)
    booked = row(
        rx.cond(screen.is_today, rx.fragment(come, gone), rx.fragment()),
        move,
        _cancel(screen, t("Cancel"), t("Cancel this appointment")),
        wrap=True,
    )
    pending = row(yes, move, _cancel(screen, t("Decline"), t("Decline the request")), wrap=True)
    cases = [
        ("booked", booked),
        ("pending", pending),
        ("arrived", row(undo)),
        ("noshow", row(came)),
        ("cancelled", row(back)),
    ]
    return rx.cond(screen.moving, _move(screen), rx.match(one.status.to(str), *cases, rx.fragment()))


def _move(screen: type) -> rx.Component:
    """Ask for another time: a doctor, a day, one of the free times. All that dragging does, without dragging."""
    listed = rx.foreach(screen.columns, lambda one: rx.el.option(one.title, value=one.id, key=one.id))
    looks = {"id": "free-doctor", "class_name": "h-input h-select", "value": screen.free_doctor}
    doctor = labelled(t("Doctor"), "free-doctor", rx.el.select(listed, on_change=screen.look_at_doctor, **looks))
    day = field(t("Day"), "free-day", screen.free_day, kind="date", on_change=screen.look_at_day)
    offered = times(t("Free times"), "clock", screen.free, screen.chosen_time, lambda one: screen.choose_time(one.id))
    none = txt(t("No time is free on this day."), "body", "ink_2", "p", role="status")
    kept = rx.cond(screen.chosen_time, hold_bar(screen.hold_id, screen.hold_left, screen.hold_time), rx.fragment())
    go = submit(t("Move here"), "check", type="button", busy=screen.busy, on_click=screen.move)
    acts = row(rx.cond(screen.chosen_time, go, rx.fragment()), button(t("Do not move"), on_click=screen.stop_moving))
    return stack(
        doctor,
        day,
        rx.cond(screen.free.length() > 0, offered, none),
        stack(kept, acts, class_name="h-stay"),
        gap="md",
        role="group",
        aria_label=t("Move to another time"),
        on_mount=rx.call_function(rx.Var("""() => document.getElementById("free-doctor")?.focus()""")),
        on_unmount=rx.call_function(rx.Var(STAY)),
    )


def _cancel(screen: type, words: str, act: str) -> rx.Component:
    """Ask for the reason in a part that the browser itself opens, so that no refresh closes it."""
    hint = t("The patient reads it.")
    reason = long_text(t("Reason"), "cancel_reason", rows=2, errors=screen.field_errors, hint=hint, max_length=2_000)
    send = button(act, "x", type="submit", danger=True, busy=screen.busy)
    return rx.el.details(
        rx.el.summary(words, class_name="h-btn h-btn-danger"),
        form(reason, actions(send), on_submit=screen.cancel, class_name="h-stack g-md"),
        class_name="h-unfolds",
    )


def _history(screen: type) -> rx.Component:
    return rx.el.details(rx.el.summary(t("History"), class_name="h-link t-small"), history_list(screen.steps))
