"""How much a request may bring along."""

from typing import Any

from starlette.routing import Route

LARGEST = 64 * 1024  # bytes, except where an endpoint has its own max_body


class TooLarge(Exception):
    """More came than this route takes."""


def limited(receive: Any, route: Route) -> Any:
    """Count what comes in for a route, and raise TooLarge past its limit."""
    most, taken = getattr(route.endpoint, "max_body", LARGEST), 0
    most = most() if callable(most) else most  # what a clinic sets is not known when this is loaded

    async def counted() -> Any:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body") or b"")
        if taken > most:
            raise TooLarge
        return message

    return counted
