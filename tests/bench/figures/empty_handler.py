"""What the gate and the guard cost an event."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import aiohttp

from hms.access import SYSTEM, Scope
from hms.db import dispose, transaction
from hms.models import Account
from hms.permissions import Role
from hms.services import sessions, upkeep
from hms.web import frontend
from tests.bench.load import demo
from tests.bench.load.clients import Client
from tests.bench.registry import Goal, Reading, figure
from tests.support.database import SQLITE, Database, pointed_at
from tests.support.processes import end_with_me, free_port
from tests.web.wire import ROOT as STATE

WARM_UP, EVENTS, ROUNDS = 300, 300, 11
STARTS_S = 60
SETTINGS = Path(__file__).parents[1] / "apps" / "bare_settings"
PAGE = "/patient/counting"


@figure("times", Goal.AT_MOST, 1.5)
def empty_handler_through_gate_and_guard() -> Reading:
    """Compare an empty handler through gate and guard with the same handler on bare Reflex (p50)."""
    data_dir = demo.folder() / "data"
    place = Database(SQLITE, f"sqlite:///{data_dir / 'clinic.db'}", data_dir)
    with pointed_at(place), ExitStack() as stack:
        token = _one_patient()
        guarded = stack.enter_context(_served("guarded:serve", frontend.ROOT))
        bare = stack.enter_context(_served("bare:app", SETTINGS))
        pairs = asyncio.run(_alternate(guarded, bare, token))
    ratio = median(ours / theirs for ours, theirs in pairs)
    ours, theirs = (median(values) * 1e3 for values in zip(*pairs, strict=True))
    how = (
        f"{ROUNDS} alternations of {EVENTS} events over TCP, one at a time: "
        f"p50 {ours:.2f} ms against {theirs:.2f} ms; median of the ratios"
    )
    return Reading(ratio, how)


def _one_patient() -> str:
    """Make a clinic of one patient who is signed in, and return the cookie's value."""
    upkeep.prepare()
    now = datetime.now(UTC)
    with transaction() as db:
        account = Account(role=Role.PATIENT, email_index="counting", password_hash="-", made_at=now)
        db.add(account.sealing(name="Somebody"))
        db.flush()
        token = sessions.begin(Scope(db, SYSTEM, now), account).token
    dispose()
    return token


@contextmanager
def _served(app: str, folder: Path) -> Iterator[str]:
    """Serve one of the two apps as the clinic is served, with the settings that lie in a folder."""
    port = free_port()
    environment = {**os.environ, **frontend.serving_environment(), "HMS_PORT": str(port)}
    environment |= {"PYTHONPATH": os.pathsep.join([str(folder), str(frontend.ROOT)])}
    del environment["__REFLEX_MOUNT_FRONTEND_COMPILED_APP"]  # neither has pages to serve here
    options = ["--interface", "asgi", "--factory", "--loop", "uvloop", "--log-level", "warning"]
    command = [sys.executable, "-m", "granian", *options, "--host", "127.0.0.1", "--port", str(port)]
    server = subprocess.Popen(
        [*command, f"tests.bench.apps.{app}"],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=end_with_me,  # noqa: PLW1509 - it takes no lock
    )
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(15)


async def _alternate(guarded: str, bare: str, token: str) -> list[tuple[float, float]]:
    async with aiohttp.ClientSession() as http:
        ours = await _opened(http, guarded, token)
        theirs = await _opened(http, bare, "")
        for client, app in ((ours, "guarded"), (theirs, "bare")):
            await _p50(client, app, WARM_UP)
        pairs = [(await _p50(ours, "guarded", EVENTS), await _p50(theirs, "bare", EVENTS)) for _ in range(ROUNDS)]
        for client in (ours, theirs):
            counted = [values["n"] for values in client.state.values() if "n" in values]
            if counted != [WARM_UP + ROUNDS * EVENTS]:
                raise RuntimeError(f"not every event was handled: {counted}")
            await client.hang_up()
    return pairs


async def _opened(http: aiohttp.ClientSession, url: str, token: str) -> Client:
    until = time.monotonic() + STARTS_S
    while True:
        try:
            client = await Client(http, url, token, PAGE).open()
        except aiohttp.ClientConnectionError:
            if time.monotonic() > until:
                raise
            await asyncio.sleep(0.1)
        else:
            await asyncio.sleep(1)  # what opening a page causes is over
            return client


async def _p50(client: Client, app: str, number: int) -> float:
    name, taken = f"{STATE}.tests___bench___apps___{app}____counting.count", []
    for _ in range(number):
        client.packets.clear()
        client.answered.clear()
        began = time.perf_counter()
        client.event(name, {}, PAGE)
        await asyncio.wait_for(client.answered.wait(), 5)
        taken.append(time.perf_counter() - began)
    return median(taken)
