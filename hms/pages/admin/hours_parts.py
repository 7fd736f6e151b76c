"""The days of a week with their blocks of hours."""

import reflex as rx

from hms.components.buttons import icon_button, small_button
from hms.components.forms import error_text
from hms.components.layout import between, row, stack, txt
from hms.texts import t


def days_list(screen: type) -> rx.Component:
    """Draw the seven days."""
    return rx.el.ul(rx.foreach(screen.days, lambda day: one_day(screen, day)), class_name="h-items")


def one_day(screen: type, day: rx.Var) -> rx.Component:
    """Draw one day: its blocks, and what one may add."""
    closed = txt(t("No hours"), "body", "ink_3")
    blocks = stack(rx.foreach(day.blocks, lambda block: one_block(screen, day, block)), gap="md")
    add = small_button(t("Add block"), "plus", of=day.name, disabled=day.full, on_click=screen.add_block(day.weekday))
    copy = small_button(
        t("Copy to Monday to Friday"), "copy", of=day.name, on_click=screen.copy_to_weekdays(day.weekday)
    )
    some = day.blocks.length() > 0
    acts = row(add, rx.cond(some, copy, rx.fragment()), wrap=True)
    head = between(txt(day.name, "heading", tag="h3"), acts, wrap=True)
    return rx.el.li(
        stack(head, rx.cond(some, blocks, closed), class_name="h-grow"), class_name="h-item", key=day.weekday
    )


def one_block(screen: type, day: rx.Var, block: rx.Var) -> rx.Component:
    """Draw one block: from, until, the way to take it out, and what is wrong with it."""
    take_out = icon_button(
        t("Remove {day} {from_time} to {until}", day=day.name, from_time=block.starts, until=block.ends),
        "trash-2",
        on_click=screen.remove_block(block.key),
    )
    times = row(
        wall_time(t("{day} from", day=day.name), "starts", block, block.starts, screen.type_start),
        txt("–", "body", "ink_3", aria_hidden="true"),
        wall_time(t("{day} until", day=day.name), "ends", block, block.ends, screen.type_end),
        take_out,
    )
    wrong = error_text(block.key, block.problem)
    return stack(times, wrong, gap="xs", key=block.key)


def wall_time(name: rx.Var | str, side: str, block: rx.Var, value: rx.Var, on_type: object) -> rx.Component:
    """Draw a time of day; what is typed is kept when the field is left."""
    return rx.el.input(
        type="time",
        id=rx.Var.create(side + "-") + block.key.to(str),
        name=rx.Var.create(side + "-") + block.key.to(str),
        aria_label=name,
        aria_invalid=rx.cond(block.problem, "true", "false"),
        aria_describedby=rx.cond(block.problem, block.key.to(str) + "-error", rx.Var("undefined")),
        default_value=value,
        on_change=lambda typed: on_type(block.key, typed),
        class_name="h-input",
        step="300",
        max_width="9rem",
    )
