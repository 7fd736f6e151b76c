"""The one module that touches Reflex's private parts; tests/web/test_reflex_private.py fails when they change.

Reflex gives no public way to: drop an event before it is queued and logged, give each socket a state tree of its own,
remove a handler, address one open page from outside an event, or mark a method of a state as not callable by a browser.
"""

import asyncio
import logging
import uuid
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import reflex as rx
from reflex.app import App
from reflex.istate.manager.token import BaseStateToken
from reflex.state import State, StateUpdate, _initial_snapshot_cache, cache_initial_snapshot
from reflex.utils import prerequisites
from reflex_base.environment import environment
from reflex_base.event import Event
from reflex_base.event.context import EventContext
from reflex_base.registry import RegistrationContext

F = TypeVar("F", bound=Callable[..., Any])
ROOT = "reflex___state____state"
HYDRATE, NAVIGATE = f"{ROOT}.hydrate_and_load", f"{ROOT}.reflex___state____on_load_internal_state.on_load_internal"
BY_SERVER = frozenset(
    f"{ROOT}.{name}"
    for name in (
        "hydrate",
        "set_is_hydrated",
        "reflex___state____on_load_internal_state.set_is_hydrated",
        "reflex___state____update_vars_internal_state.update_vars_internal",
        "reflex___state____frontend_event_exception_state.handle_frontend_exception",
    )
)
QUOTING = (
    "reflex.app",
    "reflex_base.event.processor.base_state_processor",
    "reflex_base.event.processor.event_processor",
)
# What Reflex puts around every page, without its toasts: they need eval, which our content policy forbids.
FRAME = {
    key: part
    for key, part in App.__dataclass_fields__["app_wraps"].default_factory().items()
    if key[1] == "ErrorBoundary"
}


class ScreenMeta(type(State)):
    """Let a screen be written as class Book(Screen) with needs = …; Reflex would see a mixin with a var."""

    def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any], **options: Any) -> type:
        """Add rx.State as the last base of a screen, and keep what it needs out of its vars."""
        if not options.get("mixin") and State not in bases:
            bases = (*bases, State)
        namespace.setdefault("__annotations__", {}).setdefault("needs", ClassVar)
        return super().__new__(cls, name, bases, namespace, **options)


def not_callable(function: F) -> F:
    """Keep a public method of a state from becoming an event handler."""
    function.__override_base_method__ = True  # type: ignore[attr-defined]
    return function


def current_token() -> str:
    """Return the token of the open page whose event runs now."""
    return EventContext.get().token


def built_client() -> Path:
    """Return where the built pages lie."""
    return prerequisites.get_web_dir() / "build" / "client"


def compiles_here() -> bool:
    """Tell whether this process is the one that builds the frontend."""
    return not environment.REFLEX_SKIP_COMPILE.get()


def type_hints(handler: Any) -> dict[str, Any]:
    """Return the types of a handler's arguments by name."""
    return handler._get_type_hints()


def route_part(state: Any, name: str) -> str:
    """Return a named part of the address that a state's page has open; empty where there is none."""
    return str(state.rx_router_page.params.get(name, ""))


def route_path(state: Any) -> str:
    """Return the address that a state's page has open, with what is asked in it."""
    return str(state.rx_router_page.raw_path)


class Wordless(logging.Filter):
    """Keeps the place of a log entry and drops its words: Reflex would quote what a browser sent."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Replace what an entry says."""
        record.msg, record.args, record.exc_info, record.exc_text = "at line %d", (record.lineno,), None, None
        return True


def quieten() -> None:
    """Take the words out of those of Reflex's logs that may repeat an event."""
    for name in QUOTING:
        logging.getLogger(name).addFilter(Wordless())


def handlers() -> dict[str, Any]:
    """Return every registered event handler by its full name."""
    return {name: registered.handler for name, registered in RegistrationContext.get().event_handlers.items()}


def remove_handler(name: str) -> None:
    """Make a handler unknown, whoever asks for it."""
    del RegistrationContext.get().event_handlers[name]


def redirect_event(path: str) -> Event:
    """Return the event that sends a browser to another page."""
    return Event(name="_redirect", payload={"path": path, "external": False, "popup": False, "replace": True})


def forget_values(app: rx.App, token: str) -> None:
    """Drop the state tree of a socket that is gone, once nothing uses it."""
    manager, key = app.state_manager, BaseStateToken(ident=token, cls=State)
    lock = manager._states_locks.get(key.lock_key)
    if lock is None or not lock.locked():
        manager._purge_token(key)


def held_already() -> list[str]:
    """Say what a browser would say of the values it holds when they are the defaults.

    A page that connects again says nothing, and Reflex would send it every default first: the screen would go blank,
    and lose what was typed into it, until it has loaded again.
    """
    known = _initial_snapshot_cache.get(State)
    if known is None:
        cache_initial_snapshot(State, State(_reflex_internal_init=True).dict(initial=True))
        known = _initial_snapshot_cache[State]
    return [known.names_digest, *(known.hashes[name] for name in sorted(known.hashes))]


async def enqueue(app: rx.App, token: str, name: str) -> asyncio.Future[Any]:
    """Queue an event without arguments for one open page, as if that page had sent it."""
    return await app.event_processor.enqueue(token, Event(name=name))


async def emit(app: rx.App, token: str, *events: Event) -> None:
    """Send events for the browser itself to one open page."""
    if app.event_namespace.sid_to_token and token in app.event_namespace._token_manager.token_to_socket:
        await app.event_namespace.emit_update(StateUpdate(events=list(events)), token)


async def disconnect(app: rx.App, sid: str) -> None:
    """Tell a browser's socket.io that it is disconnected; the websocket itself is closed by the gate."""
    await app.sio.disconnect(sid, namespace=app.event_namespace.namespace)


def backlog(app: rx.App, token: str) -> int:
    """Count the events of one open page that are not dealt with yet."""
    return len(app.event_processor._token_queues.get(token, ()))


Admit = Callable[[str, Any], dict[str, Any] | None]


def guard_sockets(
    app: rx.App,
    connected: Callable[[str, str, dict[str, Any], Callable[[], int]], Awaitable[bool]],
    admit: Admit,
    gone: Callable[[str], None],
) -> None:
    """Put our checks in front of every message that a socket can send.

    connected(token, sid, asgi_scope, waiting) says whether a socket may live, and waiting() how many of its events are
    not dealt with yet; admit(token, data) returns the event that may enter, or None; gone(token) hears of the end. A
    socket gets a fresh token, and so a fresh state tree, each time: the token a browser brings could name somebody
    else's tree.
    """
    space, sio = app.event_namespace, app.sio
    on_connect, on_disconnect, on_event, on_packet = (
        space.on_connect,
        space.on_disconnect,
        space.on_event,
        sio._handle_event,
    )

    async def connect(sid: str, environ: dict[str, Any], auth: Any = None) -> bool | None:
        token = uuid.uuid4().hex
        if not await connected(token, sid, environ.get("asgi.scope", {}), lambda: backlog(app, token)):
            return False
        boot = {"event": auth["event"]} if isinstance(auth, dict) and isinstance(auth.get("event"), dict) else None
        if isinstance(auth, dict) and _is_hash(auth.get("state_schema")):
            boot = {**(boot or {}), "state_schema": auth["state_schema"]}
        await on_connect(sid, {**environ, "QUERY_STRING": f"token={token}"}, boot)
        return None

    async def event(sid: str, data: Any) -> None:
        token = space.sid_to_token.get(sid)
        admitted = admit(token, data) if token else None
        if admitted is not None:
            await on_event(sid, admitted)

    def disconnected(sid: str, *_: Any) -> Any:
        if token := space.sid_to_token.get(sid):
            gone(token)
            task = on_disconnect(sid)
            if task is not None:
                task.add_done_callback(lambda _: forget_values(app, token))
            return task
        return None

    async def ignore(_sid: str, *_data: Any) -> None:
        """A browser's own words never reach a log."""

    async def packet(eio_sid: str, namespace: str | None, number: int | None, data: Any) -> None:
        # socket.io would run "connect" or "disconnect" for a client that merely sends an event of that name.
        if namespace == space.namespace and isinstance(data, list) and len(data) == 2 and data[0] == "event":
            await on_packet(eio_sid, namespace, number, data)

    space.on_connect, space.on_disconnect, space.on_event = connect, disconnected, event
    space.on_client_error, sio._handle_event = ignore, packet


def _is_hash(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= 64 and value.isalnum()
