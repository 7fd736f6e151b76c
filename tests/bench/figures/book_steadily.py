"""How many bookings a second the service takes."""

import os

import pysqlite3.dbapi2 as driver

from hms.db import engine
from tests.bench.load import bookings, demo
from tests.bench.registry import Goal, Reading, figure

WARM_UP, NUMBER, ROUNDS, THREADS = 500, 600, 3, (1, 4)
FULL = 2


@figure("a second", Goal.OVER, 300)
def bookings_per_second() -> Reading:
    """Book through the service: one process, SQLite with FULL synchronous."""
    with demo.clinic():
        with engine().connect() as connection:
            told = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("synchronous", "journal_mode")]
        if told != [FULL, "wal"]:
            raise RuntimeError(f"synchronous and journal_mode are {told}")
        wishes = bookings.wishes()
        bookings.rate(bookings.take(wishes, WARM_UP), 1)  # the write-ahead log has its size, statements are compiled
        rates: dict[int, list[float]] = {threads: [] for threads in THREADS}
        for _ in range(ROUNDS):
            for threads, seen in rates.items():
                seen.append(bookings.rate(bookings.take(wishes, NUMBER), threads))
    middle = {threads: sorted(seen)[ROUNDS // 2] for threads, seen in rates.items()}
    best = max(middle, key=lambda threads: middle[threads])
    each = ", ".join(f"{threads} thread{'s' * (threads > 1)}: {rate:.0f}" for threads, rate in middle.items())
    how = f"median of {ROUNDS} rounds of {NUMBER} bookings ({each}); SQLite {driver.sqlite_version}, load {_load()}"
    return Reading(middle[best], how)


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}"
