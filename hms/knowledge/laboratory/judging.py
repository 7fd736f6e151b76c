"""Reading a typed result, and telling how it stands to what is usual for somebody of this age and sex."""

import re
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import NamedTuple

from hms.knowledge.laboratory.catalogue import sources
from hms.knowledge.laboratory.kinds import USUAL_ANSWER, Test, Unit
from hms.knowledge.vitals.ages import Age
from hms.knowledge.vitals.limits import Range, flag
from hms.texts import t

LONGEST, PLACES = 12, 4
CRITICAL = frozenset({"HH", "LL", "AA"})  # HL7 v3 ObservationInterpretation
_NUMBER = re.compile(r"\s*(<=|>=|[<>≤≥])?\s*([-−]?\d[\d.,]*)\s*")


class NotSo(ValueError):
    """What was typed cannot be; says why in words."""


class Typed(NamedTuple):
    """A number as typed, with the sign before it where the laboratory gives only a bound: <, >, <= or >=."""

    number: Decimal
    sign: str = ""

    def __str__(self) -> str:
        """Write it as it is kept."""
        return f"{self.sign} {plain(self.number)}".strip()


def plain(number: Decimal) -> str:
    """Write a number with the places that were typed, and no power of ten."""
    return f"{number:f}"


def read_number(typed: str) -> Typed:
    """Read a number with a point or one comma, and perhaps < or > before it. Raises NotSo."""
    found = _NUMBER.fullmatch(typed)
    if found is None or len(found[2]) > LONGEST:
        raise NotSo(t("Type a number"))
    words = found[2].replace("−", "-")
    if words.count(",") + words.count(".") > 1:
        raise NotSo(t("Type the number without marks between thousands"))
    if re.search(r",\d{3}$", words):  # 1,234 is a thousand to some and about one to others: it is not guessed
        raise NotSo(
            t(
                "Write it with a point: {number} or {thousands}",
                number=words.replace(",", "."),
                thousands=words.replace(",", ""),
            )
        )
    try:
        number = Decimal(words.replace(",", "."))
    except InvalidOperation:
        raise NotSo(t("Type a number")) from None
    if -int(number.as_tuple().exponent) > PLACES:
        raise NotSo(t("Fewer digits after the point, please: {n} at most", n=PLACES))
    return Typed(number, {"≤": "<=", "≥": ">="}.get(found[1] or "", found[1] or ""))


def read(unit: Unit, typed: str) -> Typed:
    """Read a result in one of its test's units. Raises NotSo for no number, and for what is certainly a slip."""
    one = read_number(typed)
    if not Decimal(unit.least) <= one.number <= Decimal(unit.most):
        raise NotSo(t("Is this a slip? It lies between {low} and {high}.", low=unit.least, high=unit.most))
    return one


def usual(unit: Unit, age: Age | None, sex: str) -> Range | None:
    """Give what is usual in a unit at an age: the first range that fits; None where none is known."""
    for one in unit.ranges:
        if one.get("sex", sex) == sex and _of_age(one.get("from", ""), one.get("to", ""), age):
            bounds = {side: Decimal(one[side]) for side in ("low", "high", "very_low", "very_high") if side in one}
            return Range(**bounds, sources=tuple(sources()[name] for name in one["sources"]))
    return None


def _of_age(since: str, until: str, age: Age | None) -> bool:
    if age is None:
        return not since and not until
    return age.reaches(since) and not (until and age.reaches(until))


def ranged(known: Range | None, low: Decimal | None, high: Decimal | None) -> Range | None:
    """Put the laboratory's own range in the place of the usual one; what is critical stays, as far as it is further out."""
    if low is None and high is None:
        return known
    if known is None:
        return Range(low=low, high=high)
    very_low = known.very_low if low is None or known.very_low is None or known.very_low < low else None
    very_high = known.very_high if high is None or known.very_high is None or known.very_high > high else None
    return replace(known, low=low, high=high, very_low=very_low, very_high=very_high)


def judge(one: Typed, band: Range | None) -> str:
    """Flag a number: LL, L, H, HH, or "" where it is usual or nobody knows.

    Of a bound only what is certain is said: <5 is low where even 5 would be.
    """
    if band is None or not one.sign:
        return flag(one.number, band)
    if one.sign.startswith("<"):
        if band.very_low is not None and one.number <= band.very_low:
            return "LL"
        return "L" if band.low is not None and one.number <= band.low else ""
    if band.very_high is not None and Fraction(one.number) >= Fraction(band.very_high):
        return "HH"
    return "H" if band.high is not None and one.number >= band.high else ""


def judge_answer(test: Test, answer: str) -> str:
    """Flag an answer in words: A where it is not the usual one."""
    return "" if test.unjudged or answer == USUAL_ANSWER else "A"
