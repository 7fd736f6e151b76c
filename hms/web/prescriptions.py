"""The paper of a prescription over plain HTTP: as PDF for who may take it, and checked by anybody who holds it."""

from http import HTTPStatus
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from hms.access import perform
from hms.services.prescriptions import checking, printing
from hms.web import visitors
from hms.web.checked_papers import checks
from hms.web.endpoints import answered
from hms.web.threads import in_thread


@answered
async def pdf(request: Request) -> Response:
    """Give the paper on which a signed prescription stands, to be kept or printed."""
    prescription_id: UUID = request.path_params["prescription_id"]
    paper = await in_thread(perform, printing.take, visitors.acting(request), prescription_id)
    body = await in_thread(printing.pdf, paper)
    headers = {"Content-Disposition": f'attachment; filename="{paper.name}"'}
    return Response(body, HTTPStatus.OK, headers, "application/pdf")


pdf.sandboxed = True  # type: ignore[attr-defined]

look, show = checks(checking, "check_prescription.html")
