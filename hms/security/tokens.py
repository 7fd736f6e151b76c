"""Unguessable tokens; only their SHA-256 is ever stored."""

import hashlib
import secrets


def new_token() -> str:
    """Draw 256 random bits, as text that fits a cookie or a link."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """Compute what is stored of a token."""
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()
