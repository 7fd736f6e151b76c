"""The text of a PDF as a person reads it: what a writing system reorders or joins is given back by its own words."""

import io
import re
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ContentStream

CODE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")


def pages(body: bytes) -> list[str]:
    """Read each page. pypdf's own reading takes glyph by glyph, which is out of order where vowels stand before."""
    reader = PdfReader(io.BytesIO(body))
    return [_read(page, reader) for page in reader.pages]


def run_together(text: str) -> str:
    """Leave out what only lines and words are parted by: where a line broke is not a part of what it says."""
    return "".join(sign for sign in text if not sign.isspace() and sign != "\u200b")


def _read(page: Any, reader: PdfReader) -> str:
    fonts = {name: _letters(font.get_object()) for name, font in page["/Resources"]["/Font"].items()}
    said, letters, inside = [], {}, []  # inside: for each open span, whether its words were given already
    for operands, operator in ContentStream(page.get_contents(), reader).operations:
        if operator in (b"BDC", b"BMC"):
            actual = operands[1].get("/ActualText") if operator == b"BDC" and isinstance(operands[1], dict) else None
            if actual is not None and not any(inside):
                said.append(str(actual))
            inside.append(actual is not None)
        elif operator == b"EMC":
            inside.pop()
        elif operator == b"Tf":
            letters = fonts[operands[0]]
        elif operator in (b"Tj", b"TJ") and not any(inside):
            parts = operands[0] if operator == b"TJ" else operands
            codes = b"".join(part.original_bytes for part in parts if hasattr(part, "original_bytes"))
            said += _spelled(codes, letters)
    return "".join(said)


def _spelled(codes: bytes, letters: dict[bytes, str]) -> list[str]:
    width = len(next(iter(letters)))
    return [letters.get(codes[at : at + width], "\ufffd") for at in range(0, len(codes), width)]


def _letters(font: Any) -> dict[bytes, str]:
    table = font["/ToUnicode"].get_object().get_data()
    singles = b"".join(re.findall(rb"beginbfchar(.*?)endbfchar", table, re.S))
    return {bytes.fromhex(a.decode()): bytes.fromhex(b.decode()).decode("utf-16-be") for a, b in CODE.findall(singles)}
