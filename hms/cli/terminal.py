"""What the terminal shows: steps with the time they took, refusals in words, tables."""

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

import typer

from hms.errors import Refusal
from hms.texts import t

WIDTH = 58


class Progress(Protocol):
    """Called with what is done now, and, where that is known, how far it is (0 to 1)."""

    def __call__(self, doing: str, share: float | None = None) -> None:
        """Show it."""


def say(text: str = "") -> None:
    """Write a line, whole and unadorned, at once."""
    typer.echo(text)
    sys.stdout.flush()


def refuse(title: str, body: str = "") -> typer.Exit:
    """Say what was refused and what to do; raise what this returns."""
    typer.secho(title, err=True, bold=True)
    if body:
        typer.echo(body, err=True)
    return typer.Exit(1)


@contextmanager
def in_words() -> Iterator[None]:
    """Turn a refusal of the clinic into words and exit code 1; anything unexpected stays an error."""
    try:
        yield
    except Refusal as refusal:
        fields = "\n".join(f"{name}: {words}" for name, words in refusal.fields.items())
        raise refuse(refusal.title, "\n".join(filter(None, (refusal.body, fields)))) from refusal


@contextmanager
def step(name: str) -> Iterator[Progress]:
    """Show a long step while it runs and how long it took; call what this gives to say how far it is."""
    began = time.monotonic()
    if sys.stdout.isatty():
        from rich.console import Console  # noqa: PLC0415 - only a terminal needs it
        from rich.text import Text  # noqa: PLC0415

        with Console().status(name) as status:
            yield lambda doing, share=None: status.update(
                Text.assemble(name, (f" {doing}" + ("" if share is None else f", {share:.0%}"), "dim"))
            )
        say(f"  {name:<{WIDTH - 2}}" + t("{n} s", n=f"{time.monotonic() - began:4.0f}"))
        return
    typer.echo(f"  {name + ' ...':<{WIDTH - 2}}", nl=False)
    sys.stdout.flush()
    try:
        yield lambda doing, share=None: None
    except BaseException:
        say(t("failed"))
        raise
    say(t("{n} s", n=f"{time.monotonic() - began:4.0f}"))


def table(headings: Sequence[str], rows: Sequence[Sequence[object]], title: str = "") -> None:
    """Print a table as wide as it needs to be."""
    from rich.console import Console  # noqa: PLC0415 - most commands print none
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    drawn = Table(title=title or None, title_justify="left")
    for heading in headings:
        drawn.add_column(heading, overflow="fold")
    for row in rows:
        drawn.add_row(*(Text(str(cell)) for cell in row))
    Console(width=None if sys.stdout.isatty() else 120).print(drawn)
