"""The days of a week with their blocks of hours and breaks, and the form around them."""

import reflex as rx

from hms.components.badges import tag
from hms.components.buttons import button, icon_button, small_button, submit
from hms.components.cards import item, items, section
from hms.components.choices import tick
from hms.components.feedback import notice, to_first_error
from hms.components.forms import actions, error_of, error_text, field, form
from hms.components.layout import between, row, split, stack, txt
from hms.pages.doctor_time.frame import time_frame
from hms.pages.doctor_time.preview_parts import look_ahead
from hms.permissions import Role
from hms.texts import t


def plan_page(screen: type, role: Role) -> rx.Component:
    """Draw the weekly hours of a doctor."""
    listed = section(t("The week"), _days(screen), flush=True)
    side = stack(_saving(screen), _plans(screen), gap="lg")
    asked = form(split(listed, side), on_submit=screen.save, class_name="h-stack g-lg")
    note = t("What holds every week, for good or for some days.")
    return time_frame(screen, role, "/weekly", note, stack(_meanwhile(screen), asked, gap="lg"))


def _meanwhile(screen: type) -> rx.Component:
    told = notice(
        "warn",
        t("Somebody else has saved this week"),
        t("What you typed is still here."),
        button(t("Show theirs"), small=True, on_click=screen.take_theirs),
        button(t("Keep mine"), small=True, on_click=screen.keep_mine),
        class_name="h-wrap",
    )
    return rx.el.div(rx.cond(screen.theirs, told, rx.fragment()), role="status")


def _saving(screen: type) -> rx.Component:
    told = {"errors": screen.field_errors}
    length = field(
        t("Length of a visit, in minutes"), "visit_min", value=screen.visit_min, on_change=screen.type_length,
        kind="number", hint=t("Free times are cut to this length."), min="5", max="240", step="5", **told,
    )  # fmt: skip
    first = field(
        t("First day"), "valid_from_on", value=screen.from_on, kind="date", optional=True,
        hint=t("Empty: from today on."), on_change=lambda given: screen.type_day("from_on", given), **told,
    )  # fmt: skip
    last = field(
        t("Last day"), "valid_to_on", value=screen.to_on, kind="date", optional=True,
        hint=t("Empty: for good. After it, what was planned before goes on."),
        on_change=lambda given: screen.type_day("to_on", given), **told,
    )  # fmt: skip
    sums = stack(
        txt(screen.total, "title", tag="p"),
        txt(t("Room for {n} visits", n=screen.visits.to_string()), "body", "ink_2", "p"),
        gap="0",
    )
    wrong = error_text("blocks", error_of(screen.field_errors, "blocks"))
    back = rx.cond(screen.touched, button(t("Put away"), on_click=screen.take_theirs), rx.fragment())
    ahead = look_ahead(
        screen.preview, t("As soon as you change something, you see here which appointments it affects.")
    )
    go = submit(t("Save hours"), "check", busy=screen.busy)
    first_wrong = rx.cond(screen.sent, to_first_error(screen.field_errors), rx.fragment())
    return section(
        t("In sum"), stack(sums, length, first, last, wrong, ahead, actions(go, back), first_wrong, gap="lg")
    )


def _plans(screen: type) -> rx.Component:
    def line(plan: rx.Var) -> rx.Component:
        here = plan.valid_from_on == screen.card.valid_from_on
        shown = tag(t("Shown"), "accent", "eye")
        look = small_button(t("Show"), of=plan.days, on_click=screen.look_at(plan.valid_from_on))
        return item(plan.days, plan.hours, end=rx.cond(here, shown, look), key=plan.valid_from_on.to(str))

    return section(t("Plans"), items(rx.foreach(screen.card.plans, line)), flush=True)


def _days(screen: type) -> rx.Component:
    return rx.el.ul(rx.foreach(screen.days, lambda day: _day(screen, day)), class_name="h-items")


def _day(screen: type, day: rx.Var) -> rx.Component:
    closed = txt(t("No hours"), "body", "ink_3")
    blocks = stack(rx.foreach(day.blocks, lambda block: _block(screen, day, block)), gap="md")
    add = small_button(t("Add block"), "plus", of=day.name, disabled=day.full, on_click=screen.add_block(day.weekday))
    rest = small_button(
        t("Add break"), "coffee", of=day.name, disabled=day.full, on_click=screen.add_break(day.weekday)
    )
    copy = small_button(
        t("Copy to Monday to Friday"), "copy", of=day.name, on_click=screen.copy_to_weekdays(day.weekday)
    )
    acts = row(add, rx.cond(day.has_hours, rx.fragment(rest, copy), rx.fragment()), wrap=True)
    head = between(txt(day.name, "heading", tag="h3"), acts, wrap=True)
    drawn = stack(head, rx.cond(day.blocks.length() > 0, blocks, closed), class_name="h-grow")
    return rx.el.li(drawn, class_name="h-item", key=day.weekday)


def _block(screen: type, day: rx.Var, block: rx.Var) -> rx.Component:
    """Draw one block: from, until, the way to take it out, where and for what it is, and what is wrong with it."""
    take_out = icon_button(
        t("Remove {day} {from_time} to {until}", day=day.name, from_time=block.starts, until=block.ends),
        "trash-2",
        on_click=screen.remove_block(block.key),
    )
    is_break = rx.cond(block.is_break, tag(t("Break"), "quiet", "coffee"), rx.fragment())
    times = row(
        _wall_time(t("{day} from", day=day.name), "starts", block, block.starts, screen),
        txt("–", "body", "ink_3", aria_hidden="true"),
        _wall_time(t("{day} until", day=day.name), "ends", block, block.ends, screen),
        is_break,
        take_out,
    )
    wrong = rx.cond(block.problem, block.problem, screen.field_errors.to(dict[str, str]).get(block.field, ""))
    where = rx.cond(block.is_break, rx.fragment(), _where_and_what(screen, day, block))
    return stack(times, where, error_text(block.key, wrong), gap="xs", key=block.key)


def _where_and_what(screen: type, day: rx.Var, block: rx.Var) -> rx.Component:
    rooms = screen.rooms.to(list[list[str]])
    room = rx.el.select(
        rx.foreach(rooms, lambda one: rx.el.option(one[1], value=one[0], key=one[0])),
        value=block.room_id,
        on_change=lambda given: screen.type_block(block.key, "room_id", given),
        aria_label=t("Room on {day}, {starts} to {ends}", day=day.name, starts=block.starts, ends=block.ends),
        class_name="h-input h-select h-time-room",
    )

    def one(kind: rx.Var) -> rx.Component:
        return tick(
            block.key.to(str) + kind.id.to(str), kind.name, checked=block.only_types.contains(kind.id),
            on_change=lambda seen: screen.tick_type(block.key, kind.id, seen),
        )  # fmt: skip

    said = rx.cond(block.some, block.some, t("All kinds of visits"))
    types = rx.el.details(
        rx.el.summary(txt(said, "small"), cursor="pointer"),
        stack(txt(t("Tick none to see all kinds."), "small", "ink_2", "p"), rx.foreach(screen.types, one), gap="sm"),
        class_name="h-grow",
    )
    return row(
        rx.cond(rooms.length() > 1, room, rx.fragment()),
        rx.cond(screen.types.length() > 0, types, rx.fragment()),
        wrap=True,
        class_name="h-time-where",
    )


def _wall_time(name: rx.Var | str, side: str, block: rx.Var, value: rx.Var, screen: type) -> rx.Component:
    """Draw a time of day; what is typed is kept as soon as it is whole."""
    return rx.el.input(
        type="time",
        id=rx.Var.create(side + "-") + block.key.to(str),
        name=rx.Var.create(side + "-") + block.key.to(str),
        aria_label=name,
        aria_invalid=rx.cond(block.problem, "true", "false"),
        aria_describedby=rx.cond(block.problem, block.key.to(str) + "-error", rx.Var("undefined")),
        default_value=value,
        on_change=lambda typed: screen.type_block(block.key, side, typed),
        class_name="h-input",
        step="300",
        max_width="9rem",
    )
