"""What a hundred clients cost the server."""

import time

import psutil

from tests.bench.load.crowd import busy_clinic
from tests.bench.registry import Goal, Reading, figure

WATCHED_S, EVERY_S, MIB = 30, 1, 2**20


@figure("MiB", Goal.UNDER, 400)
def memory_with_100_clients() -> Reading:
    """Sum the memory (RSS) of the server's processes with 100 signed-in clients."""
    with busy_clinic() as busy:
        server = psutil.Process(busy.served.process.pid)
        seen = []
        for _ in range(WATCHED_S // EVERY_S):
            time.sleep(EVERY_S)
            seen.append([p.memory_info().rss / MIB for p in (server, *server.children(recursive=True))])
        clients = len(busy.clients)
    each = " + ".join(f"{rss:.0f}" for rss in max(seen, key=sum))
    how = f"the most in {WATCHED_S} s with {clients} clients, all signed in by password: {each} MiB"
    return Reading(max(map(sum, seen)), how)
