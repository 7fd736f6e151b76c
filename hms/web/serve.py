"""Serving what was built: several workers on one port, and no Node."""

import logging
import multiprocessing
import os
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable

from granian.constants import Interfaces, Loops
from granian.server import Server

from hms.web import frontend

ANSWER_S, ASK_EVERY_S = 60.0, 0.05
READY_CODES = frozenset({200, 503})  # sealed is an answer too


def serve(host: str, port: int, workers: int = 1, ready: Callable[[], None] = lambda: None) -> None:
    """Serve until told to stop (SIGTERM, SIGINT); call ready() from a thread once the first answer is there.

    A worker that dies is replaced; SIGHUP replaces all of them one after the other.
    """
    os.environ.update(frontend.serving_environment())
    os.chdir(frontend.ROOT)  # Reflex reads rxconfig.py from the working directory only
    if str(frontend.ROOT) not in sys.path:
        sys.path.insert(0, str(frontend.ROOT))
    threading.Thread(target=_tell, args=(host, port, workers, ready), daemon=True).start()
    Server(
        "hms.app:serve",
        factory=True,
        interface=Interfaces.ASGI,
        address=host,
        port=port,
        workers=workers,
        loop=Loops.uvloop,
        respawn_failed_workers=True,  # without it one dead worker takes all others down
        workers_kill_timeout=10,
        log_enabled=True,
        log_level="warning",
        log_access=False,
    ).serve()


def _tell(host: str, port: int, workers: int, ready: Callable[[], None]) -> None:
    # Workers are forked: a lock that this thread held at that moment (an import's, say) would stay held in them.
    while len(multiprocessing.active_children()) < workers:
        time.sleep(ASK_EVERY_S)
    reached = "127.0.0.1" if host in {"0.0.0.0", "::", ""} else host  # noqa: S104 - compared, not bound
    until = time.monotonic() + ANSWER_S
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"http://{reached}:{port}/healthz", timeout=5):
                break
        except urllib.error.HTTPError as answer:
            if answer.code in READY_CODES:
                break
        except OSError:
            pass
        time.sleep(ASK_EVERY_S)
    else:
        logging.getLogger("hms.serve").warning("the server has not answered for %d seconds", ANSWER_S)
        return
    ready()
