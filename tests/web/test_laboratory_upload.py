"""A laboratory's file over HTTP and on reception's screen: whoever may not does not learn of it, and all is said in words."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from sqlmodel import select

from hms.db import transaction
from hms.models import DiagnosticReport
from hms.web.laboratory import MOST_BYTES
from tests.support.cast import Cast
from tests.support.laboratory import POTASSIUM, about, measured, person, placed, report, sent_for
from tests.web.plain import ORIGIN, Visitor, visitor

DESK = "desk@alder.example"


@pytest.fixture
async def web(clinic_on_sqlite: Cast, tmp_path: Path) -> AsyncIterator[Visitor]:
    async with visitor(tmp_path / "site") as browser:
        yield browser


@pytest.fixture
def clinic(clinic_on_sqlite: Cast) -> Cast:
    """Give the clinic with asha in dr_rao's care."""
    clinic_on_sqlite.book(clinic_on_sqlite.asha)
    return clinic_on_sqlite


async def send(web: Visitor, tree: Any, origin: str = ORIGIN) -> httpx.Response:
    body = tree if isinstance(tree, bytes) else json.dumps(tree).encode()
    return await web.post(
        "/laboratory-files", content=body, headers={"origin": origin, "x-file-name": quote("día 1.json")}
    )


def reports() -> int:
    with transaction(reading=True) as db:
        return len(db.exec(select(DiagnosticReport)).all())


async def test_reception_files_results_and_reads_what_became_of_them(web: Visitor, clinic: Cast) -> None:
    order = placed(clinic)
    await web.sign_in(DESK)
    told = await send(web, sent_for(clinic, order, measured(POTASSIUM, 4.1)))
    assert told.status_code == 201 and told.json()["file"] == "día 1.json"
    (one,) = told.json()["reports"]
    assert (one["state"], one["order"]) == ("filed", order) and reports() == 1
    wrong = about(report("B", [measured(POTASSIUM, 4.1)], order), person(clinic, birthDate="1990-01-01"))
    assert "birth date" in (await send(web, wrong)).json()["reports"][0]["why"]
    broken = await send(web, b"{")
    assert broken.status_code == 201 and "cut off" in broken.json()["refused"]
    large = await send(web, b" " * (MOST_BYTES + 1))
    assert large.status_code == 422 and "too large" in large.json()["title"]


@pytest.mark.parametrize("who", ["rao@alder.example", "asha@post.example", "admin@alder.example"])
async def test_nobody_else_files_anything_or_learns_that_it_can_be_done(web: Visitor, clinic: Cast, who: str) -> None:
    tree = sent_for(clinic, placed(clinic), measured(POTASSIUM, 4.1))
    assert (await send(web, tree)).status_code == 401
    await web.sign_in(who)
    for content in (tree, b"{"):
        assert (await send(web, content)).status_code == 404
    assert (await send(web, tree, origin="https://elsewhere.example")).status_code == 403
    assert reports() == 0
