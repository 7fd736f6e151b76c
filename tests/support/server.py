"""The real served clinic, in a process of its own, as people start it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.support.processes import end_with_me, free_port

ROOT = Path(__file__).resolve().parents[2]
START_S = 480.0  # the first start of a fresh clone builds the frontend
DEMO_PASSWORD = "tidal-lantern-orchard-47"  # made up for these tests; no real account has it


@dataclass(frozen=True)
class ServedClinic:
    """A clinic that answers at `url`; `log` is everything it has printed."""

    url: str
    data_dir: Path
    log_file: Path
    process: subprocess.Popen[bytes]

    @property
    def log(self) -> str:
        """Read what the server has said so far."""
        return self.log_file.read_text(errors="replace")


def _wait_until_answering(clinic: ServedClinic, status: int) -> None:
    until = time.monotonic() + START_S
    while True:
        if clinic.process.poll() is not None:
            raise RuntimeError(f"The server ended with {clinic.process.returncode} before it was ready:\n{clinic.log}")
        try:
            if httpx.get(f"{clinic.url}/healthz", timeout=5).status_code == status:
                return
        except httpx.TransportError:
            pass
        if time.monotonic() > until:
            raise RuntimeError(f"The server was not ready after {START_S:.0f} s:\n{clinic.log}")
        time.sleep(0.05)


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is not None:
        return
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)  # its own session: the workers go with it
        process.wait()


@contextmanager
def served(
    command: str,
    data_dir: Path,
    *,
    workers: int = 1,
    environment: Mapping[str, str] | None = None,
    port: int | None = None,
    ready: int = 200,
) -> Iterator[ServedClinic]:
    """Run `hms run` or `hms demo` while this is open, on a free port or a given one. Raises RuntimeError with its log."""
    port = port or free_port()
    log_file = data_dir.with_name(f"{data_dir.name}-{port}.log")
    line = [sys.executable, "-m", "hms.cli", command, "--data", str(data_dir), "--port", str(port)]
    if workers > 1:
        line += ["--workers", str(workers)]
    with log_file.open("wb") as log:
        process = subprocess.Popen(
            line,
            cwd=ROOT,
            env={**os.environ, **(environment or {}), "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=end_with_me,  # noqa: PLW1509 - it takes no lock
        )
    clinic = ServedClinic(f"http://127.0.0.1:{port}", data_dir, log_file, process)
    try:
        _wait_until_answering(clinic, ready)
        yield clinic
    finally:
        _stop(process)


@pytest.fixture(scope="session")
def demo_clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedClinic]:
    """Serve one demo clinic to the whole session; every account of it has DEMO_PASSWORD."""
    data_dir = tmp_path_factory.mktemp("demo") / "data"
    with served("demo", data_dir, environment={"HMS_DEMO_PASSWORD": DEMO_PASSWORD}) as clinic:
        yield clinic


@pytest.fixture
def new_clinic(tmp_path: Path) -> Iterator[ServedClinic]:
    """Serve a clinic that nobody has set up yet; its one-time link is in its log."""
    with served("run", tmp_path / "data") as clinic:
        yield clinic


@pytest.fixture
def serve() -> Iterator[Callable[..., ServedClinic]]:
    """Give the way to serve any clinic until the end of the test, with the arguments of `served`."""
    with ExitStack() as stack:
        yield lambda *args, **kwargs: stack.enter_context(served(*args, **kwargs))
