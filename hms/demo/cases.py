"""What patients come with, read from presentations.toml, and which of it fits whom."""

import tomllib
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from hms.demo.people import Person

TABLE = Path(__file__).with_name("presentations.toml")


@dataclass(frozen=True, slots=True)
class Drug:
    """One prescription: a code of the formulary, and how to take it."""

    code: str
    dose: Decimal
    frequency: str
    days: int
    advice: str


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit of a case: why, what the doctor writes, what the patient reads, what is prescribed."""

    reason: str
    note: str
    summary: str
    drugs: tuple[Drug, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A matter that one sees a doctor about, and for whom it makes sense."""

    department: str
    ages: tuple[float, float]
    first: Visit
    again: Visit | None
    sexes: tuple[str, ...] = ("female", "male")
    avoid: tuple[str, ...] = field(default=())

    def fits(self, person: Person, on: date) -> bool:
        """Tell whether somebody may come with this."""
        low, high = self.ages
        right_age = low <= person.years(on) < high
        return right_age and person.sex in self.sexes and not any(person.avoids(substance) for substance in self.avoid)


def _drug(line: str) -> Drug:
    code, dose, frequency, days, *advice = line.split(maxsplit=4)
    return Drug(code, Decimal(dose), frequency, int(days), "".join(advice))


def _visit(row: dict[str, Any]) -> Visit:
    return Visit(row["reason"], row["note"], row["summary"], tuple(map(_drug, row["drugs"])))


def _case(row: dict[str, Any]) -> Case:
    again = _visit(row["again"]) if "again" in row else None
    sexes, avoid = tuple(row.get("sexes", ("female", "male"))), tuple(row.get("avoid", ()))
    return Case(row["department"], tuple(row["ages"]), _visit(row), again, sexes, avoid)


@cache
def all_cases() -> tuple[Case, ...]:
    """Read the table."""
    return tuple(map(_case, tomllib.loads(TABLE.read_text("utf-8"))["case"]))


def cases_for(person: Person, department: str, on: date) -> list[Case]:
    """Find what somebody may come to a department with."""
    return [case for case in all_cases() if case.department == department and case.fits(person, on)]


def filled(text: str, chance: Random) -> str:
    """Put measured values into a note."""
    pressure = f"{chance.randint(118, 158)}/{chance.randint(70, 94)}"
    return text.format(temp=f"{chance.uniform(36.4, 38.9):.1f}", pulse=chance.randint(58, 98), pressure=pressure)
