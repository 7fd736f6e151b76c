"""Whose record this is: on every clinical screen, always in view, always of the record that is shown."""

from collections.abc import Sequence

import reflex as rx

from hms.components.badges import allergies
from hms.components.layout import Text, row, txt
from hms.texts import t


def patient_banner(
    name: Text,
    allergic_to: Sequence[str] | rx.Var,
    *actions: rx.Component,
    born: Text,
    sex: Text,
    record: Text,
    known: Text | bool = True,
    none: Text = "",
    deceased: Text = "",
) -> rx.Component:
    """Say who the patient is; the allergies stay in view when the rest scrolls away on a phone.

    `born` holds birth day and age as words; `known` is false where nobody has asked about allergies;
    `none` says that there are none where somebody has said so; `deceased` is the day of death as words, or empty.
    """
    pairs = ((t("Born"), born), (t("Sex"), sex), (t("Record no."), record))
    drawn = [
        rx.el.div(txt(k, "label", "ink_3", "dt"), txt(v, "strong", tag="dd"), class_name="h-row g-xs") for k, v in pairs
    ]
    died = rx.el.span(t("Deceased"), " ", deceased, class_name="h-tag t-label tone-quiet")
    dead = (
        rx.cond(deceased, died, rx.fragment()) if isinstance(deceased, rx.Var) else died if deceased else rx.fragment()
    )
    who = [
        txt(name, "title", tag="h1", class_name="h-banner-name"),
        dead,
        rx.el.dl(*drawn, class_name="h-banner-facts"),
    ]
    return rx.el.section(
        rx.el.div(*who, allergies(allergic_to, known, none), class_name="h-banner-who"),
        row(*actions, wrap=True, class_name="h-no-print"),
        class_name="h-banner",
        aria_label=t("Patient"),
    )
