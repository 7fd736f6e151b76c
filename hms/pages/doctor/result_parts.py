"""A report as a doctor reads it, and the forms that write one down and put it right."""

from collections.abc import Callable

import reflex as rx

from hms.components.badges import tag
from hms.components.buttons import button, link, submit
from hms.components.choices import tick
from hms.components.forms import actions, field, form, long_text, select
from hms.components.layout import Text, at, grid, icon, row, stack, txt
from hms.components.tables import Column, table
from hms.schemas.results import FINDINGS, ReportPaper, ResultLine
from hms.texts import t

Acts = Callable[[rx.Var], rx.Component]


def said(words: Text) -> rx.Component:
    """Set small words where there are any."""
    drawn = txt(words, "small", "ink_2", "p", class_name="h-break")
    return rx.cond(words, drawn, rx.fragment()) if isinstance(words, rx.Var) else drawn


def marked(one: rx.Var) -> rx.Component:
    """Say how a result or a report stands to what is usual, in a word."""
    tone = rx.cond(one.tone, one.tone, "quiet")
    return rx.cond(
        one.mark, rx.cond(tone == "quiet", tag(one.mark, "quiet"), tag(one.mark, tone, "triangle-alert")), rx.fragment()
    )


def report(one: rx.Var, acts: Acts | None = None, text_acts: Acts | None = None) -> rx.Component:
    """Draw what came of an order: its results in a table, or what a picture shows in words."""

    def value(line: rx.Var) -> rx.Component:
        shown = rx.cond(line.wrong, rx.el.s(line.value), rx.el.span(line.value, class_name="t-strong"))
        wrong = rx.cond(line.wrong, tag(t("Entered in error"), "danger"), rx.fragment())
        return stack(
            row(shown, marked(line), wrong, wrap=True, gap="xs"), said(line.laboratory), rx.foreach(line.changed, said),
            gap="hair",
        )  # fmt: skip

    columns = [
        Column(t("Test"), lambda line: line.name, wrap=True), Column(t("Value"), value, wrap=True),
        Column(t("Usual"), lambda line: rx.cond(line.usual, line.usual, t("not known")), wrap=True),
        Column(t("Before"), lambda line: rx.cond(line.before, line.before, "–"), wrap=True),
    ]  # fmt: skip
    if acts:
        columns[3:] = [Column(t("Change"), acts, quiet=True)]
    listed = table(t("Results"), columns, one.lines.to(list[ResultLine]), key=lambda line: line.id.to(str))
    words = stack(
        txt(one.text, "body", tag="p", white_space="pre-wrap", class_name="h-break"),
        rx.foreach(one.text_changed, said),
        text_acts(one) if text_acts else rx.fragment(),
        gap="xs",
    )
    wrong = rx.cond(one.wrong, tag(t("Entered in error"), "danger", "triangle-alert"), rx.fragment())
    more = rx.cond(one.more, tag(t("More is to come"), "info"), rx.fragment())
    seen = rx.foreach(one.seen, lambda words: txt(words, "small", "ink_2", "p", class_name="h-break"))
    waits = rx.cond(one.waits_for, tag(one.waits_for, "warn", "eye-off"), rx.fragment())
    return stack(
        row(txt(one.taken, "strong"), marked(one), more, wrong, waits, wrap=True),
        rx.cond(one.lines.length() > 0, listed, rx.fragment()), rx.cond(one.text, words, rx.fragment()),
        rx.foreach(one.papers.to(list[ReportPaper]), _paper), said(one.note), said(one.written), said(one.released), stack(seen, gap="hair"), gap="xs", class_name="h-grow",
    )  # fmt: skip


def _paper(one: rx.Var) -> rx.Component:
    return row(icon("file-text"), link(one.title, one.href), gap="xs", key=one.id)


def result_form(screen: type) -> rx.Component:
    """Ask what came of an order: a field for each test, or what the picture shows."""
    sheet, errors = screen.sheet, screen.field_errors
    when = field(
        rx.cond(sheet.picture, t("When was the picture taken?"), t("When was the sample taken?")), "happened", sheet.now,
        kind="datetime-local", errors=errors, id="result-happened", min=sheet.since, max=sheet.now,
        hint=t("In the clinic’s time; not before the order."),
    )  # fmt: skip
    text = long_text(t("What was found"), "report", rows=6, errors=errors, max_length=20_000, id="result-report")
    finding = select(t("How is it?"), "finding", list(FINDINGS.items()), "", id="result-finding")
    called = tick("critical", t("The laboratory calls it critical"), t("Also where no number says so."))
    note = field(t("Note"), "result_note", errors=errors, optional=True, max_length=2000, auto_complete="off")
    more = rx.el.div(tick("more", t("More is to come"), t("The order goes on waiting for the rest.")))
    seen = rx.cond(
        sheet.mine, tick("seen", t("I have looked at it"), t("Then it does not wait in my inbox.")), rx.fragment()
    )
    own = said(
        t("From and to: the laboratory’s own usual range, where it gives one; it replaces the one that is shown.")
    )
    first = rx.cond(
        sheet.picture,
        stack(text, finding, gap="md"),
        stack(own, rx.foreach(sheet.lines, lambda one: _line(screen, one)), called, gap="md"),
    )
    acts = actions(
        submit(t("Write the result down"), "check", of=sheet.title, busy=screen.busy),
        button(t("Leave it"), on_click=screen.leave_result),
    )
    return form(
        txt(t("Result: {title}", title=sheet.title), "strong", tag="h4"), when, first, note,
        grid(more, seen, columns=at("minmax(0, 1fr)", "repeat(2, minmax(0, 1fr))"), gap="sm"), acts,
        on_submit=screen.save_result, key=screen.result_key, class_name="h-stack g-md h-under",
    )  # fmt: skip


def _line(screen: type, one: rx.Var) -> rx.Component:
    error = screen.field_errors.to(dict[str, str])[one.field]
    looks = {"class_name": "h-input", "auto_complete": "off", "custom_attrs": {"id": one.field}}
    number = rx.el.input(
        name=one.field, type="text", input_mode="decimal", aria_invalid=rx.cond(error, "true", "false"), **looks
    )
    answer = rx.el.select(
        rx.el.option(t("not done"), value=""),
        rx.foreach(one.answers, lambda way: rx.el.option(way.words, value=way.ucum, key=way.ucum)),
        name=one.field, class_name="h-input h-select", custom_attrs={"id": one.field},
    )  # fmt: skip
    asked = rx.cond(one.answers.length() > 0, answer, number)
    label = rx.el.label(one.name, html_for=one.field, class_name="h-label t-strong")
    usual = rx.cond(one.usual, txt(one.usual, "small", "ink_2"), rx.fragment())
    wrong = rx.cond(error, rx.el.p(error, class_name="h-field-error t-strong"), rx.fragment())
    own = rx.cond(
        one.answers.length() > 0,
        rx.fragment(),
        row(_small(one, "_low", t("from")), _small(one, "_high", t("to")), gap="xs"),
    )
    columns = at("minmax(0, 1fr)", "minmax(0, 2fr) minmax(0, 1fr) minmax(0, 2fr) minmax(0, 2fr)")
    told = stack(label, usual, gap="0")
    return stack(
        grid(told, rx.el.div(asked), _unit(one), own, columns=columns, gap="sm", align_items="center"), wrong, gap="hair",
        class_name="h-field", key=one.field,
    )  # fmt: skip


def _small(one: rx.Var, end: str, words: str) -> rx.Component:
    """Draw a bound of the laboratory's own range."""
    return row(
        txt(words, "small", "ink_2"),
        rx.el.input(
            name=one.field + end, type="text", input_mode="decimal", class_name="h-input", auto_complete="off", max_width="6rem",
            aria_label=one.name + ", " + t("the laboratory’s usual range") + ", " + words,
        ),
        gap="xs",
    )  # fmt: skip


def _unit(one: rx.Var) -> rx.Component:
    name, label = one.field + "_unit", one.name + ", " + t("unit")
    chosen = rx.el.select(
        rx.foreach(one.units, lambda unit: rx.el.option(rx.cond(unit.usual, unit.words + " (" + unit.usual + ")", unit.words), value=unit.ucum, key=unit.ucum)),
        name=name, class_name="h-input h-select", aria_label=label,
    )  # fmt: skip
    free = rx.el.input(
        name=name, type="text", class_name="h-input", aria_label=label, max_length=40, auto_complete="off"
    )
    # The unit goes along: the clinic may change its list while this form is open.
    fixed = rx.fragment(txt(one.unit, "body", "ink_2"), rx.el.input(type="hidden", name=name, value=one.ucum))
    return rx.cond(one.free, free, rx.cond(one.units.length() > 0, chosen, fixed))


def change_form(screen: type) -> rx.Component:
    """Ask what a result should have said and why; of an error only why."""
    value = long_text(
        t("What it should say, instead of {value}", value=screen.changing_value), "value", screen.changing_value, rows=2,
        errors=screen.field_errors, auto_focus=True, id="change-value",
    )  # fmt: skip
    why = field(t("Why?"), "change_reason", errors=screen.field_errors, max_length=500, auto_complete="off")
    yes = rx.cond(screen.changing_error, t("It was an error"), t("Put it right"))
    acts = actions(
        submit(yes, "check", of=screen.changing_name, primary=False, busy=screen.busy),
        button(t("Leave it"), on_click=screen.leave_change),
    )
    asked = rx.cond(screen.changing_error, rx.fragment(), value)
    return form(
        txt(screen.changing_name, "strong", tag="h4"),
        asked,
        why,
        acts,
        on_submit=screen.change_result,
        class_name="h-stack g-md h-under",
    )
