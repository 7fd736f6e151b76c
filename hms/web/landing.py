"""The page at the front door."""

from starlette.requests import Request
from starlette.responses import Response

from hms.access import VISITOR, perform
from hms.services import directory
from hms.services.sign_in import home_of
from hms.web import endpoints, render, visitors
from hms.web.endpoints import answered
from hms.web.threads import in_thread


@answered
async def show(request: Request) -> Response:
    """Say whose house this is and what one can do here; whoever is signed in goes on to their own page."""
    if card := visitors.signed_in(request):
        return endpoints.see(home_of(card.role))
    clinic = await endpoints.clinic_name()
    if not clinic:
        return render.page("not_set_up.html")
    departments = await in_thread(perform, directory.departments, VISITOR)
    doctors = await in_thread(perform, directory.doctors, VISITOR)
    listed = [(d, [doctor for doctor in doctors if doctor.department_id == d.id]) for d in departments]
    return render.page("landing.html", clinic=clinic, departments=listed)
