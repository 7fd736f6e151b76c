"""The tones that a thing may be marked with: a patch of colour and a word, always together."""

from collections.abc import Mapping

import reflex as rx

from hms.components.forms import Errors, error_of, error_text
from hms.components.layout import Text, at, grid, prefixed, row, txt
from hms.components.theme import TONES
from hms.texts import t

WORDS: Mapping[str, str] = {
    "accent": t("Petrol"),
    "info": t("Blue"),
    "ok": t("Green"),
    "warn": t("Amber"),
    "danger": t("Red"),
    "quiet": t("Grey"),
}


def patch(tone: Text) -> rx.Component:
    """Draw a patch of a tone; a word stands beside it."""
    return rx.el.span(class_name=["h-swatch", prefixed("tone-", tone)], aria_hidden="true")


def swatches(legend: Text, name: str, chosen: Text, *, hint: Text = "", errors: Errors = None) -> rx.Component:
    """Ask for one of the tones."""
    error = error_of(errors, name)
    options = [
        rx.el.label(
            rx.el.input(type="radio", name=name, value=tone, default_checked=chosen == tone, class_name="h-check"),
            row(patch(tone), txt(WORDS[tone])),
            class_name="h-choice",
        )
        for tone in TONES
    ]
    return rx.el.fieldset(
        txt(legend, "strong", tag="legend", class_name="h-legend"),
        txt(hint, "small", "ink_2", "p", id=f"{name}-hint") if hint else rx.fragment(),
        grid(*options, columns=at("repeat(2, minmax(0, 1fr))"), gap="sm"),
        error_text(name, error),
        class_name="h-fieldset",
        id=name,
    )
