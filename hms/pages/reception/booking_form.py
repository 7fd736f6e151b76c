"""The form beside the board with which reception books: who, what, whom, when, why. All of it works by keyboard."""

import reflex as rx

from hms.components.buttons import button, icon_button, link_button, submit
from hms.components.cards import section
from hms.components.forms import actions, error_of, field, form, labelled, long_text
from hms.components.holding import faces, hold_bar
from hms.components.keys import on_key
from hms.components.layout import grid, shown, stack, txt
from hms.pages.reception.finding import patient_finder
from hms.texts import t

COME = """() => {
  const form = document.getElementById("booking");
  form?.scrollIntoView({ block: "nearest" });
  form?.querySelector("input")?.focus({ preventScroll: true });
}"""

NOT_HELD = t("Choose doctor, day and time; then the time is kept for you.")
LEFT = rx.Var("""() => document.querySelector("main [data-key='a']")?.focus()""")
TYPED_MS = 1000  # a time is typed digit by digit


def booking_form(screen: type) -> rx.Component:
    """Draw the form for a new appointment; the time is kept as soon as it is known."""
    errors = screen.field_errors
    close = icon_button(t("Close"), "x", on_click=[screen.stop_booking, rx.call_function(LEFT)], **on_key("escape"))
    kinds = _choice(
        t("Kind of visit"), "visit_type_id", screen.types, screen.type_id, on_change=screen.choose_type, errors=errors
    )
    columns = screen.columns.map(lambda one: [one.id, one.title])
    doctors = rx.Var.create([["", t("Choose…")]]).to(list[list[str]]) + columns.to(list[list[str]])
    whom = _choice(t("Doctor"), "doctor", doctors, screen.doctor, on_change=screen.choose_doctor, errors=errors)
    day = field(t("Day"), "on_day", kind="date", value=screen.on_day, on_change=screen.choose_day, errors=errors)
    time = field(
        t("Time"),
        "at",
        kind="time",
        value=screen.at,
        on_change=screen.choose_at,
        errors=errors,
        step="300",
        debounce_timeout=TYPED_MS,
    )
    why = long_text(
        t("Reason for the visit"), "reason", rows=2, errors=errors, hint=t("The doctor reads it."), max_length=2_000
    )
    over = long_text(
        t("Reason for double-booking"),
        "overbook_reason",
        rows=2,
        errors=errors,
        optional=True,
        max_length=2_000,
        hint=t("Only where the time is not free: it is marked on every calendar, and the reason is kept."),
    )
    held = rx.cond(screen.hold_id, _held(screen), txt(NOT_HELD, "small", "ink_2", "p"))
    asked = form(
        kinds,
        whom,
        grid(day, time, columns="1fr 1fr", gap="md"),
        held,
        why,
        shown(screen.may_overbook & (screen.hold_id == ""), over),
        actions(submit(t("Book"), "check", busy=screen.busy)),
        on_submit=screen.book,
        class_name="h-stack g-md",
        key=screen.key,
    )
    inside = stack(patient_finder(screen), asked, _series(screen), gap="md")
    return section(t("New appointment"), inside, action=close, id="booking", on_mount=rx.call_function(rx.Var(COME)))


def _series(screen: type) -> rx.Component:
    """Lead to the form for a series, with the patient who is chosen."""
    chosen = rx.cond(screen.patient, f"?patient={screen.patient.id}", "")
    return link_button(t("Book a series instead"), f"/reception/series{chosen}", "calendar-range", small=True)


def _held(screen: type) -> rx.Component:
    again = button(t("Keep it again"), "timer-reset", on_click=screen.keep_again)
    bar = hold_bar(screen.hold_id, screen.hold_left, screen.hold_time)
    return stack(bar, faces(screen.hold_id, screen.hold_left, rx.fragment(), again))


def _choice(label: str, name: str, options: rx.Var, chosen: rx.Var, **props: rx.Var) -> rx.Component:
    """Draw a choice that follows the state, as the board may make it too."""
    error = error_of(props.pop("errors"), name)
    control = rx.el.select(
        rx.foreach(options.to(list[list[str]]), lambda o: rx.el.option(o[1], value=o[0], key=o[0])),
        id=name,
        name=name,
        value=chosen,
        class_name="h-input h-select",
        **props,
        aria_invalid=rx.cond(error, "true", "false"),
    )
    return labelled(label, name, control, error=error)
