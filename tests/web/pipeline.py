"""A screen's handlers through everything real: gate, socket, guard, event pipeline, services. No browser, no network.

page = await house.open(cast.asha, "/patient/book")
await page.call(BookAppointment.choose_doctor, str(doctor_id))
assert page.shows(BookAppointment)["notice_title"] == ""
"""

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from hms.access import SYSTEM, Actor, Scope
from hms.changes import BUS
from hms.db import transaction
from hms.models import Account
from hms.permissions import Role
from hms.services import sessions
from hms.web import connections
from tests.support.cast import ELEVEN
from tests.web.wire import ROOT, Wire

BASES = {
    Role.PATIENT: "/patient",
    Role.DOCTOR: "/doctor",
    Role.RECEPTIONIST: "/reception",
    Role.ADMINISTRATOR: "/admin",
    Role.DISPLAY: "/display",
    Role.KIOSK: "/kiosk",
}


def later_slot() -> datetime:
    """Name another free time of the cast's clinic, an hour after the usual one."""
    return ELEVEN + timedelta(hours=1)


class OpenPage(Wire):
    """One page that somebody has open."""

    path = "/patient"
    query: dict[str, str]

    async def call(self, handler: Any, *args: Any, **kwargs: Any) -> None:
        """Call a handler as the page's own buttons and forms do, and wait until all it causes is done."""
        spec = handler(*args) if args else None
        payload = {str(k): v._var_value for k, v in spec.args} if spec else kwargs
        self.event(f"{handler.state_full_name}.{handler.fn.__name__}", payload, self.path, self.query)
        await self.rest()

    async def go(self, path: str, **query: str) -> None:
        """Follow a link inside the app."""
        self.path, self.query = path, query
        self.event(f"{ROOT}.reflex___state____on_load_internal_state.on_load_internal", {}, path, query)
        await self.rest()

    async def rest(self) -> None:
        """Wait until the server has nothing more to do for this page."""
        from hms.app import app

        page = next((c for c in connections.everyone() if c.sid == self.sid), None)
        quiet = 0
        while quiet < 3:
            await asyncio.sleep(0.003)
            at_work = page and any(page.token in task.get_name() for task in app.event_processor._tasks.values())
            waiting = self.to_app.qsize() or (page and page.token in app.event_processor._token_queues)
            quiet = 0 if at_work or waiting or (page and page.queued) else quiet + 1

    def shows(self, screen: type) -> dict[str, Any]:
        """Return what the page holds of a screen's vars, as they came over the wire."""
        return self.state.get(screen.get_full_name(), {})


class House:
    """The app, running in this process on the database of the test."""

    def __init__(self, asgi: Any) -> None:
        self.asgi = asgi
        self.pages: list[OpenPage] = []

    def account(self, role: Role, name: str = "Somebody") -> Actor:
        """Make an account of a role, for tests that need no more of a person."""
        with transaction() as db:
            made = Account(role=role.value, email_index=name + role, password_hash="-", made_at=datetime.now(UTC))
            made.name = name
            db.add(made)
        return Actor(role, made.id, name=name)

    def sign_in(self, who: Actor) -> str:
        """Begin a session now, and return the cookie's value."""
        with transaction() as db:
            return sessions.begin(Scope(db, SYSTEM, datetime.now(UTC)), db.get_one(Account, who.account_id)).token

    async def hearing(self) -> None:
        """Wait until changes reach this process; on SQLite they always do."""
        async with asyncio.timeout(30):
            while not BUS.listening:
                await asyncio.sleep(0.005)

    async def open(self, who: Actor, path: str = "", /, token: str = "", **query: str) -> OpenPage:
        """Open a page as somebody, and wait until it shows what it has to show."""
        page = OpenPage(self.asgi, token or self.sign_in(who))
        page.path, page.query = path or BASES[who.role], query
        self.pages.append(await page.open())
        page.connect(page.path, query)
        await page.until(lambda: page.sid)
        await page.rest()
        return page


@asynccontextmanager
async def running(asgi: Any) -> Any:
    """Start an ASGI app and stop it."""
    to_app: asyncio.Queue[Any] = asyncio.Queue()
    told: asyncio.Queue[Any] = asyncio.Queue()
    task = asyncio.create_task(asgi({"type": "lifespan", "asgi": {"version": "3.0"}}, to_app.get, told.put))
    to_app.put_nowait({"type": "lifespan.startup"})
    started = await asyncio.wait_for(told.get(), 10)
    assert started["type"] == "lifespan.startup.complete", started
    try:
        yield
    finally:
        to_app.put_nowait({"type": "lifespan.shutdown"})
        await asyncio.wait_for(told.get(), 15)
        await task
