"""A schedule of vaccinations, read from its file."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from hms.knowledge.changed import NO_CHANGES, Changes, Tree, merged
from hms.knowledge.vaccines.ages import Span, span

WHO = Path(__file__).with_name("who_routine.toml")


class Dose(NamedTuple):
    """One dose of a series: from which age it is recommended, and under what it does not count."""

    age: Span
    least_age: Span
    least_gap: Span  # to the dose before
    gap: Span  # as recommended
    late_days: int  # after the recommended day, until it is called overdue


class Series(NamedTuple):
    """The doses against one illness, or several."""

    key: str
    name: str
    doses: tuple[Dose, ...]
    until: Span | None  # the age from which it is no longer given
    only: str  # a sex, or "" for everybody
    single_from: Span | None  # the age from which one dose is enough
    more_codes: frozenset[str]  # after one of these, one dose more
    more_dose: Dose | None


class Schedule(NamedTuple):
    """All series, with where they are from."""

    source: str
    dated: str
    children_until: Span
    series: tuple[Series, ...]
    changed: bool = False  # the clinic has made it its own


@cache
def told() -> dict[str, Any]:
    """Give what the file of the WHO's routine schedule for children says."""
    return tomllib.loads(WHO.read_text("utf-8"))


@cache
def series_trees() -> dict[str, Tree]:
    """Give what the file says of each series."""
    return {one["key"]: one for one in told()["series"]}


@cache
def who() -> Schedule:
    """Give the WHO's routine schedule for children, without what a clinic changes."""
    return read(NO_CHANGES)


def read(changes: Changes) -> Schedule:
    """Understand the schedule as a clinic has changed it. Raises KeyError or ValueError for what is no schedule."""
    file, trees = told(), merged(series_trees(), changes)
    series = tuple(_series({**one.tree, "key": one.key}) for one in trees if one.offered is not False)
    changed = any(one.says or one.offered is False for one in changes.values())
    return Schedule(file["source"], file["dated"], span(file["children_until"]), series, changed)


def _series(tree: dict[str, Any]) -> Series:
    more = tree.get("more", {})
    return Series(
        key=tree["key"],
        name=tree["name"],
        doses=tuple(_dose(one) for one in tree["doses"]),
        until=span(tree["until"]) if "until" in tree else None,
        only=tree.get("only", ""),
        single_from=span(tree["single_from"]) if "single_from" in tree else None,
        more_codes=frozenset(more.get("codes", ())),
        more_dose=_dose(more["dose"]) if more else None,
    )


def _dose(tree: dict[str, Any]) -> Dose:
    least_gap = span(tree.get("least_gap", "0d"))
    return Dose(
        age=span(tree["age"]), least_age=span(tree["least_age"]), least_gap=least_gap,
        gap=span(tree["gap"]) if "gap" in tree else least_gap, late_days=int(tree["late_weeks"]) * 7,
    )  # fmt: skip
