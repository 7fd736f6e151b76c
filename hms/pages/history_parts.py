"""The history of an appointment, drawn quietly, for any screen that shows one."""

import reflex as rx

from hms.components.cards import items
from hms.components.layout import stack, txt
from hms.texts import t


def history_list(steps: rx.Var) -> rx.Component:
    """Draw the steps that hms.services.history.history(appointment_id) gives, first step first.

    A screen keeps them in a var `steps: list[StepCard] = []`, reads them in load() with
    `self.steps = await self.ask(history.history, appointment_id)`, and puts history_list(MyScreen.steps) into a
    section(t("History"), ..., flush=True) or a <details>. Each reader gets their own words: who may read a reason, and
    whose name stands there, the service decides.
    """
    return items(rx.foreach(steps, _step), class_name="h-history")


def _step(step: rx.Var, number: rx.Var) -> rx.Component:
    why = txt(t("“{why}”", why=step.why), "small", "ink", "p", class_name="h-break")
    who = txt(t("{who}, {when}", who=step.who, when=step.when), "small", "ink_3", "p")
    inside = stack(txt(step.words, "body", "ink", "p"), rx.cond(step.why, why, rx.fragment()), who, gap="hair")
    return rx.el.li(inside, class_name="h-step", key=number.to_string())
