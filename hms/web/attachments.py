"""Files that go with messages: taken in piece by piece, judged by what they hold; given as a download, never as a page."""

from http import HTTPStatus
from urllib.parse import unquote
from uuid import UUID

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from hms.access import perform
from hms.errors import NotFound
from hms.permissions import Role
from hms.services.threads import attachments, privacy
from hms.services.threads.attachments import Place
from hms.services.uploads import judging, taking
from hms.web import downloads, uploads, visitors
from hms.web.endpoints import answered
from hms.web.threads import aside, in_thread

LONGEST_NAME, LONGEST_KEY = 400, 100


async def attach(request: Request) -> Response:
    """Take a file in for the message that is being written, and say in JSON what became of it."""
    try:
        actor = visitors.acting(request)
        place, name = _place(request), unquote(request.headers.get("x-file-name", ""))[:LONGEST_NAME]
        async with uploads.in_turn():
            judged = await aside(taking.checked, name, await uploads.body_of(request, judging.MOST_BYTES))
            service = privacy.attach if actor.role is Role.ADMINISTRATOR else attachments.attach
            attachment_id = await in_thread(perform, service, actor, place, name, judged)
    except uploads.PASSED_ON:
        raise
    except Exception as problem:  # noqa: BLE001 - the one answer to every error
        return uploads.refused(problem)
    return JSONResponse({"id": str(attachment_id)}, HTTPStatus.CREATED)


attach.max_body = judging.MOST_BYTES + uploads.SPARE  # type: ignore[attr-defined]


@answered
async def fetch(request: Request) -> Response:
    """Give a file to whoever may read its message."""
    actor, attachment_id = visitors.acting(request), request.path_params["attachment_id"]
    service = privacy.fetch if actor.role is Role.ADMINISTRATOR else attachments.fetch
    file, body = await in_thread(perform, service, actor, attachment_id)
    return downloads.to_save(file.name, file.media_type, body)


fetch.sandboxed = True  # type: ignore[attr-defined]


def _place(request: Request) -> Place:
    """Read where the file goes. Raises NotFound where that is no place."""
    asked, key = request.query_params, request.headers.get("x-upload-key", "")
    if not 8 <= len(key) <= LONGEST_KEY:
        raise NotFound
    try:
        thread, patient = (UUID(asked[name]) if asked.get(name) else None for name in ("thread", "patient"))
    except ValueError as problem:
        raise NotFound from problem
    return Place(thread, patient, key)
