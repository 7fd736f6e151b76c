"""The clinic's own signature, Ed25519 (RFC 8032): whoever reads what it signed can tell that not a letter was changed.

The private key is derived from the root that remembers, so it lies in the key file and nowhere else, is never rotated
by a rotation of the sealing keys, and an old paper can still be proved after one.
"""

from functools import cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from hms.security.keys import keyring

SIGNATURE_BYTES, KEY_BYTES = 64, 32


@cache
def _key(root: bytes, purpose: str) -> Ed25519PrivateKey:
    derived = HKDF(SHA256(), KEY_BYTES, salt=None, info=b"hms signature " + purpose.encode()).derive(root)
    return Ed25519PrivateKey.from_private_bytes(derived)


def sign(purpose: str, message: bytes) -> bytes:
    """Sign a message for one purpose; a signature for one proves nothing for another."""
    return _key(keyring().remembering, purpose).sign(message)


def holds(purpose: str, message: bytes, signature: bytes) -> bool:
    """Tell whether the clinic signed exactly this message for this purpose."""
    try:
        _key(keyring().remembering, purpose).public_key().verify(signature, message)
    except InvalidSignature:
        return False
    return True


def public_key(purpose: str) -> bytes:
    """Return the public key of a purpose, 32 bytes."""
    return _key(keyring().remembering, purpose).public_key().public_bytes_raw()
