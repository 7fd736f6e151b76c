"""A visitor with a browser that knows no script, at the real gate with the real routes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
from sqlmodel import select

from hms.changes import BUS
from hms.db import transaction
from hms.models import LoginSession, Patient
from hms.web import session_cache
from hms.web.gate import Gate
from hms.web.routes import routes
from tests.support.cast import PASSWORD

MIRA = {
    "given_names": "Mira Sofía",
    "family_name": "Lindqvist",
    "born_on": "1986-04-12",
    "sex": "female",
    "email": "mira@post.example",
    "phone": "+46 70 123 45 67",
    "password": "nine violet lanterns drift",
}
ORIGIN, HERE = "http://127.0.0.1:8000", "198.51.100.7"


class Visitor(httpx.AsyncClient):
    """Follows no redirect by itself, so that a test sees each."""

    async def send_form(self, path: str, **typed: str) -> httpx.Response:
        """Send a native form from one of our own pages."""
        return await self.post(path, data=typed, headers={"origin": str(self.base_url).rstrip("/")})

    async def sign_in(self, email: str, password: str = PASSWORD, **more: str) -> httpx.Response:
        """Sign in as a person does."""
        return await self.send_form("/sign-in", email=email, password=password, **more)


async def _no_app(_scope: Any, _receive: Any, send: Any) -> None:
    """Stand where the app would be."""
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"a page of the app"})


@asynccontextmanager
async def visitor(folder: Path, origin: str = ORIGIN, address: str = HERE) -> AsyncIterator[Visitor]:
    """Open a browser of one's own at the door of the clinic that the settings name."""
    gate = Gate(_no_app, routes(), lambda _: None, folder)
    # What the running clinic does when a session ends: its kept copy goes at once.
    stop = BUS.subscribe(lambda _: session_cache.drop(None))
    transport = httpx.ASGITransport(gate, raise_app_exceptions=True, client=(address, 4711))
    try:
        async with Visitor(transport=transport, base_url=origin) as browser:
            yield browser
    finally:
        stop()


def patients() -> list[str]:
    """Name everybody who has a record."""
    with transaction(reading=True) as db:
        return sorted(row.name for row in db.exec(select(Patient)))


def living_sessions() -> int:
    """Count the sessions that nobody has ended."""
    with transaction(reading=True) as db:
        return len([row for row in db.exec(select(LoginSession)) if row.ended_at is None])
