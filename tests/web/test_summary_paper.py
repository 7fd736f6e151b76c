"""The one-page summary over plain HTTP: for who may read the chart, and kept by nothing on the way."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.support.cast import Cast
from tests.support.pdf import pages
from tests.web.plain import Visitor, visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def web(clinic_on_sqlite: Cast, tmp_path: Path) -> AsyncIterator[Visitor]:
    async with visitor(tmp_path) as browser:
        yield browser


async def test_the_doctor_takes_it_and_nobody_else(web: Visitor, clinic_on_sqlite: Cast) -> None:
    clinic_on_sqlite.book(clinic_on_sqlite.asha)
    path = f"/patients/{clinic_on_sqlite.asha.patient_id}/summary.pdf"
    assert (await web.get(path)).status_code == 303, "nobody is signed in"
    for email, status in (("desk@alder.example", 404), ("osei@alder.example", 404), ("asha@post.example", 404),
                          ("rao@alder.example", 200)):  # fmt: skip
        await web.sign_in(email)
        answer = await web.get(path)
        assert answer.status_code == status, email
    assert answer.headers["content-type"] == "application/pdf" and answer.headers["cache-control"] == "no-store"
    assert "Asha" not in answer.headers["content-disposition"]
    assert len(pages(answer.content)) == 1
