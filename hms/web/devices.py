"""The link of a waiting-room screen or a kiosk: it opens that device's session in this browser, and goes to its page.

A box without keyboard and mouse starts with this address, so a GET has to do. It does nothing when another site leads
here, nor in the browser of somebody who is signed in.
"""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from hms.access import VISITOR, perform
from hms.permissions import DEVICES, Role
from hms.services import devices
from hms.texts import t
from hms.web import endpoints, render, visitors
from hms.web.endpoints import answered
from hms.web.sign_in import welcome
from hms.web.threads import in_thread

BY_ITSELF = {"", "none", "same-origin"}  # Sec-Fetch-Site: typed, a start page, or our own; "" from older browsers


@answered
async def open_display(request: Request) -> Response:
    """Open the session of a waiting-room screen."""
    return await _open(request, Role.DISPLAY)


@answered
async def open_kiosk(request: Request) -> Response:
    """Open the session of a kiosk."""
    return await _open(request, Role.KIOSK)


async def _open(request: Request, kind: Role) -> Response:
    clinic, card = await endpoints.clinic_name(), visitors.signed_in(request)
    if request.method == "HEAD" or request.headers.get("sec-fetch-site", "") not in BY_ITSELF:
        body = t("Type or paste this address into the browser of the screen itself.")
        return render.message(HTTPStatus.CONFLICT, t("This opens a screen of the clinic"), body, clinic=clinic)
    if card is not None and card.role not in DEVICES:
        body = t("Opening a screen here would sign you out. Use this address in the browser of the screen itself.")
        return render.message(HTTPStatus.CONFLICT, t("You are signed in here"), body, clinic=clinic, mark="!")
    token, address = request.path_params["token"], visitors.address(request)
    signed_in = await in_thread(perform, devices.open_link, VISITOR, kind.value, token, address)
    return await welcome(request, signed_in, signed_in.home)
