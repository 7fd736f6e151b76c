"""What a laboratory measures and what can be ordered: plain facts, and questions that they answer alone."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

LOINC = "http://loinc.org"
LOCAL = "urn:hms:laboratory"  # the clinic's own tests that have no LOINC code, by their keys
LABORATORY, IMAGING = "laboratory", "imaging"
USUAL_ANSWER = "negative"


@dataclass(frozen=True, slots=True)
class Unit:
    """A UCUM unit in which a test is given, its LOINC code in it, and the ranges as the file tells them."""

    ucum: str
    code: str
    least: str
    most: str
    ranges: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Test:
    """One thing that is measured: a number in one of its units, or one of its answers."""

    key: str
    name: str
    about: str  # for the patient
    units: tuple[Unit, ...] = ()
    code: str = ""  # of one that is answered in words
    answers: tuple[str, ...] = ()
    unjudged: bool = False  # no answer is better than another
    off_at: datetime | None = None  # since when it is not measured any more

    def unit(self, ucum: str) -> Unit | None:
        """Find one of its units; None for one that it is not given in."""
        return next((one for one in self.units if one.ucum == ucum), None)

    def measured_for(self, ordered_at: datetime) -> bool:
        """Tell whether it is measured for an order of a moment."""
        return self.off_at is None or ordered_at < self.off_at

    def coding(self, unit: Unit | None) -> tuple[str, str]:
        """Give the system and code of a result in a unit, or of an answer."""
        code = unit.code if unit else self.code
        return (LOINC, code) if code else (LOCAL, self.key)


@dataclass(frozen=True, slots=True)
class Panel:
    """Something that can be ordered: tests of the laboratory, or a picture that is told in words."""

    key: str
    name: str
    category: str
    code: str
    tests: tuple[Test, ...]

    @property
    def offered(self) -> tuple[Test, ...]:
        """What is measured by an order that is placed now."""
        return tuple(one for one in self.tests if one.off_at is None)

    @property
    def on_offer(self) -> bool:
        """Whether it can be ordered: a picture, or tests of which one at least is measured."""
        return self.category == IMAGING or bool(self.offered)


@dataclass(frozen=True, slots=True)
class OrderSet:
    """What is ordered together."""

    key: str
    name: str
    panels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Laboratory:
    """All that can be ordered and measured."""

    tests: dict[str, Test]
    panels: dict[str, Panel]
    sets: dict[str, OrderSet]
    by_code: dict[str, Test]  # by a LOINC code that it has or had in the file; one of the clinic's own by its key, too
