"""Reading what was typed as a measurement: a number in its unit that can be, or words that say why not."""

from decimal import Decimal, InvalidOperation
from fractions import Fraction

from hms.knowledge.vitals.ages import Age
from hms.knowledge.vitals.limits import possible
from hms.knowledge.vitals.measures import MEASURES, UNITS, Measure
from hms.knowledge.vitals.units import convert, plain, rounded
from hms.texts import t

LONGEST = 12


class NotSo(ValueError):
    """What was typed cannot be; says why in words."""


def read(measure: str, typed: str, unit: str, age: Age | None) -> Decimal:
    """Read a typed number, with a point or a comma, in one of the measure's units.

    Raises NotSo where it is no number, has more places than this measure has, or is certainly a typing error.
    """
    one = MEASURES[measure]
    if unit not in {one.unit, one.other}:
        raise NotSo(t("Choose a unit"))
    number = _number(typed)
    given = max(0, -int(number.normalize().as_tuple().exponent))
    places = one.places if unit == one.unit else max(1, one.places - 1)
    if given > places:
        raise NotSo(
            t("A whole number, please")
            if not places
            else t("Fewer digits after the point, please: {n} at most", n=places)
        )
    _possible(one, number, unit, age)
    return number


def _number(typed: str) -> Decimal:
    words = typed.strip().replace(",", ".").replace("−", "-")
    try:
        number = Decimal(words) if len(words) <= LONGEST and "_" not in words and "e" not in words.lower() else None
    except InvalidOperation:
        number = None
    if number is None or not number.is_finite():
        raise NotSo(t("Type a number"))
    return number


def _possible(one: Measure, number: Decimal, unit: str, age: Age | None) -> None:
    bounds = possible(one.key, age)
    exact = convert(number, unit, one.unit)
    if (bounds.low is not None and exact < Fraction(bounds.low)) or (
        bounds.high is not None and exact > Fraction(bounds.high)
    ):
        low, high = (
            plain(rounded(convert(bound, one.unit, unit), 1)) if bound is not None else ""
            for bound in (bounds.low, bounds.high)
        )
        words = t("Is this a slip? At this age it lies between {low} and {high} {unit}.") if age else ""
        words = words or t("Is this a slip? It lies between {low} and {high} {unit}.")
        raise NotSo(words.format(low=low, high=high, unit=UNITS[unit]).replace(" .", "."))


def bmi(weight_kg: Fraction | Decimal, height_cm: Fraction | Decimal) -> Decimal:
    """Compute the body mass index, kg per square metre of height, to one place. Raises NotSo without a height."""
    if not height_cm:
        raise NotSo(t("Type a number"))
    return rounded(Fraction(weight_kg) / (Fraction(height_cm) / 100) ** 2, 1)
