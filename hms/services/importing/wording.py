"""FHIR's structured words as plain text."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

# Characters that turn the reading direction around can make one name look like another; single marks may stay.
_TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF])
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def plain(text: str | None) -> str:
    """Give a text on one line, without invisible characters that turn or control; its letters stay as they are."""
    shown = _CONTROL.sub(" ", unicodedata.normalize("NFC", text or "").translate(_TURNING))
    return " ".join(shown.split())


def joined(parts: Iterable[str | None], between: str = " ") -> str:
    """Join what is not empty."""
    return between.join(filter(None, map(plain, parts)))


def whole_name(name: Any) -> str:
    """Write a HumanName as its source does, else from its parts."""
    parts = [*(name.prefix or []), *(name.given or []), name.family, *(name.suffix or [])]
    return plain(name.text) or joined(parts)


def whole_address(address: Any) -> str:
    """Write an Address on one line, as its source does, else from its parts; the country stands by itself."""
    region = joined([address.state, address.postalCode])
    return plain(address.text) or joined([*(address.line or []), address.city, address.district, region], ", ")


def concept(value: Any) -> str:
    """Say a CodeableConcept: its text, else the first display, else the first code."""
    if value is None:
        return ""
    codings = value.coding or []
    said = [value.text, *(coding.display for coding in codings), *(coding.code for coding in codings)]
    return next(filter(None, map(plain, said)), "")


def code_of(value: Any, system: str = "") -> str:
    """Give the first code of a CodeableConcept, of one system where that is asked for."""
    codings = (value.coding or []) if value is not None else []
    return next((plain(c.code) for c in codings if c.code and (not system or c.system == system)), "")
