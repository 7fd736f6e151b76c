"""What a flood may cost, and what stays behind: nobody who is at work waits for those at the door."""

import asyncio
import json
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from hms.permissions import Role
from hms.security.passwords import check_strength
from hms.services import tries
from hms.web import closing, threads
from hms.web.admission import LONGEST_PLACE, _place
from tests.support.cast import Cast
from tests.web.plain import MIRA, visitor
from tests.web.test_gate import get
from tests.web.trial import Trial

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_those_at_work_do_not_wait_for_a_flood_at_the_door() -> None:
    flood = [asyncio.create_task(threads.at_the_door(time.sleep, 0.3)) for _ in range(40)]
    await asyncio.sleep(0.01)
    began = time.monotonic()
    await asyncio.wait_for(threads.in_thread(int), 1)
    assert time.monotonic() - began < 0.3
    for waiting in flood:
        waiting.cancel()
    await asyncio.gather(*flood, return_exceptions=True)


@pytest.mark.parametrize("words", ["4@8({[<369&#!1/|0$5+7%2" * 3, "({[<1|69" * 9, "@48({[<369!1|70$5+%2" * 10])
async def test_no_password_takes_seconds_to_judge(words: str) -> None:
    began = time.thread_time()
    check_strength(words)
    assert time.thread_time() - began < 0.5


async def test_one_address_cannot_register_for_ever(
    clinic_on_sqlite: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tries, "MOST_REGISTRATIONS", 3)
    async with visitor(tmp_path) as browser, visitor(tmp_path, address="198.51.100.8") as another:
        answers = [await browser.send_form("/register", **MIRA | {"email": f"{n}@post.example"}) for n in range(4)]
        assert [answer.status_code for answer in answers] == [303, 303, 303, 429]
        assert answers[3].headers["retry-after"] == str(tries.WINDOW_MIN * 60)
        known = await browser.send_form("/register", **MIRA | {"email": "0@post.example"})
        assert known.status_code == 429  # a known e-mail address counts like any other
        assert (await another.send_form("/register", **MIRA)).status_code == 303


async def test_a_flood_of_events_waits_with_its_sender(house: Any) -> None:
    from hms.app import app

    page = await house.open(house.account(Role.PATIENT), "/patient/trial")
    Trial.slow = asyncio.Event()
    name, words = f"{Trial.get_full_name()}.open", {"what": "x" * 900}
    for _ in range(300):
        page.event(name, {}, "/patient/trial", words)
    await asyncio.sleep(0.5)
    waiting = max(len(queue) for queue in app.event_processor._token_queues.values())
    assert waiting <= closing.MOST_WAITING + 2 and page.to_app.qsize() > 200
    Trial.slow.set()
    await page.rest()
    await page.call(Trial.echo, 9)  # nothing was lost, and the page still works
    assert Trial.loads == 301 and page.shows(Trial)["n"] == 9


async def test_a_flooding_socket_still_closes_when_its_session_ends(house: Any) -> None:
    who = house.account(Role.PATIENT)
    page = await house.open(who, "/patient/trial")
    Trial.slow = asyncio.Event()
    for _ in range(100):
        page.event(f"{Trial.get_full_name()}.open", {}, "/patient/trial")
    await asyncio.sleep(0.2)
    for session_id in closing.open_sessions():
        closing.close_all(session_id)
    await page.until(lambda: page.closed == closing.SESSION_ENDED)
    Trial.slow.set()


async def test_a_socket_that_reads_nothing_is_closed(house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(closing, "TO_READ_S", 0.1)
    monkeypatch.setattr(closing, "REPLY_S", 0.1)
    page = await house.open(house.account(Role.PATIENT), "/patient/trial")
    monkeypatch.setattr(page, "stalled", True)
    for n in range(50):
        page.event(f"{Trial.get_full_name()}.echo", {"i": n}, "/patient/trial")
    await page.until(lambda: not closing.open_sessions())


async def test_a_place_is_no_longer_than_an_address_and_can_be_sent_on() -> None:
    query = {f"k{n}": "y" * 900 for n in range(270)}
    assert len(json.dumps(query)) > LONGEST_PLACE
    assert _place({"pathname": "/patient", "asPath": "/patient", "query": query}) is None
    assert _place({"pathname": "/reception", "query": {"day": "\ud800"}}) is None
    assert _place({"pathname": "/reception", "query": {"day": "2026-11-24"}}) is not None


async def test_what_is_not_here_yet_is_not_remembered_as_missing(house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in ("/assets/of-the-next-version.js", "/assets/../patient", "/fonts/other.woff2"):
        answer = await get(house, path)
        assert (answer.status, answer.headers["cache-control"]) == (404, "no-store")
    monkeypatch.setattr(house.asgi, "readiness", SimpleNamespace(ready=_not_ready))
    answer = await get(house, "/assets/of-this-version.js")
    assert (answer.status, answer.headers["cache-control"]) == (503, "no-store")


async def test_what_is_here_may_be_kept(sqlite_only: Any, tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "x.js").write_text("1")
    (tmp_path / "tokens.css").write_text("a{}")
    async with visitor(tmp_path) as browser:
        kept = [(await browser.get(path)).headers["cache-control"] for path in ("/assets/x.js", "/tokens.css", "/x.js")]
    assert kept == ["public, max-age=31536000, immutable", "public, max-age=3600", "no-store"]


async def _not_ready() -> bool:
    return False
