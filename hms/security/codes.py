"""Codes that people read, say and type: no sign in them is taken for another."""

import secrets

ALPHABET = "34679ACDEFGHJKMNPQRTUWXY"  # no 0 O, 1 I L, 2 Z, 5 S, 8 B, U V


def draw(length: int) -> str:
    """Draw a code of so many signs, each of them 4.58 bits, from the system's randomness."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def plain(typed: str) -> str:
    """Reduce a code to its signs, however it was typed or scanned."""
    return "".join(sign for sign in typed.upper() if sign.isalnum())


def in_fours(code: str) -> str:
    """Write a code in groups of four signs."""
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))
