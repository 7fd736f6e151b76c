"""What somebody takes along: the appointment as a calendar file, and files that people sent."""

from http import HTTPStatus
from urllib.parse import quote
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from hms.access import perform
from hms.services import scheduling
from hms.web import visitors
from hms.web.endpoints import answered
from hms.web.threads import in_thread


@answered
async def calendar_file(request: Request) -> Response:
    """Give an appointment to a calendar."""
    appointment_id: UUID = request.path_params["appointment_id"]
    name, body = await in_thread(perform, scheduling.calendar_file, visitors.acting(request), appointment_id)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, HTTPStatus.OK, headers, "text/calendar; charset=utf-8")


def to_save(name: str, media_type: str, body: bytes) -> Response:
    """Give a file that somebody sent, to be saved and never shown as a page."""
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}
    kind = f"{media_type}; charset=utf-8" if media_type == "text/plain" else media_type
    return Response(body, HTTPStatus.OK, headers, kind)
