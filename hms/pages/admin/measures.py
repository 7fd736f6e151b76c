"""Numbers with their unit: asked for in the unit in which people think, kept in minutes."""

from collections.abc import Mapping

import reflex as rx

from hms.components.forms import Errors, described, error_of, labelled
from hms.components.layout import Text, row, txt
from hms.schemas.base import Card
from hms.texts import t

Answers = Mapping[str, str | bool]
UNITS = (("1440", t("days")), ("60", t("hours")), ("1", t("minutes")))
NARROW, UNIT = "7rem", "9rem"


class Amount(Card):
    """A number of minutes in the largest unit that divides it."""

    number: str
    unit: str  # in minutes


def amount(minutes: int) -> Amount:
    """Word a number of minutes; none at all is none in hours."""
    unit = next(unit for unit, _ in UNITS if minutes and minutes % int(unit) == 0) if minutes else "60"
    return Amount(number=str(minutes // int(unit)), unit=unit)


def minutes_of(answers: Answers, name: str) -> int | str:
    """Read a duration; what is no whole number is given on as it is, to be refused beside its field."""
    number, unit = str(answers.get(name, "")).strip(), str(answers.get(f"{name}_unit", "1"))
    known = {value for value, _ in UNITS}
    return int(number) * int(unit) if number.isdecimal() and len(number) < 9 and unit in known else number


def number(
    label: Text, name: str, value: Text, unit: str, *, hint: Text = "", errors: Errors = None, **limits: str
) -> rx.Component:
    """Ask for a number, its unit beside it."""
    error = error_of(errors, name)
    typed = _input(name, value, **described(name, hint, error), **limits)
    return labelled(label, name, row(typed, txt(unit, "body", "ink_2")), hint=hint, error=error)


def duration(label: Text, name: str, value: rx.Var, *, hint: Text = "", errors: Errors = None) -> rx.Component:
    """Ask for a time span in minutes, hours or days; the answer has the field `name` and its unit."""
    error = error_of(errors, name)
    unit = rx.el.select(
        *[rx.el.option(words, value=minutes) for minutes, words in UNITS],
        name=f"{name}_unit",
        default_value=value.unit,
        class_name="h-input h-select",
        max_width=UNIT,
        aria_label=t("Unit of: {what}", what=label),
    )
    typed = _input(name, value.number, **described(name, hint, error), min="0")
    return labelled(label, name, row(typed, unit), hint=hint, error=error)


def _input(name: str, value: Text, **props: object) -> rx.Component:
    looks = {"id": name, "name": name, "type": "number", "input_mode": "numeric", "class_name": "h-input"}
    return rx.el.input(default_value=value, max_width=NARROW, required=True, **looks, **props)
