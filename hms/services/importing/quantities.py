"""FHIR's quantities: as a number with a unit where that is exactly what was measured, else in words."""

import re
from decimal import Decimal
from typing import Any

from hms.knowledge import ucum
from hms.knowledge.vitals.measures import BY_CODE
from hms.services.importing.wording import joined, plain
from hms.texts import t

UCUM = "http://unitsofmeasure.org"
LONGEST = 40  # digits of a number that stays a number
_UNIT = re.compile(r"[A-Za-z0-9%/*.\[\]{}_'^()+#-]{1,32}", re.ASCII)


def exact(quantity: Any, code: str = "") -> tuple[str, str] | None:
    """Give number and UCUM unit; None for what is not one number, as "less than 5", or has a unit that is none.

    A vital sign, by its LOINC code, is changed to the unit in which it is kept, where the change loses nothing.
    """
    if quantity is None or quantity.value is None or quantity.comparator:
        return None
    number, unit = spelled(quantity.value), unit_of(quantity)
    if number is None or (unit and _UNIT.fullmatch(unit) is None):
        return None
    kept_in = BY_CODE[code].unit if code in BY_CODE else unit
    changed = ucum.converted(number, unit, kept_in)
    return (number, unit) if changed is None else (changed, kept_in)


def unit_of(quantity: Any) -> str:
    """Name the unit of a quantity: by UCUM where it says so, else as it is spelled."""
    said = quantity.code if quantity.code and quantity.system == UCUM else quantity.unit or quantity.code
    return ucum.spelled(plain(said))


def spelled(value: Decimal | int) -> str | None:
    """Write a number as it came, 1.10 as 1.10; None for one that is too long to be a measurement."""
    number = value if isinstance(value, Decimal) else Decimal(value)
    written = f"{number:f}" if abs(number.adjusted()) < LONGEST else ""
    return written if written and len(written) <= LONGEST else None


def in_words(quantity: Any) -> str:
    """Say a quantity; "" where there is none."""
    if quantity is None or quantity.value is None:
        return ""
    number = spelled(quantity.value) or str(quantity.value)
    return joined([quantity.comparator, number, quantity.unit or quantity.code])


def range_in_words(between: Any) -> str:
    """Say a Range; "" where there is none."""
    low, high = (in_words(getattr(between, end, None)) for end in ("low", "high"))
    if low and high:
        return t("{low} to {high}", low=low, high=high)
    return t("from {low}", low=low) if low else t("up to {high}", high=high) if high else ""
