"""A laboratory's file over HTTP: read up to its limit, filed report by report, and what became of each said in JSON."""

from http import HTTPStatus
from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from hms.access import Actor
from hms.errors import NotFound
from hms.permissions import Permission, may
from hms.services.laboratory import bring
from hms.web import uploads, visitors
from hms.web.threads import in_thread

MOST_BYTES, LONGEST_NAME = 10_000_000, 400


async def take(request: Request) -> Response:
    """Take a file of results in, and say in JSON what became of its reports. Nobody else learns that there is such a place."""
    try:
        actor = _allowed(request)
        name = unquote(request.headers.get("x-file-name", ""))[:LONGEST_NAME]
        async with uploads.in_turn():
            body = await uploads.body_of(request, MOST_BYTES)
            done = await in_thread(bring, actor, name, body)
    except uploads.PASSED_ON:
        raise
    except Exception as problem:  # noqa: BLE001 - the one answer to every error
        return uploads.refused(problem)
    return JSONResponse(done.model_dump(), HTTPStatus.CREATED)


def _allowed(request: Request) -> Actor:
    """Return who sends, before anything of the file is read. Raises NotFound for who may not, SignedOut."""
    actor = visitors.acting(request)
    if not may(actor.role, Permission.FILE_RESULTS):
        raise NotFound
    return actor


take.max_body = MOST_BYTES + uploads.SPARE  # type: ignore[attr-defined]
