"""What a booking is chosen with: subjects, doctors, days with their load, free times."""

from collections.abc import Callable

import reflex as rx

from hms.components.badges import person
from hms.components.cards import tile
from hms.components.layout import Text, hidden, icon, row, stack, txt
from hms.components.theme import ICONS
from hms.components.zones import readers_time
from hms.texts import t

Choose = Callable[[rx.Var], object]


def _press(looks: str, on: rx.Var | bool, *inside: object, **props: object) -> rx.Component:
    pressed = rx.cond(on, "true", "false") if isinstance(on, rx.Var) else "true" if on else "false"
    return rx.el.button(*inside, type="button", class_name=f"h-press {looks}", aria_pressed=pressed, **props)


def group(label: Text, *children: object, looks: str = "h-row h-wrap", **props: object) -> rx.Component:
    """Gather choices under one spoken name."""
    return rx.el.div(*children, role="group", aria_label=label, class_name=looks, **props)


def chips(label: Text, options: rx.Var, chosen: rx.Var, on_choose: Choose) -> rx.Component:
    """Offer subjects (id, name) as round buttons; `on_choose` makes the event of an option."""

    def chip(option: rx.Var) -> rx.Component:
        return _press("h-chip t-strong", option.id == chosen, option.name, on_click=on_choose(option), key=option.id)

    return group(label, rx.foreach(options, chip))


def toggles(label: Text, options: rx.Var, on_choose: Choose) -> rx.Component:
    """Offer answers (id, name, on) of which several may be on."""

    def one(option: rx.Var) -> rx.Component:
        mark = rx.cond(option.on, icon("check", ""), rx.fragment())
        inside = row(mark, option.name, gap="xs", tag="span")
        return _press("h-chip t-strong", option.on, inside, on_click=on_choose(option), key=option.id)

    return group(label, rx.foreach(options, one))


def doctor_cards(label: Text, doctors: rx.Var, chosen: rx.Var, on_choose: Choose) -> rx.Component:
    """Offer doctors (id, name, initials, note, next_free) as cards with their next free time."""

    def card(doctor: rx.Var) -> rx.Component:
        free = row(icon("clock"), txt(doctor.next_free, "label", "ink_2"), gap="xs")
        note = rx.cond(doctor.note, txt(doctor.note, "small", "ink_2"), rx.fragment())
        words = stack(
            txt(doctor.name, "strong"),
            note,
            rx.cond(doctor.next_free, free, rx.fragment()),
            gap="hair",
            class_name="h-grow",
        )
        on = doctor.id == chosen
        mark = rx.cond(on, icon("circle-check", "accent", ICONS.md), rx.fragment())
        return _press("h-doctor", on, person(doctor.initials), words, mark, on_click=on_choose(doctor), key=doctor.id)

    return group(label, rx.foreach(doctors, card), looks="h-doctors")


def kind_cards(label: Text, kinds: rx.Var, chosen: rx.Var, on_choose: Choose) -> rx.Component:
    """Offer kinds of visits (id, name, note, preparation, by_video, asks) as cards."""

    def card(kind: rx.Var) -> rx.Component:
        asks = row(icon("hourglass"), txt(t("The clinic confirms it"), "label", "ink_2"), gap="xs")
        ready = txt(kind.preparation, "small", "ink_2", class_name="h-break")
        before = row(icon("list-checks"), ready, gap="xs", class_name="h-kind-note")
        words = stack(
            txt(kind.name, "strong"),
            rx.cond(kind.note, txt(kind.note, "small", "ink_2"), rx.fragment()),
            rx.cond(kind.preparation, before, rx.fragment()),
            rx.cond(kind.asks, asks, rx.fragment()),
            gap="hair",
            class_name="h-grow",
        )
        on = kind.id == chosen
        mark = rx.cond(on, icon("circle-check", "accent", ICONS.md), rx.fragment())
        lead = rx.cond(kind.by_video, tile("video"), tile("stethoscope"))
        return _press("h-kind", on, lead, words, mark, on_click=on_choose(kind), key=kind.id)

    return group(label, rx.foreach(kinds, card), looks="h-kinds")


def meter(share: rx.Var | float, tone: str = "accent") -> rx.Component:
    """Draw a thin bar for a part of a whole (0 to 1); the words beside it say the number."""
    return rx.el.span(
        rx.el.span(class_name="h-meter-fill", style={"--share": share}),
        class_name=f"h-meter tone-{tone}",
        aria_hidden="true",
    )


def day_strip(label: Text, days: rx.Var, chosen: rx.Var, on_choose: Choose) -> rx.Component:
    """Offer days (id, weekday, day, month, name, load from 0 to 1, words, full) with their load, as bar and word."""

    def one(day: rx.Var) -> rx.Component:
        return _press(
            "h-day",
            day.id == chosen,
            hidden(day.name, ", "),
            rx.el.span(day.weekday, class_name="t-label c-ink-2", aria_hidden="true"),
            rx.el.span(day.day, class_name="t-title", aria_hidden="true"),
            meter(day.load.to(float)),
            txt(day.words, "tiny", "ink_2"),
            disabled=day.full,
            on_click=on_choose(day),
            key=day.id,
        )

    return group(label, rx.foreach(days, one), looks="h-days")


def times(title: Text, mark: str, free: rx.Var, chosen: rx.Var, on_choose: Choose) -> rx.Component:
    """Offer the free times (id, words) of half a day; nothing is drawn where there are none."""

    def one(time: rx.Var) -> rx.Component:
        word = rx.el.span(time.words, class_name="t-strong")
        return _press("h-time", time.id == chosen, word, on_click=on_choose(time), key=time.id)

    counted = free.length().to_string() + " " + t("free")
    return rx.cond(free.length() > 0, _listed(title, mark, counted, rx.foreach(free, one)), rx.fragment())


def part_of_day(
    title: Text, mark: str, part: rx.Var, on_choose: Choose, *, chosen: rx.Var, zone: rx.Var
) -> rx.Component:
    """Offer the times (id, words, held) of a part of a day (words, times), also on a reader's clock in another zone.

    One that somebody else is booking is seen, and cannot be chosen.
    """

    def one(time: rx.Var) -> rx.Component:
        other = txt(t("being booked"), "tiny", "ink_3")
        below = rx.cond(time.held, other, readers_time(time.id, zone, "{time}", "tiny", spoken=t("where you are")))
        inside = (rx.el.span(time.words, class_name="t-strong"), hidden(" "), below)
        more = {"disabled": time.held, "on_click": on_choose(time), "key": time.id}
        return _press("h-time", time.id == chosen, *inside, **more)

    listed = _listed(title, mark, part.words, rx.foreach(part.times, one))
    return rx.cond(part.times.length() > 0, listed, rx.fragment())


def _listed(title: Text, mark: str, counted: Text, offered: rx.Component) -> rx.Component:
    head = row(icon(mark), txt(title, "strong", tag="h3"), txt(counted, "small", "ink_3"))
    return stack(head, group(title, offered, looks="h-times"))


def thumb_bar(label: Text, *children: object) -> rx.Component:
    """Keep what is chosen and the one button under the thumb, on phones and tablets."""
    return rx.el.div(*children, role="region", aria_label=label, class_name="h-thumb-bar")
