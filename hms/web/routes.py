"""Plain HTTP: pages for people who are not signed in, downloads, paper, and the answer to a monitor."""

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from hms.services import health
from hms.web import downloads, invitation, landing, print_pages, register, set_up, sign_in
from hms.web.threads import in_thread


async def healthz(_request: Request) -> JSONResponse:
    """Say whether the database and the keys are ready; what is wrong, `hms check` says, not passers-by learn."""
    status = (await in_thread(health.state))["status"]
    return JSONResponse({"status": status}, 200 if status == "ok" else 503)


def routes() -> list[Route]:
    """Return every plain route."""
    return [
        Route("/", landing.show),
        Route("/register", register.show),
        Route("/register", register.register, methods=["POST"]),
        Route("/sign-in", sign_in.show),
        Route("/sign-in", sign_in.sign_in_now, methods=["POST"]),
        Route("/sign-out", sign_in.sign_out, methods=["POST"]),
        Route("/setup/{token}", set_up.show),
        Route("/setup/{token}", set_up.finish, methods=["POST"]),
        Route("/invitation/{token}", invitation.show),
        Route("/invitation/{token}", invitation.accept, methods=["POST"]),
        Route("/appointments/{appointment_id:uuid}.ics", downloads.calendar_file),
        Route("/print/visits/{encounter_id:uuid}", print_pages.visit),
        Route("/healthz", healthz),
    ]
