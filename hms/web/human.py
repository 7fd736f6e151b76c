"""Human actions keep a session from ending idle; pings, reconnects and live reloads never do."""

import asyncio
import logging
import time
from uuid import UUID

from hms.access import VISITOR, perform
from hms.services import sessions
from hms.web.threads import in_thread

log = logging.getLogger("hms.human")
AT_MOST_EVERY_S = 30.0
_last: dict[UUID, float] = {}
_running: set[asyncio.Task[None]] = set()


def acted(session_id: UUID) -> None:
    """Note that a person did something, without holding up what they did."""
    now = time.monotonic()
    if now - _last.get(session_id, -AT_MOST_EVERY_S) < AT_MOST_EVERY_S:
        return
    _last[session_id] = now
    task = asyncio.get_running_loop().create_task(_touch(session_id))
    _running.add(task)
    task.add_done_callback(_running.discard)


def forget(session_id: UUID) -> None:
    """Forget a session that ended."""
    _last.pop(session_id, None)


def forget_all() -> None:
    """Forget everybody, as a new process would."""
    _last.clear()


async def _touch(session_id: UUID) -> None:
    try:
        await in_thread(perform, sessions.touch, VISITOR, session_id)
    except Exception as problem:  # noqa: BLE001 - the next action tries again; the act itself must not suffer
        _last.pop(session_id, None)
        log.warning("could not note a human action (%s)", type(problem).__name__)
