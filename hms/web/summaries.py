"""The one-page summary of a patient over plain HTTP, for the doctor who hands somebody over."""

from http import HTTPStatus
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from hms.access import perform
from hms.services.handover import content, printing
from hms.web import visitors
from hms.web.endpoints import answered
from hms.web.threads import in_thread


@answered
async def pdf(request: Request) -> Response:
    """Give the summary as PDF, to be printed or handed over."""
    patient_id: UUID = request.path_params["patient_id"]
    paper = await in_thread(perform, content.take_summary, visitors.acting(request), patient_id)
    body = await in_thread(printing.pdf, paper)
    headers = {"Content-Disposition": f'attachment; filename="{paper.name}"'}
    return Response(body, HTTPStatus.OK, headers, "application/pdf")


pdf.sandboxed = True  # type: ignore[attr-defined]
