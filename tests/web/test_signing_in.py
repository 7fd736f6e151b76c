"""Signing in and out: who guesses learns nothing, and a session belongs to one sign-in."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hms import config
from tests.support.cast import Cast
from tests.web.plain import ORIGIN, Visitor, living_sessions, visitor


@pytest.fixture
async def web(clinic_on_sqlite: Cast, tmp_path: Path) -> AsyncIterator[Visitor]:
    async with visitor(tmp_path / "site") as browser:
        yield browser


async def test_a_wrong_password_and_an_unknown_account_are_answered_alike(web: Visitor) -> None:
    known = await web.sign_in("asha@post.example", "not her password")
    unknown = await web.sign_in("nobody@post.example", "not her password")
    assert known.status_code == unknown.status_code == 422
    assert "That did not match" in known.text
    assert known.text.replace("asha@", "nobody@") == unknown.text
    assert "not her password" not in known.text


async def test_an_empty_sign_in_says_what_is_missing(web: Visitor) -> None:
    page = await web.sign_in("", "")
    assert page.status_code == 422
    assert "Write your e-mail address." in page.text
    assert "Write your password." in page.text


async def test_guessing_is_slowed_down_whatever_address_the_guesser_claims(web: Visitor) -> None:
    form, answers = {"email": "asha@post.example", "password": "a guess"}, []
    for n in range(6):
        claimed = {
            "origin": ORIGIN,
            "x-forwarded-for": f"203.0.113.{n}",
            "forwarded": f"for=203.0.113.{n}",
        }
        answers.append(await web.post("/sign-in", data=form, headers=claimed))
    assert [a.status_code for a in answers] == [422] * 5 + [429]
    assert int(answers[-1].headers["retry-after"]) == 15 * 60
    assert "Wait 15 minutes" in answers[-1].text
    assert 'value="asha@post.example"' in answers[-1].text
    async with visitor(Path("site"), address="198.51.100.8") as elsewhere:
        assert (await elsewhere.sign_in("asha@post.example")).status_code == 303


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(web: Visitor) -> None:
    cookie = (await web.sign_in("asha@post.example")).headers["set-cookie"]
    assert re.match(r"hms_session=[\w-]{43};", cookie)
    assert {"HttpOnly", "Path=/", "SameSite=strict", "Max-Age=43200"} <= set(cookie.split("; "))


async def test_over_https_the_cookie_belongs_to_this_host_alone(
    clinic_on_sqlite: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HMS_ORIGINS", "https://clinic.example")
    config.reset_settings()
    async with visitor(tmp_path / "site", "https://clinic.example") as web:
        cookie = (await web.sign_in("asha@post.example")).headers["set-cookie"]
        assert cookie.startswith("__Host-hms_session=")
        assert "; Secure" in cookie
        assert "Domain" not in cookie
        assert (await web.get("/")).headers["location"] == "/patient"


async def test_each_sign_in_has_a_token_of_its_own_and_ends_the_one_before_it(web: Visitor) -> None:
    await web.sign_in("asha@post.example")
    first, living = web.cookies["hms_session"], living_sessions()
    await web.sign_in("bilal@post.example")
    assert web.cookies["hms_session"] != first
    assert living_sessions() == living
    web.cookies.set("hms_session", first, domain="127.0.0.1")
    assert (await web.get("/")).status_code == 200  # a visitor again


ONWARD = [
    ("/patient/book?doctor=1", "/patient/book?doctor=1"),
    ("/doctor", "/patient"),
    ("/sign-out", "/patient"),
    ("", "/patient"),
    ("//evil.example", "/patient"),
    ("https://evil.example", "/patient"),
    ("/\\evil.example", "/patient"),
    ("/patient\r\nset-cookie: a=b", "/patient"),
    ("javascript:alert(1)", "/patient"),
]


async def test_signing_in_leads_on_to_ones_own_pages_and_nowhere_else(web: Visitor) -> None:
    for wanted, goes_to in ONWARD:
        answer = await web.sign_in("asha@post.example", next=wanted)
        assert answer.headers["location"] == goes_to


async def test_signing_out_ends_the_session_and_takes_the_cookie_back(web: Visitor) -> None:
    await web.sign_in("asha@post.example")
    token, living = web.cookies["hms_session"], living_sessions()
    answer = await web.send_form("/sign-out")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?out=1")
    assert "hms_session" not in web.cookies
    assert living_sessions() == living - 1
    assert "You are signed out" in (await web.get("/sign-in?out=1")).text
    web.cookies.set("hms_session", token, domain="127.0.0.1")
    assert (await web.get("/")).status_code == 200
    assert (await web.get("/sign-out")).status_code == 404  # a link or a picture never signs anybody out
