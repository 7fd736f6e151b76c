"""The pieces of the kinds of visits: the table, the form, its answers."""

from collections.abc import Mapping

import reflex as rx

from hms.components.badges import status, tag
from hms.components.buttons import button, small_button, submit
from hms.components.cards import section
from hms.components.choices import tick
from hms.components.forms import actions, field, form, long_text, select
from hms.components.layout import row, stack, txt
from hms.components.swatches import patch, swatches
from hms.components.tables import Column, table
from hms.pages.admin.measures import number
from hms.pages.compared import changed_meanwhile
from hms.schemas.visit_types import MOST_PREPARATION, VisitTypeForm
from hms.texts import t

# How the form asks, for saying what somebody else changed.
ASKED = {
    "name": t("Name"),
    "department": t("Department"),
    "length_min": t("Length, in minutes"),
    "buffer_before_min": t("Kept free before, in minutes"),
    "buffer_after_min": t("Kept free after, in minutes"),
    "colour": t("Colour"),
    "by_video": t("By video"),
    "link": t("Address of the video visit"),
    "patients_may_book": t("Patients may book it"),
    "needs_approval": t("The clinic says yes first"),
    "price": t("Price"),
    "preparation": t("Preparation"),
    "closed": t("Closed"),
}
TICKS = ("by_video", "patients_may_book", "needs_approval")


def answered(answers: Mapping[str, str | bool]) -> dict[str, object]:
    """Write a form's answers as the clinic keeps them."""
    typed = {name: value for name, value in answers.items() if name in VisitTypeForm.model_fields}
    typed["department_id"] = typed.get("department_id") or None
    return {**typed, **{name: answers.get(name) in {True, "on"} for name in TICKS}}


def _name(one: rx.Var) -> rx.Component:
    video = rx.cond(one.by_video, tag(t("By video"), "info", "video"), rx.fragment())
    closed = rx.cond(one.closed, status("closed"), rx.fragment())
    words = stack(
        row(txt(one.name, "strong"), video, closed, wrap=True), txt(one.department, "small", "ink_2"), gap="hair"
    )
    return row(patch(one.colour), words, gap="md")


def _length(one: rx.Var) -> rx.Component:
    price = rx.cond(one.price, txt(one.price, "small", "ink_2"), rx.fragment())
    return stack(txt(one.length_words), price, gap="hair")


def _acts(screen: type, one: rx.Var) -> rx.Component:
    """Draw what one may do with a type; closing asks once more, in place."""
    change = small_button(t("Change"), "pencil", of=one.name, on_click=screen.start_changing(one.id))
    close = small_button(t("Close"), "archive", of=one.name, on_click=screen.ask_to_close(one.id))
    again = small_button(
        t("Open again"), "archive-restore", of=one.name, busy=screen.busy, on_click=screen.reopen(one.id, one.version)
    )
    yes = small_button(
        t("Yes, close"), of=one.name, danger=True, busy=screen.busy, on_click=screen.close(one.id, one.version),
        auto_focus=True,
    )  # fmt: skip
    sure = stack(
        txt(t("Nobody books it any more."), "small", "ink_2", "p"),
        row(yes, small_button(t("Keep open"), of=one.name, on_click=screen.keep_open), wrap=True),
        gap="xs",
    )
    usual = row(change, rx.cond(one.closed, again, close), wrap=True)
    return rx.cond(screen.closing == one.id.to(str), sure, usual)


def types_table(screen: type) -> rx.Component:
    """List the types."""
    columns = (
        Column(t("Kind of visit"), _name, wrap=True),
        Column(t("Length"), _length, wrap=True),
        Column(t("Booked by"), lambda one: one.who_books, wrap=True),
        Column(t("What you can do"), lambda one: _acts(screen, one), quiet=True),
    )
    marked = rx.cond(screen.editing, screen.editing.id.to(str), "")
    return table(
        t("Kinds of visits"),
        columns,
        screen.types,
        key=lambda one: one.id.to(str),
        marked=lambda one: one.id.to(str) == marked,
    )


def type_form(screen: type) -> rx.Component:
    """Draw the form: for a new type, or for the one that is being changed."""
    new = section(t("New kind of visit"), _form(screen, None))
    return rx.cond(screen.editing, section(t("Change this kind of visit"), _form(screen, screen.editing)), new)


def _form(screen: type, one: rx.Var | None) -> rx.Component:
    told = {"errors": screen.field_errors}

    def text(name: str) -> rx.Var | str:
        return "" if one is None else getattr(one, name).to(str)

    def minutes(name: str, usual: str) -> rx.Var | str:
        return usual if one is None else getattr(one, name).to_string()

    def ticked(name: str, usual: bool) -> rx.Var | bool:
        return usual if one is None else getattr(one, name)

    department = "" if one is None else rx.cond(one.department_id, one.department_id.to(str), "")
    colour = "accent" if one is None else one.colour
    add = actions(submit(t("Add kind of visit"), "plus", busy=screen.busy))
    save = actions(
        submit(t("Save changes"), "check", busy=screen.busy), button(t("Leave as it is"), on_click=screen.stop_changing)
    )
    return form(
        changed_meanwhile(screen) if one is not None else rx.fragment(),
        field(
            t("Name"), "name", text("name"), max_length=80, auto_complete="off", auto_focus=one is not None,
            hint=t("As patients read it, such as First visit."), **told,
        ),
        select(t("Department"), "department_id", screen.departments, department, **told),
        number(t("Length"), "length_min", minutes("length_min", "20"), t("minutes"), min="5", max="480", step="5", **told),
        number(
            t("Kept free before"), "buffer_before_min", minutes("buffer_before_min", "0"), t("minutes"), min="0",
            max="120", hint=t("To prepare the room. Nobody else is booked in it."), **told,
        ),
        number(
            t("Kept free after"), "buffer_after_min", minutes("buffer_after_min", "0"), t("minutes"), min="0",
            max="120", hint=t("To tidy up or to write."), **told,
        ),
        swatches(t("Colour on calendars"), "colour", colour, **told),
        tick("patients_may_book", t("Patients may book it"), t("Staff always may."), ticked("patients_may_book", True)),
        tick(
            "needs_approval", t("The clinic says yes first"),
            t("What a patient books is a request, and its time is kept meanwhile."), ticked("needs_approval", False),
        ),
        tick("by_video", t("By video"), chosen=ticked("by_video", False)),
        field(
            t("Address of the video visit"), "link", text("link"), kind="url", optional=True, auto_complete="off",
            hint=t("Begins with https://. Only the patient and the doctor read it."), **told,
        ),
        field(
            t("Price"), "price", text("price"), optional=True, max_length=80, auto_complete="off",
            hint=t("In words, as patients read it."), **told,
        ),
        long_text(
            t("Preparation"), "preparation", text("preparation"), optional=True, max_length=MOST_PREPARATION,
            hint=t("What patients do before the visit."), **told,
        ),
        add if one is None else save,
        on_submit=screen.add if one is None else screen.change,
        key=screen.fresh.to_string(),
        class_name="h-stack g-lg",
    )  # fmt: skip
