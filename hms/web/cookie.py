"""The session's cookie."""

import hashlib
from http.cookies import CookieError, SimpleCookie

from hms.config import settings

LONGEST = 4_096


def name() -> str:
    """Return the cookie's name; over https one that a browser ties to this host and to https."""
    return "__Host-hms_session" if settings().secure_cookies else "hms_session"


def token_hash(header: bytes) -> str | None:
    """Return the sha256 of the session token in a cookie header, or None; the token itself goes no further."""
    if not header or len(header) > LONGEST:
        return None
    try:
        morsel = SimpleCookie(header.decode("latin-1")).get(name())
    except CookieError:
        return None
    return hashlib.sha256(morsel.value.encode()).hexdigest() if morsel and morsel.value else None
