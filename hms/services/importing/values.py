"""What an Observation, or one of its components, found: one number with its unit, or words."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from hms.services.importing.quantities import exact, in_words, range_in_words, spelled
from hms.services.importing.reading import Later
from hms.services.importing.trees import fields
from hms.services.importing.wording import concept, joined, plain
from hms.texts import t

FLAGS = fields("< > A AA B D E H HH HU HX I IE IND L LL LU LX N ND NEG NR NS POS R RR S SDD SYN-R SYN-S U W WR")
KINDS = ("Quantity", "CodeableConcept", "String", "Boolean", "Integer", "Range", "Ratio", "Time", "DateTime", "Period")


@dataclass(frozen=True)
class Found:
    """A number of units, or words; with neither, nothing was said."""

    number: str = ""
    unit: str = ""
    words: str = ""

    def __bool__(self) -> bool:
        return bool(self.number or self.words)


def found(said: Any, code: str) -> Found:
    """Read value[x], or why there is none. Raises Later for a recorded curve, which no row can hold."""
    if said.valueSampledData is not None:
        raise Later(t("a recorded curve"))
    if (pair := exact(said.valueQuantity, code)) is not None:
        return Found(*pair)
    if isinstance(said.valueInteger, int) and (number := spelled(said.valueInteger)):
        return Found(number)
    words = next(filter(None, (_words(getattr(said, f"value{kind}")) for kind in KINDS)), "")
    why = concept(said.dataAbsentReason)
    return Found(words=words or (t("No value: {why}", why=why) if why else ""))


def _words(value: Any) -> str:  # noqa: PLR0911 - one line for each of FHIR's types
    if value is None:
        return ""
    if isinstance(value, bool):
        return t("Yes") if value else t("No")
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, int | Decimal):
        return str(value)
    match value.__class__.__name__:
        case "CodeableConcept":
            return concept(value)
        case "Quantity":
            return in_words(value)
        case "Range":
            return range_in_words(value)
        case "Ratio":
            return joined([in_words(value.numerator), in_words(value.denominator)], " : ")
        case "Period":
            return joined([_words(value.start), _words(value.end)], " – ")
    return value.isoformat() if isinstance(value, date | datetime) else plain(str(value))


@dataclass(frozen=True)
class Usual:
    """The usual range in the unit of the value; and whatever it says otherwise, in words."""

    low: str = ""
    high: str = ""
    words: str = ""


def usual(said: Any, code: str, unit: str) -> Usual:
    """Read the reference range: its ends where there is one range in the unit of the number, else in words."""
    ranges = said.referenceRange or []
    if len(ranges) == 1 and not (ranges[0].text or ranges[0].appliesTo or ranges[0].age):
        ends = [getattr(ranges[0], name) for name in ("low", "high")]
        pairs = [exact(end, code) if end is not None else ("", unit) for end in ends]
        low, high = (pair[0] if pair and pair[1] in {unit, ""} else None for pair in pairs)
        if low is not None and high is not None:
            return Usual(low, high)
    told = [
        joined([plain(one.text) or range_in_words(one), *(f"({concept(who)})" for who in one.appliesTo or [])])
        for one in ranges
    ]
    return Usual(words=t("Usual: {range}", range=joined(told, "; ")) if any(told) else "")


def flag(said: Any) -> tuple[str, str]:
    """Read the interpretation: a code of HL7's, and the words of those that have none."""
    coded = [one.code for given in said.interpretation or [] for one in given.coding or [] if one.code in FLAGS]
    others = [] if coded else [concept(given) for given in said.interpretation or []]
    return (str(coded[0]) if coded else ""), joined(others, ", ")
