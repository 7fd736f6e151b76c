"""What each event handler needs. A handler without a policy keeps the app from starting."""

from collections.abc import Callable
from enum import Enum
from typing import Any, TypeVar

from hms.permissions import Permission

F = TypeVar("F", bound=Callable[..., Any])
MARK = "_hms_policy"


class Rule(Enum):
    """Who may cause an event, where no permission of the clinic decides."""

    SCREEN = "what the screen of this handler needs"
    SIGNED_IN = "anybody with a session"
    INTERNAL = "only the server itself"


Policy = Permission | Rule
POLICIES: dict[str, Policy] = {}  # full handler name -> policy; filled by guard.harden, read for every event


def marked(function: F, policy: Policy) -> F:
    """Declare what a handler needs."""
    setattr(function, MARK, policy)
    return function


def declared(handler: Any) -> Policy | None:
    """Return what a registered handler has declared; None where it has declared nothing."""
    rule = getattr(handler.fn, MARK, None)
    return getattr(handler.state, "needs", None) if rule is Rule.SCREEN else rule
