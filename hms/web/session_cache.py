"""Who holds a session, kept for a moment so that an event costs no query.

An entry is dropped when the bus says that the session ended, and nothing is read from here while the bus is deaf.
Only living sessions are kept: a miss is asked again each time, for the sign-in may be committing right now.
"""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from hms.access import VISITOR, perform
from hms.changes import BUS
from hms.schemas.session import SessionCard
from hms.services import sessions
from hms.web.threads import in_thread

KEPT_S, MOST = 30.0, 10_000


@dataclass(slots=True)
class _Entry:
    card: SessionCard
    since: float


_BY_ID: dict[UUID, _Entry] = {}
_IDS: dict[str, UUID] = {}  # sha256 of the cookie -> session
_ends = 0  # how many sessions ended so far; a query that began before the last of them may have read too early


async def by_token(token_hash: str) -> SessionCard | None:
    """Return the living session of a cookie, or None."""
    if (known := _IDS.get(token_hash)) and (card := _kept(known)):
        return card
    before = _ends
    card = await in_thread(perform, sessions.find, VISITOR, token_hash)
    if card is not None and _keep(card, before):
        _IDS[token_hash] = card.id
    return card


async def by_id(session_id: UUID) -> SessionCard | None:
    """Return a living session by its id, or None."""
    if card := _kept(session_id):
        return card
    before = _ends
    card = await in_thread(perform, sessions.by_id, VISITOR, session_id)
    if card is not None:
        _keep(card, before)
    return card


def drop(session_ids: frozenset[UUID] | None) -> None:
    """Forget sessions that ended or changed; None forgets all."""
    global _ends  # noqa: PLW0603 - one cache for each process
    _ends += 1
    if session_ids is None:
        _BY_ID.clear()
        _IDS.clear()
        return
    for session_id in session_ids:
        _BY_ID.pop(session_id, None)


def kept_ids() -> set[UUID]:
    """Return the sessions that are kept now."""
    return set(_BY_ID)


def _kept(session_id: UUID) -> SessionCard | None:
    entry = _BY_ID.get(session_id)
    if entry is None or not BUS.listening or time.monotonic() - entry.since > KEPT_S:
        return None
    now = datetime.now(UTC)
    # A human action may have moved the idle end meanwhile, so a kept end says only when to ask again.
    return entry.card if now < entry.card.ends_at and now < entry.card.idle_ends_at else None


def _keep(card: SessionCard, before: int) -> bool:
    if before != _ends:
        return False
    if len(_BY_ID) >= MOST or len(_IDS) >= MOST:
        _BY_ID.clear()
        _IDS.clear()
    _BY_ID[card.id] = _Entry(card, time.monotonic())
    return True
