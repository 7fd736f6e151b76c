"""What can be ordered and what is measured by it, read from the files beside this one and from what the clinic changed."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from hms.knowledge.changed import NO_CHANGES, Changes, Merged, Tree, merged
from hms.knowledge.laboratory.kinds import LABORATORY, Laboratory, OrderSet, Panel, Test, Unit

HERE = Path(__file__).parent
CLINIC = "clinic"  # the source of a range that the clinic has set itself


@cache
def _told(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name).read_text("utf-8"))


@cache
def sources() -> dict[str, str]:
    """Name where ranges are from."""
    found: dict[str, str] = _told("tests.toml")["sources"]
    return found


@cache
def test_trees() -> dict[str, Tree]:
    """Give what the file says of each test."""
    return {key: one for key, one in _told("tests.toml").items() if key != "sources"}


@cache
def starter() -> Laboratory:
    """Give the catalogue as it came, without what a clinic changes."""
    return read(NO_CHANGES)


def read(changes: Changes) -> Laboratory:
    """Read the catalogue as a clinic has changed it. Raises KeyError for a panel of a test that is not in the list."""
    trees = list(merged(test_trees(), changes))
    tests = {one.key: _test(one) for one in trees}
    also = [(one.tree.get("panel", ""), one.key) for one in trees]
    panels = {
        key: _panel(key, one, [*one.get("tests", ()), *(test for panel, test in also if panel == key)], tests)
        for key, one in _told("panels.toml")["panel"].items()
    }
    for one in trees:
        if one.key not in test_trees():
            panels[one.key] = Panel(one.key, tests[one.key].name, LABORATORY, _code(tests[one.key]), (tests[one.key],))
    sets = {key: OrderSet(key, one["name"], tuple(one["panels"])) for key, one in _told("panels.toml")["set"].items()}
    return Laboratory(tests, panels, sets, _by_code(tests))


def _test(one: Merged) -> Test:
    tree = one.tree
    units = tuple(
        Unit(unit["ucum"], unit["code"], unit["least"], unit["most"], tuple(unit["ranges"]))
        for unit in tree.get("units", ())
    )
    return Test(
        one.key, tree["name"], tree["about"], units, tree.get("code", ""), tuple(tree.get("answers", ())),
        tree.get("unjudged", False), one.off_at if one.offered is False else None,
    )  # fmt: skip


def _panel(key: str, one: Tree, keys: list[str], tests: dict[str, Test]) -> Panel:
    found = tuple(tests[name] for name in keys)
    name = one["name"]
    if len(found) == 1 and name == test_trees()[found[0].key]["name"]:
        name = found[0].name  # what is ordered alone is called as the test is
    return Panel(key, name, one["category"], one.get("code", ""), found)


def _code(test: Test) -> str:
    return test.code or (test.units[0].code if len(test.units) == 1 else "")


def _by_code(tests: dict[str, Test]) -> dict[str, Test]:
    """Find tests by all codes that they ever had in the file, and by those that they have now."""
    found = {code: tests[key] for key, tree in test_trees().items() for code in codes_of(tree)}
    for one in tests.values():
        if one.key not in test_trees():
            found[one.key] = one
        found |= {code: one for code in (one.code, *(unit.code for unit in one.units)) if code}
    return found


def codes_of(tree: Tree) -> set[str]:
    """List the LOINC codes of a test."""
    return {code for code in (tree.get("code", ""), *(unit["code"] for unit in tree.get("units", ()))) if code}
