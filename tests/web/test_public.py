"""What people find who are not signed in: the front door and registering."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hms import config
from hms.errors import KeysMissing
from hms.security import keys
from hms.services import directory
from tests.support.cast import PASSWORD, Cast
from tests.support.database import Database
from tests.web.plain import MIRA, Visitor, living_sessions, patients, visitor


@pytest.fixture
async def web(clinic_on_sqlite: Cast, tmp_path: Path) -> AsyncIterator[Visitor]:
    async with visitor(tmp_path / "site") as browser:
        yield browser


async def test_the_front_door_names_the_clinic_its_doctors_and_the_two_ways_in(web: Visitor) -> None:
    page = await web.get("/")
    assert page.status_code == 200
    for words in ("Alder Valley", "Cardiology", "Dr Meera Rao", 'href="/register"', 'href="/sign-in"'):
        assert words in page.text


async def test_whoever_is_signed_in_goes_from_the_front_door_to_their_own_page(web: Visitor) -> None:
    await web.sign_in("desk@alder.example")
    for path in ("/", "/register", "/sign-in"):
        assert (await web.get(path)).headers["location"] == "/reception"


async def test_a_clinic_that_is_not_set_up_says_so(sqlite_only: Database, tmp_path: Path) -> None:
    async with visitor(tmp_path / "site") as web:
        page = await web.get("/")
    assert page.status_code == 200
    assert "one-time link" in page.text
    assert "/register" not in page.text


async def test_no_page_has_a_script_or_is_kept_by_a_browser(web: Visitor) -> None:
    for path in ("/", "/register", "/sign-in", "/invitation/none", "/setup/none", "/nowhere"):
        page = await web.get(path)
        assert "<script" not in page.text
        assert not re.search(r"\son\w+=", page.text)
        assert page.headers["cache-control"] == "no-store"


async def test_a_visitor_registers_and_is_a_patient(web: Visitor) -> None:
    answer = await web.send_form("/register", **MIRA)
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?registered=1")
    assert "You can sign in now" in (await web.get(answer.headers["location"])).text
    signed_in = await web.sign_in(MIRA["email"], MIRA["password"])
    assert (signed_in.status_code, signed_in.headers["location"]) == (303, "/patient/about-me")
    assert "Mira Sofía Lindqvist" in patients()


async def test_registering_with_a_known_address_is_answered_alike_and_changes_nothing(web: Visitor) -> None:
    before = patients()
    known = await web.send_form("/register", **{**MIRA, "email": "asha@post.example"})
    assert patients() == before
    new = await web.send_form("/register", **MIRA)
    assert (known.status_code, dict(known.headers), known.content) == (new.status_code, dict(new.headers), new.content)
    assert (await web.sign_in("asha@post.example", MIRA["password"])).status_code == 422


async def test_a_refused_registration_keeps_all_that_was_typed_but_never_the_password(web: Visitor) -> None:
    page = await web.send_form("/register", **{**MIRA, "email": "mira at home"})
    assert page.status_code == 422
    for typed in ("Mira Sofía", "Lindqvist", "1986-04-12", "mira at home", "+46 70 123 45 67"):
        assert f'value="{typed}"' in page.text
    assert re.search(r'value="female" checked', page.text)
    assert MIRA["password"] not in page.text


async def test_what_is_wrong_stands_on_top_and_beside_each_field_in_words(web: Visitor) -> None:
    page = await web.send_form("/register", born_on="2001-02-30", email="mira@post.example", password="password1234")
    top, form = page.text.split("<form", 1)
    for words in (
        "Date of birth: There is no 30 February 2001.",
        "Given names: Please fill this in.",
        "easily guessed",
    ):
        assert words in top
    assert "Sex: Please choose one." in top
    assert 'id="born_on-error"' in form
    assert 'aria-describedby="born_on-error"' in form
    assert 'value="2001-02-30"' in form


WRONG = [
    ("family_name", "x" * 201, "Use at most 200 characters."),
    ("family_name", "Lind\u202eqvist", "without invisible or control characters"),
    ("phone", "1" * 41, "Use at most 40 characters."),
    ("born_on", "1786-04-12", "A birth date lies between 1890 and today."),
    ("born_on", "12.4.86", "Write year, month and day"),
    ("born_on", "1986-13-40", "Write year, month and day"),
    ("sex", "yes", "Please choose one"),
    ("password", "short", "Use at least 12 characters."),
    ("password", "mira lindqvist", "easily guessed"),
    ("password", "", "Use at least 12 characters."),
]


async def test_each_wrong_answer_is_refused_in_words(web: Visitor) -> None:
    before = patients()
    for field, typed, words in WRONG:
        page = await web.send_form("/register", **{**MIRA, field: typed})
        assert page.status_code == 422, field
        assert words in page.text
    assert patients() == before


async def test_what_is_typed_is_shown_as_text_whatever_it_looks_like(web: Visitor) -> None:
    page = await web.send_form("/register", **{**MIRA, "given_names": '"><script>alert(1)</script>'})
    assert page.status_code == 422
    assert "<script" not in page.text


FOREIGN = ["https://evil.example", "null", "http://127.0.0.1:8001", None]


async def test_a_form_on_another_site_changes_nothing(web: Visitor) -> None:
    before = patients(), living_sessions()
    for path in ("/register", "/sign-in", "/sign-out", "/setup/x", "/invitation/x"):
        typed = {**MIRA, "email": "asha@post.example", "password": PASSWORD} if path == "/sign-in" else MIRA
        for origin in FOREIGN:
            answer = await web.post(path, data=typed, headers={"origin": origin} if origin else {})
            assert answer.status_code == 403
            assert "set-cookie" not in answer.headers
    assert (patients(), living_sessions()) == before


STRANGE = [
    ("application/json", b'{"email": "a@b.example"}', 415),
    ("multipart/form-data; boundary=x", b"--x--", 415),
    ("application/x-www-form-urlencoded", b"email=%ff%fe", 415),
    ("application/x-www-form-urlencoded", "email=ä".encode(), 415),
    ("application/x-www-form-urlencoded", b"a=1&" * 200, 415),
    ("application/x-www-form-urlencoded", b"email=" + b"x" * 70_000, 413),
]


async def test_what_no_page_of_ours_sends_is_refused(web: Visitor) -> None:
    for kind, body, status in STRANGE:
        headers = {"origin": "http://127.0.0.1:8000", "content-type": kind}
        assert (await web.post("/sign-in", content=body, headers=headers)).status_code == status


async def test_what_breaks_is_shown_as_a_number_and_logged_without_its_words(
    web: Visitor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_scope: object) -> list[object]:
        raise RuntimeError("Asha Nair, born 3 February 1980")

    monkeypatch.setattr(directory, "departments", directory.requires(directory.Permission.SEE_CLINIC)(broken))
    page = await web.get("/")
    number = re.search(r"Reference: (\w{8})", page.text)
    assert page.status_code == 500
    assert number
    assert number[1] in caplog.text
    for secret in ("Asha", "RuntimeError", "Traceback"):
        assert secret not in page.text
    assert "Asha" not in caplog.text


async def test_lost_keys_seal_the_pages_and_name_no_file(web: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(_scope: object) -> str:
        raise KeysMissing("The key file is missing", "Put it back at /srv/keys")

    monkeypatch.setattr(directory, "clinic_name", directory.requires(directory.Permission.SEE_CLINIC)(locked))
    page = await web.get("/sign-in")
    assert page.status_code == 503
    assert "sealed" in page.text
    assert "/srv/keys" not in page.text


async def test_a_monitor_learns_how_the_clinic_is_and_no_more(web: Visitor, clinic_on_sqlite: Cast) -> None:
    answer = await web.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    config.settings().key_file.chmod(0o644)
    keys.forget()
    answer = await web.get("/healthz")
    assert (answer.status_code, answer.json()) == (503, {"status": "sealed"})
