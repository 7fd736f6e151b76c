"""Under the real server, a websocket whose session ended is closed on the wire, whatever its client does."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest

from tests.support.server import DEMO_PASSWORD, ServedClinic
from tests.web.net_wire import NetWire, open_page
from tests.web.wire import Refused

pytestmark = pytest.mark.asyncio(loop_scope="session")


@asynccontextmanager
async def signed_in(clinic: ServedClinic) -> AsyncIterator[httpx.AsyncClient]:
    """Sign the demo's patient in over plain HTTP."""
    async with httpx.AsyncClient(base_url=clinic.url, headers={"Origin": clinic.url}, timeout=30) as web:
        form = {"email": "patient@demo.clinic", "password": DEMO_PASSWORD}
        answer = await web.post("/sign-in", data=form)
        assert answer.status_code == 303 and answer.headers["location"] == "/patient"
        yield web


async def test_signing_out_closes_the_websockets_of_that_sign_in_only(demo_clinic: ServedClinic) -> None:
    from hms.pages.patient.home import Home

    async with signed_in(demo_clinic) as web, signed_in(demo_clinic) as other:
        token = web.cookies["hms_session"]
        pages = [await open_page(demo_clinic.url, token, "/patient", Home) for _ in range(3)]
        spared = await open_page(demo_clinic.url, other.cookies["hms_session"], "/patient", Home)
        began = time.monotonic()
        assert (await web.post("/sign-out")).status_code == 303
        for page in pages:
            await page.until(lambda page=page: page.closed == 4401)
        assert time.monotonic() - began < 1.0
        with pytest.raises(Refused):
            await NetWire(demo_clinic.url, token).open()
        await asyncio.sleep(0.3)
        assert spared.closed is None
        for page in (*pages, spared):
            await page.hang_up()
