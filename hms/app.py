"""The app put together: pages, guard, live screens; and around it the gate."""

import asyncio
import logging
from collections.abc import Awaitable
from pathlib import Path
from typing import Any

import reflex as rx

from hms.changes import BUS
from hms.components import stylesheet
from hms.config import settings
from hms.pages import all_pages
from hms.pages.reception.shared_days import read_today
from hms.services.search.keeping import keeper
from hms.web import answers, garbage, guard, sockets
from hms.web.admission import admit
from hms.web.clockwork import Clockwork
from hms.web.connections import remove
from hms.web.ending import sweep
from hms.web.gate import Gate
from hms.web.live import Live
from hms.web.minutes import tell_minutes
from hms.web.missing import ask_server
from hms.web.reflex_private import FRAME, built_client, compiles_here, guard_sockets, quieten
from hms.web.routes import routes
from hms.web.signed_out import signed_out
from hms.web.threads import in_thread

ROOT = Path(__file__).resolve().parent.parent


def _answer(exception: Exception) -> None:
    """Note what went wrong outside of a screen's handlers, where there is no screen to show it on."""
    answers.noted(exception)


def _browser_error(exception: Exception) -> None:
    """A browser's own words may quote a record: they are not kept."""


def _assemble() -> rx.App:
    if compiles_here():
        stylesheet.write(ROOT / "assets")
    made = rx.App(
        stylesheets=["/tokens.css"],
        html_lang="en",
        toaster=None,
        app_wraps={**FRAME, (4, "SignedOut"): signed_out},
        backend_exception_handler=_answer,
        frontend_exception_handler=_browser_error,
    )
    for page in all_pages():
        made.add_page(page.view, route=page.route, title=page.title, on_load=page.screen.open)
    made.add_page(ask_server, route="404", title="")
    guard.harden(made)
    quieten()
    guard_sockets(made, sockets.connected, admit, remove)
    live = Live(made)

    async def listen() -> None:
        await BUS.run(settings().database_url.replace("postgresql+psycopg://", "postgresql://", 1))

    async def hear() -> None:
        await live.run()

    async def end_sessions() -> None:
        await sweep(made)

    async def tick() -> None:
        await tell_minutes(live)

    async def keep_time() -> None:
        await Clockwork().run()

    async def open_index() -> None:
        await _beforehand(in_thread(keeper().open))

    for task in (hear, listen, end_sessions, tick, keep_time, open_index):
        made.register_lifespan_task(task)
    return made


async def _beforehand(work: Awaitable[None]) -> None:
    """Do what the first to ask for it would otherwise wait for, and who does if it fails."""
    try:
        await work
    except Exception as problem:  # noqa: BLE001 - as it says
        answers.noted(problem)


app = _assemble()


def serve() -> Any:
    """Return the whole thing for the server: the gate, and everything behind it."""
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s", level=logging.WARNING)
    gate = Gate(app(), routes(), app.router, built_client())
    asyncio.run(_beforehand(read_today()))
    garbage.settle()
    return gate
