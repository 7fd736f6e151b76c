"""What a check is about: a medicine as it is taken, who takes it, and what is said against it."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from hms.knowledge.prescribing import naming
from hms.knowledge.prescribing.reading import Severity, knowledge

Kind = Literal["allergy", "interaction", "duplicate", "pregnancy", "age", "dose", "renal", "unchecked", "unread"]
IN_MG = {"mg": Decimal(1), "g": Decimal(1000), "micrograms": Decimal("0.001"), "mcg": Decimal("0.001")}
STRENGTH = re.compile(r"^\s*(\d+(?:\.\d+)?)\s*(mg|g|micrograms|mcg)\b(?:\s*/\s*(\d+(?:\.\d+)?)?\s*ml)?")


@dataclass(frozen=True, slots=True)
class Drug:
    """A medicine: its ingredients, the classes that a text names, whether it acts where it is put, and mg in a unit."""

    label: str
    ingredients: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    local: bool = False
    atc: str = ""
    mg: Decimal | None = None  # of the first ingredient, in one tablet, millilitre, puff
    unit: str = ""

    @property
    def known(self) -> bool:
        """Tell whether the checks know what is in it."""
        return bool(self.ingredients or self.classes)

    @property
    def tags(self) -> frozenset[str]:
        """All that a rule may name it by."""
        of = knowledge().ingredients
        return frozenset(self.classes).union(*(of[key].tags for key in self.ingredients))


@dataclass(frozen=True, slots=True)
class Dose:
    """How it is taken: units at once, how often a day, for how many days."""

    units: Decimal
    a_day: Decimal
    days: int


@dataclass(frozen=True, slots=True)
class Taken:
    """A medicine with how it is taken, where that is known."""

    drug: Drug
    dose: Dose | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Who takes it; None and "" where nobody knows. Weight in kg, eGFR in ml/min/1.73 m2."""

    age_months: int | None = None
    sex: str = ""
    pregnant: bool | None = None
    weight_kg: Decimal | None = None
    egfr: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Alert:
    """What is said against a medicine. `key` is the same whenever the same is said, and names nobody."""

    kind: Kind
    severity: Severity
    title: str
    words: str
    source: str = ""
    on: date | None = None
    key: str = ""
    pair: str = ""  # the ingredients or classes it is about, for a count of overrides


def sourced(kind: Kind, severity: Severity, title: str, words: str, source: str, *about: str) -> Alert:
    """Say something against a medicine, with where that is from."""
    of, pair = knowledge().source(source), " + ".join(sorted(about))
    return Alert(kind, severity, title, words, of.words, of.on, f"{kind}:{pair}", pair)


@lru_cache(maxsize=1024)
def catalogued(label: str, atc: str, strength: str, unit: str) -> Drug:
    """Know a drug of the formulary by its ATC code, or by its name where nobody knows the code."""
    found = knowledge().of_atc.get(atc, ())
    mg = in_a_unit(strength)
    if found:
        return Drug(label, found, (), atc in knowledge().local_atc, atc, mg, unit)
    said = naming.read(label)
    return Drug(label, said.ingredients, said.classes, said.local, atc, mg, unit)


@lru_cache(maxsize=4096)
def named(text: str) -> Drug:
    """Know a medicine by what somebody wrote."""
    said = naming.read(text)
    return Drug(text, said.ingredients, said.classes, said.local)


def in_a_unit(strength: str) -> Decimal | None:
    """Compute the mg in one tablet, or in one ml of what is measured; None where it is not told in mg."""
    if (found := STRENGTH.match(strength)) is None:
        return None
    mg = Decimal(found[1]) * IN_MG[found[2]]
    return mg / Decimal(found[3]) if found[3] else mg
