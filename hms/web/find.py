"""Finding a patient from anywhere: what the search that Ctrl-K opens asks for. By POST: what is typed stands in no address."""

import json
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from hms.access import perform
from hms.errors import Forbidden, NotFound, SignedOut
from hms.permissions import Role
from hms.services import finding
from hms.web import visitors
from hms.web.endpoints import answered
from hms.web.threads import in_thread

PLACES = {Role.RECEPTIONIST: "/reception/patients/", Role.DOCTOR: "/doctor/patients/"}


@answered
async def find(request: Request) -> Response:
    """List whom the words fit among those whom this person reaches, each with the place where the record opens."""
    try:
        actor = visitors.acting(request)
        sought = read_sought(await request.body())
        hits = await in_thread(perform, finding.find, actor, sought)
    except SignedOut:
        return Response(status_code=HTTPStatus.UNAUTHORIZED)
    except (Forbidden, NotFound):
        return Response(status_code=HTTPStatus.NOT_FOUND)
    place = PLACES[actor.role]
    shown = [{**hit.model_dump(mode="json", include=SHOWN), "href": f"{place}{hit.id}"} for hit in hits]
    return JSONResponse({"hits": shown})


SHOWN = {"name", "initials", "facts", "born", "record_number", "deceased"}


def read_sought(body: bytes) -> str:
    """Read what is sought from a request; "" for anything else."""
    try:
        said = json.loads(body)
    except ValueError:
        return ""
    sought = said.get("sought") if isinstance(said, dict) else ""
    return sought if isinstance(sought, str) else ""
