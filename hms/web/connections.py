"""The open pages of this process: one record for each live socket, gone with it.

A state tree belongs to one socket, and a socket to one login session; so whatever a tree holds was put there for
the person who is still signed in at the other end.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID


@dataclass(slots=True, eq=False)
class Connection:
    """One open page: whose it is, and what it shows."""

    token: str
    sid: str
    session_id: UUID
    screen: str = ""  # full name of the screen that is open in it
    topics: frozenset[str] = frozenset()
    queued: bool = False  # a refresh waits to run; another one would read the same
    failed: bool = False  # the last refresh could not read, and is to be tried again
    flash: tuple[str, ...] = ()  # a notice that travels to the next screen
    news: dict[str, set[str] | None] | None = (
        None  # what changed since the last load, by topic; None: anything may have
    )

    def tell(self, topic: str, ids: tuple[str, ...]) -> None:
        """Note what the next load has to read again: these ids of a topic, or where none are named anything of it."""
        if self.news is None:
            return
        known = self.news.setdefault(topic, set())
        self.news[topic] = None if known is None or not ids else known | set(ids)


_OPEN: dict[str, Connection] = {}


def add(token: str, sid: str, session_id: UUID) -> Connection:
    """Remember a socket that was let in."""
    _OPEN[token] = connection = Connection(token, sid, session_id)
    return connection


def remove(token: str) -> None:
    """Forget a socket that is gone."""
    _OPEN.pop(token, None)


def find(token: str) -> Connection | None:
    """Return the open page with this token, if it is still open."""
    return _OPEN.get(token)


def everyone() -> Iterator[Connection]:
    """Return all open pages, safe against changes meanwhile."""
    return iter(tuple(_OPEN.values()))


def of_session(session_id: UUID) -> list[Connection]:
    """Return the open pages of one login session."""
    return [c for c in _OPEN.values() if c.session_id == session_id]


def watching(topic: str) -> list[Connection]:
    """Return the open pages that show something of this topic."""
    return [c for c in _OPEN.values() if topic in c.topics]
