"""`hms run`: the real thing."""

from collections.abc import Callable

from typer import Typer

from hms.cli import demo_folder, place
from hms.cli.codes import read_codes_once
from hms.cli.options import Data, Host, Port, Workers, choose
from hms.cli.pages import built_beside
from hms.cli.terminal import in_words, refuse, say
from hms.config import settings
from hms.errors import KeysMissing
from hms.texts import t


def serve_here(tell: Callable[[], None]) -> None:
    """Serve as the settings say until told to stop; say when it answers, and then tell what belongs to it."""
    from hms import db  # noqa: PLC0415 - heavy
    from hms.web import serve  # noqa: PLC0415

    def ready() -> None:
        say(f"Ready: {place.address()}")
        tell()

    db.dispose()  # the processes that answer open connections of their own
    serve.serve(settings().host, settings().port, settings().workers, ready)


def _offer() -> str | None:
    from hms.access import SYSTEM, perform  # noqa: PLC0415 - heavy
    from hms.services import set_up  # noqa: PLC0415

    return perform(set_up.offer, SYSTEM)


def _tell_of_offer(token: str) -> None:
    say(t("This clinic is new. Set it up, and make its first administrator, here (works once):"))
    say(f"  {place.address()}/setup/{token}")


def run(data: Data = None, host: Host = None, port: Port = None, workers: Workers = None) -> None:
    """Serve the clinic; a new one gets its keys and a one-time link to set it up."""
    choose(data, host, port, workers)
    if demo_folder.is_demo(settings().data_dir):
        raise refuse(
            t("This folder holds a demo, with made-up people and known passwords"),
            t("Serve it with `hms demo --data {path}`, or choose another folder.", path=settings().data_dir),
        )
    place.check_workers()
    place.check_port()
    from hms.services import upkeep  # noqa: PLC0415 - heavy

    with place.held(), in_words():
        token = None
        try:
            with built_beside():
                read_codes_once()
                upkeep.prepare()
            token = _offer()
        except KeysMissing as refusal:  # it starts sealed: says so, serves nothing else, opens when the keys are back
            say(f"{refusal.title}. {refusal.body}")
        serve_here(lambda: _tell_of_offer(token) if token else None)


def add_to(app: Typer) -> None:
    """Add the command."""
    app.command(help=t(run.__doc__ or ""))(run)
