"""Joining the waiting list for somebody who calls: one form, all on one page."""

import reflex as rx

from hms.components.buttons import button, submit
from hms.components.cards import section
from hms.components.choices import tick
from hms.components.feedback import notice
from hms.components.forms import actions, error_of, error_text, field, form, long_text, select
from hms.components.layout import grid, stack, txt
from hms.pages.reception.finding import patient_finder
from hms.texts import t

DAYS = (t("Mon"), t("Tue"), t("Wed"), t("Thu"), t("Fri"), t("Sat"), t("Sun"))


def sheet(screen: type) -> rx.Component:
    """Draw the form; for an appointment that is wanted earlier, only when it would suit is asked."""
    wrong = screen.field_errors
    tied = notice("info", t("Wants an earlier time than"), screen.replaces)
    whom = rx.cond(screen.appointment, tied, stack(*_whom(screen), gap="lg"))
    span = grid(
        field(t("Not before"), "from_time", kind="time", optional=True),
        field(t("Over by"), "to_time", kind="time", optional=True),
        columns="1fr 1fr",
    )
    hint = t("The doctor reads it. You do not see it again.")
    why = long_text(t("Why the patient comes"), "note", hint=hint, errors=wrong, max_length=2_000)
    inside = form(
        whom,
        _days(screen),
        stack(span, error_text("to_time", error_of(wrong, "to_time"))),
        field(t("The last day"), "until_on", kind="date", optional=True, errors=wrong),
        rx.cond(screen.appointment, rx.fragment(), why),
        actions(
            submit(t("Add to the waiting list"), "check", busy=screen.busy),
            button(t("Close"), on_click=screen.stop_adding),
        ),
        on_submit=screen.join,
        key=screen.key,
        class_name="h-stack g-lg",
    )
    return section(t("Add a patient"), stack(patient_finder(screen), inside, gap="lg"))


def _whom(screen: type) -> list[rx.Component]:
    wrong = screen.field_errors
    departments = rx.Var.create([["", t("Choose a department")]]).to(list[list[str]]) + screen.departments
    return [
        select(t("Department"), "whom", departments, errors=wrong, on_change=screen.choose_department),
        select(t("Doctor"), "doctor", screen.doctors, optional=True, key="doctors-" + screen.whose),
        select(
            t("Kind of visit"), "visit_type_id", screen.kinds, errors=wrong, optional=True, key="kinds-" + screen.whose
        ),
    ]


def _days(screen: type) -> rx.Component:
    ticks = [tick(f"day-{number}", name, chosen=True) for number, name in enumerate(DAYS)]
    error = error_of(screen.field_errors, "weekdays")
    return rx.el.fieldset(
        txt(t("Days that suit"), "strong", tag="legend", class_name="h-legend"),
        grid(*ticks, columns="repeat(auto-fill, minmax(92px, 1fr))", gap="sm"),
        error_text("weekdays", error),
        class_name="h-fieldset",
    )
