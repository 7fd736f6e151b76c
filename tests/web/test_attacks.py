"""What a raw client can do that no browser would: nothing is gained, and nothing of it is logged."""

import json
import logging
from typing import Any

import pytest

from hms.permissions import Role
from hms.web import connections
from tests.web.trial import DoctorTrial, Trial
from tests.web.wire import ROOT, Refused, Wire

pytestmark = pytest.mark.asyncio(loop_scope="session")
MINE = "words-that-only-the-attacker-knows"


@pytest.fixture(autouse=True)
def nothing_logged(caplog: pytest.LogCaptureFixture) -> Any:
    """Hold that no attempt leaves a trace of its words in any log, however fine."""
    caplog.set_level(logging.DEBUG)
    logging.getLogger("aiosqlite").setLevel(logging.INFO)
    yield
    assert MINE not in caplog.text
    assert not [r for r in caplog.records if r.levelno >= logging.WARNING]


@pytest.mark.parametrize(
    "how",
    [
        {"token": ""},
        {"token": MINE},
        {"origin": None},
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:8000.evil.example"},
        {"origin": "HTTP://127.0.0.1:8000"},
        {"path": "/_event/other"},
        {"path": "/"},
        {"protocols": (MINE + "\n",)},
    ],
)
async def test_no_socket_without_a_session_of_ours_and_our_own_page(house: Any, how: dict[str, Any]) -> None:
    token = how.pop("token", house.sign_in(house.account(Role.PATIENT)))
    with pytest.raises(Refused):
        await Wire(house.asgi, token, **how).open()


async def test_polling_is_refused(house: Any) -> None:
    from tests.web.test_gate import get

    token = house.sign_in(house.account(Role.PATIENT))
    for method in ("GET", "POST"):
        answer = await get(house, "/_event/", token, method=method, query="EIO=4&transport=polling")
        assert answer.status in {403, 404}
    page = Wire(house.asgi, token, query="EIO=4&transport=polling")
    with pytest.raises(Refused):
        await page.open()


async def test_anothers_client_token_leads_nowhere(house: Any) -> None:
    asha = await house.open(house.account(Role.PATIENT, "asha"), "/patient/trial")
    await asha.call(Trial.echo, 4711)
    shown = asha.state[f"{ROOT}"]["rx_router_session"]["client_token"]
    await asha.hang_up()
    house.pages.remove(asha)
    bilal = Wire(
        house.asgi,
        house.sign_in(house.account(Role.PATIENT, "bilal")),
        query=f"EIO=4&transport=websocket&token={shown}",
    )
    await bilal.open()
    bilal.connect("/patient/trial")
    await bilal.until(lambda: bilal.state.get(Trial.get_full_name(), {}).get("loading") is False)
    held = bilal.state[Trial.get_full_name()]
    assert held["n"] == 0 and held["me"]["name"] == "bilal"
    assert bilal.state[ROOT]["rx_router_session"]["client_token"] != shown
    await bilal.hang_up()


@pytest.mark.parametrize(
    ("name", "payload"),
    [
        ("{trial}.setvar", {"var_name": "n", "value": 1}),
        ("{trial}.echo", {"i": MINE}),
        ("{trial}.echo", {"i": {"__reflex_form_data__": [[MINE, 1]]}}),
        ("{trial}.echo", {}),
        ("{trial}.echo", {"i": 1, MINE: 2}),
        ("{trial}.echo", [MINE]),
        ("{trial}.change", {"form": {"country": [MINE]}}),
        ("{trial}.change", {"form": MINE}),
        ("{trial}.refresh", {}),
        ("{trial}.watches", {}),
        ("{trial}.ask", {"service": MINE}),
        ("{trial}.say", {"tone": MINE, "title": MINE}),
        ("{trial}.reset", {}),
        ("{trial}._load", {}),
        (MINE, {MINE: MINE}),
        (None, {}),
        ("{root}.hydrate", {}),
        ("{root}.set_is_hydrated", {"value": True}),
        (
            "{root}.reflex___state____update_vars_internal_state.update_vars_internal",
            {"vars": {"{trial}.n_rx_state_": 1}},
        ),
        (
            "{root}.reflex___state____frontend_event_exception_state.handle_frontend_exception",
            {"info": MINE, "component_stack": MINE},
        ),
        ("{doctor}.load", {}),
        ("{doctor}.open", {}),
    ],
)
async def test_what_is_not_for_a_browser_or_not_for_this_person(house: Any, name: str | None, payload: Any) -> None:
    page = await house.open(house.account(Role.PATIENT), "/patient/trial")
    names = {"trial": Trial.get_full_name(), "doctor": DoctorTrial.get_full_name(), "root": ROOT}
    before, loads = len(page.packets), Trial.loads
    page.event(name.format(**names) if name else name, payload, "/patient/trial")
    await page.rest()
    answers = [data for _, data in page.packets[before:]]
    assert not any(answer.get("delta") for answer in answers)
    assert (Trial.seen, Trial.loads) == ([], loads)
    await page.call(Trial.echo, 5)  # and the page still works
    assert page.shows(Trial)["n"] == 5


@pytest.mark.parametrize(
    "frame",
    [
        '42/_event,["connect",{"asgi.scope":{"hms_socket":"x"}}]',  # socket.io would run our own connect for it
        '42/_event,["disconnect","x"]',
        '42/_event,["ping"]',
        '42/_event,["event"]',
        '42/_event,["event","WORDS"]',
        '42/_event,["event",null,1]',
        '42/_event,{"event":"WORDS"}',
        '42/_event,7["event",{"name":"WORDS"}]',
        '42/other,["event",{"name":"WORDS"}]',
        '42["event",{"name":"WORDS"}]',
        '42/_event,[{"WORDS":1}]',
        "42/_event,[]",
        '42/_event,["WORDS',
        "42/_event," + "[" * 100_000,
        '43/_event,1["WORDS"]',
        "45" + MINE,
        "51-" + MINE,
        '40/other,{"event":"WORDS"}',
        "40" + MINE,
        "9" + MINE,
        "b" + MINE,
        MINE,
        "",
    ],
)
async def test_frames_that_the_frontend_never_sends_close_the_socket(house: Any, frame: str) -> None:
    page = await house.open(house.account(Role.PATIENT), "/patient/trial")
    before = len(page.packets)
    page.say(frame.replace("WORDS", MINE))
    await page.until(lambda: page.closed == 1002)
    await page.until(lambda: not list(connections.everyone()))
    assert len(page.packets) == before


async def test_what_a_browser_says_of_itself_is_not_listened_to(house: Any) -> None:
    page = await house.open(house.account(Role.PATIENT), "/patient/trial")
    page.emit("client_error", {"message": MINE, "error_type": MINE})
    await page.call(Trial.echo, 6)
    assert page.shows(Trial)["n"] == 6


async def test_a_huge_frame_closes_the_socket(house: Any) -> None:
    page = await house.open(house.account(Role.PATIENT), "/patient/trial")
    page.say("42/_event," + json.dumps(["event", {"name": MINE, "payload": {"i": "x" * 300_000}}]))
    await page.until(lambda: page.closed == 1009)


async def test_forged_places_are_dropped(house: Any) -> None:
    page = await house.open(house.account(Role.PATIENT), "/patient/trial")
    for place in (
        None,
        [],
        {},
        {"pathname": 1},
        {"pathname": MINE},
        {"pathname": "/", "query": MINE},
        {"pathname": "/" + "x" * 2000},
    ):
        page.emit("event", {"name": f"{Trial.get_full_name()}.echo", "payload": {"i": 1}, "router_data": place})
    forged = {"pathname": "/patient/trial", "headers": {"cookie": MINE}, "sid": MINE, "token": MINE, "ip": MINE}
    page.emit("event", {"name": f"{Trial.get_full_name()}.echo", "payload": {"i": 2}, "router_data": forged})
    await page.rest()
    assert Trial.seen == [2]
    assert MINE not in json.dumps(page.state)
