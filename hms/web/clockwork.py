"""Driving the clinic's clockwork beside the server: in threads of its own, by one process of all that serve."""

import asyncio
import logging
import threading
import time
from datetime import UTC, datetime

import psycopg

from hms.config import settings
from hms.services import health
from hms.services.clockwork import HANDS, Hand

log = logging.getLogger("hms.clockwork")
EVERY_S, TO_STOP_S = 2.0, 4.0
LOCK = 4_711_002  # the advisory lock whose holder leads, on PostgreSQL
# A connection that is cut without a word must be noticed, or two would lead for a quarter of an hour.
FAILS_SOON = {"connect_timeout": 5, "keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3,
              "tcp_user_timeout": 10_000}  # fmt: skip


class Lead:
    """Held by one of all processes. With SQLite there is only one. On PostgreSQL a lock decides, and lives as long as
    its own connection: a process that dies hands over by dying."""

    def __init__(self) -> None:
        self._connection: psycopg.Connection | None = None
        self._held = False
        self._one_at_a_time = threading.Lock()
        self._asked_in_vain = False

    def mine(self) -> bool:
        """Tell whether this process leads, taking the lead where nobody has it."""
        if settings().on_sqlite:
            return True
        with self._one_at_a_time:
            try:
                self._ask()
                self._asked_in_vain = False
            except (psycopg.Error, OSError) as problem:
                self._drop()
                if not self._asked_in_vain:
                    log.warning("the clockwork cannot reach the database (%s); trying again", type(problem).__name__)
                self._asked_in_vain = True
            return self._held

    def _ask(self) -> None:
        if self._connection is None:
            address = settings().database_url.replace("postgresql+psycopg://", "postgresql://", 1)
            self._connection = psycopg.connect(address, autocommit=True, **FAILS_SOON)
        if self._held:
            self._connection.execute("SELECT 1")  # while it answers, the lock is still held
        else:
            row = self._connection.execute("SELECT pg_try_advisory_lock(%s)", [LOCK]).fetchone()
            self._held = row is not None and row[0]

    def _drop(self) -> None:
        if self._connection:
            self._connection.close()
        self._connection, self._held = None, False

    def give_up(self) -> None:
        """Let another process lead."""
        with self._one_at_a_time:
            self._drop()


class Clockwork:
    """One for each process; only the one that leads does anything."""

    def __init__(self) -> None:
        self._lead = Lead()
        self._stop = threading.Event()
        self._ready = False

    def turn(self, hand: Hand) -> int:
        """Let a hand tick once, if this process leads and the clinic is open; tell how much there was to do."""
        if not self._ready:
            self._ready = health.state()["status"] == "ok"  # sealed: it does nothing, as the pages show nothing
        return hand.tick(datetime.now(UTC)) if self._ready and self._lead.mine() else 0

    def _drive(self, hand: Hand) -> None:
        while not self._stop.is_set():
            try:
                more = self.turn(hand)
            except Exception as problem:  # noqa: BLE001 - whatever it is, the clock goes on
                log.warning("a turn of the clockwork failed (%s)", type(problem).__name__)
                more = 0
            if not more:
                self._stop.wait(EVERY_S)

    async def run(self) -> None:
        """Keep time until cancelled; what is being done then is finished first, unless it takes too long."""
        hands = [
            threading.Thread(target=self._drive, args=(Hand(jobs),), name="clockwork", daemon=True) for jobs in HANDS
        ]
        for hand in hands:
            hand.start()
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            self._stop.set()
            await asyncio.to_thread(self._end, hands)

    def _end(self, hands: list[threading.Thread]) -> None:
        until = time.monotonic() + TO_STOP_S
        for hand in hands:
            hand.join(max(0.0, until - time.monotonic()))
        self._lead.give_up()
