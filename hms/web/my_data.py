"""Fetching the download of one's record: by a link that serves once and leads nobody else anywhere."""

from http import HTTPStatus
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from hms.access import perform
from hms.errors import NotFound
from hms.services.exports import asking
from hms.web import endpoints, native_forms, visitors
from hms.web.endpoints import answered
from hms.web.threads import in_thread


@answered
async def link(request: Request) -> Response:
    """Make the link, and lead the browser there."""
    named = (await native_forms.read(request, "export"))["export"]
    try:
        export_id = UUID(named)
    except ValueError as problem:
        raise NotFound from problem
    token = await in_thread(perform, asking.link, visitors.acting(request), export_id)
    return endpoints.see(f"/my-data/{token}")


@answered
async def fetch(request: Request) -> Response:
    """Give what the link leads to, once."""
    body = await in_thread(perform, asking.take, visitors.acting(request), str(request.path_params["token"]))
    headers = {"Content-Disposition": 'attachment; filename="my-record.zip"'}
    return Response(body, HTTPStatus.OK, headers, "application/zip")


fetch.sandboxed = True  # type: ignore[attr-defined]
