"""Files that go with messages: judged by what they hold, drawn anew, kept sealed, given to whoever may read the message."""

import io
import struct
import zlib
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, strategies
from hypothesis import settings as hypothesis_settings
from PIL import Image

from hms.access import Actor
from hms.config import settings
from hms.errors import Forbidden, Invalid, NotFound
from hms.schemas.threads import DraftForm
from hms.services import threads
from hms.services.threads import attachments, drafts, privacy, seeing
from hms.services.threads.attachments import Place
from hms.services.uploads import judging
from tests.services.test_threads import entry_about
from tests.support.cast import Cast
from tests.support.talking import begin, opened, say

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), mode: str = "RGB", **how: Any) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "red").save(out, kind, **how)
    return out.getvalue()


def from_a_camera() -> bytes:
    exif = Image.Exif()
    exif[0x010E] = "Quokka lane 7"  # what is seen, in words
    exif[0x0112] = 6  # turned by a quarter
    exif.get_ifd(0x8825)[1] = "N"
    return picture(exif=exif.tobytes())


def flood(width: int, height: int) -> bytes:
    """Make a PNG of a few bytes that says it has a great many pixels."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 10_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def attach(clinic: Cast, who: Actor, body: bytes, name: str = "letter.pdf", **place: Any) -> UUID:
    service = privacy.attach if who is clinic.admin else attachments.attach
    where = Place(**{"thread_id": None, "patient_id": None, "key": uuid4().hex, **place})
    attachment_id: UUID = clinic.do(who, service, where, name, judging.judge(name, body))
    return attachment_id


@pytest.fixture
def cared(clinic: Cast) -> Cast:
    """Give the clinic with bilal in dr_rao's care."""
    clinic.book(clinic.bilal)
    return clinic


@pytest.mark.parametrize(
    ("name", "body", "media_type"),
    [
        ("letter.pdf", PDF, "application/pdf"),
        ("skin.jpg", picture(), "image/jpeg"),
        ("skin.PNG", picture("PNG", mode="RGBA"), "image/png"),
        ("skin.webp", picture("WEBP"), "image/webp"),
        ("pulse.txt", "Monday 62\nTuesday 70 – fine".encode(), "text/plain"),
        ("no ending at all", picture(), "image/jpeg"),
    ],
)
def test_papers_pictures_and_plain_text_are_taken(name: str, body: bytes, media_type: str) -> None:
    assert judging.judge(name, body).media_type == media_type


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
REFUSED = {
    "an SVG with a script": ("drawing.svg", SVG), "an SVG as text": ("drawing.txt", SVG),
    "an SVG as a picture": ("drawing.png", SVG), "a page": ("page.html", b"<!DOCTYPE html><script>x</script>"),
    "a page as text": ("page.txt", b"\n\n  <html><body>x"), "a shell script": ("run.txt", b"#!/bin/sh\nrm -rf /"),
    "a program": ("tool.exe", b"MZ\x90\x00" + bytes(200)), "a program as a paper": ("letter.pdf", b"MZ\x90\x00" + bytes(200)),
    "an archive": ("all.zip", b"PK\x03\x04" + bytes(200)), "an office file": ("letter.docx", b"PK\x03\x04" + bytes(200)),
    "a GIF": ("moving.gif", picture("GIF")), "a GIF as JPEG": ("moving.jpg", picture("GIF")),
    "a picture as a paper": ("letter.pdf", picture()), "a paper as a picture": ("skin.jpg", PDF),
    "a JPEG as PNG": ("skin.png", picture()), "a cut paper": ("letter.pdf", PDF[:20]),
    "a cut picture": ("skin.jpg", picture(size=(600, 400))[:700]), "a head alone": ("skin.png", b"\x89PNG\r\n\x1a\n"),
    "an iPhone's picture": ("skin.heic", b"\x00\x00\x00\x18ftypheic" + bytes(50)),
    "nothing": ("letter.pdf", b""), "too much": ("pulse.txt", b"x" * (judging.MOST_BYTES + 1)),
    "much text": ("pulse.txt", b"x" * (judging.MOST_TEXT_BYTES + 1)), "not text": ("pulse.txt", b"\xff\xfe\x00x\x00y"),
    "text with controls": ("pulse.txt", b"a\x1b[2Jb"), "a flood": ("skin.png", flood(9_000, 9_000)),
    "a greater flood": ("skin.png", flood(10_000, 10_000)), "the greatest flood": ("skin.png", flood(60_000, 60_000)),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_what_may_do_harm_or_is_not_what_it_says_is_refused_in_words(what: str) -> None:
    with pytest.raises(Invalid) as refused:
        judging.judge(*REFUSED[what])
    assert len(refused.value.title) > 10
    if "flood" in what:
        assert "too many pixels" in refused.value.title


@given(strategies.binary(max_size=400), strategies.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFFxxxxWEBP", b"%PDF-"]))  # fmt: skip
@hypothesis_settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_bytes_whatever_do_more_than_being_refused(body: bytes, start: bytes) -> None:
    try:
        judged = judging.judge("x", start + body)
    except Invalid:
        return
    assert judged.media_type in {"text/plain", "application/pdf", *drafts.PICTURES}


def test_a_picture_keeps_nothing_but_what_is_seen() -> None:
    body = from_a_camera()
    assert b"Quokka" in body
    judged = judging.judge("skin.jpg", body)
    with Image.open(io.BytesIO(judged.body)) as kept:
        assert kept.size == (40, 60)  # upright
        assert not kept.getexif()
        assert not {"exif", "comment", "icc_profile", "xmp"} & set(kept.info)
    assert b"Quokka" not in judged.body
    hidden = picture() + b"PK\x03\x04 a second file behind the first"
    assert b"second file" not in judging.judge("skin.jpg", hidden).body
    with Image.open(io.BytesIO(judging.judge("large.jpg", picture(size=(5_000, 2_000))).body)) as small:
        assert small.size == (3_000, 1_200)


def test_bilal_sends_a_picture_and_dr_rao_sees_it(cared: Cast) -> None:
    waiting = attach(cared, cared.bilal, from_a_camera(), "../../My skin\u202egpj.jpg")
    assert [file.name for file in cared.do(cared.bilal, seeing.beginning).draft.files] == ["My skingpj.jpg"]
    for who in (cared.dr_rao, cared.asha, cared.reception):
        with pytest.raises(NotFound):
            cared.do(who, attachments.fetch, waiting)
    thread = begin(cared, cared.bilal, cared.dr_rao, "", key=uuid4().hex)
    (bubble,) = opened(cared, cared.dr_rao, thread).bubbles
    (file,) = bubble.files
    assert (file.name, file.picture, file.href) == ("My skingpj.jpg", True, f"/attachments/{waiting}")
    kept, body = cared.do(cared.dr_rao, attachments.fetch, waiting)
    assert (kept.media_type, body[:3]) == ("image/jpeg", b"\xff\xd8\xff")
    for who in (cared.dr_osei, cared.asha, cared.reception):
        with pytest.raises(NotFound):
            cared.do(who, attachments.fetch, waiting)
    with pytest.raises(Forbidden):
        cared.do(cared.admin, attachments.fetch, waiting)
    with pytest.raises(NotFound):  # sent is sent
        cared.do(cared.bilal, attachments.detach, waiting)


def test_a_file_at_the_draft_is_taken_away_again(cared: Cast) -> None:
    thread = begin(cared, cared.bilal, cared.dr_rao)
    waiting = attach(cared, cared.bilal, PDF, thread_id=thread)
    with pytest.raises(NotFound):
        cared.do(cared.dr_rao, attachments.detach, waiting)
    cared.do(cared.bilal, attachments.detach, waiting)
    with pytest.raises(NotFound):
        cared.do(cared.bilal, attachments.fetch, waiting)
    assert opened(cared, cared.bilal, thread).draft.files == ()


def test_a_refused_file_loses_nothing_that_was_typed(cared: Cast) -> None:
    cared.do(cared.bilal, drafts.keep, DraftForm(subject="My skin", body="Since Monday"))
    attach(cared, cared.bilal, PDF)
    with pytest.raises(Invalid):
        attach(cared, cared.bilal, SVG, "drawing.svg")
    draft = cared.do(cared.bilal, seeing.beginning).draft
    assert (draft.subject, draft.body, len(draft.files)) == ("My skin", "Since Monday", 1)


def test_sent_again_it_is_there_once_and_five_are_enough(cared: Cast) -> None:
    thread = begin(cared, cared.bilal, cared.dr_rao)
    assert attach(cared, cared.bilal, PDF, thread_id=thread, key="once") == attach(
        cared, cared.bilal, PDF, thread_id=thread, key="once"
    )
    for _ in range(attachments.MOST_FILES - 1):
        attach(cared, cared.bilal, PDF, thread_id=thread)
    with pytest.raises(Invalid, match="enough"):
        attach(cared, cared.bilal, PDF, thread_id=thread)
    say(cared, cared.bilal, thread, "All of them")
    attach(cared, cared.bilal, PDF, thread_id=thread)


def test_the_room_of_a_patient_is_limited(cared: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachments, "MOST_OF_PATIENT", 2 * len(PDF))
    attach(cared, cared.bilal, PDF)
    attach(cared, cared.bilal, PDF)
    with pytest.raises(Invalid, match="no more room"):
        attach(cared, cared.bilal, PDF)
    attach(cared, cared.asha, PDF)


def test_nobody_adds_a_file_where_they_may_not_write(cared: Cast) -> None:
    thread = begin(cared, cared.bilal, cared.dr_rao)
    for who in (cared.asha, cared.dr_osei, cared.reception, cared.admin):
        with pytest.raises(NotFound):
            attach(cared, who, PDF, thread_id=thread)
    with pytest.raises(NotFound):
        attach(cared, cared.dr_osei, PDF, patient_id=cared.bilal.patient_id)


def test_the_officer_reads_and_answers_with_papers(cared: Cast) -> None:
    thread = cared.do(cared.bilal, threads.ask_about_access, entry_about(cared, cared.bilal), "Why?")
    attach(cared, cared.admin, PDF, "log.pdf", thread_id=thread)
    say(cared, cared.admin, thread, "See the paper.")
    file = opened(cared, cared.bilal, thread).bubbles[1].files[0]
    assert cared.do(cared.bilal, attachments.fetch, file.id)[1] == PDF
    assert cared.do(cared.admin, privacy.fetch, file.id)[1] == PDF


def test_no_file_and_no_name_stands_readable_on_the_disk(clinic_on_sqlite: Cast) -> None:
    attach(clinic_on_sqlite, clinic_on_sqlite.bilal, b"Quokka notes " * 50, "Quokka.txt")
    on_disk = b"".join(path.read_bytes() for path in settings().data_dir.rglob("*") if path.is_file())
    assert b"Quokka" not in on_disk
