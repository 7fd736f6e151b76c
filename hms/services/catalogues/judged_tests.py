"""Whether what the administrator writes of a test can be: refused beside its field, or made into an entry."""

import re
from decimal import Decimal
from itertools import pairwise
from typing import Any

from hms.access import Scope
from hms.errors import Invalid
from hms.knowledge import ucum
from hms.knowledge.changed import Tree
from hms.knowledge.laboratory import judging, loinc
from hms.knowledge.laboratory.catalogue import CLINIC, codes_of, test_trees
from hms.knowledge.laboratory.judging import NotSo
from hms.knowledge.ucum_grammar import is_unit
from hms.schemas.catalogues.tests import LabTestForm, RangeForm, UnitForm
from hms.services.catalogues import keeping
from hms.texts import t

BOUNDS = ("very_low", "low", "high", "very_high")  # from below, as they have to stand
AGE = re.compile(r"(\d{1,3})\s*([dwmy])", re.ASCII)
DAYS = {"d": 1.0, "m": 30.4375, "y": 365.25}
Wrong = dict[str, str]


def tree_of(scope: Scope, form: LabTestForm, key: str, old: Tree) -> Tree:
    """Make an entry of what was typed; `old` is what it said before. Raises Invalid with words for each field."""
    wrong: Wrong = {}
    others = [one for one in keeping.standing(scope, "test") if one.key != key]
    if any(one.tree["name"].casefold() == form.name.casefold() for one in others):
        wrong["name"] = t("The list has a test of this name already.")
    taken = {code: one.tree["name"] for one in others for code in codes_of(one.tree)}
    taken |= {code: tree["name"] for name, tree in test_trees().items() if name != key for code in codes_of(tree)}
    tree: Tree = {**old, "name": form.name, "about": form.about}
    answers = old.get("answers") or form.answers.split()
    if answers:
        tree |= {"answers": answers, "code": _code(form.code, taken, "code", wrong)}
    else:
        tree["units"] = [_unit(one, taken, old, wrong) for one in form.units]
        _each_once(form, wrong)
    if form.panel or "panel" in old:
        tree["panel"] = form.panel
    if wrong:
        raise Invalid(**wrong)
    if not answers and not form.units:
        raise Invalid(t("In which unit is it given? Add one."))
    return tree


def _each_once(form: LabTestForm, wrong: Wrong) -> None:
    known: set[str] = set()
    for one in form.units:
        if one.ucum and ucum.spelled(one.ucum) in known:
            wrong.setdefault(f"ucum_{one.mark}", t("This unit is there already."))
        known.add(ucum.spelled(one.ucum))


def _code(typed: str, taken: dict[str, str], field: str, wrong: Wrong) -> str:
    code = typed.replace(" ", "")
    if code and not loinc.holds(code):
        wrong[field] = t("This is no LOINC code: its last digit does not fit. One looks like 2823-3.")
    elif code in taken:
        wrong[field] = t("This is the code of {name}.", name=taken[code])
    return code


def _unit(one: UnitForm, taken: dict[str, str], old: Tree, wrong: Wrong) -> Tree:
    unit = ucum.spelled(one.ucum)
    if not is_unit(unit):
        wrong[f"ucum_{one.mark}"] = t("UCUM has no such unit. Units look like mg/dL, mmol/L, 10*3/uL or %.")
    edges = {name: _number(getattr(one, name), f"{name}_{one.mark}", wrong) for name in ("least", "most")}
    least, most = edges["least"], edges["most"]
    for name, value in edges.items():
        if value is None:
            wrong.setdefault(f"{name}_{one.mark}", t("Give a number: what is typed beyond it is called a slip."))
    if least is not None and most is not None and least >= most:
        wrong[f"most_{one.mark}"] = t("This has to be more than the least.")
    before = next((list(told["ranges"]) for told in old.get("units", ()) if told["ucum"] == unit), [])
    ranges: list[Tree] = []
    for told in one.ranges:
        made = _range(told, least, most, wrong)
        if any(_covers(earlier, made) for earlier in ranges):
            wrong.setdefault(
                f"since_{told.mark}", t("A line above is for the same people already: this one would never count.")
            )
        ranges.append({**made, "sources": _sources(made, before)})
    code = _code(one.code, taken, f"code_{one.mark}", wrong)
    return {"ucum": unit, "code": code, "least": _plain(least), "most": _plain(most), "ranges": ranges}


def _sources(made: Tree, before: list[Tree]) -> list[str]:
    """Keep where a range is from that was not changed; any other is the clinic's own."""
    same = (one for one in before if {**one, "sources": []} == {**made, "sources": []})
    return next((list(one["sources"]) for one in same), [CLINIC])


def _range(one: RangeForm, least: Decimal | None, most: Decimal | None, wrong: Wrong) -> Tree:
    made: dict[str, Any] = {}
    since, until = (_age(getattr(one, name), f"{name}_{one.mark}", wrong) for name in ("since", "until"))
    if since and until and _days(since) >= _days(until):
        wrong[f"until_{one.mark}"] = t("This has to be a higher age than the first.")
    made |= {name: value for name, value in (("from", since), ("to", until), ("sex", one.sex)) if value}
    ends = {name: _number(getattr(one, name), f"{name}_{one.mark}", wrong) for name in BOUNDS}
    told = [(name, value) for name, value in ends.items() if value is not None]
    if not told:
        wrong.setdefault(f"low_{one.mark}", t("Give a number at least, or take this line away."))
    for (name, value), (after, higher) in pairwise(told):
        if value >= higher:
            inner = name == "very_low" and after != "very_high"
            wrong.setdefault(f"{name if inner else after}_{one.mark}", _order_words(name, after, value, higher))
    for name, value in told:
        if (least is not None and value < least) or (most is not None and value > most):
            edges = {"low": _plain(least), "high": _plain(most)}
            wrong.setdefault(
                f"{name}_{one.mark}", t("Results lie between {low} and {high}, as you say above.", **edges)
            )
    return made | {name: _plain(value) for name, value in told}


def _order_words(name: str, after: str, value: Decimal, higher: Decimal) -> str:
    if name == "very_low" and after != "very_high":
        return t("A critical limit lies outside of what is usual: under {number}.", number=_plain(higher))
    if after == "very_high" and name != "very_low":
        return t("A critical limit lies outside of what is usual: over {number}.", number=_plain(value))
    return t("This has to be more than {number}.", number=_plain(value))


def _number(typed: str, field: str, wrong: Wrong) -> Decimal | None:
    if not typed:
        return None
    try:
        one = judging.read_number(typed)
    except NotSo as refused:
        wrong[field] = str(refused)
        return None
    if one.sign:
        wrong[field] = t("Type the number alone.")
    return one.number


def _plain(number: Decimal | None) -> str:
    return "" if number is None else judging.plain(number)


def _age(typed: str, field: str, wrong: Wrong) -> str:
    """Read an age as the file writes it; weeks become days."""
    if not typed:
        return ""
    found = AGE.fullmatch(typed.casefold())
    if found is None or (found[2] == "y" and int(found[1]) > 120):
        wrong[field] = t("Write an age with d, w, m or y: 10d, 6w, 18m or 15y.")
        return ""
    number, unit = int(found[1]), found[2]
    return f"{number * 7}d" if unit == "w" else f"{number}{unit}"


def _days(age: str) -> float:
    return int(age[:-1]) * DAYS[age[-1]]


def _covers(one: Tree, other: Tree) -> bool:
    """Tell whether everybody whom the other range is for is meant by this one."""
    since, until = (_days(one[end]) if end in one else edge for end, edge in (("from", 0.0), ("to", float("inf"))))
    its_since, its_until = (
        _days(other[end]) if end in other else edge for end, edge in (("from", 0.0), ("to", float("inf")))
    )
    return one.get("sex", other.get("sex")) == other.get("sex") and since <= its_since and until >= its_until
