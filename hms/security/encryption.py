"""Sealing of single fields: AES-256-GCM, bound to its table, column and row.

blob = 0x01 | key id (4) | nonce (12) | ciphertext and tag; the plaintext is padded to a multiple of 32 bytes, so that
its length tells little. A blob that is flipped, cut or moved to another place does not open.
"""

import os
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from hms.security.keys import keyring

VERSION, NONCE_BYTES, BLOCK = b"\x01", 12, 32
HEAD_BYTES = 1 + 4 + NONCE_BYTES


class SealBroken(Exception):
    """The blob is not what was sealed in this place."""


def _bound(*parts: bytes) -> bytes:
    return b"".join(len(part).to_bytes(2, "big") + part for part in parts)


@cache
def _column(key_id: bytes, table: str, column: str) -> bytes:
    """Name a column under a key: the part of a place that thousands of rows share."""
    return _bound(VERSION, key_id, table.encode(), column.encode())


@cache
def cipher(root: bytes, table: str, column: str) -> AESGCM:
    """Derive the key of a column from its root by HKDF-SHA256 (RFC 5869)."""
    info = _bound(b"hms field", table.encode(), column.encode())
    return AESGCM(HKDF(SHA256(), 32, salt=None, info=info).derive(root))


def seal(table: str, column: str, row_id: bytes, plain: str) -> bytes:
    """Seal a text for one place in the database."""
    key_id, nonce = keyring().current, os.urandom(NONCE_BYTES)
    body = plain.encode() + b"\x80"
    padded = body + b"\x00" * (-len(body) % BLOCK)
    place = _column(key_id, table, column) + _bound(row_id)
    return VERSION + key_id + nonce + cipher(keyring().sealing[key_id], table, column).encrypt(nonce, padded, place)


def unseal(table: str, column: str, row_id: bytes, blob: bytes) -> str:
    """Open what was sealed for this place. Raises SealBroken when it was changed, cut, moved, or its key is gone."""
    if blob[:1] != VERSION:
        raise SealBroken(f"{table}.{column}")
    key_id, nonce = blob[1:5], blob[5:HEAD_BYTES]
    place = _column(key_id, table, column) + _bound(row_id)
    try:
        padded = cipher(keyring().sealing[key_id], table, column).decrypt(nonce, blob[HEAD_BYTES:], place)
    except (InvalidTag, KeyError, ValueError) as problem:
        raise SealBroken(f"{table}.{column}") from problem
    return padded.rstrip(b"\x00")[:-1].decode()
