"""Paper: a signed visit's summary and prescription, worth handing over."""

from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from hms.access import perform
from hms.permissions import Role
from hms.services import visits
from hms.services.personal import labels
from hms.web import render, visitors
from hms.web.endpoints import answered
from hms.web.threads import in_thread


@answered
async def visit(request: Request) -> Response:
    """Lay a signed visit out for printing: the summary, and the prescription where there is one."""
    actor, encounter_id = visitors.acting(request), request.path_params["encounter_id"]
    summary = await in_thread(perform, visits.summary, actor, UUID(str(encounter_id)))
    back = f"/patient/visits/{encounter_id}" if actor.role is Role.PATIENT else ""
    return render.page("print_visit.html", visit=summary, back=back, clinic=summary.clinic)


@answered
async def label(request: Request) -> Response:
    """Lay a patient's label out for printing."""
    actor, patient_id = visitors.acting(request), UUID(str(request.path_params["patient_id"]))
    made = await in_thread(perform, labels.label, actor, patient_id)
    return render.page("print_label.html", label=made, clinic=made.clinic)
