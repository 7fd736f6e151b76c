"""The rules, read from their file, and whether one of them speaks of a person: pure, from what is known of them."""

import re
import tomllib
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from hms.knowledge.vaccines.ages import Span, span

FILE = Path(__file__).with_name("rules.toml")
KINDS = frozenset({"vaccines", "measured", "allergies", "smoking"})
ICD10 = ("http://hl7.org/fhir/sid/icd-10-cm", "http://hl7.org/fhir/sid/icd-10")
SNOMED = "http://snomed.info/sct"


class Rule(NamedTuple):
    """What should be, of whom, and what to do where it is not."""

    key: str
    kind: str
    title: str
    why: str
    todo: str
    source: str
    dated: str
    icd10: tuple[str, ...]
    snomed: frozenset[str]
    words: tuple[str, ...]
    but: tuple[str, ...]
    codes: frozenset[str]
    within: Span
    grown: Span


class Problem(NamedTuple):
    """A problem that stands."""

    system: str
    code: str
    text: str


class Facts(NamedTuple):
    """What is known of a person, as far as the rules ask."""

    born_on: date | None
    deceased: bool
    problems: Sequence[Problem]
    measured: dict[str, date]  # by code, the last day
    allergies_known: bool
    smoking_known: bool
    overdue: Sequence[str]  # vaccines, by name


class Gap(NamedTuple):
    """A rule that speaks of a person, because of what, and when it was done last."""

    rule: Rule
    because: str  # the problem, or the vaccines; "" where the rule says it all
    last: date | None


@cache
def rules() -> dict[str, Rule]:
    """Read the rules by key, in the order of the file. Raises KeyError or ValueError for a file that holds none."""
    found = [_rule(one) for one in tomllib.loads(FILE.read_text("utf-8"))["rule"]]
    return {one.key: one for one in found}


def _rule(tree: dict[str, Any]) -> Rule:
    if tree["kind"] not in KINDS or (tree["kind"] == "measured" and not (tree["codes"] and tree["within"])):
        raise ValueError(tree["key"])
    return Rule(
        *(tree[name] for name in ("key", "kind", "title", "why", "todo", "source", "dated")),
        icd10=tuple(tree.get("icd10", ())), snomed=frozenset(tree.get("snomed", ())), words=tuple(tree.get("words", ())),
        but=tuple(tree.get("but", ())), codes=frozenset(tree.get("codes", ())), within=span(tree.get("within", "0d")),
        grown=span(tree.get("from", "0d")),
    )  # fmt: skip


def codes() -> frozenset[str]:
    """Name all that any rule asks to be measured."""
    return frozenset().union(*(rule.codes for rule in rules().values()))


def gaps(facts: Facts, today: date, only: Iterable[str] = ()) -> list[Gap]:
    """Say which rules speak of a person on a day, of all or of some, in the order of the file; of the dead none does."""
    if facts.deceased:
        return []
    wanted = set(only)
    asked = [rule for key, rule in rules().items() if not wanted or key in wanted]
    return [gap for rule in asked if (gap := _gap(rule, facts, today))]


def _gap(rule: Rule, facts: Facts, today: date) -> Gap | None:
    match rule.kind:
        case "vaccines":
            return Gap(rule, ", ".join(facts.overdue), None) if facts.overdue else None
        case "allergies":
            return None if facts.allergies_known else Gap(rule, "", None)
        case "smoking":
            grown = facts.born_on is not None and rule.grown.after(facts.born_on) <= today
            return Gap(rule, "", None) if grown and not facts.smoking_known else None
    problem = next((one for one in facts.problems if speaks_of(rule, one)), None)
    if problem is None:
        return None
    last = max((facts.measured[code] for code in rule.codes if code in facts.measured), default=None)
    if last is not None and rule.within.after(last) >= today:
        return None
    return Gap(rule, problem.text or problem.code, last)


def speaks_of(rule: Rule, problem: Problem) -> bool:
    """Tell whether a problem is of those that a rule is for: by its code, or by its words where it has no known code."""
    if problem.code and problem.system in ICD10:
        return problem.code.startswith(rule.icd10) if rule.icd10 else False
    if problem.code and problem.system == SNOMED:
        return problem.code in rule.snomed
    said = f" {re.sub(r'[^a-z-]+', ' ', problem.text.casefold())} "
    return any(f" {word} " in said for word in rule.words) and not any(f" {word} " in said for word in rule.but)
