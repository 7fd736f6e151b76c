"""Documents over HTTP: streamed in, judged by what they hold, and given back as nothing that could do anything."""

import json
import zlib
from collections.abc import AsyncIterator, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4

import httpx
import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from sqlmodel import select

from hms.config import reset_settings
from hms.db import transaction
from hms.models import DocumentReference, StoredFile, StoredPiece
from hms.services.documents import listing
from tests.services.test_threads_files import SVG, flood, from_a_camera
from tests.support.cast import Cast
from tests.support.clamd import EICAR, clamd
from tests.support.documents import MOST, brought, filed, paper, photo
from tests.web.plain import ORIGIN, Visitor, visitor

DOCTOR, ASHA, BILAL = "rao@alder.example", "asha@post.example", "bilal@post.example"


@pytest.fixture
async def web(clinic_on_sqlite: Cast, tmp_path: Path) -> AsyncIterator[Visitor]:
    async with visitor(tmp_path / "site") as browser:
        yield browser


@pytest.fixture
def clinic(clinic_on_sqlite: Cast) -> Cast:
    """Give the clinic with asha in dr_rao's care."""
    clinic_on_sqlite.book(clinic_on_sqlite.asha)
    return clinic_on_sqlite


@pytest.fixture
def set_to(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Change a setting for a while."""

    def change(**told: object) -> None:
        for name, value in told.items():
            monkeypatch.setenv(f"HMS_{name.upper()}", str(value))
        reset_settings()

    yield change
    monkeypatch.undo()
    reset_settings()


def headed(name: str, **said: Any) -> dict[str, str]:
    about = {"type": "letter", "key": uuid4().hex, **said}
    return {"origin": ORIGIN, "x-file-name": quote(name), "x-about": quote(json.dumps(about))}


async def send(web: Visitor, body: Any, name: str = "letter.pdf", patient: object = "", **said: Any) -> httpx.Response:
    params = {"patient": str(patient)} if patient else {}
    return await web.post("/documents", params=params, content=body, headers=headed(name, **said))


def nothing_kept() -> bool:
    with transaction(reading=True) as db:
        return not any(db.exec(select(model)).first() for model in (DocumentReference, StoredFile, StoredPiece))


def protected(how: str) -> bytes:
    writer, out = PdfWriter(PdfReader(BytesIO(paper()))), BytesIO()
    writer.encrypt("secret", algorithm=how)
    writer.write(out)
    return out.getvalue()


def swollen() -> bytes:
    """Make a PDF of some kilobytes whose page unfolds to hundreds of megabytes."""
    page = zlib.compress(b"0 0 m 100 100 l S\n" * 15_000_000, 9)
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n" % len(page) + page + b"\nendstream",
    ]  # fmt: skip
    out, places = b"%PDF-1.7\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj" % number + part + b"endobj\n"
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Root 1 0 R/Size 5>>\nstartxref\n%d\n%%%%EOF\n" % len(out)
    return out + b"xref\n0 5\n0000000000 65535 f \n" + rows + end


async def test_a_doctor_adds_a_paper_that_is_seen_page_by_page_and_saved(web: Visitor, clinic: Cast) -> None:
    await web.sign_in(DOCTOR)
    body = paper("First", "Second")
    answer = await send(web, body, 'Röntgen "x".pdf', clinic.asha.patient_id, title="Scan", happened="2026-05-04")
    assert answer.status_code == 201
    path = f"/documents/{answer.json()['id']}"
    saved = await web.get(path)
    assert (saved.status_code, saved.content) == (200, body)
    assert saved.headers["content-disposition"] == "attachment; filename*=UTF-8''R%C3%B6ntgen%20%22x%22.pdf"
    for number in (1, 2):
        page = await web.get(f"{path}/pages/{number}")
        assert page.headers["content-type"] == "image/png"
        with Image.open(BytesIO(page.content)) as drawn:
            assert drawn.width == 1_100
        for answer in (saved, page):
            assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert answer.headers["cache-control"] == "no-store"
    for number in ("3", "0", "99999999999"):
        assert (await web.get(f"{path}/pages/{number}")).status_code == 404
    (line,) = clinic.do(clinic.dr_rao, listing.listed, clinic.asha.patient_id).listed
    assert (line.title, line.when) == ("Scan", "4 May 2026")


async def test_a_patients_photo_is_drawn_anew_and_marked_as_theirs(web: Visitor, clinic: Cast) -> None:
    await web.sign_in(ASHA)
    answer = await send(web, from_a_camera(), "IMG 1.jpg", type="picture")
    assert answer.status_code == 201
    path = f"/documents/{answer.json()['id']}"
    seen, saved = await web.get(f"{path}/pages/1"), await web.get(path)
    assert seen.headers["content-type"] == saved.headers["content-type"] == "image/jpeg"
    assert b"Quokka" not in seen.content and seen.content == saved.content
    (line,) = clinic.do(clinic.dr_rao, listing.listed, clinic.asha.patient_id).listed
    assert (line.title, line.status_words, line.source) == ("Photo", "From the patient", "Stated by the patient")


REFUSED = {
    "a picture that calls itself a paper": ("letter.pdf", photo(), "not what its name says"),
    "a paper that calls itself a picture": ("skin.jpg", paper(), "not what its name says"),
    "a drawing with a script": ("drawing.svg", SVG, "only PDF, JPEG, PNG, WebP and plain text"),
    "a drawing that calls itself a picture": ("drawing.png", SVG, "only PDF"),
    "a flood of pixels": ("skin.png", flood(60_000, 60_000), "too many pixels"),
    "a protected paper": ("letter.pdf", protected("AES-256"), "protected by a password"),
    "one protected in the old way": ("letter.pdf", protected("RC4-128"), "protected by a password"),
    "a paper that is none": ("letter.pdf", b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n", "cut off or damaged"),
    "a cut paper": ("letter.pdf", paper()[:400], "cut off or damaged"),
    "an archive": ("all.zip", b"PK\x03\x04" + bytes(200), "cannot be added"),
    "nothing": ("letter.pdf", b"", "empty"),
    "too much": ("pulse.txt", b"x" * (MOST + 1), "too large: 10 MB is the most"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
async def test_what_may_do_harm_or_is_not_what_it_says_is_refused_in_words(
    web: Visitor, clinic: Cast, what: str
) -> None:
    await web.sign_in(DOCTOR)
    name, body, words = REFUSED[what]
    answer = await send(web, body, name, clinic.asha.patient_id)
    assert (answer.status_code, words in answer.json()["title"]) == (422, True), answer.json()
    assert nothing_kept()


async def test_a_paper_that_swells_does_not_take_the_clinic_with_it(web: Visitor, clinic: Cast) -> None:
    await web.sign_in(DOCTOR)
    answer = await send(web, swollen(), patient=clinic.asha.patient_id)
    assert answer.status_code == 201  # it is a PDF: it can be saved, and has no picture
    path = f"/documents/{answer.json()['id']}"
    assert (await web.get(path)).status_code == 200
    assert (await web.get(f"{path}/pages/1")).status_code == 404
    (line,) = clinic.do(clinic.dr_rao, listing.listed, clinic.asha.patient_id).listed
    assert line.picture == ""


async def test_a_body_without_an_end_is_cut_off_and_a_larger_limit_is_a_setting(
    web: Visitor, clinic: Cast, set_to: Any
) -> None:
    await web.sign_in(ASHA)

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(1_000):
            yield b"x" * 65_536

    answer = await send(web, endless(), "a.txt", type="other")
    assert answer.status_code in {413, 422}
    assert nothing_kept()
    set_to(document_mb=1)
    small = await send(web, photo("PNG") + bytes(1_000_000), "a.png", type="other")
    assert (small.status_code, small.json()["title"]) == (422, "This file is too large: 1 MB is the most")


async def test_an_upload_that_breaks_off_leaves_nothing_behind(web: Visitor, clinic: Cast) -> None:
    await web.sign_in(ASHA)
    gate: Any = web._transport.app  # type: ignore[attr-defined]
    cookies = "; ".join(f"{name}={value}" for name, value in web.cookies.items())
    told = {**headed("skin.jpg", type="picture"), "cookie": cookies, "content-length": "5000", "host": "127.0.0.1:8000"}
    scope = {
        "type": "http", "method": "POST", "path": "/documents", "raw_path": b"/documents", "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in told.items()], "scheme": "http",
        "server": ("127.0.0.1", 8000), "client": ("198.51.100.7", 4711), "http_version": "1.1", "root_path": "",
    }  # fmt: skip
    pieces = iter([{"type": "http.request", "body": photo()[:500], "more_body": True}, {"type": "http.disconnect"}])
    sent: list[Any] = []

    async def receive() -> Any:
        return next(pieces)

    async def send_back(message: Any) -> None:
        sent.append(message)

    from starlette.requests import ClientDisconnect

    with pytest.raises(ClientDisconnect):
        await gate(scope, receive, send_back)
    assert sent == [] and nothing_kept()


async def test_nobody_adds_from_elsewhere_or_to_a_record_that_is_not_theirs(web: Visitor, clinic: Cast) -> None:
    asha, bilal = clinic.asha.patient_id, clinic.bilal.patient_id
    assert (await send(web, paper(), patient=asha)).status_code == 401
    await web.sign_in(DOCTOR)
    foreign = {**headed("letter.pdf"), "origin": "https://evil.example"}
    assert (await web.post("/documents", content=paper(), headers=foreign)).status_code == 403
    for whose in (bilal, uuid4(), "x", ""):
        assert (await send(web, paper(), patient=whose)).status_code == 404
    for who in ("desk@alder.example", "admin@alder.example", "osei@alder.example"):
        await web.sign_in(who)
        assert (await send(web, paper(), patient=asha)).status_code == 404
    await web.sign_in(BILAL)
    assert (await send(web, photo(), "skin.jpg", asha)).status_code == 201  # into bilal's own record, whatever it asks
    assert clinic.do(clinic.asha, listing.mine).total == 0
    assert clinic.do(clinic.bilal, listing.mine).total == 1


async def test_another_patients_document_looks_as_one_that_is_not_there(web: Visitor, clinic: Cast) -> None:
    own, hidden = brought(clinic, clinic.asha), filed(clinic, clinic.asha)
    await web.sign_in(BILAL)
    for wanted in (own, hidden):
        for path in ("/documents/{}", "/documents/{}/pages/1"):
            theirs, nothing = await web.get(path.format(wanted)), await web.get(path.format(uuid4()))
            assert theirs.status_code == nothing.status_code == 404
            assert theirs.content == nothing.content
    await web.sign_in(ASHA)
    assert (await web.get(f"/documents/{hidden}")).status_code == 404
    await web.send_form("/sign-out")
    assert (await web.get(f"/documents/{own}")).status_code == 303


async def test_what_is_said_of_a_document_is_judged_field_by_field(web: Visitor, clinic: Cast) -> None:
    await web.sign_in(DOCTOR)
    asha = clinic.asha.patient_id
    for said, field in (
        ({"type": "secret"}, "type"), ({"happened": "1980-02-02"}, "happened"), ({"happened": "2126-01-01"}, "happened"),
        ({"happened": "soon"}, "happened"), ({"title": "x" * 151}, "title"), ({"title": "a\u202eb"}, "title"),
    ):  # fmt: skip
        answer = await send(web, paper(), patient=asha, **said)
        assert (answer.status_code, list(answer.json()["fields"])) == (422, [field]), said
    for about in ("", "{", "[]", "x" * 30_000):
        headers = {**headed("letter.pdf"), "x-about": about}
        assert (
            await web.post("/documents", params={"patient": str(asha)}, content=paper(), headers=headers)
        ).status_code == 422
    assert nothing_kept()


async def test_a_virus_is_found_and_refused_and_what_is_clean_goes_through(
    web: Visitor, clinic: Cast, set_to: Any, tmp_path: Path
) -> None:
    with clamd(tmp_path) as daemon:
        set_to(clamav_socket=daemon.path)
        await web.sign_in(ASHA)
        answer = await send(web, EICAR, "notes.txt", type="other")
        assert (answer.status_code, "holds a virus" in answer.json()["title"]) == (422, True)
        assert nothing_kept()
        large = paper() + b"%" + b"x" * 200_000 + b"\n%%EOF\n"  # more than one piece
        assert (await send(web, large, type="other")).status_code == 201
        assert daemon.seen == [EICAR, large]


@pytest.mark.parametrize("answer", [b"", b"stream: INSTREAM size limit exceeded. ERROR", b"stream: OK\nmore", b"OK"])
async def test_a_scanner_that_says_anything_else_is_no_leave_to_pass(
    web: Visitor, clinic: Cast, set_to: Any, tmp_path: Path, answer: bytes
) -> None:
    with clamd(tmp_path, answer) as daemon:
        set_to(clamav_socket=daemon.path)
        await web.sign_in(ASHA)
        refused = await send(web, photo(), "skin.jpg", type="picture")
    assert (refused.status_code, refused.json()["title"]) == (422, "Files cannot be added at the moment")
    assert nothing_kept()


async def test_a_scanner_that_is_away_lets_nothing_in_anywhere(
    web: Visitor, clinic: Cast, set_to: Any, tmp_path: Path
) -> None:
    for where in (tmp_path / "nobody.ctl", "tcp://127.0.0.1:1", "tcp://127.0.0.1:no"):
        set_to(clamav_socket=where)
        await web.sign_in(ASHA)
        refused = await send(web, photo(), "skin.jpg", type="picture")
        assert (refused.status_code, "checked for viruses" in refused.json()["body"]) == (422, True)
    headers = {"origin": ORIGIN, "x-file-name": "a.jpg", "x-upload-key": uuid4().hex}
    sent = await web.post("/attachments", content=photo(), headers=headers)
    assert (sent.status_code, sent.json()["title"]) == (422, "Files cannot be added at the moment")
    await web.sign_in("desk@alder.example")
    kind = {"origin": ORIGIN, "content-type": "image/jpeg"}
    face = await web.post(f"/patients/{clinic.asha.patient_id}/photo", content=photo(), headers=kind)
    assert (face.status_code, face.json()["title"]) == (422, "Files cannot be added at the moment")
    assert nothing_kept()


async def test_sent_again_it_is_there_once(web: Visitor, clinic: Cast) -> None:
    await web.sign_in(ASHA)
    one = uuid4().hex
    first, again = [await send(web, photo(), "skin.jpg", type="picture", key=one) for _ in range(2)]
    assert first.json() == again.json() and UUID(first.json()["id"])
    assert clinic.do(clinic.asha, listing.mine).total == 1
