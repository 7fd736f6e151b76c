"""The key file: outside the database and its backups, never made anew over existing data."""

import json
import os
import secrets
from base64 import b64decode, b64encode
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from hms.config import settings
from hms.errors import KeysMissing
from hms.texts import t

ROOT_BYTES, ID_BYTES = 32, 4


@dataclass(frozen=True, slots=True)
class KeyRing:
    """Root secrets: versioned ones that seal, one that finds (blind indexes), one that remembers (the audit chain)."""

    sealing: dict[bytes, bytes]
    current: bytes
    finding: bytes
    remembering: bytes


def create(path: Path) -> None:
    """Write a new key file, mode 0600. Raises FileExistsError rather than replace one."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    key_id = secrets.token_bytes(ID_BYTES)
    body = {
        "version": 1,
        "current": key_id.hex(),
        "sealing": {key_id.hex(): b64encode(secrets.token_bytes(ROOT_BYTES)).decode()},
        "finding": b64encode(secrets.token_bytes(ROOT_BYTES)).decode(),
        "remembering": b64encode(secrets.token_bytes(ROOT_BYTES)).decode(),
    }
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(body, file)
        file.flush()
        os.fsync(file.fileno())


def read(path: Path) -> KeyRing:
    """Read a key file. Raises KeysMissing when it is absent, open to others, or not a key file."""
    if not path.is_file():
        raise KeysMissing(t("The key file is missing"), t("Put it back at {path}, from its own backup.", path=path))
    if path.stat().st_mode & 0o077:
        raise KeysMissing(t("The key file can be read by others"), t("Run: chmod 600 {path}", path=path))
    try:
        body = json.loads(path.read_text("utf-8"))
        ring = KeyRing(
            {bytes.fromhex(k): b64decode(v) for k, v in body["sealing"].items()},
            bytes.fromhex(body["current"]),
            b64decode(body["finding"]),
            b64decode(body["remembering"]),
        )
        roots = [*ring.sealing.values(), ring.finding, ring.remembering]
        whole = ring.current in ring.sealing and all(len(root) == ROOT_BYTES for root in roots)
    except (ValueError, KeyError, TypeError, AttributeError):
        whole = False
    if not whole:
        raise KeysMissing(t("The key file is damaged"), t("Put back {path} from its own backup.", path=path))
    return ring


@cache
def keyring() -> KeyRing:
    """Read this installation's keys once. Raises KeysMissing."""
    return read(settings().key_file)


def forget() -> None:
    """Forget the keys in memory, so that the next reader reads the file."""
    keyring.cache_clear()
