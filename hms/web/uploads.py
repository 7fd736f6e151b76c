"""Files on their way in over HTTP: read piece by piece up to their limit, and what becomes of them said in JSON.

They are held in memory until they are sealed, a few at a time and each of a bearable size: a temporary file would lie
readable on the disk.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any

from pydantic import ValidationError
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from hms.errors import Forbidden, Invalid, NotFound, Refusal, SignedOut
from hms.services.uploads import judging
from hms.texts import t
from hms.web import answers
from hms.web.body import TooLarge

AT_ONCE = asyncio.Semaphore(4)  # files held in memory by this process
LONGEST_WAIT_S = 180
SPARE = 1_000  # bytes past the largest file that are still read: it is refused in our words, not by the gate
PASSED_ON = (TooLarge, ClientDisconnect, asyncio.CancelledError)  # the gate has an answer, or nobody reads one


@asynccontextmanager
async def in_turn() -> AsyncIterator[None]:
    """Let a few files in at a time, and none for ever. Raises TimeoutError."""
    async with AT_ONCE, asyncio.timeout(LONGEST_WAIT_S):
        yield


async def body_of(request: Request, most: int) -> bytes:
    """Read what comes, up to `most` bytes. Raises Invalid as soon as it is more, ClientDisconnect where it breaks off."""
    said = request.headers.get("content-length", "")
    if said.isdecimal() and int(said) > most:
        raise Invalid(judging.too_large(most))
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > most:
            raise Invalid(judging.too_large(most))
    return bytes(body)


def refused(problem: Exception) -> Response:
    """Say why a file was not taken: a title, more words, and what is wrong with which field."""
    if isinstance(problem, SignedOut):
        return _said(HTTPStatus.UNAUTHORIZED, problem.title, problem.body)
    if isinstance(problem, TimeoutError):
        return _said(HTTPStatus.REQUEST_TIMEOUT, t("The file took too long to arrive"), t("Add it once more."))
    if isinstance(problem, NotFound | Forbidden):
        nothing = NotFound()
        return _said(HTTPStatus.NOT_FOUND, nothing.title, nothing.body)
    if isinstance(problem, ValidationError):
        words = answers.field_words(problem)
        return _said(HTTPStatus.UNPROCESSABLE_ENTITY, t("Please check what is marked"), "", words)
    if isinstance(problem, Refusal):
        return _said(HTTPStatus.UNPROCESSABLE_ENTITY, problem.title, problem.body, problem.fields)
    number = answers.noted(problem)
    words = t("Nothing was saved. Reference: {number}.", number=number)
    return _said(HTTPStatus.INTERNAL_SERVER_ERROR, t("Something went wrong"), words)


def _said(code: HTTPStatus, title: str, body: str, fields: dict[str, str] | None = None) -> Response:
    told: dict[str, Any] = {"title": title, "body": body, "fields": fields or {}}
    return JSONResponse(told, code)
