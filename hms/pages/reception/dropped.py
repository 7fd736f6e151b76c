"""What becomes of a visit that was dropped where it does not fit."""

import reflex as rx

from hms.components.buttons import button, submit
from hms.components.cards import section
from hms.components.forms import actions, form, long_text
from hms.components.keys import on_key
from hms.components.layout import stack, txt
from hms.texts import t


def dropped_form(screen: type) -> rx.Component:
    """Say that it went back; where the clinic allows it, ask for the reason to put it there all the same."""
    one = screen.dropped
    told = txt(
        t("{name} is back where they were. Not possible: {words}.", name=one.name, words=one.words), "body", "ink", "p"
    )
    leave = button(t("Leave it there"), on_click=screen.leave_dropped, **on_key("escape"))
    why = long_text(
        t("Reason for double-booking"),
        "drop_reason",
        rows=2,
        errors=screen.field_errors,
        hint=t("It is marked on every calendar, and the reason is kept."),
        max_length=2_000,
    )
    go = submit(t("Double-book"), "layers-2", danger=True, busy=screen.busy)
    asked = form(why, actions(go, leave), on_submit=screen.overbook, class_name="h-stack g-md")
    return section(
        t("This does not fit"), stack(told, rx.cond(screen.may_overbook, asked, actions(leave)), gap="md"), id="dropped"
    )
