"""The one answer to every error of a plain page."""

import functools
from collections.abc import Awaitable, Callable
from http import HTTPStatus

from pydantic import ValidationError
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response

from hms.access import VISITOR, perform
from hms.errors import Forbidden, KeysMissing, NotFound, Refusal, SignedOut, TooManyTries
from hms.services import directory
from hms.web import answers, native_forms, paths, render
from hms.web.body import TooLarge
from hms.web.threads import in_thread

Endpoint = Callable[[Request], Awaitable[Response]]
CODES: dict[type[Exception], int] = {
    native_forms.NotAForm: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    TooManyTries: HTTPStatus.TOO_MANY_REQUESTS,
}


def answered(endpoint: Endpoint) -> Endpoint:
    """Let an endpoint raise whatever it likes: the reader gets a page in words, and nothing of it is kept."""

    @functools.wraps(endpoint)
    async def answer(request: Request) -> Response:
        try:
            response = await endpoint(request)
        except (ClientDisconnect, TooLarge):
            raise  # nobody is there to read an answer; or the gate has one
        except Exception as problem:  # noqa: BLE001 - the one answer to every error
            response = await _said(request, problem)
        response.headers["Cache-Control"] = "no-store"
        return response

    return answer


async def _said(request: Request, problem: Exception) -> Response:
    if isinstance(problem, SignedOut):
        wanted = request.url.path if request.method in {"GET", "HEAD"} else "/"
        return see(paths.sign_in_for(wanted, request.url.query))
    if isinstance(problem, KeysMissing):
        return render.sealed()
    try:
        if isinstance(problem, NotFound | Forbidden):
            return render.not_found(await clinic_name())
        if isinstance(problem, Refusal):
            return render.refused(problem, await clinic_name(), code_of(problem))
    except Exception as another:  # noqa: BLE001 - the name of the clinic could not be read either
        problem = another
    return render.failed(answers.noted(problem))


def code_of(problem: Exception) -> int:
    """Choose the status code of a refusal."""
    fallback = HTTPStatus.UNPROCESSABLE_ENTITY if isinstance(problem, ValidationError) else HTTPStatus.CONFLICT
    return CODES.get(type(problem), fallback)


def see(path: str) -> RedirectResponse:
    """Send the browser on with a GET, so that reloading sends nothing twice."""
    return RedirectResponse(path, HTTPStatus.SEE_OTHER)


async def clinic_name() -> str:
    """Read the clinic's name; "" until it is set up."""
    return await in_thread(perform, directory.clinic_name, VISITOR)
