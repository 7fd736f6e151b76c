"""A screen's link opens one page and nothing else: no other page, no handler, no download; and revoked it closes at once."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import update

from hms.access import Actor
from hms.db import transaction
from hms.models import LoginSession
from hms.permissions import DEVICES, STAFF, Role, may
from hms.schemas.scheduling import CancelRequest
from hms.security.tokens import token_hash
from hms.services import devices
from hms.web import connections
from hms.web.policies import POLICIES, Rule
from tests.support.cast import Cast
from tests.support.waiting_room import link
from tests.web.pipeline import BASES
from tests.web.test_gate import get
from tests.web.test_reception_screens import booked_today
from tests.web.wire import ORIGIN, ROOT, Refused, Wire

pytestmark = pytest.mark.asyncio(loop_scope="session")
KINDS = sorted(DEVICES)


def cookie(answer: Any) -> str:
    """Take the session's token out of an answer; empty where it gives none."""
    return answer.headers.get("set-cookie", "").partition("hms_session=")[2].partition(";")[0]


async def open_link(house: Any, its: tuple[str, str], token: str = "", **headers: str) -> Any:
    return await get(house, f"/{its[0]}/{its[1]}", token, **headers)


@pytest.fixture(params=KINDS)
def its(request: Any, cast: Cast) -> tuple[str, str]:
    """Set a screen up, then a kiosk."""
    return link(cast, request.param)


async def test_the_link_opens_a_session_for_a_year_and_leads_to_its_page(house: Any, its: tuple[str, str]) -> None:
    answer = await open_link(house, its)
    assert (answer.status, answer.headers["location"]) == (303, f"/{its[0]}")
    said = answer.headers["set-cookie"].lower()
    assert f"max-age={365 * 86_400}" in said and "httponly" in said and "samesite=strict" in said
    assert answer.headers["cache-control"] == "no-store" and its[1] not in str(answer.headers)
    page = await get(house, f"/{its[0]}", cookie(answer))
    assert page.status == 200 or page.body  # the page itself is there once the frontend is built
    await house.open(Actor(Role(its[0])), token=cookie(answer))
    assert [bool(open_page.screen) for open_page in connections.everyone()] == [True]


@pytest.mark.parametrize("path", ["/display/{0}x", "/display/", "/display/short", "/kiosk/{0}/", "/display/%2e%2e"])
async def test_an_address_that_is_not_just_a_link_stays_the_roles_page(house: Any, cast: Cast, path: str) -> None:
    token = link(cast, "display")[1]
    answer = await get(house, path.format(token))
    assert answer.status == 303 and answer.headers["location"].startswith("/sign-in") and not cookie(answer)
    signed_in = house.sign_in(house.account(Role.PATIENT))
    assert (await get(house, path.format(token), signed_in)).status == 404


async def test_an_unknown_or_mistaken_link_opens_nothing(house: Any, its: tuple[str, str]) -> None:
    other = "kiosk" if its[0] == "display" else "display"
    for wrong in ((its[0], "A" * 43), (other, its[1])):
        answer = await open_link(house, wrong)
        assert answer.status == 404 and not cookie(answer)


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
async def test_no_other_site_opens_a_screen_in_somebodys_browser(house: Any, its: tuple[str, str], site: str) -> None:
    for how in ({"sec_fetch_site": site}, {"method": "HEAD"}):
        answer = await open_link(house, its, **how)
        assert answer.status == 409 and not cookie(answer)
    assert (await open_link(house, its, method="POST", origin=ORIGIN)).status in {404, 405}
    assert cookie(await open_link(house, its, sec_fetch_site="none"))


@pytest.mark.parametrize("role", sorted({*STAFF, Role.PATIENT}))
async def test_whoever_is_signed_in_keeps_their_session(house: Any, its: tuple[str, str], role: Role) -> None:
    mine = house.sign_in(house.account(role))
    answer = await open_link(house, its, mine)
    assert answer.status == 409 and not cookie(answer) and b"signed in here" in answer.body
    assert (await get(house, "/", mine)).headers["location"] == BASES[role]


async def test_opening_the_link_again_ends_the_earlier_session_of_that_browser(
    house: Any, its: tuple[str, str]
) -> None:
    first = cookie(await open_link(house, its))
    second = cookie(await open_link(house, its, first))
    assert second not in {"", first}
    assert (await get(house, f"/{its[0]}", first)).status == 303


async def test_a_screen_gets_no_other_page_download_or_paper(house: Any, cast: Cast, its: tuple[str, str]) -> None:
    booked = booked_today(cast)
    token = cookie(await open_link(house, its))
    others = [path for role, path in BASES.items() if role != its[0]]
    pages = ["/nowhere", *others, "/reception/queue", "/admin/screens", "/doctor/visits/x"]
    papers = [f"/appointments/{uuid4()}.ics", f"/appointments/{booked.id}.ics", f"/print/visits/{uuid4()}"]
    for paths in (pages, papers):
        answers = [await get(house, path, token) for path in paths]
        assert {(answer.status, answer.body) for answer in answers} == {(404, answers[0].body)}
    assert (await get(house, f"/{its[0]}/trial", token)).status == 404
    assert (await get(house, "/", token)).headers["location"] == f"/{its[0]}"
    assert (await get(house, "/sign-in", token)).headers["location"] == f"/{its[0]}"


async def test_a_screens_socket_causes_nothing_but_what_its_own_page_does(house: Any, its: tuple[str, str]) -> None:
    role = Role(its[0])
    page = await house.open(Actor(role), token=cookie(await open_link(house, its)))
    allowed = {name for name, need in POLICIES.items() if not isinstance(need, Rule) and may(role, need)}
    mine = next(c.screen for c in connections.everyone())
    assert allowed and all(name.startswith(f"{mine}.") for name in allowed)
    before = {name: values for name, values in page.state.items() if name != ROOT}
    for name, need in POLICIES.items():
        if name not in allowed and need is not Rule.SIGNED_IN:
            page.event(name, {}, f"/{its[0]}")
    await page.rest()
    assert {name: values for name, values in page.state.items() if name != ROOT} == before


async def test_what_a_kiosk_may_do_it_does_for_nobody_it_chose(house: Any, cast: Cast) -> None:
    """An appointment's id, its patient's id, a reason: none of them is an argument of anything that it may call."""
    its = link(cast, "kiosk")
    page = await house.open(Actor(Role.KIOSK), token=cookie(await open_link(house, its)))
    booked = booked_today(cast)
    cancel = CancelRequest(appointment_id=booked.id, reason="x", version=1).model_dump(mode="json")
    from hms.pages.kiosk.check_in import CheckIn

    name = CheckIn.get_full_name()
    for payload in ({"code": str(booked.id), "born": "1980-02-03"}, cancel, {"code": "x"}, {"code": 1, "born": 2}):
        page.event(f"{name}.give", payload, "/kiosk")
    await page.rest()
    assert page.shows(CheckIn)["welcome"] is None


async def test_revoking_closes_the_socket_within_a_second_and_nothing_opens_again(
    house: Any, cast: Cast, its: tuple[str, str]
) -> None:
    (mine,) = cast.do(cast.admin, devices.listed)
    token = cookie(await open_link(house, its))
    page = await house.open(Actor(Role(its[0])), token=token)
    other = cookie(await open_link(house, link(cast, its[0])))
    spared = await house.open(Actor(Role(its[0])), token=other)
    loop = asyncio.get_running_loop()
    began = loop.time()
    await asyncio.to_thread(cast.do, cast.admin, devices.revoke, mine.id)
    await page.until(lambda: page.closed == 4401)
    assert loop.time() - began < 1.5 and page.redirects == ["/sign-in"]
    assert spared.closed is None
    assert (await get(house, f"/{its[0]}", token)).status == 303
    assert (await open_link(house, its)).status == 404
    with pytest.raises(Refused):
        await Wire(house.asgi, token).open()


async def test_a_screen_stays_open_through_hours_in_which_nobody_touches_it(house: Any, cast: Cast) -> None:
    from hms.pages.display.show_numbers import ShowNumbers

    token = cookie(await open_link(house, link(cast, "display")))
    page = await house.open(Actor(Role.DISPLAY), token=token)
    long_ago = datetime.now(UTC) - timedelta(days=60)
    with transaction() as db:
        mine = update(LoginSession).where(LoginSession.token_hash == token_hash(token))
        db.connection().execute(mine.values(acted_at=long_ago))
    await asyncio.sleep(0.6)  # one sweep
    assert page.closed is None
    await page.call(ShowNumbers.dismiss)
    assert page.redirects == []
