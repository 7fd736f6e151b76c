"""The `hms` command: words around the services, on HMS_DATA_DIR or --data. Heavy modules are imported where they are used."""

import os
import sys

from typer import Typer

from hms.cli import demonstrate, look_after, people, records, serve
from hms.texts import t

app = Typer(
    help=t("A hospital management system that a small clinic runs with one command."),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,  # they could show a patient's data
)
serve.add_to(app)
demonstrate.add_to(app)
look_after.add_to(app)
people.add_to(app)
records.add_to(app)


def main() -> None:
    """Run the command line, and leave the database closed: SQLite then keeps nothing in a file beside it."""
    os.umask(0o077)  # what the clinic writes is its owner's alone
    try:
        app()
    finally:
        if opened := sys.modules.get("hms.db"):
            opened.dispose()
