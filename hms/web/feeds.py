"""A private calendar feed, to a calendar programme that comes again and again without anybody signed in."""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from hms.access import VISITOR, perform
from hms.services import feeds
from hms.web import visitors
from hms.web.endpoints import answered
from hms.web.threads import in_thread


@answered
async def calendar(request: Request) -> Response:
    """Give the feed of a token; a programme that names the state it has is told when that is still the one."""
    token = request.path_params["token"]
    file = await in_thread(perform, feeds.read, VISITOR, token, visitors.address(request), _known(request))
    headers = {"ETag": f'"{file.tag}"'}
    if not file.body:
        return Response(None, HTTPStatus.NOT_MODIFIED, headers)
    return Response(file.body, HTTPStatus.OK, headers, "text/calendar; charset=utf-8")


def _known(request: Request) -> frozenset[str]:
    """Read which states a programme has; a proxy that packs answers on the way calls them weak (RFC 9110, 13.1.2)."""
    named = request.headers.get("if-none-match", "").split(",")
    return frozenset(tag.strip().removeprefix("W/").strip('"') for tag in named)
