"""The vital signs of a visit: a dense form for the keyboard, what was measured, and the early warning score."""

import reflex as rx

from hms.components.badges import tag
from hms.components.buttons import button, link_button
from hms.components.cards import section
from hms.components.feedback import loading, notice
from hms.components.forms import actions, field, form, select
from hms.components.layout import at, grid, row, stack, txt
from hms.knowledge.vitals.measures import CONSCIOUSNESS
from hms.pages.doctor.draft import EntryKey
from hms.pages.doctor.record_parts import here
from hms.schemas.vitals import UNIT_SETS
from hms.texts import t

ALERTNESS = [("", t("not noted")), *((letter, f"{letter}: {words}") for letter, words in CONSCIOUSNESS.items())]
SCALES = [("", t("1, as usual")), ("2", t("2: 88 to 92 % prescribed"))]


def vitals_section(screen: type) -> rx.Component:
    """Show what was measured in the visit and the latest before, the score, and before signing the form."""
    told = screen.vitals
    number = told.recorded.length()
    sets = rx.foreach(told.recorded, _set)
    before = rx.cond(
        told.before.length() > 0,
        stack(txt(t("Latest"), "label", "ink_2", tag="h3"), row(rx.foreach(told.before, vital_line), wrap=True, class_name="h-vitals-set")),
        txt(t("Nothing was ever measured here."), "body", "ink_2", "p"),
    )  # fmt: skip
    shown = stack(
        rx.cond(number > 0, sets, before),
        rx.cond(told.news, news_box(told.news), rx.fragment()),
        rx.cond(screen.closed, rx.fragment(), _form(screen)),
        gap="lg",
    )
    way = link_button(
        t("Charts"), f"/doctor/patients/{screen.visit.banner.id}/vitals", "chart-line", of=t("of vital signs"), small=True
    )  # fmt: skip
    return section(
        t("Vital signs"),
        rx.cond(here(screen) & told, shown, loading(3)),
        number=number,
        action=rx.cond(here(screen), way, rx.fragment()),
        id="vitals",
    )


def vital_line(one: rx.Var) -> rx.Component:
    """Say one measurement with its mark in words, and how it moved."""
    mark = rx.cond(one.mark, tag(one.mark, rx.cond(one.tone, one.tone, "quiet"), "triangle-alert"), rx.fragment())
    moved = rx.cond(one.trend, txt(one.trend, "small", "ink_2"), rx.fragment())
    words = row(txt(one.name, "small", "ink_2"), txt(one.value + " " + one.unit, "strong"), mark, gap="xs", wrap=True)
    return stack(words, moved, gap="0", key=one.key)


def _set(one: rx.Var) -> rx.Component:
    head = txt(one.when + ", " + one.who, "label", "ink_2", tag="h3")
    return stack(
        head, row(rx.foreach(one.listed, vital_line), wrap=True, class_name="h-vitals-set"), gap="xs", key=one.id
    )


def news_box(news: rx.Var) -> rx.Component:
    """Say the early warning score, the action that it advises, and what it is made of; or why there is none."""
    parts = rx.foreach(
        news.parts,
        lambda one: rx.el.div(txt(one.name, "label", "ink_2", "dt"), txt(one.points, "number", tag="dd"), class_name="h-row g-xs"),
    )  # fmt: skip
    made = stack(
        rx.el.dl(parts, class_name="h-row h-wrap g-lg"), txt(news.scale, "small", "ink_2"), txt(news.source, "small", "ink_2"), gap="xs"
    )  # fmt: skip
    inside = rx.el.details(rx.el.summary(t("How it is made up"), cursor="pointer", class_name="t-small"), made)
    drawn = stack(
        notice(news.tone, news.words + ". " + news.watch, news.action + " (" + news.when + ")"), inside, gap="xs"
    )
    return rx.cond(news.total, drawn, txt(news.note, "small", "ink_2", "p"))


def _form(screen: type) -> rx.Component:
    errors, unit = screen.field_errors, screen.unit_words

    def number(label: object, name: str, mode: str = "numeric") -> rx.Component:
        return field(label, name, errors=errors, input_mode=mode, auto_complete="off", required=False, max_length=12)  # type: ignore[arg-type]

    choose = {"errors": errors, "required": False}
    head = number(t("Head, {unit}", unit=unit["height"]), "head", "decimal")
    fields = [
        number(t("Systolic, mmHg"), "systolic"), number(t("Diastolic, mmHg"), "diastolic"), number(t("Pulse"), "pulse"),
        number(t("Breaths a minute"), "breathing"),
        number(t("Temperature, {unit}", unit=unit["temperature"]), "temperature", "decimal"),
        number(t("SpO2, %"), "saturation"), number(t("Oxygen, l/min (air: 0)"), "oxygen", "decimal"),
        select(t("Consciousness"), "consciousness", ALERTNESS, **choose),  # type: ignore[arg-type]
        number(t("Weight, {unit}", unit=unit["weight"]), "weight", "decimal"),
        number(t("Height, {unit}", unit=unit["height"]), "height", "decimal"), number(t("Pain, 0 to 10"), "pain"),
        select(t("SpO2 scale"), "scale", SCALES, **choose),  # type: ignore[arg-type]
        rx.cond(screen.vitals.child, head, rx.fragment()),
    ]  # fmt: skip
    cells = grid(*fields, columns=at("repeat(2, minmax(0, 1fr))", "repeat(4, minmax(0, 1fr))"), gap="md")
    return stack(
        _units(screen),
        form(
            EntryKey.create(used=screen.vitals_key, options=[]),
            rx.el.input(type="hidden", name="units", value=screen.units),
            cells,
            actions(button(t("Write down"), "activity", of=t("vital signs"), type="submit", busy=screen.busy)),
            on_submit=screen.measure,
            class_name="h-stack g-md h-grow",
            aria_label=t("Vital signs"),
        ),
        gap="md",
    )


def _units(screen: type) -> rx.Component:
    options = [(name, one.words) for name, one in UNIT_SETS.items()]
    return rx.el.div(
        select(t("Units"), "chosen_units", options, value=screen.units, on_change=screen.choose_units), class_name="h-time-room"
    )  # fmt: skip
