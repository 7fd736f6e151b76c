"""When a session ends, its pages go to the sign-in and its websockets close for good, within a second."""

import asyncio
import logging
from collections.abc import Iterable
from uuid import UUID

import reflex as rx

from hms.access import VISITOR, perform
from hms.services import sessions
from hms.web import closing, connections, human, session_cache
from hms.web.reflex_private import disconnect, emit, redirect_event
from hms.web.threads import in_thread

log = logging.getLogger("hms.ending")
EVERY_S, TO_LEAVE_S = 0.5, 0.1


async def end(app: rx.App, session_ids: Iterable[UUID]) -> None:
    """End the pages of these sessions in this process: a word to the browser, then the websocket itself."""
    ended = frozenset(session_ids)
    session_cache.drop(ended)
    told = False
    for session_id in ended:
        human.forget(session_id)
        for page in connections.of_session(session_id):
            told = True
            page.topics = frozenset()
            await emit(app, page.token, redirect_event("/sign-in"))
            await disconnect(app, page.sid)
    if told:
        await asyncio.sleep(TO_LEAVE_S)  # let the redirect leave first; a raw client that ignores it gains nothing
    for session_id in ended:
        closing.close_all(session_id)


async def sweep(app: rx.App) -> None:
    """Ask twice a second, in one query, which of the sessions in use are still alive; end the others.

    This finds sessions that ended by time, and those that another process ended where no bus connects the two.
    """
    asked_in_vain = False
    while True:
        await asyncio.sleep(EVERY_S)
        try:
            await sweep_once(app)
            asked_in_vain = False
        except Exception as problem:  # noqa: BLE001 - the database may be away for a while
            if not asked_in_vain:
                log.warning("could not ask which sessions are alive (%s); trying again", type(problem).__name__)
            asked_in_vain = True


async def sweep_once(app: rx.App) -> None:
    """End what is no longer alive. Raises what the database raises."""
    in_use = closing.open_sessions() | session_cache.kept_ids() | {page.session_id for page in connections.everyone()}
    if in_use:
        alive = await in_thread(perform, sessions.alive, VISITOR, list(in_use))
        if dead := in_use - set(alive):
            await end(app, dead)
