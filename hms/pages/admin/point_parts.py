"""The pieces of the screens' page that are about service points: the list and the form."""

import reflex as rx

from hms.components.buttons import button, small_button, submit
from hms.components.cards import section
from hms.components.feedback import empty, notice
from hms.components.forms import actions, field, form, select
from hms.components.layout import row, stack, txt
from hms.components.tables import Column, table
from hms.texts import t


def point_list(screen: type) -> rx.Component:
    """List the service points."""
    columns = (
        Column(t("Name"), lambda p: p.name, wrap=True),
        Column(t("Room"), lambda p: p.room, wrap=True),
        Column(t("Department"), lambda p: rx.cond(p.department, p.department, t("All departments")), wrap=True),
        Column(t("Minutes each"), lambda p: p.length_min.to_string(), right=True),
        Column(t("What you can do"), lambda p: _acts(screen, p), quiet=True),
    )
    listed = table(t("Service points"), columns, screen.points, key=lambda p: p.id.to(str))
    why = t("Blood samples, the cash desk: whatever has a queue and is no doctor.")
    none = empty("list-ordered", t("No service point yet"), why)
    number = screen.points.length()
    new = small_button(t("New service point"), "plus", on_click=screen.ask_for_point)
    return section(t("Service points"), rx.cond(number > 0, listed, none), number=number, action=new, flush=True)


def _acts(screen: type, p: rx.Var) -> rx.Component:
    close = screen.close_point(p.id, p.version)
    sure = row(
        txt(t("Close it?"), "strong"),
        small_button(t("Yes, close"), of=p.name, danger=True, busy=screen.busy, on_click=close, auto_focus=True),
        small_button(t("Keep open"), of=p.name, on_click=screen.leave_it),
        wrap=True,
    )
    usual = row(
        small_button(t("Change"), "pencil", of=p.name, on_click=screen.start_changing(p.id)),
        small_button(t("Close"), "archive", of=p.name, on_click=screen.ask_about(p.id)),
        wrap=True,
    )
    return rx.cond(screen.asking == p.id.to(str), sure, usual)


def point_form(screen: type) -> rx.Component:
    """Ask for a new service point, or for what is to change of one."""
    one, told = screen.changing, {"errors": screen.field_errors}
    changed = notice("warn", t("Somebody changed it meanwhile"), t("What you typed stays; saving writes over theirs."))
    back = rx.cond(one, button(t("Keep as it is"), on_click=screen.ask_for_point), rx.fragment())
    hint = t("Without a room, this name shows on the screen.")

    def kept(value: rx.Var, new: str = "") -> rx.Var:
        return rx.cond(one, value, new)

    asked = form(
        rx.cond(screen.theirs, changed, rx.fragment()),
        field(t("Name"), "name", kept(one.name), hint=hint, max_length=60, auto_complete="off", **told),
        field(t("Room"), "room", kept(one.room), optional=True, max_length=40, **told),
        select(t("Department"), "department_id", screen.departments, kept(one.department_id.to(str)), **told),
        field(
            t("Minutes for each person"), "length_min", kept(one.length_min.to_string(), "10"), kind="number",
            min="1", max="240", **told,
        ),
        actions(submit(t("Save service point"), "check", busy=screen.busy), back),
        on_submit=screen.save_point,
        key=kept(one.id.to(str), "point-" + screen.sent.to_string()),
        class_name="h-stack g-lg",
    )  # fmt: skip
    return section(rx.cond(one, t("Change service point"), t("New service point")), stack(asked))
