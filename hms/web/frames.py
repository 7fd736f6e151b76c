"""The few kinds of frame that Reflex's frontend sends. Any other would be read by libraries that expect no malice."""

import json
from typing import Any

PONG, CLOSE, LEAVE = "3", "1", "41/_event,"
CONNECT, EVENT = "40/_event,", "42/_event,"
KNOWN_EVENTS = frozenset(
    {"event", "client_error"}
)  # the second is what a browser says of itself; it is not listened to


def understood(text: str | None) -> bool:
    """Tell whether a frame is one that the frontend sends."""
    if text is None:
        return False  # binary
    if text.startswith(EVENT):
        said = _json(text[len(EVENT) :])
        return isinstance(said, list) and len(said) == 2 and said[0] in KNOWN_EVENTS and isinstance(said[1], dict)
    if text.startswith(CONNECT):
        return text == CONNECT or isinstance(_json(text[len(CONNECT) :]), dict)
    return text in {PONG, CLOSE, LEAVE}


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
