"""Where somebody comes from: what our own proxy saw, never what a client says of itself."""

import pytest
from starlette.requests import Request

from hms import config
from hms.web.visitors import address


def asked(peer: str, forwarded: str | None) -> Request:
    headers = [(b"x-forwarded-for", forwarded.encode())] if forwarded is not None else []
    return Request({"type": "http", "client": (peer, 1234), "headers": headers})


@pytest.mark.parametrize(
    ("peer", "forwarded", "found"),
    [
        ("198.51.100.7", None, "198.51.100.7"),
        ("198.51.100.7", "203.0.113.9", "198.51.100.7"),  # not our proxy: its word does not count
        ("10.0.0.2", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.2", "192.0.2.66, 203.0.113.9", "203.0.113.9"),  # the first is the client's own invention
        ("10.0.0.2", None, "10.0.0.2"),
    ],
)
def test_only_our_own_proxy_is_believed(
    monkeypatch: pytest.MonkeyPatch, peer: str, forwarded: str | None, found: str
) -> None:
    monkeypatch.setenv("HMS_PROXIES", "10.0.0.2, 10.0.0.3")
    config.reset_settings()
    assert address(asked(peer, forwarded)) == found
    config.reset_settings()
