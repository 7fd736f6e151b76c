"""What the desk asks for by plain HTTP: a search from anywhere, photos, and labels. Each only within reach."""

from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from PIL import Image
from sqlmodel import select

from hms.db import transaction
from hms.models import AuditEntry
from hms.services.personal import photos
from tests.support.cast import Cast
from tests.web.plain import ORIGIN, Visitor, visitor

DESK, RAO, ASHA, ADMIN = "desk@alder.example", "rao@alder.example", "asha@post.example", "admin@alder.example"
FROM_US = {"origin": ORIGIN}


@pytest.fixture
async def web(clinic_on_sqlite: Cast, tmp_path: Path) -> AsyncIterator[Visitor]:
    async with visitor(tmp_path / "site") as browser:
        yield browser


def picture() -> bytes:
    body = BytesIO()
    Image.new("RGB", (900, 600), "teal").save(body, "PNG")
    return body.getvalue()


async def found(web: Visitor, sought: object) -> list[tuple[str, str]]:
    answer = await web.post("/find", json={"sought": sought}, headers=FROM_US)
    assert answer.status_code == 200 and answer.headers["cache-control"] == "no-store"
    return [(hit["name"], hit["href"]) for hit in answer.json()["hits"]]


async def test_the_search_leads_each_to_their_own_place_and_a_doctor_to_those_in_care(
    web: Visitor, clinic_on_sqlite: Cast
) -> None:
    asha = clinic_on_sqlite.asha.patient_id
    await web.sign_in(DESK)
    assert await found(web, "nair") == [("Asha Nair", f"/reception/patients/{asha}")]
    assert await found(web, {"a": 1}) == await found(web, "") == []
    await web.sign_in(RAO)
    assert await found(web, "nair") == []
    clinic_on_sqlite.book(clinic_on_sqlite.asha)
    assert await found(web, "nair") == [("Asha Nair", f"/doctor/patients/{asha}")]


async def test_nobody_else_searches_and_no_other_site_may_ask(web: Visitor) -> None:
    assert (await web.post("/find", json={"sought": "nair"}, headers=FROM_US)).status_code == 401
    for email in (ASHA, ADMIN):
        await web.sign_in(email)
        assert (await web.post("/find", json={"sought": "nair"}, headers=FROM_US)).status_code == 404
    await web.sign_in(DESK)
    assert (
        await web.post("/find", json={"sought": "nair"}, headers={"origin": "https://evil.example"})
    ).status_code == 403
    assert (await web.get("/find")).status_code == 404
    assert (await web.post("/find", content=b"no json", headers=FROM_US)).json() == {"hits": []}
    assert (await web.post("/find", content=b"x" * 100_000, headers=FROM_US)).status_code == 413


async def test_a_photo_goes_in_and_comes_back_small_and_is_kept_by_no_browser(
    web: Visitor, clinic_on_sqlite: Cast
) -> None:
    path = f"/patients/{clinic_on_sqlite.asha.patient_id}/photo"
    await web.sign_in(DESK)
    assert (await web.get(path)).status_code == 404
    sent = await web.post(path, content=picture(), headers={**FROM_US, "content-type": "image/png"})
    assert sent.status_code == 204
    for email in (DESK, ASHA):
        await web.sign_in(email)
        seen = await web.get(path)
        assert (seen.headers["content-type"], seen.headers["cache-control"]) == ("image/jpeg", "no-store")
        assert seen.headers["x-content-type-options"] == "nosniff"
        assert max(Image.open(BytesIO(seen.content)).size) == photos.SIDE
    for email in ("bilal@post.example", RAO, ADMIN):
        await web.sign_in(email)
        assert (await web.get(path)).status_code == 404
    with transaction(reading=True) as db:
        seen_by = [
            e.account_id
            for e in db.exec(select(AuditEntry).where(AuditEntry.what == "photo", AuditEntry.outcome == "done"))
        ]
    assert seen_by == [clinic_on_sqlite.reception.account_id, clinic_on_sqlite.asha.account_id]


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "image/svg+xml", 422),
        (b"MZ\x90\x00 a program", "image/jpeg", 422),
        (b"", "image/jpeg", 422),
        (b"\xff\xd8\xff" + b"x" * (11 * 1024 * 1024), "image/jpeg", 413),
    ],
)
async def test_what_is_no_photo_is_refused_in_words(
    web: Visitor, clinic_on_sqlite: Cast, body: bytes, kind: str, status: int
) -> None:
    await web.sign_in(DESK)
    path = f"/patients/{clinic_on_sqlite.asha.patient_id}/photo"
    answer = await web.post(path, content=body, headers={**FROM_US, "content-type": kind})
    assert answer.status_code == status
    assert status == 413 or (answer.json()["title"] == "This photo cannot be kept" and answer.json()["body"])
    assert (await web.get(path)).status_code == 404


async def test_only_the_desk_puts_photos_in_and_only_from_our_own_pages(web: Visitor, clinic_on_sqlite: Cast) -> None:
    path = f"/patients/{clinic_on_sqlite.asha.patient_id}/photo"
    assert (await web.post(path, content=picture(), headers=FROM_US)).status_code == 401
    for email in (ASHA, RAO, ADMIN):
        await web.sign_in(email)
        assert (await web.post(path, content=picture(), headers=FROM_US)).status_code == 404
    await web.sign_in(DESK)
    assert (await web.post(path, content=picture())).status_code == 403
    nobody = f"/patients/{uuid4()}/photo"
    assert (await web.post(nobody, content=picture(), headers=FROM_US)).status_code == 404


async def test_a_label_holds_the_number_in_its_picture_and_the_name_beside_it(
    web: Visitor, clinic_on_sqlite: Cast
) -> None:
    path = f"/print/patients/{clinic_on_sqlite.asha.patient_id}/label"
    await web.sign_in(DESK)
    paper = await web.get(path)
    for words in ("Asha Nair", "Born 3 Feb 1980", "Alder Valley", "data:image/svg+xml", "100001-"):
        assert words in paper.text
    assert "<script" not in paper.text
    for email in (ASHA, RAO):
        await web.sign_in(email)
        assert (await web.get(path)).status_code == 404
