"""Files over HTTP: from one's own page only, judged on arrival, and given back as a download that can do nothing."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import pytest
from sqlmodel import col, select

from hms.db import transaction
from hms.models import AuditEntry, MessageAttachment, StoredFile
from hms.services.threads import seeing
from hms.services.uploads import judging
from tests.services.test_threads_files import PDF, SVG, picture
from tests.support.cast import Cast
from tests.support.talking import begin, opened
from tests.web.plain import ORIGIN, Visitor, visitor


@pytest.fixture
async def web(clinic_on_sqlite: Cast, tmp_path: Path) -> AsyncIterator[Visitor]:
    async with visitor(tmp_path / "site") as browser:
        yield browser


@pytest.fixture
def thread(clinic_on_sqlite: Cast) -> UUID:
    """Bilal has written to Dr Rao, who has him in care."""
    clinic = clinic_on_sqlite
    clinic.book(clinic.bilal)
    return begin(clinic, clinic.bilal, clinic.dr_rao)


async def send(
    web: Visitor, body: bytes, name: str = "letter.pdf", origin: str = ORIGIN, **asked: str
) -> httpx.Response:
    key = asked.pop("key", uuid4().hex)
    headers = {"origin": origin, "x-file-name": name, "x-upload-key": key}
    return await web.post("/attachments", params=asked, content=body, headers=headers)


def kept() -> int:
    with transaction(reading=True) as db:
        return len(db.exec(select(MessageAttachment)).all())


async def test_a_file_comes_in_and_goes_out_as_a_download_that_can_do_nothing(
    web: Visitor, clinic_on_sqlite: Cast, thread: UUID
) -> None:
    await web.sign_in("bilal@post.example")
    answer = await send(web, PDF, "R%C3%B6ntgen%20%22x%22.pdf", thread=str(thread))
    assert answer.status_code == 201
    file = await web.get(f"/attachments/{answer.json()['id']}")
    assert (file.status_code, file.content) == (200, PDF)
    assert file.headers["content-type"] == "application/pdf"
    assert file.headers["content-disposition"] == "attachment; filename*=UTF-8''R%C3%B6ntgen%20%22x%22.pdf"
    assert file.headers["content-security-policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
    assert file.headers["x-content-type-options"] == "nosniff"
    assert file.headers["cache-control"] == "no-store"
    assert file.headers["cross-origin-resource-policy"] == "same-origin"
    text = await send(web, b"plain words", "notes.txt", thread=str(thread))
    notes = await web.get(f"/attachments/{text.json()['id']}")
    assert notes.headers["content-type"] == "text/plain; charset=utf-8"
    waiting = opened(clinic_on_sqlite, clinic_on_sqlite.bilal, thread).draft.files
    assert [one.name for one in waiting] == ['Röntgen "x".pdf', "notes.txt"]
    with transaction(reading=True) as db:
        told = db.exec(select(AuditEntry).order_by(col(AuditEntry.seq).desc()).limit(2)).all()
    assert [entry.what for entry in told] == ["conversation", "fetch"]


async def test_what_is_refused_is_said_in_words_and_kept_nowhere(web: Visitor, clinic_on_sqlite: Cast) -> None:
    await web.sign_in("bilal@post.example")
    answer = await send(web, SVG, "drawing.svg")
    assert answer.status_code == 422
    assert "only PDF, JPEG, PNG, WebP and plain text" in answer.json()["title"]
    large = await send(web, b"x" * (judging.MOST_BYTES + 1), "pulse.txt")
    assert (large.status_code, large.json()["title"]) == (422, "This file is too large: 10 MB is the most")
    assert kept() == 0
    with transaction(reading=True) as db:
        assert db.exec(select(StoredFile)).all() == []
    assert clinic_on_sqlite.do(clinic_on_sqlite.bilal, seeing.beginning).draft.files == ()


async def test_a_file_without_an_end_is_cut_off(web: Visitor, thread: UUID) -> None:
    await web.sign_in("bilal@post.example")
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while sent < 50_000_000:
            sent += 65_536
            yield b"x" * 65_536

    headers = {"origin": ORIGIN, "x-file-name": "a.txt", "x-upload-key": uuid4().hex}
    answer = await web.post("/attachments", content=endless(), headers=headers)
    assert answer.status_code in {413, 422}
    assert kept() == 0


async def test_nobody_adds_from_elsewhere_or_without_a_session(web: Visitor, thread: UUID) -> None:
    assert (await send(web, PDF, thread=str(thread))).status_code == 401
    await web.sign_in("bilal@post.example")
    assert (await send(web, PDF, thread=str(thread), origin="https://evil.example")).status_code == 403
    assert (await web.post("/attachments", content=PDF)).status_code == 403
    assert (await web.get("/attachments")).status_code == 404
    for asked in ({"thread": "x"}, {"thread": str(uuid4())}, {"key": "short"}, {"patient": str(uuid4())}):
        assert (await send(web, PDF, **asked)).status_code == 404
    await web.sign_in("asha@post.example")
    assert (await send(web, PDF, thread=str(thread))).status_code == 404
    assert kept() == 0


async def test_only_whoever_reads_the_message_has_its_file(web: Visitor, clinic_on_sqlite: Cast, thread: UUID) -> None:
    clinic = clinic_on_sqlite
    await web.sign_in("bilal@post.example")
    sent = await send(web, picture(), "skin.jpg", thread=str(thread), key="only-once")
    again = await send(web, picture(), "skin.jpg", thread=str(thread), key="only-once")
    assert sent.json() == again.json()
    path = f"/attachments/{sent.json()['id']}"
    await web.sign_in("rao@alder.example")
    assert (await web.get(path)).status_code == 404  # it is not sent yet
    clinic.now = datetime.now(UTC) + timedelta(minutes=1)
    from tests.support.talking import say

    say(clinic, clinic.bilal, thread, "")
    assert (await web.get(path)).headers["content-type"] == "image/jpeg"
    for email in ("asha@post.example", "osei@alder.example", "desk@alder.example", "admin@alder.example"):
        await web.sign_in(email)
        theirs, nothing = await web.get(path), await web.get(f"/attachments/{uuid4()}")
        assert theirs.status_code == nothing.status_code == 404
        assert theirs.content == nothing.content
    await web.send_form("/sign-out")
    assert (await web.get(path)).status_code == 303
