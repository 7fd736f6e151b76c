"""Documents of a record over HTTP: taken in piece by piece, looked at as pictures of their pages, saved as a download.

What somebody sent is never a page of ours: it is saved, or seen as a picture that was drawn here, and each answer is
sandboxed all the same.
"""

import json
from http import HTTPStatus
from urllib.parse import unquote
from uuid import UUID

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from hms.access import Actor, perform
from hms.config import settings
from hms.errors import Invalid, NotFound
from hms.permissions import Role
from hms.schemas.documents import DocumentForm, OwnDocumentForm
from hms.services.documents import filing, opening
from hms.services.uploads import papers, taking
from hms.services.uploads.taking import Taken
from hms.web import downloads, uploads, visitors
from hms.web.endpoints import answered
from hms.web.threads import aside, in_thread

LONGEST_NAME, LONGEST_ABOUT = 400, 24_000
PNG = "image/png"


async def add(request: Request) -> Response:
    """Take a document in, and say in JSON what became of it. What is known of it comes in a header, as JSON."""
    try:
        actor, most = visitors.acting(request), settings().document_bytes
        name = unquote(request.headers.get("x-file-name", ""))[:LONGEST_NAME]
        async with uploads.in_turn():
            body = await uploads.body_of(request, most)
            form = _form(request, actor)
            taken = await aside(taking.take, name, body, most)
            document_id = await in_thread(_keep, actor, form, taken)
    except uploads.PASSED_ON:
        raise
    except Exception as problem:  # noqa: BLE001 - the one answer to every error
        return uploads.refused(problem)
    return JSONResponse({"id": str(document_id)}, HTTPStatus.CREATED)


add.max_body = lambda: settings().document_bytes + uploads.SPARE  # type: ignore[attr-defined]


def _keep(actor: Actor, form: DocumentForm | OwnDocumentForm, taken: Taken) -> UUID:
    if isinstance(form, OwnDocumentForm):
        return perform(filing.add_own, actor, form, taken)
    return perform(filing.file, actor, form, taken)


def _form(request: Request, actor: Actor) -> DocumentForm | OwnDocumentForm:
    """Read what is said of a document: by a patient of their own, by others of a patient. Raises ValidationError, Invalid."""
    about = request.headers.get("x-about", "")
    try:
        said = json.loads(unquote(about)) if len(about) <= LONGEST_ABOUT else None
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise Invalid
    if actor.role is Role.PATIENT:
        return OwnDocumentForm.model_validate(said)
    try:
        return DocumentForm.model_validate({**said, "patient_id": request.query_params.get("patient", "")})
    except ValidationError as problem:
        if any(error["loc"] == ("patient_id",) for error in problem.errors()):
            raise NotFound from problem
        raise


@answered
async def fetch(request: Request) -> Response:
    """Give a document to be saved."""
    actor, document_id = visitors.acting(request), request.path_params["document_id"]
    file, body = await in_thread(perform, opening.fetch, actor, document_id)
    return downloads.to_save(file.name, file.media_type, body)


fetch.sandboxed = True  # type: ignore[attr-defined]


@answered
async def page(request: Request) -> Response:
    """Give the picture of a page, counted from 1; a picture is its own first page."""
    actor = visitors.acting(request, human_act=False)  # the screen asks for it by itself
    document_id, number = request.path_params["document_id"], int(request.path_params["number"])
    media_type, body = await in_thread(perform, opening.look, actor, document_id)
    headers = {"Content-Disposition": "inline"}
    if media_type.startswith("image/") and number == 1:
        return Response(body, HTTPStatus.OK, headers, media_type)
    if media_type != "application/pdf" or not 1 <= number <= papers.MOST_PAGES:
        raise NotFound
    drawn = await in_thread(papers.draw, body, number)
    if not drawn.picture:
        raise NotFound
    return Response(drawn.picture, HTTPStatus.OK, headers, PNG)


page.sandboxed = True  # type: ignore[attr-defined]
