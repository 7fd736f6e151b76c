"""The pieces of a queue that all who run one share: a number with what one may do with it."""

import reflex as rx

from hms.components.badges import status, tag
from hms.components.buttons import small_button
from hms.components.cards import item
from hms.components.feedback import changed
from hms.components.layout import row, stack, txt
from hms.texts import t


def big_number(value: rx.Var) -> rx.Component:
    """Set a number as the waiting room knows it."""
    return rx.el.span(value, class_name="h-number t-title")


def waits_since(one: rx.Var) -> rx.Component:
    """Say how long somebody has waited, coloured once it is long, and how long they still will."""
    tone = rx.match(one.status, ("long", "warn"), ("skipped", "quiet"), "info")
    still = rx.cond(one.expected, txt(one.expected, "tiny", "ink_3"), rx.fragment())
    return stack(tag(one.waited, tone, "clock"), still, gap="hair", align_items="flex-end")


def waiting_line(screen: type, one: rx.Var) -> rx.Component:
    """Draw a number that waits."""
    off = screen.busy | ~one.can_call
    acts = row(
        small_button(t("Call"), "megaphone", of=one.name, disabled=off, on_click=screen.call(one.id)),
        small_button(t("Skip"), "skip-forward", of=one.name, disabled=screen.busy, on_click=screen.skip(one.id)),
        gap="xs",
    )
    unusual = (one.status == "skipped") | (one.status == "away")
    note = row(
        txt(one.about, "small", "ink_2"),
        txt(one.where, "small", "ink_3"),
        rx.cond(unusual, status(one.status), rx.fragment()),
        wrap=True,
    )
    end = stack(waits_since(one), acts, gap="xs", align_items="flex-end")
    return item(
        one.name, note, lead=big_number(one.number), end=end, key=one.id, class_name=["h-turn", changed(one.changed)]
    )


def called_line(screen: type, one: rx.Var) -> rx.Component:
    """Draw a number that was called and is not finished."""
    acts = row(
        small_button(t("Finish"), "check", of=one.name, disabled=screen.busy, on_click=screen.finish(one.id)),
        small_button(t("Call again"), "megaphone", of=one.name, disabled=screen.busy, on_click=screen.recall(one.id)),
        small_button(t("Skip"), "skip-forward", of=one.name, disabled=screen.busy, on_click=screen.skip(one.id)),
        gap="xs",
        wrap=True,
        class_name="h-end",
    )
    note = txt(one.where, "small", "ink_2")
    end = stack(status("in_room"), acts, gap="xs", align_items="flex-end")
    looks = ["h-turn", changed(one.changed), "h-marked"]
    return item(one.name, note, lead=big_number(one.number), end=end, key=one.id, class_name=looks)
