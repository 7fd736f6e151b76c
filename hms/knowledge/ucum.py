"""Units as others write them: the spellings that mean the same UCUM unit, and changes of unit that lose nothing.

Source: The Unified Code for Units of Measure, ucum.org. What is defined by what: vitals/units.py.
"""

from decimal import Decimal
from fractions import Fraction

from hms.knowledge import concentrations
from hms.knowledge.vitals.units import ALIKE, Unconvertible, convert

SPELLINGS = {
    **ALIKE, **concentrations.SPELLINGS, "mmhg": "mm[Hg]", "°C": "Cel", "degC": "Cel", "deg C": "Cel", "celsius": "Cel", "°F": "[degF]",
    "degF": "[degF]", "deg F": "[degF]", "fahrenheit": "[degF]", "lb": "[lb_av]", "lbs": "[lb_av]", "oz": "[oz_av]",
    "in": "[in_i]", "inch": "[in_i]", "inches": "[in_i]", "ft": "[ft_i]", "kgs": "kg", "percent": "%", "bpm": "/min",
    "beats/min": "/min", "beats/minute": "/min", "breaths/min": "/min", "breaths/minute": "/min", "per minute": "/min",
    "kg/m²": "kg/m2", "kg/m^2": "kg/m2",
}  # fmt: skip
MOST_DIGITS = 20


def spelled(unit: str) -> str:
    """Write a unit as UCUM does where it is known by another spelling; any other stays as it is."""
    return SPELLINGS.get(unit, unit)


def converted(number: str, unit: str, wanted: str) -> str | None:
    """Tell how many of a UCUM unit a decimal number of another is; None where that is no finite decimal, or unknown.

    98.6 [degF] are 37 Cel; 98.7 are none exactly. 140 g/L are 14 g/dL. Raises ValueError for what is no number.
    """
    if unit == wanted:
        return number
    if (factor := concentrations.factor(unit, wanted)) is not None:
        return _decimal(Fraction(number) * factor)
    try:
        return _decimal(convert(Fraction(number), unit, wanted))
    except Unconvertible:
        return None


def _decimal(value: Fraction) -> str | None:
    """Write a fraction as a decimal; None where it has no end, or a very late one."""
    rest, places = value.denominator, 0
    for prime in (2, 5):
        count = 0
        while rest % prime == 0:
            rest, count = rest // prime, count + 1
        places = max(places, count)
    if rest != 1 or places > MOST_DIGITS:
        return None
    digits = value.numerator * 10**places // value.denominator
    return f"{Decimal(digits).scaleb(-places):f}" if len(str(digits)) <= MOST_DIGITS else None
