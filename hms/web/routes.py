"""Plain HTTP: pages for people who are not signed in, downloads, paper, and the answer to a monitor."""

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from hms.services import health
from hms.web import (
    act_for,
    attachments,
    codes,
    devices,
    documents,
    downloads,
    feeds,
    find,
    goodbye,
    invitation,
    laboratory,
    landing,
    letters,
    my_data,
    photos,
    prescriptions,
    print_pages,
    register,
    register_with_code,
    set_up,
    sign_in,
    summaries,
)
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
        Route("/register/code", register_with_code.show),
        Route("/register/code", register_with_code.register, methods=["POST"]),
        Route("/my-data", my_data.link, methods=["POST"]),
        Route("/my-data/{token}", my_data.fetch),
        Route("/act-for", act_for.act_for, methods=["POST"]),
        Route("/sign-in", sign_in.show),
        Route("/sign-in", sign_in.sign_in_now, methods=["POST"]),
        Route("/sign-out", sign_in.sign_out, methods=["POST"]),
        Route("/setup/{token}", set_up.show),
        Route("/setup/{token}", set_up.finish, methods=["POST"]),
        Route("/invitation/{token}", invitation.show),
        Route("/invitation/{token}", invitation.accept, methods=["POST"]),
        Route("/appointments/{appointment_id:uuid}.ics", downloads.calendar_file),
        Route("/calendar/{token}.ics", feeds.calendar),
        Route("/display/{token}", devices.open_display),
        Route("/kiosk/{token}", devices.open_kiosk),
        Route("/attachments", attachments.attach, methods=["POST"]),
        Route("/attachments/{attachment_id:uuid}", attachments.fetch),
        Route("/laboratory-files", laboratory.take, methods=["POST"]),
        Route("/documents", documents.add, methods=["POST"]),
        Route("/documents/{document_id:uuid}", documents.fetch),
        Route("/documents/{document_id:uuid}/pages/{number:int}", documents.page),
        Route("/holds/{hold_id:uuid}/let-go", goodbye.let_go, methods=["POST"]),
        Route("/find", find.find, methods=["POST"]),
        Route("/codes", codes.codes, methods=["POST"]),
        Route("/patients/{patient_id:uuid}/photo", photos.show),
        Route("/patients/{patient_id:uuid}/photo", photos.keep, methods=["POST"]),
        Route("/print/patients/{patient_id:uuid}/label", print_pages.label),
        Route("/print/visits/{encounter_id:uuid}", print_pages.visit),
        Route("/patients/{patient_id:uuid}/summary.pdf", summaries.pdf),
        Route("/prescriptions/{prescription_id:uuid}.pdf", prescriptions.pdf),
        Route("/prescription/{token}", prescriptions.look),
        Route("/prescription/{token}", prescriptions.show, methods=["POST"]),
        Route("/letter/{token}", letters.look),
        Route("/letter/{token}", letters.show, methods=["POST"]),
        Route("/healthz", healthz),
    ]
