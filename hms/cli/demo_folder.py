"""Where demo clinics lie, and how one that fits is found again."""

import getpass
import hashlib
import json
import os
import tempfile
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from hms.cli.terminal import refuse
from hms.texts import t

MARK = "demo.json"  # written last: a folder without it holds no finished demo
ROOT = Path(__file__).parents[2]


def _version() -> str:
    try:
        return version("hms")
    except PackageNotFoundError:  # run from a checkout that is not installed
        return ""


def facts(seed: int, schema: str) -> dict[str, str]:
    """Say what a demo is made of; one made of anything else is another demo."""
    return {"seed": str(seed), "schema": schema, "version": _version()}


def usual(made_of: dict[str, str]) -> Path:
    """Name the folder for today's demo of this checkout. Raises Exit when somebody else owns its place."""
    today = datetime.now(UTC).date().isoformat()  # yesterday's demo has nobody waiting today
    key = hashlib.sha256(json.dumps([str(ROOT), today, made_of], sort_keys=True).encode()).hexdigest()[:12]
    mine = Path(tempfile.gettempdir()) / f"hms-demo-{getpass.getuser()}"
    mine.mkdir(mode=0o700, exist_ok=True)
    if mine.is_symlink() or mine.stat().st_uid != os.getuid():
        raise refuse(t("{path} belongs to somebody else", path=mine), t("Choose a folder: --data, or with make: DATA="))
    return mine / key


def is_demo(folder: Path) -> bool:
    """Tell whether a finished demo lies here."""
    return (folder / MARK).is_file()


def mark(folder: Path, made_of: dict[str, str]) -> None:
    """Write down that a demo is finished, and what it is made of."""
    (folder / MARK).write_text(json.dumps(made_of), "utf-8")


def fits(folder: Path, made_of: dict[str, str]) -> bool:
    """Tell whether the demo that lies here is the one that would be made now."""
    try:
        return bool(json.loads((folder / MARK).read_text("utf-8")) == made_of)
    except ValueError:
        return False
