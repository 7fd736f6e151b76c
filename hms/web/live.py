"""Live screens: a change makes every page that shows its topic load again, under its own viewer's rights.

A message names a topic and ids and is never applied; it may come twice, late or not at all. Where some may have been
missed the bus says None, and every page loads again.
"""

import asyncio
import contextvars
import logging
from collections.abc import Coroutine
from typing import Any
from uuid import UUID

import reflex as rx

from hms.changes import BUS, Change
from hms.web import connections, ending, journal, session_cache
from hms.web.connections import Connection
from hms.web.reflex_private import enqueue

log = logging.getLogger("hms.live")
AGAIN_S = 1.0


class Live:
    """One for each process: hears the bus and refreshes the open pages."""

    def __init__(self, app: rx.App) -> None:
        self.app = app
        self._tasks: set[asyncio.Task[Any]] = set()

    async def run(self) -> None:
        """Hear changes until cancelled."""
        loop, own = asyncio.get_running_loop(), contextvars.copy_context()

        def heard(change: Change | None) -> None:
            # The bus calls from any thread. In its context the acting person's page would pass for the reader's.
            loop.call_soon_threadsafe(self.hear, change, context=own)

        journal.note(None)  # what came before was not heard
        stop = BUS.subscribe(heard)
        try:
            await loop.create_future()
        finally:
            stop()

    def hear(self, change: Change | None) -> None:
        """Act on one change, on the event loop."""
        journal.note(change)
        if change is None:
            session_cache.drop(None)
            self._start(ending.sweep_once(self.app))
            for page in connections.everyone():
                page.news = None
                self.refresh(page)
        elif change.topic == "session":
            self._start(ending.end(self.app, [UUID(i) for i in change.ids]))
        else:
            for page in connections.watching(change.topic):
                page.tell(change.topic, change.ids)
                self.refresh(page)

    def refresh(self, page: Connection) -> None:
        """Let a page load again, once for any number of changes that come before it does."""
        if page.screen and not page.queued and connections.find(page.token) is page:
            page.queued = True
            self._start(self._refresh(page))

    async def _refresh(self, page: Connection) -> None:
        page.failed = False
        try:
            await (await enqueue(self.app, page.token, f"{page.screen}.refresh"))
        except asyncio.CancelledError:
            if asyncio.current_task().cancelling():  # type: ignore[union-attr]
                raise
            page.queued, page.failed = False, True
        except Exception as problem:  # noqa: BLE001 - the page must not stay stale
            page.queued, page.failed = False, True
            log.warning("a refresh failed (%s)", type(problem).__name__)
        if page.failed:
            await asyncio.sleep(AGAIN_S)
            self.refresh(page)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (problem := task.exception()):
            log.warning("a live task failed (%s)", type(problem).__name__)
