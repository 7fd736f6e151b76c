"""Deny by default: who may cause which event, decided before its handler runs, whatever way the event came."""

from typing import Any

import reflex as rx
from reflex.middleware import Middleware
from reflex.state import BaseState, StateUpdate
from reflex_base.event import Event

from hms.permissions import Permission, Role, may
from hms.web import arguments, connections, session_cache
from hms.web.identity import CARD
from hms.web.policies import POLICIES, Policy, Rule, declared
from hms.web.reflex_private import BY_SERVER, HYDRATE, NAVIGATE, current_token, handlers, redirect_event, remove_handler

FRAMEWORK: dict[str, Policy] = {
    HYDRATE: Rule.SIGNED_IN,
    NAVIGATE: Rule.SIGNED_IN,
    **dict.fromkeys(BY_SERVER, Rule.INTERNAL),
}


class UndeclaredHandler(RuntimeError):
    """Some event handlers have no policy, so nothing may start."""


class Guard(Middleware):
    """Asks for each event: is its page still open, its session alive, its role allowed."""

    async def preprocess(self, app: rx.App, state: BaseState, event: Event) -> StateUpdate | None:
        """Let the event run (None), or answer in its place."""
        page = connections.find(current_token())
        policy = POLICIES.get(event.name)
        if page is None or policy is None:
            return StateUpdate()
        card = await session_cache.by_id(page.session_id)
        CARD.set(card)
        if card is None:
            return StateUpdate(events=[redirect_event("/sign-in")])
        if not allowed(card.role, policy):
            # The page is not theirs: send them where their role begins. Elsewhere nothing happens at all.
            return StateUpdate(events=[redirect_event("/")] if event.name.endswith(".open") else [])
        return None


def allowed(role: Role, policy: Policy) -> bool:
    """Tell whether a role may cause an event. Internal ones pass: a socket's were dropped before they were queued."""
    return may(role, policy) if isinstance(policy, Permission) else True


def harden(app: rx.App) -> None:
    """Write down every handler's policy and put the guard in. Raises UndeclaredHandler when one has none."""
    undeclared = []
    for name, handler in handlers().items():
        if name.endswith(".setvar"):
            remove_handler(name)
            continue
        policy = FRAMEWORK.get(name) or declared(handler)
        if policy is None or policy is Rule.SCREEN:
            undeclared.append(name)
            continue
        POLICIES[name] = policy
        if policy is not Rule.INTERNAL:
            arguments.expected(name)
    if undeclared:
        raise UndeclaredHandler("event handlers without a policy:\n  " + "\n  ".join(sorted(undeclared)))
    app.add_middleware(Guard())
    check_config(rx.config.get_config())


def check_config(config: Any) -> None:
    """Make sure that Reflex read our settings. Raises RuntimeError when it runs on its own, which are open."""
    if config.app_name != "hms" or "*" in config.cors_allowed_origins or config.transport != "websocket":
        raise RuntimeError("rxconfig.py was not found: Reflex would run open to every origin")
