"""Taking one's data along from a page: followed live, fetched once by each link, by nobody else."""

import asyncio
import io
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio

from hms.pages.patient.take_data import TakeData
from hms.services.exports import asking, making
from tests.support.cast import NOW, Cast
from tests.web.plain import Visitor, visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def web(clinic_on_sqlite: Cast, tmp_path: Path) -> AsyncIterator[Visitor]:
    async with visitor(tmp_path) as browser:
        yield browser


async def test_asha_sees_it_grow_without_a_touch_and_finds_it_on_another_page(house: Any, cast: Cast) -> None:
    page = await house.open(cast.asha, "/patient/my-data")
    assert page.shows(TakeData)["export"] is None
    await page.call(TakeData.begin)
    assert page.shows(TakeData)["export"]["state"] == "making"
    other = await house.open(cast.asha, "/patient/my-data")
    assert other.shows(TakeData)["export"]["state"] == "making"
    await asyncio.to_thread(making.make_due, NOW)
    for open_page in (page, other):
        await open_page.until(lambda one=open_page: one.shows(TakeData)["export"]["state"] == "ready")
    stranger = await house.open(cast.bilal, "/patient/my-data")
    assert stranger.shows(TakeData)["export"] is None


async def test_the_link_serves_once_as_a_download_that_nothing_keeps(web: Visitor, clinic_on_sqlite: Cast) -> None:
    clinic = clinic_on_sqlite
    card = clinic.do(clinic.asha, asking.ask, str(uuid4()))
    making.make_due(NOW)
    await web.sign_in("asha@post.example")
    led = await web.send_form("/my-data", export=str(card.id))
    assert led.status_code == 303
    answer = await web.get(led.headers["location"])
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["cache-control"] == "no-store"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert zipfile.ZipFile(io.BytesIO(answer.content)).testzip() is None
    assert (await web.get(led.headers["location"])).status_code == 404


async def test_a_link_that_bilal_got_hold_of_leads_nowhere(web: Visitor, clinic_on_sqlite: Cast) -> None:
    clinic = clinic_on_sqlite
    card = clinic.do(clinic.asha, asking.ask, str(uuid4()))
    making.make_due(NOW)
    token = clinic.do(clinic.asha, asking.link, card.id)
    assert (await web.get(f"/my-data/{token}")).headers["location"].startswith("/sign-in")
    await web.sign_in("bilal@post.example")
    assert (await web.get(f"/my-data/{token}")).status_code == 404
    for named in (str(card.id), "nonsense", ""):
        assert (await web.send_form("/my-data", export=named)).status_code in {404, 409}
    assert clinic.do(clinic.asha, asking.take, token)


async def test_another_site_makes_no_link(web: Visitor, clinic_on_sqlite: Cast) -> None:
    card = clinic_on_sqlite.do(clinic_on_sqlite.asha, asking.ask, str(uuid4()))
    await web.sign_in("asha@post.example")
    refused = await web.post("/my-data", data={"export": str(card.id)}, headers={"origin": "https://elsewhere.example"})
    assert refused.status_code == 403
