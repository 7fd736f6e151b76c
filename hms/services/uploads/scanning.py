"""Having ClamAV look at what somebody sent, where the clinic runs one: a client of its commands INSTREAM and VERSION."""

import re
import socket
from contextlib import closing
from urllib.parse import urlsplit

from hms.config import settings
from hms.errors import Invalid, NotPossible
from hms.texts import t

CONNECT_S, ANSWER_S = 5.0, 60.0
PIECE_BYTES, MOST_ANSWER_BYTES = 64 * 1024, 4_096
CLEAN, FOUND = b"stream: OK", b" FOUND"
# as clamd writes it: ClamAV 1.4.3/27829/Wed Nov 25 09:26:14 2026; the rest is missing while it has no signatures
VERSION = re.compile(rb"ClamAV ([\x21-\x2e\x30-\x7e]{1,40})(?:/(\d{1,9})/([\x20-\x7e]{1,40}))?")


def scan(body: bytes) -> None:
    """Have a file looked at for viruses; without ClamAV there is nothing to do.

    Raises Invalid where something was found. Raises NotPossible where a scanner is set up and does not answer, or says
    anything but that all is well: what could not be looked at is not taken.
    """
    where = settings().clamav
    if not where:
        return
    try:
        said = _asked(where, body)
    except (OSError, ValueError) as problem:
        raise _cannot() from problem
    if said == CLEAN:
        return
    if said.endswith(FOUND):
        raise Invalid(t("This file holds a virus. It was not added. Tell whoever looks after your computer."))
    raise _cannot()


def standing() -> tuple[str, bool]:
    """Say in words how the scanner stands, and whether that is a fault: while it does not answer, no file is taken."""
    where = settings().clamav
    if not where:
        return t("No virus scanner is set up (HMS_CLAMAV_SOCKET): files are taken unscanned."), False
    try:
        with closing(_connected(where)) as line:
            line.settimeout(CONNECT_S)
            line.sendall(b"zVERSION\0")
            said = _heard(line)
    except (OSError, ValueError) as problem:
        why = getattr(problem, "strerror", None) or type(problem).__name__
        return t("ClamAV at {where} does not answer ({why}): files will be refused.", where=where, why=why), True
    told = VERSION.fullmatch(said)
    if told is None:
        return t("What answers at {where} is not ClamAV: files will be refused.", where=where), True
    version, signatures, day = (part.decode() for part in told.groups(b""))
    if not signatures:
        return t("ClamAV {version} at {where} has no signatures: run freshclam.", version=version, where=where), True
    return t(
        "ClamAV {version} answers at {where}, with signatures {number} of {day}.", version=version, where=where,
        number=signatures, day=day,
    ), False  # fmt: skip


def _cannot() -> NotPossible:
    return NotPossible(
        t("Files cannot be added at the moment"),
        t("They could not be checked for viruses. Nothing was lost: try again in some minutes, or tell the clinic."),
    )


def _asked(where: str, body: bytes) -> bytes:
    """Send a file piece by piece, each with its length before it, and read the answer. Raises OSError or ValueError."""
    with closing(_connected(where)) as line:
        line.settimeout(ANSWER_S)
        line.sendall(b"zINSTREAM\0")
        try:
            for start in range(0, len(body), PIECE_BYTES):
                piece = body[start : start + PIECE_BYTES]
                line.sendall(len(piece).to_bytes(4, "big") + piece)
            line.sendall((0).to_bytes(4, "big"))
        except (BrokenPipeError, ConnectionResetError):
            pass  # it has heard enough: what it says now counts
        return _heard(line)


def _heard(line: socket.socket) -> bytes:
    """Read an answer to its end. Raises OSError."""
    said = b""
    while b"\0" not in said and len(said) < MOST_ANSWER_BYTES:
        more = line.recv(MOST_ANSWER_BYTES)
        if not more:
            break
        said += more
    return said.partition(b"\0")[0].strip()


def _connected(where: str) -> socket.socket:
    """Open a connection to a path, or to tcp://host:port. Raises OSError or ValueError."""
    if where.startswith("tcp://"):
        parts = urlsplit(where)
        return socket.create_connection((parts.hostname or "", parts.port or 3310), CONNECT_S)
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        line.settimeout(CONNECT_S)
        line.connect(where)
    except OSError:
        line.close()
        raise
    return line
