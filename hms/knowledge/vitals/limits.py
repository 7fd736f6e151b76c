"""What cannot be (a typing error), and what is usual at an age."""

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

from hms.knowledge.vitals.ages import Age
from hms.knowledge.vitals.measures import HERE


@dataclass(frozen=True, slots=True)
class Range:
    """Bounds in the measure's own unit; None where there is none. `sources` say where they are from."""

    low: Decimal | None = None
    high: Decimal | None = None
    very_low: Decimal | None = None
    very_high: Decimal | None = None
    sources: tuple[str, ...] = ()

    @property
    def least(self) -> Decimal | None:
        """The lowest usual number, where only very low ones are known: just above them."""
        return self.low if self.low is not None else None if self.very_low is None else self.very_low + 1


@cache
def _told(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name).read_text("utf-8"))


def _range(one: dict[str, Any], named: dict[str, str]) -> Range:
    bounds = {side: Decimal(one[side]) for side in ("low", "high", "very_low", "very_high") if side in one}
    return Range(**bounds, sources=tuple(named[name] for name in one.get("sources", ())))


def _fits(one: dict[str, Any], age: Age | None, sex: str) -> bool:
    if one.get("sex", sex) != sex:
        return False
    bounds = one.get("from", ""), one.get("to", "")
    if age is None:
        return bounds == ("", "")
    return age.reaches(bounds[0]) and not (bounds[1] and age.reaches(bounds[1]))


def possible(measure: str, age: Age | None) -> Range:
    """Give the bounds beyond which a number is certainly a typing error; the widest where no age is known."""
    fitting = [one for one in _told("hard.toml")["limit"] if one["measure"] == measure and _fits(one, age, "")]
    return _range(fitting[-1], {}) if fitting else Range()


def usual(measure: str, age: Age | None, sex: str = "") -> Range | None:
    """Give what is usual at an age, with its sources; None where no source says so."""
    told = _told("usual.toml")
    for one in told["band"]:
        if one["measure"] == measure and _fits(one, age, sex):
            return _range(one, told["sources"])
    return None


def flag(number: Fraction | Decimal, band: Range | None) -> str:
    """Tell how a number stands to what is usual: LL, L, H, HH (HL7 v3 ObservationInterpretation), or "" if usual."""
    if band is None:
        return ""
    exact = Fraction(number)
    if band.very_low is not None and exact <= Fraction(band.very_low):
        return "LL"
    if band.very_high is not None and exact >= Fraction(band.very_high):
        return "HH"
    if band.low is not None and exact < Fraction(band.low):
        return "L"
    return "H" if band.high is not None and exact > Fraction(band.high) else ""


BANDED = frozenset(one["measure"] for one in _told("usual.toml")["band"])  # what has a usual range at some age
