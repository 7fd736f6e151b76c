"""`hms migrate` and `hms check`: the database brought up to date, and what is wrong with a set-up."""

from typer import Exit, Typer

from hms.cli.codes import read_codes_once
from hms.cli.options import Data, choose
from hms.cli.terminal import in_words, say
from hms.texts import t


def migrate(data: Data = None) -> None:
    """Bring the database up to date; a new one is made, with its keys."""
    choose(data)
    from hms.services import upkeep  # noqa: PLC0415 - heavy

    with in_words():
        read_codes_once()
        before = upkeep.current()
        upkeep.prepare()
    if before == upkeep.head():
        say(t("The database was up to date: {head}.", head=before))
    else:
        say(t("The database is now at {head}; it was at {before}.", head=upkeep.head(), before=before or t("nothing")))


def check(data: Data = None) -> None:
    """Say in words what is wrong with this set-up."""
    choose(data)
    from hms.services import health  # noqa: PLC0415 - heavy
    from hms.services.uploads import scanning  # noqa: PLC0415 - heavy

    faults = health.report()
    for fault in faults:
        say(f"- {fault}")
    if faults:
        raise Exit(1)
    say(t("Nothing is wrong with this set-up."))
    say(health.mail()[0])
    say(scanning.standing()[0])


def add_to(app: Typer) -> None:
    """Add the commands."""
    for command in (migrate, check):
        app.command(help=t(command.__doc__ or ""))(command)
