"""A photo of asha: small, upright, with nothing of the camera in it; and what only says that it is one."""

import struct
import zlib
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from sqlmodel import select

from hms.db import transaction
from hms.errors import Forbidden, NotFound
from hms.models import StoredFile, StoredPiece
from hms.services.personal import history, photos, reading
from hms.services.personal.photos import MOST_BYTES, SIDE, NoPhoto, made_small
from tests.support.cast import Cast

CAMERA = "Herons Camera Works 9"
SVG = b'<?xml version="1.0"?>\n<!-- a --><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def picture(kind: str = "JPEG", size: tuple[int, int] = (1200, 800), **options: object) -> bytes:
    """Draw something whose left half is red."""
    drawn, body = Image.new("RGB", size, "white"), BytesIO()
    drawn.paste((200, 0, 0), (0, 0, size[0] // 2, size[1]))
    drawn.save(body, kind, **options)
    return body.getvalue()


def from_camera() -> bytes:
    """Take a photo with the camera on its side, which notes who made it and where."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, CAMERA  # turn by a quarter; the maker
    exif.get_ifd(0x8825)[1] = "N"  # where it was taken
    return picture(exif=exif)


def flood(width: int, height: int) -> bytes:
    """Write a PNG of a few bytes that says it has so many pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def test_a_photo_is_made_small_and_upright_and_tells_nothing_of_the_camera() -> None:
    small = made_small(from_camera(), "image/jpeg")
    kept = Image.open(BytesIO(small))
    assert kept.format == "JPEG" and max(kept.size) == SIDE and kept.size[1] > kept.size[0]
    top, bottom = kept.getpixel((kept.width // 2, 20)), kept.getpixel((kept.width // 2, kept.height - 20))
    assert top[0] > 150 > top[1] and min(bottom) > 200, "the red half was left, and is on top now"
    assert not kept.getexif() and CAMERA.encode() not in small and b"Exif" not in small
    assert made_small(small, "image/jpeg")


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_other_usual_files_become_a_jpeg_too(kind: str) -> None:
    assert Image.open(BytesIO(made_small(picture(kind), f"image/{kind.lower()}"))).format == "JPEG"


@pytest.mark.parametrize(
    ("body", "media_type", "says"),
    [
        (b"", "image/jpeg", "empty"),
        (SVG, "image/svg+xml", "drawing (SVG)"),
        (SVG, "image/png", "drawing (SVG)"),
        (b"\xef\xbb\xbf  " + SVG, "image/jpeg", "drawing (SVG)"),
        (b"%PDF-1.7 something", "image/jpeg", "not the picture"),
        (b"GIF89a" + b"\x00" * 100, "image/gif", "not the picture"),
        (b"<html><script>alert(1)</script></html>", "image/png", "not the picture"),
        (picture("PNG"), "image/jpeg", "says that it is image/jpeg"),
        (picture()[:200], "image/jpeg", "not the picture"),
        (flood(60_000, 60_000), "image/png", "40 million"),
        (flood(2_000_000_000, 2_000_000_000), "image/png", "40 million"),
        (flood(7_000, 7_000), "image/png", "40 million"),
        (b"x" * (MOST_BYTES + 1), "image/jpeg", "10 MB"),
    ],
)
def test_what_only_says_that_it_is_a_photo_is_refused_in_words(body: bytes, media_type: str, says: str) -> None:
    with pytest.raises(NoPhoto) as refused:
        made_small(body, media_type)
    assert says in refused.value.body


@given(
    st.binary(max_size=400), st.sampled_from([b"", picture()[:300], b"\x89PNG\r\n\x1a\n", b"RIFF\x00\x00\x00\x00WEBP"])
)
def test_no_bytes_do_anything_else_than_being_refused(tail: bytes, head: bytes) -> None:
    with pytest.raises(NoPhoto):
        made_small(head + tail)


def test_reception_keeps_one_photo_which_lies_sealed_and_who_reaches_the_record_sees(clinic: Cast) -> None:
    asha, small = clinic.asha.patient_id, made_small(picture())
    first = clinic.do(clinic.reception, photos.keep_photo, asha, small).photo
    second = clinic.do(clinic.reception, photos.keep_photo, asha, picture("PNG"))
    assert second.photo and second.photo != first
    assert clinic.do(clinic.asha, reading.page).photo == second.photo
    media_type, body = clinic.do(clinic.reception, photos.photo, asha)
    assert media_type == "image/jpeg" and Image.open(BytesIO(body)).format == "JPEG"
    assert clinic.do(clinic.asha, photos.photo, asha)[1] == body
    with transaction(reading=True) as db:
        pieces = db.exec(select(StoredPiece)).all()
        assert {piece.file_id for piece in pieces} == {second.photo} and not any(
            b"JFIF" in p.body_sealed for p in pieces
        )
        assert len(db.exec(select(StoredFile)).all()) == 2
    for who in (clinic.bilal, clinic.dr_osei):
        with pytest.raises(NotFound):
            clinic.do(who, photos.photo, asha)
    for who in (clinic.asha, clinic.dr_rao):
        with pytest.raises(Forbidden):
            clinic.do(who, photos.keep_photo, asha, small)
    assert clinic.do(clinic.reception, photos.remove_photo, asha).photo is None
    with pytest.raises(NotFound):
        clinic.do(clinic.reception, photos.photo, asha)
    assert [c.field for c in clinic.do(clinic.reception, history.history, asha)] == ["photo"] * 3
