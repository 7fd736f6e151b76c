"""Find a Chromium, or fetch one: `python -m tests.support.chromium` says where it is."""

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
FETCH_S = 300


def _starts(program: str | Path) -> bool:
    """Tell whether it runs at all: a name on PATH may be a stub, a download may lack the libraries of the machine."""
    try:
        return subprocess.run([program, "--version"], check=False, capture_output=True, timeout=30).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _on_path() -> str | None:
    return next((found for name in NAMES if (found := shutil.which(name)) and _starts(found)), None)


def _of_playwright() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        program = driver.chromium.executable_path
    return program if Path(program).exists() and _starts(program) else None


def _quietly(*command: str) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        return (
            subprocess.run(
                command, check=False, capture_output=True, stdin=subprocess.DEVNULL, timeout=FETCH_S, env=environment
            ).returncode
            == 0
        )
    except (OSError, subprocess.TimeoutExpired):
        return False


def _fetch_from_debian() -> str | None:
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return None
    _quietly("apt-get", "update", "-qq")  # may fail for one source of many: the install below says whether it mattered
    _quietly("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-liberation")
    return _on_path()


def _fetch_from_playwright() -> str | None:
    _quietly(sys.executable, "-m", "playwright", "install", "chromium")
    return _of_playwright()


@cache
def find() -> str | None:
    """Find a Chromium on PATH or Playwright's own; else fetch one. None where none is to be had."""
    return _on_path() or _of_playwright() or _fetch_from_debian() or _fetch_from_playwright()


if __name__ == "__main__":
    where = find()
    sys.stdout.write(f"Chromium: {where or 'none to be had'}\n")
    sys.exit(where is None)
