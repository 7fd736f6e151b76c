"""What changed is told with the commit, to every process that listens; a lost listener reads everything again."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import psycopg
from sqlalchemy import text

from hms import changes
from hms.changes import Bus, Change, tell
from hms.config import settings
from hms.db import transaction
from tests.support.cast import Cast


@asynccontextmanager
async def listening(count: int = 1) -> AsyncIterator[list[list[Change | None]]]:
    """Stand for several processes, each with a bus of its own."""
    buses = [Bus() for _ in range(count)]
    heard: list[list[Change | None]] = [[] for _ in buses]
    for bus, kept in zip(buses, heard, strict=True):
        bus.subscribe(kept.append)
    tasks = [asyncio.create_task(bus.run(settings().database_url)) for bus in buses]
    await until(lambda: all(bus.listening for bus in buses))
    for kept in heard:
        kept.clear()
    yield heard
    for task in tasks:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not true():
            await asyncio.sleep(0.01)


def test_in_one_process_a_change_is_told_after_its_commit_and_never_for_what_was_not_kept(sqlite_only: object) -> None:
    heard: list[Change | None] = []
    stop = changes.BUS.subscribe(heard.append)
    with contextlib.suppress(ZeroDivisionError), transaction() as db:
        tell(db, "board")
        raise ZeroDivisionError
    assert heard == []
    with transaction() as db:
        tell(db, "board", 2, 1)
        tell(db, "board", 1)
        assert heard == []
    stop()
    assert heard == [Change("board", ("1", "2"))]


async def test_what_listened_to_postgresql_before_hears_everything_on_sqlite() -> None:
    bus = Bus()
    lost = asyncio.create_task(bus.run("postgresql://nobody@127.0.0.1:9/nothing"))
    await until(lambda: not bus.listening)
    lost.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await lost
    await bus.run("sqlite:///anything.db")
    assert bus.listening


def test_one_listeners_failure_stops_no_other() -> None:
    bus, heard = Bus(), []
    bus.subscribe(lambda change: 1 / 0)
    bus.subscribe(heard.append)
    bus.deliver(Change("board"))
    assert heard == [Change("board")]


async def test_every_process_hears_a_booking(clinic_on_postgresql: Cast) -> None:
    async with listening(2) as (one, other):
        await asyncio.to_thread(clinic_on_postgresql.book, clinic_on_postgresql.asha)
        await until(lambda: len(one) >= 5 and len(other) >= 5)
        assert one == other
        assert {change.topic for change in one if change} == {
            "board:2026-11-23",
            f"patient:{clinic_on_postgresql.asha.patient_id}",
            f"practitioner:{clinic_on_postgresql.dr_rao.practitioner_id}",
            "outbox",
            "appointments",
        }


async def test_a_lost_listener_comes_back_and_says_that_everything_is_to_be_read_again(postgres_only: object) -> None:
    async with listening() as (heard,):
        with psycopg.connect(settings().database_url, autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND query LIKE 'LISTEN%'"
            )
        await until(lambda: None in heard)
        with transaction() as db:
            tell(db, "board", 1)
        await until(lambda: Change("board", ("1",)) in heard)


async def test_too_much_to_name_becomes_read_everything_again(postgres_only: object) -> None:
    async with listening() as (heard,):
        with transaction() as db:
            for n in range(300):
                tell(db, f"patient:{n}", *range(50))
        await until(lambda: bool(heard))
        with transaction() as db:
            for n in range(10):
                tell(db, f"patient:{n}", *range(200))
        await until(lambda: len(heard) >= 11)
    assert heard[0] is None
    assert {change.topic for change in heard[1:] if change} == {f"patient:{n}" for n in range(10)}


def test_sqlite_syncs_every_commit_fully_and_checks_references(sqlite_only: object) -> None:
    with transaction() as db:
        told = {
            name: db.connection().execute(text(f"PRAGMA {name}")).scalar()
            for name in ("synchronous", "journal_mode", "foreign_keys")
        }
    assert told == {"synchronous": 2, "journal_mode": "wal", "foreign_keys": 1}
