"""A page that is being left says so, and what it kept for its reader is free at once."""

from http import HTTPStatus
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from hms.access import perform
from hms.services import own_hold
from hms.web import visitors
from hms.web.endpoints import answered
from hms.web.threads import in_thread


@answered
async def let_go(request: Request) -> Response:
    """Let a held time go; by HTTP, for the socket of a page that closes is gone before its last word."""
    hold_id: UUID = request.path_params["hold_id"]
    await in_thread(perform, own_hold.let_go, visitors.acting(request), hold_id)
    return Response(status_code=HTTPStatus.NO_CONTENT)
