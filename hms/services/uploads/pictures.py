"""Pictures that somebody sent: opened with care, one at a time, and never before their size is known."""

import io
import threading
import warnings
from collections.abc import Sequence

from PIL import Image, ImageOps

MOST_PIXELS = 40_000_000  # of a picture as it comes: 120 MB when opened
ONE_AT_A_TIME = threading.Lock()  # a flood of large ones must not take all memory
FORMATS = {"jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}
TYPES = {"JPEG": "image/jpeg", "MPO": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}


class TooManyPixels(Exception):
    """A picture is larger than anybody needs; none of it was unpacked."""


class Damaged(Exception):
    """A picture cannot be read."""


def made_small(body: bytes, formats: Sequence[str], edge: int) -> tuple[Image.Image, str]:
    """Open a picture upright, at most `edge` pixels wide and high, and say which format it came in.

    The size stands in the head of a file: nothing is unpacked before it was judged. Raises TooManyPixels or Damaged.
    """
    try:
        with ONE_AT_A_TIME, warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # judged below, by our own measure
            with Image.open(io.BytesIO(body), formats=list(formats)) as found:
                if found.width * found.height > MOST_PIXELS:
                    raise TooManyPixels  # noqa: TRY301
                found.draft("RGB", (edge, edge))  # a JPEG is unpacked no larger than needed
                found.seek(0)
                found.load()
                drawn = ImageOps.exif_transpose(found) or found
                drawn.thumbnail((edge, edge))
                return drawn, str(found.format)
    except TooManyPixels:
        raise
    except Image.DecompressionBombError:
        raise TooManyPixels from None
    except Exception as problem:
        raise Damaged from problem


def on_paper(picture: Image.Image) -> Image.Image:
    """Lay a picture on white: what is clear in it would else be black."""
    plain = picture.convert("RGBA")
    paper = Image.new("RGB", plain.size, "white")
    paper.paste(plain, mask=plain.getchannel("A"))
    return paper


def as_jpeg(picture: Image.Image, quality: int) -> bytes:
    """Write a picture as JPEG, with nothing in it but what is seen."""
    written = io.BytesIO()
    on_paper(picture).save(written, "JPEG", quality=quality, optimize=True)
    return written.getvalue()
