"""From a fresh clone to a clinic that answers."""

import os
import shutil
import signal
import subprocess
import time
from functools import cache
from pathlib import Path

from hms.web.frontend import ROOT
from tests.bench.load import demo
from tests.bench.registry import Goal, Reading, figure
from tests.support.processes import end_with_me, free_port

READY, PATIENCE_S = "Ready: ", 600


@cache
def _starts() -> tuple[float, float]:
    """Clone what is committed, and start its demo twice with caches that hold nothing at first."""
    place = demo.folder()
    clone, caches = place / "clone", place / "caches"
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", ROOT, clone], check=True)
    environment = {
        **{k: v for k, v in os.environ.items() if k not in {"VIRTUAL_ENV", "PYTHONPATH"} and not k.startswith("HMS_")},
        "XDG_CACHE_HOME": str(caches / "all"),
        "UV_CACHE_DIR": str(caches / "uv"),
        "PIP_CACHE_DIR": str(caches / "pip"),
        "NPM_CONFIG_CACHE": str(caches / "npm"),
    }
    try:
        return _start(clone, place / "data", environment), _start(clone, place / "data", environment)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _start(clone: Path, data: Path, environment: dict[str, str]) -> float:
    """Run `make demo` until it says that it is ready; end it, and return the seconds that took. Raises RuntimeError."""
    began, said = time.monotonic(), []
    process = subprocess.Popen(
        ["make", "demo", f"PORT={free_port()}", f"DATA={data}"],
        cwd=clone,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        preexec_fn=end_with_me,  # noqa: PLW1509 - it takes no lock
    )
    try:
        for line in process.stdout or ():
            said.append(line)
            took = time.monotonic() - began
            if READY in line:
                return took
            if took > PATIENCE_S:
                break
        raise RuntimeError("make demo did not get ready:\n" + "".join(said[-30:]))
    finally:
        os.killpg(process.pid, signal.SIGINT)  # as Ctrl-C does: to make and to all it has started
        try:
            process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@figure("s", Goal.UNDER, 90)
def fresh_clone_to_ready() -> Reading:
    """Start the demo of a fresh clone, everything fetched and built, until it is ready."""
    return Reading(_starts()[0], "make demo in a clone of HEAD with empty caches, to the line that says Ready")


@figure("s", Goal.UNDER, 5)
def second_start() -> Reading:
    """Start that demo again until it is ready."""
    return Reading(_starts()[1], "make demo again in the same clone with the same data, to the line that says Ready")
