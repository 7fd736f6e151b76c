"""Sealing of files: a random key for each, AES-256-GCM piece by piece, each piece bound to its file, place and whether it is the last."""

import os
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hms.security.encryption import NONCE_BYTES, SealBroken

PIECE_BYTES, KEY_BYTES = 256 * 1024, 32


def new_key() -> str:
    """Make a file's key, in hexadecimal; it is kept as a sealed field."""
    return os.urandom(KEY_BYTES).hex()


def seal_piece(key: str, file_id: UUID, place: int, last: bool, plain: bytes) -> bytes:
    """Seal one piece of a file."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(bytes.fromhex(key)).encrypt(nonce, plain, _bound(file_id, place, last))


def open_piece(key: str, file_id: UUID, place: int, last: bool, blob: bytes) -> bytes:
    """Open one piece. Raises SealBroken when it was changed, moved, or when pieces after it are gone."""
    try:
        cipher = AESGCM(bytes.fromhex(key))
        return cipher.decrypt(blob[:NONCE_BYTES], blob[NONCE_BYTES:], _bound(file_id, place, last))
    except (InvalidTag, ValueError) as problem:
        raise SealBroken("file") from problem


def _bound(file_id: UUID, place: int, last: bool) -> bytes:
    return b"hms file" + file_id.bytes + place.to_bytes(4, "big") + (b"\x01" if last else b"\x00")
