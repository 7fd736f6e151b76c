"""What a file is, by its content and never by its name; pictures are drawn anew, without what a camera wrote into them."""

import io
import re
from typing import NamedTuple

from PIL import Image

from hms.errors import Invalid
from hms.services.uploads import pictures
from hms.texts import t

MOST_BYTES = 10_000_000
MOST_TEXT_BYTES = 1_000_000
LONGEST_EDGE = 3_000  # of a picture as it is kept: enough to read a letter
ENDINGS = {"jpg": "jpeg", "jpe": "jpeg", "jfif": "jpeg", "text": "txt", "log": "txt", "csv": "txt", "md": "txt"}
KNOWN = {"jpeg", "png", "webp", "pdf", "txt"}
TYPES = {"jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp", "pdf": "application/pdf", "txt": "text/plain"}
MARKUP = re.compile(rb"<\s*(!doctype|html|svg|\?xml|script|head|body|iframe|math)|^#!", re.IGNORECASE)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


class Judged(NamedTuple):
    """A file that may be kept, as it is kept."""

    body: bytes
    media_type: str
    ending: str


def judge(name: str, body: bytes, most: int = MOST_BYTES) -> Judged:
    """Say what a file is and make it fit to be kept: PDF, JPEG, PNG, WebP or plain text. Raises Invalid, in words."""
    if not body:
        raise Invalid(t("This file is empty"))
    if len(body) > most:
        raise Invalid(too_large(most))
    kind = _kind(body)
    ending = name.lower().rpartition(".")[2] if "." in name else ""
    said = ENDINGS.get(ending, ending)
    if said != kind and said in KNOWN | {"svg", "html", "htm", "exe", "zip", "gif", "heic"}:
        raise Invalid(
            t("This file is not what its name says: it ends in .{ending}. Nothing was added.", ending=ending[:10])
        )
    if kind in pictures.FORMATS:
        return Judged(_drawn_anew(body, kind), TYPES[kind], "jpg" if kind == "jpeg" else kind)
    return Judged(body, TYPES[kind], kind)


def too_large(most: int = MOST_BYTES) -> str:
    """Say that a file is too large."""
    return t("This file is too large: {n} MB is the most", n=most // 1_000_000)


def _kind(body: bytes) -> str:
    """Tell what a file begins like and holds. Raises Invalid for anything that is not taken."""
    if body.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if body.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        return "webp"
    if body.startswith(b"%PDF-"):
        if b"%%EOF" not in body[-2_048:]:
            raise Invalid(t("This PDF is cut off or damaged. Save it again, then add it."))
        return "pdf"
    if body[4:8] == b"ftyp" and body[8:12] in {b"heic", b"heix", b"mif1", b"heif", b"avif"}:
        raise Invalid(t("This kind of picture cannot be added: save it as JPEG first"))
    return _text(body)


def _text(body: bytes) -> str:
    words = t("This kind of file cannot be added: only PDF, JPEG, PNG, WebP and plain text")
    if len(body) > MOST_TEXT_BYTES or MARKUP.search(body):
        raise Invalid(words)
    try:
        plain = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Invalid(words) from None
    if CONTROL.search(plain):
        raise Invalid(words)
    return "txt"


def _drawn_anew(body: bytes, kind: str) -> bytes:
    """Draw a picture anew: upright, of a bearable size, with nothing in it but what is seen. Raises Invalid."""
    try:
        drawn, _ = pictures.made_small(body, [pictures.FORMATS[kind]], LONGEST_EDGE)
        return _written(drawn, kind)
    except pictures.TooManyPixels:
        words = t("This picture has too many pixels: {n} million is the most", n=pictures.MOST_PIXELS // 10**6)
        raise Invalid(words) from None
    except Exception as problem:
        raise Invalid(t("This picture is damaged or cannot be read")) from problem


def _written(drawn: Image.Image, kind: str) -> bytes:
    clear = kind != "jpeg" and ("A" in drawn.getbands() or "transparency" in drawn.info)
    plain = drawn.convert("RGBA" if clear else "RGB")
    plain.info.clear()
    out = io.BytesIO()
    if kind == "png":
        plain.save(out, "PNG", compress_level=6)
    else:
        plain.save(out, pictures.FORMATS[kind], quality=88)
    return out.getvalue()
