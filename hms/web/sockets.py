"""The gate's half for websockets: a living session, our own origin, our one address; then the cookie is left behind."""

import re
from collections.abc import Callable
from typing import Any

from hms.config import settings
from hms.schemas.session import SessionCard
from hms.web import closing, connections, session_cache
from hms.web.closing import Closable

ADDRESSES = frozenset({"/_event", "/_event/"})
PASSED_ON = frozenset({b"host", b"origin", b"connection", b"upgrade"})
PROTOCOL = re.compile(r"[0-9a-z.]{1,20}")
MOST_PER_SESSION = 50


def acceptable(scope: Any, headers: dict[bytes, bytes], card: SessionCard | None) -> bool:
    """Tell whether a websocket may be opened."""
    origin = headers.get(b"origin", b"").decode("latin-1")
    return (
        card is not None
        and scope["path"] in ADDRESSES
        and origin in settings().origins
        and all(PROTOCOL.fullmatch(p) for p in scope.get("subprotocols", []))
        and len(scope["query_string"]) <= 500
        and closing.count(card.id) < MOST_PER_SESSION
    )


async def serve(app: Any, scope: Any, receive: Any, send: Any, card: SessionCard | None) -> None:
    """Run a websocket on Reflex, or refuse it before it is opened."""
    headers = dict(scope["headers"])
    if card is None or not acceptable(scope, headers, card):
        await receive()
        await send({"type": "websocket.close", "code": 4403})
        return
    kept = [(k, v) for k, v in scope["headers"] if k in PASSED_ON or k.startswith(b"sec-websocket-")]
    socket = Closable(card.id, receive, send)
    await socket.run(app, {**scope, "headers": kept, "hms_socket": socket})


async def connected(token: str, sid: str, scope: dict[str, Any], waiting: Callable[[], int]) -> bool:
    """Let a socket of a living session become an open page."""
    socket = scope.get("hms_socket")
    if socket is None or await session_cache.by_id(socket.session_id) is None:
        return False
    socket.tokens[token] = waiting
    connections.add(token, sid, socket.session_id)
    return True
