"""Who gets which answer over plain HTTP, and with which headers."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from hms.permissions import Role
from tests.web.wire import ORIGIN

pytestmark = pytest.mark.asyncio(loop_scope="session")


@dataclass
class Answer:
    """What came back."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


async def get(
    house: Any, path: str, token: str = "", *, method: str = "GET", query: str = "", body: bytes = b"", **headers: str
) -> Answer:
    """Ask the app for something over HTTP."""
    answer = Answer()
    sent = [(b"host", b"127.0.0.1:8000"), *((k.replace("_", "-").encode(), v.encode()) for k, v in headers.items())]
    sent += [(b"cookie", f"other=1; hms_session={token}".encode())] if token else []
    parts = [body[i : i + 16_384] for i in range(0, len(body), 16_384)] or [b""]

    async def receive() -> Any:
        part = parts.pop(0) if parts else b""
        return {"type": "http.request", "body": part, "more_body": bool(parts)}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            answer.status = message["status"]
            answer.headers = {k.decode().lower(): v.decode() for k, v in message["headers"]}
        else:
            answer.body += message.get("body", b"")

    scope = {
        "type": "http", "method": method, "path": path, "raw_path": path.encode(), "root_path": "", "scheme": "http",
        "query_string": query.encode(), "headers": sent, "client": ("127.0.0.1", 50_000),
        "server": ("127.0.0.1", 8000), "asgi": {"version": "3.0"}, "http_version": "1.1",
    }  # fmt: skip
    await house.asgi(scope, receive, send)
    return answer


@pytest.mark.parametrize(
    ("path", "query", "to"),
    [
        ("/patient", "", "/sign-in?next=/patient"),
        ("/doctor/trial/7", "", "/sign-in?next=/doctor/trial/7"),
        ("/patient/book", "doctor=7", "/sign-in?next=/patient/book%3Fdoctor%3D7"),
        ("/patient//evil.example", "", "/sign-in?next=/patient//evil.example"),
        ("/patient/\\evil", "", "/sign-in"),
        ("/patient/../admin", "", "/sign-in"),
    ],
)
async def test_a_page_without_a_session_leads_to_the_sign_in_and_back(
    house: Any, path: str, query: str, to: str
) -> None:
    answer = await get(house, path, query=query)
    assert (answer.status, answer.headers["location"]) == (303, to)


async def test_absent_and_forbidden_pages_look_alike(house: Any) -> None:
    token = house.sign_in(house.account(Role.PATIENT))
    answers = [
        await get(house, path, token)
        for path in ("/doctor", "/doctor/trial/7", "/admin", "/patient/nowhere", "/nowhere")
    ]
    assert {(a.status, a.body) for a in answers} == {(404, answers[0].body)}


@pytest.mark.parametrize(
    "path",
    [
        "/ping",
        "/_health",
        "/_upload",
        "/_event",
        "/404",
        "/404.html",
        "/__spa-fallback.html",
        "/_all_routes",
        "/rxconfig.py",
        "/../hms/app.py",
    ],
)
async def test_what_reflex_offers_besides_pages_is_not_served(house: Any, path: str) -> None:
    token = house.sign_in(house.account(Role.ADMINISTRATOR))
    for method in ("GET", "POST"):
        assert (await get(house, path, token, method=method, origin=ORIGIN)).status in {404, 405}


@pytest.mark.parametrize("origin", ["", "http://evil.example", "null", ORIGIN + "/"])
async def test_nothing_is_written_for_another_origin(house: Any, origin: str) -> None:
    headers = {"origin": origin} if origin else {}
    assert (await get(house, "/sign-in", method="POST", **headers)).status == 403


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT"])
async def test_other_methods_are_refused(house: Any, method: str) -> None:
    assert (await get(house, "/sign-in", method=method, origin=ORIGIN)).status == 405


async def test_a_large_body_is_refused(house: Any) -> None:
    form = {"content_type": "application/x-www-form-urlencoded", "origin": ORIGIN}
    assert (await get(house, "/sign-in", method="POST", body=b"a=" + b"x" * 70_000, **form)).status == 413


async def test_every_answer_carries_the_headers(house: Any) -> None:
    token = house.sign_in(house.account(Role.PATIENT))
    for path in ("/healthz", "/sign-in", "/patient", "/nowhere", "/tokens.css"):
        for cookie in ("", token):
            answer = await get(house, path, cookie)
            headers, there = answer.headers, answer.status < 400  # the file is there once the pages are built
            policy = headers["content-security-policy"]
            assert "unsafe-eval" not in policy and "default-src 'none'" in policy
            assert "'unsafe-inline'" not in policy.split("script-src")[1].split(";")[0]
            assert headers["x-frame-options"] == "DENY" and headers["x-content-type-options"] == "nosniff"
            assert headers["cache-control"] == (
                "public, max-age=3600" if path == "/tokens.css" and there else "no-store"
            )


async def test_the_sealed_clinic_serves_nothing_but_the_news(house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from hms.services import health

    monkeypatch.setattr(health, "state", lambda: {"status": "sealed", "why": "The key file is missing at /srv/keys."})
    token = house.sign_in(house.account(Role.PATIENT))
    for path in ("/", "/sign-in", "/patient", "/nowhere"):
        answer = await get(house, path, token)
        assert answer.status == 503 and b"sealed" in answer.body and b"/srv/keys" not in answer.body
    healthz = await get(house, "/healthz")
    assert healthz.status == 503 and b'"sealed"' in healthz.body
