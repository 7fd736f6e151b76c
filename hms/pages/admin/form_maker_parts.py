"""The pieces of making a form: the questions in order, one question's own form, the kinds of visits."""

from collections.abc import Mapping

import reflex as rx

from hms.components.badges import tag
from hms.components.buttons import button, icon_button, small_button, submit
from hms.components.cards import item, items, section
from hms.components.choices import tick
from hms.components.feedback import empty
from hms.components.forms import actions, error_of, error_text, field, form, long_text, select
from hms.components.layout import at, grid, row, stack, txt
from hms.schemas.forms import KINDS
from hms.texts import t


def question_of(answers: Mapping[str, str | bool], kind: str) -> dict[str, object]:
    """Write what was typed as a question; what another kind of question needs is left out."""
    typed = {name: str(answers.get(name) or "") for name in ("text", "hint", "unit", "low", "high")}
    limits = {name: str(answers.get(name) or "").replace(",", ".") or None for name in ("least", "most")}
    options = [line for line in str(answers.get("options") or "").splitlines() if line.strip()]
    return {
        "kind": kind,
        "text": typed["text"],
        "hint": typed["hint"],
        "required": answers.get("required") in {True, "on"},
        **({"options": options} if kind in {"choice", "several"} else {}),
        **({"unit": typed["unit"], **limits} if kind == "number" else {}),
        **({"low": typed["low"], "high": typed["high"]} if kind == "scale" else {}),
    }


def questions(screen: type) -> rx.Component:
    """List the questions in their order; each can be moved, changed and taken out by keyboard."""

    def one(asked: rx.Var, place: rx.Var) -> rx.Component:
        first, last = place == 0, place == screen.questions.length() - 1
        up = icon_button(t("Move up"), "arrow-up", disabled=first, on_click=screen.move(asked.key, -1))
        down = icon_button(t("Move down"), "arrow-down", disabled=last, on_click=screen.move(asked.key, 1))
        acts = row(
            up,
            down,
            small_button(t("Change"), "pencil", of=asked.text, on_click=screen.change(asked.key)),
            small_button(t("Take out"), "trash-2", of=asked.text, busy=screen.busy, on_click=screen.remove(asked.key)),
            wrap=True,
            role="group",
            aria_label=asked.text,
        )
        told = row(
            txt(asked.kind_words, "small", "ink_2"),
            rx.cond(asked.limits, txt(asked.limits, "small", "ink_2"), rx.fragment()),
            rx.cond(asked.options.length() > 0, txt(asked.options.join(", "), "small", "ink_2"), rx.fragment()),
            rx.cond(asked.required, tag(t("Needs an answer"), "info"), rx.fragment()),
            wrap=True,
        )
        return item(asked.text, told, end=acts, key=asked.key, class_name="h-wrap")

    none = empty("list-plus", t("No question yet"), t("Write the first one beside this."))
    shown = rx.cond(screen.questions.length() > 0, items(rx.foreach(screen.questions, one)), none)
    return section(t("Questions"), shown, number=screen.questions.length(), flush=True)


def question_form(screen: type) -> rx.Component:
    """Draw the form of one question: a new one, or the one that is being changed."""
    new = section(t("New question"), _form(screen, None))
    return rx.cond(screen.editing, section(t("Change this question"), _form(screen, screen.editing)), new)


def _form(screen: type, one: rx.Var | None) -> rx.Component:
    told = {"errors": screen.field_errors}

    def held(name: str) -> rx.Var | str:
        return "" if one is None else getattr(one, name).to(str)

    lines = "" if one is None else one.options.join("\n")
    kinds = [[key, words] for key, words in KINDS.items()]
    options = long_text(t("Answers to choose from"), "options", lines, rows=5, hint=t("One a line."), **told)
    limits = grid(
        field(t("Unit"), "unit", held("unit"), optional=True, **told),
        field(t("Smallest"), "least", held("least"), optional=True, input_mode="decimal", **told),
        field(t("Largest"), "most", held("most"), optional=True, input_mode="decimal", **told),
        columns=at("1fr", "1fr 1fr 1fr"),
        gap="md",
    )
    ends = grid(
        field(t("What 0 means"), "low", held("low"), optional=True, **told),
        field(t("What 10 means"), "high", held("high"), optional=True, **told),
        columns=at("1fr", "1fr 1fr"),
        gap="md",
    )
    more = rx.match(
        screen.kind, ("choice", options), ("several", options), ("number", limits), ("scale", ends), rx.fragment()
    )
    required = tick("required", t("Needs an answer"), chosen=False if one is None else one.required)
    wrong = error_text("form", error_of(screen.field_errors, "form"))
    save = submit(t("Add question") if one is None else t("Save question"), "check", busy=screen.busy)
    leave = rx.fragment() if one is None else button(t("Leave as it is"), on_click=screen.leave)
    return form(
        field(t("Question"), "text", held("text"), auto_complete="off", auto_focus=one is not None, **told),
        select(t("Kind of answer"), "kind", kinds, screen.kind, on_change=screen.choose_kind, **told),
        more,
        field(t("Hint"), "hint", held("hint"), optional=True, **told),
        required,
        wrong,
        actions(save, leave),
        on_submit=screen.save,
        key=screen.fresh.to_string(),
    )


def types_form(screen: type) -> rx.Component:
    """Choose the kinds of visits before which the form is asked."""

    def one(kind: rx.Var) -> rx.Component:
        name = rx.Var.create("type-") + kind[0]
        mark = rx.el.input(
            type="checkbox", name=name, default_checked=kind[2] == "1", class_name="h-check", custom_attrs={"id": name}
        )
        return rx.el.label(mark, txt(kind[1], "strong"), class_name="h-choice", html_for=name, key=kind[0] + kind[2])

    ticks = rx.el.fieldset(
        txt(t("Asked before"), "strong", tag="legend", class_name="h-legend"),
        stack(rx.foreach(screen.types, one)),
        class_name="h-fieldset",
    )
    asked = form(
        ticks, actions(submit(t("Save"), "check", busy=screen.busy, primary=False)), on_submit=screen.ask_before
    )
    return section(t("Kinds of visits"), asked)


def title_form(screen: type) -> rx.Component:
    """Ask for another title and beginning."""
    asked = form(
        field(t("Title"), "title", screen.form.title, auto_focus=True, errors=screen.field_errors),
        long_text(t("How it begins"), "intro", screen.form.intro, optional=True, errors=screen.field_errors),
        actions(submit(t("Save"), "check", busy=screen.busy, primary=False)),
        on_submit=screen.rename,
    )
    return section(t("Title"), asked)
