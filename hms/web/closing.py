"""Closing a websocket for good. Reflex's own disconnect only sends a packet: a raw client would stay connected."""

import asyncio
import contextlib
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from uuid import UUID

from hms.web import connections, frames

log = logging.getLogger("hms.closing")
Message = MutableMapping[str, Any]
Receive, Send = Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]
SESSION_ENDED, TOO_LARGE, NOT_UNDERSTOOD, READS_NOTHING = 4401, 1009, 1002, 1013
LARGEST_FRAME = 256 * 1024
REPLY_S, TO_READ_S = 2.0, 20.0
MOST_WAITING, LOOK_AGAIN_S = 32, 0.02
_OPEN: defaultdict[UUID, set["Closable"]] = defaultdict(set)


class Closable:
    """A websocket between the server and Reflex that we can close whatever the other end does."""

    def __init__(self, session_id: UUID, receive: Receive, send: Send) -> None:
        self.session_id, self._receive, self._send = session_id, receive, send
        self._gone: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._pending: asyncio.Future[Message] | None = None
        self.tokens: dict[str, Callable[[], int]] = {}  # the pages on this websocket; how many events of each wait

    def close(self, code: int = SESSION_ENDED) -> None:
        """Close it; may be called at any time and more than once."""
        if not self._gone.done():
            self._gone.set_result(code)

    async def receive(self) -> Message:
        """Hand the next message to Reflex, or tell it that the socket is gone."""
        await self._caught_up()
        if self._gone.done():
            return await self._closed()
        self._pending = asyncio.ensure_future(self._receive())
        await asyncio.wait({self._pending, self._gone}, return_when=asyncio.FIRST_COMPLETED)
        if self._gone.done():
            # The server does not send our close while a receive is still waiting.
            self._pending.cancel()
            with contextlib.suppress(asyncio.CancelledError, Exception):
                await self._pending
            return await self._closed()
        message = self._pending.result()
        if message["type"] == "websocket.receive" and (code := self._fault(message)):
            self.close(code)
            return await self._closed()
        return message

    async def _caught_up(self) -> None:
        """Read no further while this socket's events pile up: what is not read waits with its sender, not in our memory."""
        while not self._gone.done() and sum(waiting() for waiting in self.tokens.values()) >= MOST_WAITING:
            await asyncio.wait({self._gone}, timeout=LOOK_AGAIN_S)

    @staticmethod
    def _fault(message: Message) -> int:
        text = message.get("text")
        if max(len(text or ""), len(message.get("bytes") or b"")) > LARGEST_FRAME:
            return TOO_LARGE
        return 0 if frames.understood(text) else NOT_UNDERSTOOD

    async def send(self, message: Message) -> None:
        """Pass on what Reflex sends, unless the socket is gone; one that takes nothing more in goes, or it would pile up."""
        if self._gone.done():
            return
        try:
            async with asyncio.timeout(TO_READ_S):
                await self._send(message)
        except TimeoutError:
            self.close(READS_NOTHING)

    async def _closed(self) -> Message:
        code = self._gone.result()
        with contextlib.suppress(Exception):
            async with asyncio.timeout(REPLY_S):
                await self._send({"type": "websocket.close", "code": code})
        return {"type": "websocket.disconnect", "code": code}

    async def run(self, app: Callable[..., Awaitable[None]], scope: MutableMapping[str, Any]) -> None:
        """Run Reflex on this websocket until one of the two ends it."""
        _OPEN[self.session_id].add(self)
        try:
            try:
                await app(scope, self.receive, self.send)
            except Exception as problem:  # noqa: BLE001 - its words would quote the frame that was not understood
                log.info("a websocket ended on %s", type(problem).__name__)
                self.close(NOT_UNDERSTOOD)
                await self._closed()
            if self._gone.done():  # take the other end's reply, or half of the connections would linger
                with contextlib.suppress(Exception):
                    await asyncio.wait_for(self._receive(), REPLY_S)
        finally:
            for token in self.tokens:
                connections.remove(token)
            _OPEN[self.session_id].discard(self)
            if not _OPEN[self.session_id]:
                del _OPEN[self.session_id]


def close_all(session_id: UUID) -> None:
    """Close every websocket of a session in this process."""
    for socket in tuple(_OPEN.get(session_id, ())):
        socket.close()


def count(session_id: UUID) -> int:
    """Return how many websockets a session has open in this process."""
    return len(_OPEN.get(session_id, ()))


def open_sessions() -> set[UUID]:
    """Return the sessions that have a websocket open in this process."""
    return set(_OPEN)
