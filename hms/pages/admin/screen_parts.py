"""The pieces of the screens' page that are about devices: the list, the form, the link."""

import reflex as rx

from hms.components.buttons import small_button, submit
from hms.components.cards import section
from hms.components.choices import choices
from hms.components.feedback import empty, notice
from hms.components.forms import actions, field, form, select
from hms.components.layout import icon, row, stack, txt
from hms.components.tables import Column, table
from hms.components.theme import SPACE
from hms.texts import t

KINDS = (
    ("display", t("Waiting-room screen"), t("Shows numbers and rooms, on a television or a tablet.")),
    ("kiosk", t("Kiosk"), t("Patients check themselves in with a code and their birth date.")),
)


def device_list(screen: type) -> rx.Component:
    """List the screens and kiosks."""
    columns = (
        Column(t("Name"), _name, wrap=True),
        Column(t("Shows"), lambda d: rx.cond(d.department, d.department, t("All departments")), wrap=True),
        Column(t("Last opened"), lambda d: rx.cond(d.opened, d.opened, t("Never"))),
        Column(t("What you can do"), lambda d: _acts(screen, d), quiet=True),
    )
    listed = table(t("Screens and kiosks"), columns, screen.devices, key=lambda d: d.id.to(str))
    none = empty("monitor", t("No screen yet"), t("Add one: you get a link for the browser of the screen itself."))
    number = screen.devices.length()
    new = small_button(t("New screen or kiosk"), "plus", on_click=screen.ask_for_device)
    return section(t("Screens and kiosks"), rx.cond(number > 0, listed, none), number=number, action=new, flush=True)


def _name(d: rx.Var) -> rx.Component:
    kind = rx.cond(d.kind == "kiosk", t("Kiosk"), t("Waiting-room screen"))
    mark = rx.cond(d.kind == "kiosk", icon("tablet"), icon("monitor"))
    return row(mark, stack(txt(d.name, "strong"), txt(kind, "small", "ink_2"), gap="0"), gap="md")


def _acts(screen: type, d: rx.Var) -> rx.Component:
    off = small_button(
        t("Yes, switch it off"), of=d.name, danger=True, busy=screen.busy, on_click=screen.revoke(d.id), auto_focus=True
    )
    keep = small_button(t("Keep it"), of=d.name, on_click=screen.leave_it)
    what = txt(t("It goes dark at once, and its link is void."), "small", "ink_2", "p")
    sure = stack(what, row(off, keep, wrap=True), gap="xs")
    usual = small_button(t("Switch off"), "power", of=d.name, on_click=screen.ask_about(d.id))
    return rx.cond(screen.asking == d.id.to(str), sure, usual)


def device_form(screen: type) -> rx.Component:
    """Ask for a new screen or kiosk."""
    told = {"errors": screen.field_errors}
    hint = t("Where it stands, so that you find it in this list.")
    asked = form(
        choices(t("What is it?"), "kind", KINDS, "display", **told),
        field(t("Name"), "name", hint=hint, max_length=60, auto_complete="off", **told),
        select(t("Shows"), "department_id", screen.departments, **told),
        actions(submit(t("Add it"), "plus", busy=screen.busy)),
        on_submit=screen.add,
        key="device-" + screen.sent.to_string(),
        class_name="h-stack g-lg",
    )
    return section(t("New screen or kiosk"), asked)


def device_link(screen: type) -> rx.Component:
    """Show the newest device's link, this once."""
    address = rx.Var("location.origin").to(str) + screen.link.path
    words = t(
        "Open this address in the browser of the screen itself. It is shown once; it works until you switch it off."
    )
    body = stack(
        notice("ok", t("{name} is ready", name=screen.link.name), "", class_name="h-wrap"),
        txt(words, "small", tag="p"),
        rx.el.p(address, id="device-link", class_name="t-strong h-break"),
        row(
            small_button(t("Copy link"), "copy", on_click=rx.set_clipboard(address)),
            small_button(t("Put away"), on_click=screen.put_link_away),
            wrap=True,
        ),
        gap="md",
    )
    box = rx.el.div(section(t("Its link"), body), padding_bottom=SPACE.lg)
    return rx.el.div(rx.cond(screen.link, box, rx.fragment()), role="status")
