"""A stand-in for ClamAV's daemon: it speaks INSTREAM and VERSION on a socket, and knows one virus."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# The test file of the European Institute for Computer Antivirus Research, in two parts: whole, scanners would take this
# very file away.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
VERSION = b"ClamAV 1.4.3/27829/Wed Nov 25 09:26:14 2026"


class Clamd:
    """What it was sent, and what it is to answer where that is not what it finds."""

    def __init__(self, path: Path, answer: bytes | None) -> None:
        self.path, self.answer, self.seen, self.problems = path, answer, list[bytes](), list[str]()
        self.line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.line.bind(str(path))
        self.line.listen()

    def serve(self) -> None:
        """Answer until the socket is closed."""
        while True:
            try:
                caller, _ = self.line.accept()
            except OSError:
                return
            with caller:
                self._hear(caller)

    def _hear(self, caller: socket.socket) -> None:
        said = caller.makefile("rb")
        command = b""
        while (sign := said.read(1)) not in {b"", b"\0"}:
            command += sign
        if command == b"zVERSION":
            caller.sendall((VERSION if self.answer is None else self.answer) + b"\0")
            return
        if command != b"zINSTREAM":
            self.problems.append(f"unknown: {command!r}")
            return
        body = b""
        while length := int.from_bytes(said.read(4), "big"):
            body += said.read(length)
        self.seen.append(body)
        found = b"stream: Win.Test.EICAR_HDB-1 FOUND" if EICAR in body else b"stream: OK"
        caller.sendall((found if self.answer is None else self.answer) + b"\0")


@contextmanager
def clamd(folder: Path, answer: bytes | None = None) -> Iterator[Clamd]:
    """Run one at a socket in a folder."""
    daemon = Clamd(folder / "clamd.ctl", answer)
    thread = threading.Thread(target=daemon.serve, daemon=True)
    thread.start()
    try:
        yield daemon
    finally:
        daemon.line.shutdown(socket.SHUT_RDWR)
        daemon.line.close()
        thread.join(5)
    assert daemon.problems == []
