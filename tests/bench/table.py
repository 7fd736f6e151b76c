"""What was measured, as a table against what is to be reached and as a file."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from tests.bench.registry import Figure


@dataclass(frozen=True)
class Measured:
    """A figure with its value; without one, why it could not be had."""

    figure: Figure
    value: float | None
    took_s: float
    problem: str = ""

    @property
    def ok(self) -> bool:
        """Tell whether the goal is reached."""
        return self.value is not None and self.figure.comparison.is_reached(self.value, self.figure.goal)


def _round(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def show(results: Sequence[Measured]) -> None:
    """Print the table, and loudly what falls short."""
    console = Console()
    table = Table()
    for heading in ("Figure", "Value", "To reach", "", "Took"):
        table.add_column(heading, justify="left" if heading in {"Figure", ""} else "right", overflow="fold")
    for result in results:
        figure = result.figure
        value = "-" if result.value is None else f"{_round(result.value)} {figure.unit}"
        goal = f"{figure.comparison} {_round(figure.goal)} {figure.unit}"
        verdict = "[green]reached[/]" if result.ok else "[bold red]NOT REACHED[/]"
        table.add_row(f"{figure.name}\n[dim]{figure.what}[/]", value, goal, verdict, f"{result.took_s:.0f} s")
    console.print(table)
    for result in results:
        if not result.ok:
            why = result.problem or f"{_round(result.value or 0)} {result.figure.unit}"
            console.print(Text.assemble(("NOT REACHED: ", "bold red"), f"{result.figure.name}: {why}"), soft_wrap=True)


def write(results: Sequence[Measured], path: Path) -> None:
    """Write the list that other programs read."""
    rows = [
        {"name": r.figure.name, "value": r.value, "unit": r.figure.unit, "goal": r.figure.goal, "ok": r.ok}
        for r in results
    ]
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(rows, indent=1) + "\n", "utf-8")
