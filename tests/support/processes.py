"""Servers that tests start: on a free port, and never left behind."""

import ctypes
import signal
import socket
import sys

PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def end_with_me() -> None:
    """Have the kernel interrupt a child when this process dies, however it dies (Linux). For `preexec_fn`."""
    if _LIBC is not None:
        _LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGINT)


def free_port() -> int:
    """Find a port on the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
