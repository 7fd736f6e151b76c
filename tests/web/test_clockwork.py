"""The clinic's clockwork: what is due happens by itself, in one process of all, whatever fails beside it."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlmodel import select

from hms.config import settings
from hms.db import transaction
from hms.models import Hold, OutboxMessage, SchedulingRules
from hms.schemas.scheduling import HoldRequest
from hms.security import keys
from hms.services import holds
from hms.services.clockwork import HANDS, Hand, Job
from hms.web import clockwork
from hms.web.clockwork import Clockwork, Lead
from tests.support.cast import NOW, Cast
from tests.support.processes import end_with_me
from tests.web.test_patient_screens import soonest

SOON_S = 60.0  # a new process imports for some seconds on a machine that does other things too


def until(told: Callable[[], bool]) -> None:
    """Wait until something is so."""
    latest = time.monotonic() + SOON_S
    while not told():
        assert time.monotonic() < latest, "it did not happen"
        time.sleep(0.02)


@pytest.mark.asyncio(loop_scope="session")
async def test_messages_leave_and_held_times_become_free_by_themselves(cast: Cast) -> None:
    with transaction() as db:
        db.merge(SchedulingRules(quiet_from="00:00", quiet_to="00:00"))  # this test runs at any hour
    at = soonest(cast)
    card = cast.book(cast.asha, at)
    past = cast.now - timedelta(minutes=10)
    form = HoldRequest(practitioner_id=card.doctor_id, starts_at=at + timedelta(minutes=20))
    held = cast.do(cast.bilal, holds.hold, form, now=past)

    def done() -> bool:
        with transaction(reading=True) as db:
            sent = db.exec(select(OutboxMessage.outcome)).all() == ["sent"]
            return sent and db.get_one(Hold, held.id).over_at is not None

    await asyncio.to_thread(until, done)


@pytest.mark.asyncio(loop_scope="session")
async def test_it_stops_with_the_server(house: Any) -> None:
    running = asyncio.create_task(Clockwork().run())
    count = sum(thread.name == "clockwork" for thread in threading.enumerate())
    await asyncio.sleep(0)
    assert sum(thread.name == "clockwork" for thread in threading.enumerate()) == count + len(HANDS)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert sum(thread.name == "clockwork" for thread in threading.enumerate()) == count


def test_one_jobs_failure_never_stops_another(caplog: pytest.LogCaptureFixture) -> None:
    fails, did = [True], []

    def unlucky(_now: datetime) -> int:
        if fails[0]:
            raise RuntimeError("Asha Nair")
        return 0

    def useful(_now: datetime) -> int:
        did.append(_now)
        return 0

    hand = Hand([Job("unlucky", timedelta(seconds=1), unlucky), Job("useful", timedelta(seconds=1), useful)])
    for n in range(3):
        hand.tick(NOW + timedelta(seconds=n))
    fails[0] = False
    hand.tick(NOW + timedelta(seconds=3))
    assert len(did) == 4
    assert [record.message for record in caplog.records] == [
        "the job unlucky failed (RuntimeError); it is tried again",
        "the job unlucky works again",
    ]


def test_each_job_is_done_as_often_as_it_wants_and_again_while_there_is_more() -> None:
    left = [2, 1, 0, 0, 0]
    hand = Hand([Job("some", timedelta(seconds=10), lambda _: left.pop(0))])
    assert [hand.tick(NOW + timedelta(seconds=n)) for n in (0, 0, 0, 5, 10)] == [2, 1, 0, 0, 0]
    assert left == [0]


def test_every_job_can_be_done_on_each_database(clinic: Cast) -> None:
    for jobs in HANDS:
        for job in jobs:
            assert job.do(NOW) >= 0, job.name


def test_a_sealed_clinic_does_nothing(clinic_on_sqlite: Cast) -> None:
    did: list[datetime] = []
    hand = Hand([Job("some", timedelta(0), lambda now: did.append(now) or 0)])
    clock, kept = Clockwork(), settings().key_file
    away = kept.rename(kept.with_name("away"))
    keys.forget()
    clock.turn(hand)
    assert did == []
    away.rename(kept)
    clock.turn(hand)
    assert len(did) == 1


def backend(lead: Lead) -> int:
    """Say by which process of the database a lead is held."""
    assert lead._connection
    return lead._connection.info.backend_pid


def end_backend(pid: int) -> None:
    with psycopg.connect(settings().database_url, autocommit=True) as connection:
        connection.execute("SELECT pg_terminate_backend(%s)", [pid])


def test_only_one_leads_and_hands_over(clinic_on_postgresql: Cast) -> None:
    first, second = Lead(), Lead()
    try:
        assert [first.mine(), second.mine(), first.mine(), second.mine()] == [True, False, True, False]
        end_backend(backend(first))  # its connection is cut; the lock goes with it
        until(second.mine)
        assert [first.mine(), second.mine()] == [False, True]
        second.give_up()
        until(first.mine)
        assert second.mine() is False
    finally:
        first.give_up()
        second.give_up()


def test_a_database_that_is_away_is_waited_for(
    clinic_on_postgresql: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    lead, connect = Lead(), psycopg.connect

    def away(*_: Any, **__: Any) -> Any:
        raise psycopg.OperationalError("away")

    monkeypatch.setattr(clockwork.psycopg, "connect", away)
    assert [lead.mine(), lead.mine()] == [False, False]
    assert len(caplog.records) == 1
    monkeypatch.setattr(clockwork.psycopg, "connect", connect)
    assert lead.mine() is True
    lead.give_up()


CONTENDER = """
import time
from hms.web.clockwork import Lead
lead = Lead()
while not lead.mine():
    time.sleep(0.05)
print("leads", flush=True)
while lead.mine():
    time.sleep(0.05)
"""


def test_a_killed_leader_is_followed_by_another_process(clinic_on_postgresql: Cast, tmp_path: Path) -> None:
    said = [tmp_path / "one", tmp_path / "two"]
    contenders = []
    for file in said:
        with file.open("wb") as out:
            contenders.append(
                subprocess.Popen(
                    [sys.executable, "-c", CONTENDER],
                    stdout=out,
                    cwd=Path(__file__).parents[2],
                    env={**os.environ},
                    preexec_fn=end_with_me,  # noqa: PLW1509 - it takes no lock
                )
            )
    try:
        until(lambda: any(file.read_text() for file in said))
        leads = [bool(file.read_text()) for file in said]
        assert sum(leads) == 1
        contenders[leads.index(True)].send_signal(signal.SIGKILL)
        until(lambda: all(file.read_text() for file in said))
    finally:
        for contender in contenders:
            contender.kill()
            contender.wait()
