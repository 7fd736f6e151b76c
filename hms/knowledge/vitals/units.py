"""Converting units: exact, as each of these is defined exactly in the other (NIST Handbook 44, appendix C)."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

# unit -> (what it is converted to, factor, what is taken off before): to = (number - off) * factor
DEFINED: dict[str, tuple[str, Fraction, int]] = {
    "[lb_av]": ("kg", Fraction(45_359_237, 100_000_000), 0),
    "[oz_av]": ("kg", Fraction(45_359_237, 1_600_000_000), 0),
    "g": ("kg", Fraction(1, 1000), 0),
    "[in_i]": ("cm", Fraction(254, 100), 0),
    "[ft_i]": ("cm", Fraction(3048, 100), 0),
    "m": ("cm", Fraction(100), 0),
    "[degF]": ("Cel", Fraction(5, 9), 32),
}
ALIKE = {"{beats}/min": "/min", "{breaths}/min": "/min", "{beats}/minute": "/min", "mm Hg": "mm[Hg]", "mmHg": "mm[Hg]"}


class Unconvertible(ValueError):
    """There is no exact way between these units."""


def convert(number: Decimal | Fraction, unit: str, to: str) -> Fraction:
    """Convert a number exactly, both ways. Raises Unconvertible for units that are not defined by one another."""
    exact, unit, to = Fraction(number), ALIKE.get(unit, unit), ALIKE.get(to, to)
    if unit == to:
        return exact
    if unit in DEFINED:
        base, factor, off = DEFINED[unit]
        return convert((exact - off) * factor, base, to)
    if to in DEFINED and DEFINED[to][0] == unit:
        _, factor, off = DEFINED[to]
        return exact / factor + off
    raise Unconvertible(unit, to)


def rounded(number: Fraction | Decimal, places: int) -> Decimal:
    """Round half up to some places after the point, as people do."""
    exact = Fraction(number)
    wide = Decimal(exact.numerator) / Decimal(exact.denominator)
    return wide.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def plain(number: Decimal) -> str:
    """Write a number without needless zeros or an exponent."""
    said = format(number, "f")
    return (said.rstrip("0").rstrip(".") if "." in said else said) or "0"
