"""Keyed fingerprints: finding a sealed value again without storing it readable, and chaining the audit."""

import unicodedata
from functools import cache

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from hms.security.keys import keyring


@cache
def index_key(root: bytes, name: str) -> bytes:
    """Derive the key of one blind index from its root."""
    return HKDF(SHA256(), 32, salt=None, info=b"hms index " + name.encode()).derive(root)


def _mac(key: bytes, body: bytes) -> bytes:
    mac = HMAC(key, SHA256())
    mac.update(body)
    return mac.finalize()


def normal(value: str) -> str:
    """Reduce a value to what two writings of it share: NFKD, case folded, no marks, other signs to single spaces."""
    folded = unicodedata.normalize("NFKD", value.casefold().replace("ß", "ss"))
    kept = (c if c.isalnum() else " " for c in folded if not unicodedata.combining(c))
    return " ".join("".join(kept).split())


def fingerprint(index: str, *parts: str) -> str:
    """Compute the blind index of a value, exactly as given. Use normal() first where writings vary."""
    return _mac(index_key(keyring().finding, index), "\x1f".join(parts).encode()).hex()


def chain_link(previous: str, entry: str) -> str:
    """Bind an audit entry to the one before it."""
    return _mac(keyring().remembering, f"{previous}\x1e{entry}".encode()).hex()
