"""The outermost layer: who may have which answer, with which headers. Everything not named here is not served."""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from starlette.responses import RedirectResponse
from starlette.routing import Match, Route, Router

from hms.config import settings
from hms.schemas.session import SessionCard
from hms.web import cookie, headers, human, paths, render, session_cache, sockets
from hms.web.body import TooLarge, limited
from hms.web.readiness import Readiness

FRAME = frozenset({b"content-security-policy", b"cache-control", b"server", *(k for k, _ in headers.FIXED)})


class Gate:
    """Stands before Reflex and the plain routes; made once for each process."""

    def __init__(self, app: Any, routes: Iterable[Route], page_at: Callable[[str], str | None], client: Path) -> None:
        self.app, self.routes, self.page_at = app, list(routes), page_at
        self.plain = Router(self.routes)
        built = ["/" + f.relative_to(client).as_posix() for f in client.rglob("*") if f.is_file()]
        self.files = frozenset(f for f in built if not f.endswith((".html", ".gz", ".map", ".json", ".md")))
        self.pages = frozenset(f for f in built if f.endswith(".html"))
        self.page_headers, self.plain_headers = headers.security(client, settings().secure_cookies)
        self.file_headers = [pair for pair in self.plain_headers if pair[0] != headers.SANDBOX[0]] + [headers.SANDBOX]
        self.readiness = Readiness()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request or websocket."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            card = await self._card(scope) if await self.readiness.ready() else None
            await sockets.serve(self.app, scope, receive, send, card)
        else:
            await self._http(scope, receive, send)

    async def _http(self, scope: Any, receive: Any, send: Any) -> None:
        path, answer = scope["path"], partial(self._sent, send, scope["path"])
        if not await self.readiness.ready() and path not in {"/healthz", "/tokens.css"}:
            await render.sealed()(scope, receive, answer(self.plain_headers))
            return
        if (status := self._unacceptable(scope)) is not None:
            await render.not_taken(status)(scope, receive, answer(self.plain_headers))
            return
        if path in self.files:
            await self.app(self._without_secrets(scope), receive, answer(self.plain_headers))
            return
        card = await self._card(scope)
        role, route = paths.role_of(path), self._route(scope)
        if role is not None and card is None:
            response: Any = RedirectResponse(paths.sign_in_for(path, scope["query_string"].decode("latin-1")), 303)
        elif role is not None and card is not None and card.role is not role:
            response = render.not_found()
        elif route is not None:
            scope["hms_session"] = card
            sandboxed = getattr(route.endpoint, "sandboxed", False)
            await self._run_plain(route, scope, receive, answer(self.file_headers if sandboxed else self.plain_headers))
            return
        elif role is not None and card is not None and scope["method"] != "POST" and self._is_page(path):
            if (
                dict(scope["headers"]).get(b"sec-fetch-mode", b"navigate") == b"navigate"
            ):  # a page may ask by itself too
                human.acted(card.id)
            await self.app(self._built_page(scope), receive, answer(self.page_headers))
            return
        else:
            response = render.not_found()
        await response(scope, receive, answer(self.plain_headers))

    async def _run_plain(self, route: Route, scope: Any, receive: Any, send: Any) -> None:
        began = False

        async def noted(message: Any) -> None:
            nonlocal began
            began = began or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.plain(scope, limited(receive, route), noted)
        except TooLarge:
            if not began:
                await render.not_taken(413)(scope, receive, send)

    def _built_page(self, scope: Any) -> Any:
        """Ask for the built file of a page, which would else be answered with a redirect to its folder."""
        built = scope["path"].rstrip("/") + ".html"
        inner = self._without_secrets(scope)
        return {**inner, "path": built, "raw_path": built.encode()} if built in self.pages else inner

    def _is_page(self, path: str) -> bool:
        return bool(self.page_at(path)) and not path.rstrip("/").endswith("404")

    def _route(self, scope: Any) -> Route | None:
        return next((r for r in self.routes if r.matches(scope)[0] is Match.FULL), None)

    @staticmethod
    def _unacceptable(scope: Any) -> int | None:
        """Return why a request is refused whatever it asks for: a method, or a write from a page that is not ours."""
        if scope["method"] not in {"GET", "HEAD", "POST"}:
            return 405
        if scope["method"] == "POST":
            origin = dict(scope["headers"]).get(b"origin", b"").decode("latin-1")
            return None if origin in settings().origins else 403
        return None

    @staticmethod
    async def _card(scope: Any) -> SessionCard | None:
        token = cookie.token_hash(dict(scope["headers"]).get(b"cookie", b""))
        return await session_cache.by_token(token) if token else None

    @staticmethod
    def _without_secrets(scope: Any) -> Any:
        kept = [(k, v) for k, v in scope["headers"] if k not in {b"cookie", b"authorization"}]
        return {**scope, "headers": kept}

    @staticmethod
    def _sent(send: Any, path: str, ours: headers.Pairs) -> Any:
        """Put our headers on an answer, in place of any of the same name."""

        async def framed(message: Any) -> None:
            if message["type"] == "http.response.start":
                theirs = [(k, v) for k, v in message.get("headers", []) if k.lower() not in FRAME]
                kept = headers.caching(path if message["status"] < 400 else "")  # what is not here may come yet
                message = {**message, "headers": [*theirs, *ours, kept]}
            await send(message)

        return framed
