"""The data files of the prescribing checks, read once and held to their schema."""

import csv
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

DATA = Path(__file__).parent / "data"
Severity = Literal["severe", "note"]
Words = Annotated[str, Field(min_length=3)]


class Fact(BaseModel):
    """A line of a data file: nothing it does not know, nothing that changes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(Fact):
    """Where something is from, and the day it is of."""

    words: Words
    on: date


class Group(Fact):
    """A class of ingredients; how serious another member is for who is allergic to one, and two of them at once."""

    name: Words
    also: tuple[str, ...] = ()
    allergy: Severity | None = None
    duplicate: Severity | None = None
    source: str


class Ingredient(Fact):
    """A substance with its names and classes; `reviewed` where pregnancy, age and kidneys were looked at too."""

    key: str
    name: Words
    also: tuple[str, ...]
    atc: tuple[str, ...]
    local: tuple[str, ...]  # ATC codes of what is put on skin, eyes or airways
    classes: tuple[str, ...]
    reviewed: bool

    @property
    def tags(self) -> frozenset[str]:
        """Itself and its classes: what a rule may name."""
        return frozenset((self.key, *self.classes))


class Pair(Fact):
    """Two sides that should not be taken together."""

    key: str
    one: frozenset[str]
    other: frozenset[str]
    severity: Severity
    words: Words
    local: bool = False  # counts for what is inhaled or put on the skin too
    source: str


class Cross(Fact):
    """Two classes of which an allergy to one concerns the other."""

    one: str
    other: str
    severity: Severity
    words: Words
    source: str


class Rule(Fact):
    """What speaks against a medicine in one person. Ages in months, eGFR in ml/min/1.73 m2."""

    kind: Literal["pregnancy", "age", "renal"]
    of: frozenset[str]
    severity: Severity
    words: Words
    ask: bool = False  # a quiet line where nobody has said whether she is pregnant
    under_months: int | None = None
    from_months: int | None = None
    below: int | None = None
    local: bool = False
    source: str


class Range(Fact):
    """The usual dose of an ATC code at an age (months): at once and in a day, in mg or in what is given; or per kg."""

    atc: str
    from_: int = Field(alias="from")
    to: int | None = None
    unit: Literal["mg", "given"] = "mg"
    once: tuple[Decimal, Decimal]
    day: Decimal
    kg: tuple[Decimal, Decimal] | None = None
    kg_day: tuple[Decimal, Decimal] | None = None
    hard: bool = False
    first_day: Decimal | None = None
    course: int | None = None
    source: str


F = TypeVar("F", bound=Fact)


@dataclass(frozen=True)
class Knowledge:
    """All of it, arranged for looking up."""

    sources: dict[str, Source]
    groups: dict[str, Group]
    ingredients: dict[str, Ingredient]
    pairs: tuple[Pair, ...]
    crosses: tuple[Cross, ...]
    rules: tuple[Rule, ...]
    ranges: dict[str, tuple[Range, ...]]
    of_atc: dict[str, tuple[str, ...]]
    local_atc: frozenset[str]
    pairs_of: dict[str, tuple[Pair, ...]]  # by each tag of either side

    def source(self, key: str) -> Source:
        """Look a source up."""
        return self.sources[key]


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / name).read_text("utf-8"), parse_float=Decimal)


def _listed(name: str, kind: str, model: type[F]) -> tuple[F, ...]:
    return tuple(model.model_validate(row) for row in _toml(name)[kind])


def _ingredients() -> dict[str, Ingredient]:
    with (DATA / "ingredients.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["ingredient"]: Ingredient(
                key=row["ingredient"], name=row["name"], also=tuple(filter(None, row["also"].split("|"))),
                atc=tuple(row["atc"].split()), local=tuple(row["local"].split()),
                classes=tuple(row["classes"].split()), reviewed=row["reviewed"] == "yes",
            )
            for row in csv.DictReader(file)
        }  # fmt: skip


@cache
def knowledge() -> Knowledge:
    """Read the data files, once. Raises ValidationError for a line that is not of its schema."""
    ingredients, pairs = _ingredients(), _listed("interactions.toml", "pair", Pair)
    of_atc, ranges, pairs_of = defaultdict(list), defaultdict(list), defaultdict(list)
    for one in ingredients.values():
        for code in (*one.atc, *one.local):
            of_atc[code].append(one.key)
    for dose in _listed("doses.toml", "dose", Range):
        ranges[dose.atc].append(dose)
    for pair in pairs:
        for tag in pair.one | pair.other:
            pairs_of[tag].append(pair)
    return Knowledge(
        sources={key: Source.model_validate(row) for key, row in _toml("sources.toml").items()},
        groups={key: Group.model_validate(row) for key, row in _toml("classes.toml").items()},
        ingredients=ingredients,
        pairs=pairs,
        crosses=_listed("cross.toml", "cross", Cross),
        rules=_listed("rules.toml", "rule", Rule),
        ranges={code: tuple(found) for code, found in ranges.items()},
        of_atc={code: tuple(found) for code, found in of_atc.items()},
        local_atc=frozenset(code for one in ingredients.values() for code in one.local),
        pairs_of={tag: tuple(found) for tag, found in pairs_of.items()},
    )
