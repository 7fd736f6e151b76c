"""What can be measured: each figure is a function that says its name, unit and goal."""

import importlib
import operator
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from tests.bench import figures


class Goal(StrEnum):
    """How a value compares with its goal when it is reached."""

    UNDER = "under"
    AT_MOST = "at most"
    OVER = "over"
    AT_LEAST = "at least"

    def is_reached(self, value: float, goal: float) -> bool:
        """Compare."""
        return {"under": operator.lt, "at most": operator.le, "over": operator.gt, "at least": operator.ge}[self](
            value, goal
        )


class Reading(NamedTuple):
    """A value, and how it was measured, in one line."""

    value: float
    how: str


@dataclass(frozen=True)
class Figure:
    """Something to measure, and what is to be reached."""

    name: str
    unit: str
    comparison: Goal
    goal: float
    measure: Callable[[], Reading]

    @property
    def what(self) -> str:
        """Say it in words: the docstring of the function that measures."""
        return (self.measure.__doc__ or self.name).strip().splitlines()[0]


Measure = Callable[[], Reading]
_FIGURES: dict[str, Figure] = {}


def figure(unit: str, comparison: Goal, goal: float) -> Callable[[Measure], Measure]:
    """Register a function as a figure under its own name. It starts what it needs, and ends it."""

    def register(measure: Measure) -> Measure:
        _FIGURES[measure.__name__] = Figure(measure.__name__, unit, comparison, goal, measure)
        return measure

    return register


def all_figures() -> dict[str, Figure]:
    """Find every figure in tests/bench/figures."""
    for module in pkgutil.iter_modules(figures.__path__):
        importlib.import_module(f"{figures.__name__}.{module.name}")
    return _FIGURES
