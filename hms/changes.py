"""The change bus: what changed is collected in the transaction and told with its commit. Topics and ids, never data.

In one process (SQLite) a change is handed over after the commit; with PostgreSQL it travels by NOTIFY inside the
writing transaction, so that every process hears it exactly when the change can be read. A message may be lost with
the listening connection: after each new LISTEN the bus says None, "read everything again".
"""

import asyncio
import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import psycopg
from sqlalchemy import text
from sqlmodel import Session

log = logging.getLogger("hms.changes")
CHANNEL, MOST_BYTES, RETRY_S = "hms_changes", 7_500, 0.2


@dataclass(frozen=True, slots=True)
class Change:
    """Something in a topic changed; ids say what, where that is worth knowing."""

    topic: str
    ids: tuple[str, ...] = ()


def tell(session: Session, topic: str, *ids: object) -> None:
    """Note a change, to be told when this transaction commits."""
    session.info.setdefault("changes", {}).setdefault(topic, set()).update(str(i) for i in ids)


def collected(session: Session) -> list[Change]:
    """Take what this transaction has noted so far."""
    noted: dict[str, set[str]] = session.info.pop("changes", {})
    return [Change(topic, tuple(sorted(ids))) for topic, ids in noted.items()]


def _payloads(changes: list[Change]) -> Iterator[str]:
    bodies = [json.dumps([c.topic, c.ids]) for c in changes]
    if sum(map(len, bodies)) > 10 * MOST_BYTES or any(len(b) > MOST_BYTES for b in bodies):
        yield "null"  # too much to name: everybody reads again
        return
    batch: list[str] = []
    for body in bodies:
        if batch and sum(map(len, batch)) + len(body) > MOST_BYTES:
            yield f"[{','.join(batch)}]"
            batch = []
        batch.append(body)
    if batch:
        yield f"[{','.join(batch)}]"


def notify(session: Session) -> None:
    """Send what was noted with this transaction's commit (PostgreSQL)."""
    for payload in _payloads(collected(session)):
        session.connection().execute(text("SELECT pg_notify(:c, :p)"), {"c": CHANNEL, "p": payload})


class Bus:
    """One for each process; hands changes to whoever subscribed, from whatever thread they come."""

    def __init__(self) -> None:
        self._callbacks: list[Callable[[Change | None], None]] = []
        self.listening = True

    def subscribe(self, callback: Callable[[Change | None], None]) -> Callable[[], None]:
        """Call back on each change, and with None when changes may have been missed; returns the way to stop it."""
        self._callbacks.append(callback)
        return lambda: self._callbacks.remove(callback)

    def deliver(self, change: Change | None) -> None:
        """Hand a change to everyone; one listener's failure never stops another."""
        for callback in tuple(self._callbacks):
            try:
                callback(change)
            except Exception:
                log.exception("a listener failed on topic %s", change.topic if change else "(all)")

    async def run(self, address: str) -> None:
        """Listen on PostgreSQL until cancelled, for ever coming back; returns at once for SQLite."""
        if address.startswith("sqlite"):
            self.listening = True  # also after it was another database's: here nothing is ever missed
            return
        self.listening = False
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(address, autocommit=True) as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    self.listening = True
                    self.deliver(None)
                    async for note in connection.notifies():
                        self._received(note.payload)
            except (psycopg.Error, OSError) as problem:
                log.warning("the change listener was lost (%s); trying again", type(problem).__name__)
            finally:
                self.listening = False
            await asyncio.sleep(RETRY_S)

    def _received(self, payload: str) -> None:
        told = json.loads(payload)
        for change in [None] if told is None else [Change(topic, tuple(ids)) for topic, ids in told]:
            self.deliver(change)


BUS = Bus()
