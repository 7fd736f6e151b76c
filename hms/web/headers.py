"""Headers of every answer, and the content security policy made of the built pages themselves."""

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

Pairs = list[tuple[bytes, bytes]]
INLINE = re.compile(r"<script([^>]*)>(.*?)</script>", re.DOTALL)
FIXED: Pairs = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
]
HSTS = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")
POLICY = (
    "default-src 'none'; script-src 'self'{hashes}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "manifest-src 'self'"
)

# What people have sent is never a page of ours: it may run nothing, load nothing, and stands in no frame.
SANDBOX = (b"content-security-policy", b"default-src 'none'; sandbox; frame-ancestors 'none'")


@cache
def script_hashes(client: Path) -> tuple[str, ...]:
    """Return the hashes of the inline scripts in the built pages; they do not change after the build."""
    found = set()
    for page in client.rglob("*.html"):
        for attributes, body in INLINE.findall(page.read_text("utf-8")):
            if "src=" not in attributes and body:
                found.add(f"'sha256-{base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()}'")
    return tuple(sorted(found))


def security(client: Path, https: bool) -> tuple[Pairs, Pairs]:
    """Return the headers for the app's own pages (its inline scripts allowed by hash), and for all else (none)."""
    common = [*FIXED, HSTS] if https else FIXED
    pages = POLICY.format(hashes="".join(f" {h}" for h in script_hashes(client)))
    plain = POLICY.format(hashes="")
    return (
        [*common, (b"content-security-policy", pages.encode())],
        [*common, (b"content-security-policy", plain.encode())],
    )


def caching(path: str) -> tuple[bytes, bytes]:
    """Return how long an answer may be kept: built files for ever, fonts and styles for an hour, all else not at all."""
    if path.startswith("/assets/"):
        return b"cache-control", b"public, max-age=31536000, immutable"
    if path.startswith("/fonts/") or path in {"/tokens.css", "/favicon.ico"}:
        return b"cache-control", b"public, max-age=3600"
    return b"cache-control", b"no-store"
