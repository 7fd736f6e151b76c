"""Where the clinic is served, and whether that port and that data folder are free for it."""

import fcntl
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from hms.cli.terminal import refuse
from hms.config import settings
from hms.texts import t

EVERY_ADDRESS = {"0.0.0.0", "::"}  # noqa: S104 - compared, not bound


def address() -> str:
    """Name what to open in a browser on this machine."""
    host = "127.0.0.1" if settings().host in EVERY_ADDRESS else settings().host
    return f"http://{host}:{settings().port}"


def check_port() -> None:
    """Refuse a port that somebody listens on: several servers could share it without noticing each other."""
    host, port = settings().host, settings().port
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            raise refuse(
                t("Port {port} on {host} cannot be used: {why}.", port=port, host=host, why=problem.strerror),
                t("Choose another one: --port 8001, or with make: PORT=8001"),
            ) from problem


def check_workers() -> None:
    """Refuse several processes on SQLite: its changes are told within one process only."""
    if settings().workers > 1 and settings().on_sqlite:
        raise refuse(
            t("Several workers need PostgreSQL"),
            t("Set HMS_DATABASE_URL to a PostgreSQL database, or leave out --workers."),
        )


@contextmanager
def held() -> Iterator[None]:
    """Hold the data folder while serving. On SQLite a second server's screens would not hear of this one's changes."""
    folder = settings().data_dir
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / "serving.lock").open("w") as lock:
        try:
            if settings().on_sqlite:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as problem:
            raise refuse(
                t("This clinic is being served already"),
                t("End the other one first, or choose another folder for this one: {path} is taken.", path=folder),
            ) from problem
        yield
