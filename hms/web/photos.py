"""The photo of a patient: taken in small, given only to whoever reaches the record, and never kept by a browser."""

from http import HTTPStatus
from uuid import UUID

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from hms.access import perform
from hms.errors import Forbidden, NotFound, Refusal, SignedOut
from hms.permissions import Permission, may
from hms.services.personal import photos
from hms.services.uploads import scanning
from hms.web import visitors
from hms.web.endpoints import answered
from hms.web.threads import aside, in_thread


@answered
async def show(request: Request) -> Response:
    """Give a photo."""
    actor = visitors.acting(request, human_act=False)  # the page asks for it by itself
    media_type, body = await in_thread(perform, photos.photo, actor, _whose(request))
    return Response(body, HTTPStatus.OK, {"Content-Disposition": "inline"}, media_type)


@answered
async def keep(request: Request) -> Response:
    """Take a photo in, sent as it is; what cannot be kept is refused in words."""
    try:
        actor = visitors.acting(request)
        if not may(actor.role, Permission.CHANGE_IDENTITY):
            return Response(status_code=HTTPStatus.NOT_FOUND)
        body = await request.body()
        await aside(scanning.scan, body)
        small = await in_thread(photos.made_small, body, request.headers.get("content-type", ""))
        await in_thread(perform, photos.keep_photo, actor, _whose(request), small, photos.MEDIA_TYPE)
    except SignedOut:
        return Response(status_code=HTTPStatus.UNAUTHORIZED)
    except (Forbidden, NotFound):
        return Response(status_code=HTTPStatus.NOT_FOUND)
    except Refusal as problem:
        return JSONResponse({"title": problem.title, "body": problem.body}, HTTPStatus.UNPROCESSABLE_ENTITY)
    return Response(status_code=HTTPStatus.NO_CONTENT)


keep.max_body = photos.MOST_BYTES + 1024  # type: ignore[attr-defined]


def _whose(request: Request) -> UUID:
    return UUID(str(request.path_params["patient_id"]))
