"""When a session ends, whoever ends it, its pages and websockets end within a second and nothing opens again."""

import asyncio
import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import update

from hms.access import VISITOR, perform
from hms.changes import BUS
from hms.db import transaction
from hms.models import LoginSession
from hms.permissions import Role
from hms.security.tokens import token_hash
from hms.services import sessions
from hms.web import connections, session_cache
from tests.web.test_gate import get
from tests.web.trial import Trial
from tests.web.wire import Refused, Wire

pytestmark = pytest.mark.asyncio(loop_scope="session")
PLACE = "/patient/trial"


def card(token: str) -> Any:
    return perform(sessions.find, VISITOR, token_hash(token))


def _behind_everyones_back(token: str, **values: Any) -> None:
    """Change a session as another process would: nothing is told here."""
    with transaction() as db:
        db.connection().execute(
            update(LoginSession).where(LoginSession.token_hash == token_hash(token)).values(**values)
        )


async def test_ending_a_session_closes_its_websockets_for_good_and_no_others(house: Any) -> None:
    asha = house.account(Role.PATIENT, "asha")
    token, other = house.sign_in(asha), house.sign_in(asha)
    pages = [await house.open(asha, PLACE, token=token) for _ in range(2)]
    spared = await house.open(asha, PLACE, token=other)
    loop = asyncio.get_running_loop()
    began = loop.time()
    await asyncio.to_thread(perform, sessions.end, VISITOR, card(token).id)
    for page in pages:
        await page.until(lambda page=page: page.closed == 4401)
        assert page.redirects == ["/sign-in"]
    assert loop.time() - began < 1.0
    assert spared.closed is None
    await spared.call(Trial.echo, 3)
    assert spared.shows(Trial)["n"] == 3
    assert (await get(house, "/patient", token)).status == 303
    with pytest.raises(Refused):
        await Wire(house.asgi, token).open()


@pytest.mark.parametrize(
    "values",
    [
        {"ended_at": datetime.now(UTC)},
        {"ends_at": datetime.now(UTC) - timedelta(minutes=1)},
        {"acted_at": datetime.now(UTC) - timedelta(hours=1)},
    ],
    ids=["ended by another process", "absolute end", "idle"],
)
async def test_a_session_that_ends_unheard_is_found_within_a_second(house: Any, values: dict[str, Any]) -> None:
    asha = house.account(Role.PATIENT)
    token = house.sign_in(asha)
    page = await house.open(asha, PLACE, token=token)
    _behind_everyones_back(token, **values)
    loop = asyncio.get_running_loop()
    began = loop.time()
    await page.until(lambda: page.closed == 4401)
    assert loop.time() - began < 1.5  # one sweep, on a machine that does other things too
    assert (await get(house, "/patient", token)).status == 303


async def test_a_client_that_leaves_and_comes_back_on_the_same_websocket_is_not_let_in(house: Any) -> None:
    asha = house.account(Role.PATIENT)
    token = house.sign_in(asha)
    page = await house.open(asha, PLACE, token=token)
    page.say("41/_event,")
    await page.until(lambda: not list(connections.everyone()))
    _behind_everyones_back(token, ended_at=datetime.now(UTC))
    session_cache.drop(None)
    sid, page.sid = page.sid, ""
    page.connect(PLACE)
    await page.until(lambda: page.closed == 4401)
    assert page.sid in {"", sid} and not list(connections.everyone())


async def test_a_lookup_that_began_before_the_end_is_not_kept_after_it(
    house: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = house.sign_in(house.account(Role.PATIENT))
    found = card(token)
    reading, go_on = threading.Event(), threading.Event()

    def slow(service: Any, *args: Any) -> Any:
        result = perform(service, *args)
        reading.set()
        go_on.wait(5)
        return result

    monkeypatch.setattr(session_cache, "perform", slow)
    asking = asyncio.create_task(session_cache.by_token(token_hash(token)))
    await asyncio.to_thread(reading.wait, 5)
    await asyncio.to_thread(perform, sessions.end, VISITOR, found.id)
    await asyncio.sleep(0.02)
    go_on.set()
    await asking
    assert found.id not in session_cache.kept_ids()
    assert await session_cache.by_token(token_hash(token)) is None


async def test_a_deaf_bus_makes_every_lookup_a_fresh_one(house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    token = house.sign_in(house.account(Role.PATIENT))
    assert await session_cache.by_token(token_hash(token)) is not None
    monkeypatch.setattr(BUS, "listening", False)
    _behind_everyones_back(token, ended_at=datetime.now(UTC))
    assert await session_cache.by_token(token_hash(token)) is None
