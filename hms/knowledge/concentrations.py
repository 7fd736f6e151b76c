"""Concentrations in UCUM: what differs only in metric prefixes is exactly the same amount in other words.

Source: The Unified Code for Units of Measure, ucum.org, tables 1 (prefixes) and 3 (10*). A mass and an amount of
substance are not the same in other words: that depends on what it is, and so they are never changed into each other.
"""

import re
from fractions import Fraction

PREFIXES = {
    "": 0, "f": -15, "p": -12, "n": -9, "u": -6, "m": -3, "c": -2, "d": -1, "da": 1, "h": 2, "k": 3, "M": 6, "G": 9,
}  # fmt: skip
_BASES = r"g|mol|kat|U|\[IU\]|eq|L|l"
_PART = re.compile(rf"(?:10\*(-?\d{{1,2}})|(da|[fpnumcdhkMG]?)({_BASES}))")
# As laboratories write them where they do not give the UCUM code.
SPELLINGS = {
    "µg/L": "ug/L", "μg/L": "ug/L", "µg/dL": "ug/dL", "μg/dL": "ug/dL", "mcg/dL": "ug/dL", "mcg/L": "ug/L", "µmol/L": "umol/L",
    "μmol/L": "umol/L", "µL": "uL", "10^3/uL": "10*3/uL", "10^3/µL": "10*3/uL", "x10^3/uL": "10*3/uL", "10^9/L": "10*9/L",
    "x10^9/L": "10*9/L", "10^12/L": "10*12/L", "x10^12/L": "10*12/L", "10^6/uL": "10*6/uL", "x10^6/uL": "10*6/uL", "K/uL": "10*3/uL",
    "K/µL": "10*3/uL", "mIU/L": "m[IU]/L", "uIU/mL": "u[IU]/mL", "µIU/mL": "u[IU]/mL", "IU/L": "[IU]/L",
    "IU/mL": "[IU]/mL", "g/l": "g/L", "mg/l": "mg/L", "mg/dl": "mg/dL", "g/dl": "g/dL", "mmol/l": "mmol/L", "umol/l": "umol/L",
    "ng/ml": "ng/mL", "pg/ml": "pg/mL", "mL/min/1.73m2": "mL/min/{1.73_m2}", "mL/min/1.73 m2": "mL/min/{1.73_m2}",
    "mL/min/1.73 m²": "mL/min/{1.73_m2}",
}  # fmt: skip


def scaled(unit: str) -> tuple[str, Fraction] | None:
    """Take a unit such as mg/dL apart: what it is of without prefixes (g/L), and how many of that it is; None for others."""
    above, slash, below = unit.partition("/")
    top, bottom = _part(above) if above else ("1", 0), _part(below) if slash else ("1", 0)
    if top is None or bottom is None or (bottom[0] == "1" and slash):
        return None
    power = top[1] - bottom[1]
    return f"{top[0]}/{bottom[0]}", Fraction(10) ** power


def _part(said: str) -> tuple[str, int] | None:
    found = _PART.fullmatch(said)
    if found is None:
        return None
    if found[1] is not None:
        return "1", int(found[1])
    return found[3].replace("l", "L") if found[3] == "l" else found[3], PREFIXES[found[2]]


def factor(unit: str, wanted: str) -> Fraction | None:
    """Say how many of a wanted unit one of another is; None where they are not of the same, or unknown."""
    one, other = scaled(unit), scaled(wanted)
    return one[1] / other[1] if one and other and one[0] == other[0] else None
