"""The prescriptions of a visit, and the form that adds one."""

import reflex as rx

from hms.components.buttons import button, link_button
from hms.components.cards import item, items, section, tile
from hms.components.forms import field, form, select
from hms.components.layout import at, grid, row, stack, txt
from hms.pages.doctor.alert_parts import alerts_of_choice, standing_alerts
from hms.pages.doctor.draft import EntryKey
from hms.pages.doctor.quick_prescribing import keep_button
from hms.schemas.visits import FREQUENCIES
from hms.texts import t


def prescription_section(screen: type) -> rx.Component:
    """List what is prescribed; before signing each can be taken back and another added."""
    listed = screen.prescriptions

    def line(one: rx.Var) -> rx.Component:
        words = stack(
            txt(one.how, "body"),
            rx.cond(one.quantity, txt(t("In all: {quantity}", quantity=one.quantity), "small", "ink_2"), rx.fragment()),
            rx.cond(one.advice, txt(one.advice, "small", "ink_2"), rx.fragment()),
            gap="hair",
        )
        back = button(t("Take back"), "undo-2", of=one.drug, small=True, on_click=screen.take_back(one.id.to(str)))
        path = rx.Var.create("/prescriptions/") + one.id.to(str) + ".pdf"
        paper = link_button(t("Paper"), path, "file-down", of=one.drug, small=True, outside=True)
        acts = row(keep_button(screen, one), rx.cond(screen.closed, paper, back))
        return item(one.drug, words, lead=tile("pill"), end=acts, key=one.id)

    none = txt(t("Nothing is prescribed."), "body", "ink_2", "p", class_name="h-item")
    shown = rx.cond(listed.length() > 0, items(rx.foreach(listed, line)), none)
    adding = rx.el.div(_form(screen), class_name="h-item")
    return section(
        t("Prescriptions"),
        shown,
        standing_alerts(screen),
        rx.cond(screen.closed, rx.fragment(), adding),
        number=listed.length(),
        flush=True,
    )


def _form(screen: type) -> rx.Component:
    errors = screen.field_errors
    often = [("", t("Choose how often")), *((code, words) for code, (words, _) in FREQUENCIES.items())]
    drug = select(
        t("Medicine"), "medication_id", screen.drugs, errors=errors,
        on_change=lambda given: screen.look("medication_id", given),
    )  # fmt: skip
    dose = field(t("Dose"), "dose", errors=errors, input_mode="decimal", auto_complete="off",
                 on_blur=lambda given: screen.look("dose", given))  # fmt: skip
    frequency = select(t("How often"), "frequency", often, errors=errors,
                       on_change=lambda given: screen.look("frequency", given))  # fmt: skip
    days = field(t("Days"), "days", errors=errors, input_mode="numeric", auto_complete="off",
                 on_blur=lambda given: screen.look("days", given))  # fmt: skip
    advice = field(t("Advice"), "advice", errors=errors, optional=True, auto_complete="off")
    return form(
        EntryKey.create(used=screen.used_key, options=screen.drugs),
        grid(drug, columns="1fr"),
        grid(dose, frequency, days, columns=at("1fr", "1fr 2fr 1fr"), gap="md"),
        advice,
        alerts_of_choice(screen, button(t("Add prescription"), "plus", type="submit", busy=screen.busy)),
        on_submit=screen.prescribe,
        class_name="h-stack g-lg h-grow",
    )
