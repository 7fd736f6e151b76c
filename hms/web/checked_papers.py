"""Papers of the clinic checked by the code on them, by anybody who holds one, over plain HTTP."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from types import ModuleType

from starlette.requests import Request
from starlette.responses import Response

from hms.access import VISITOR, perform
from hms.errors import NotOurPaper, TooManyTries, WrongProof
from hms.schemas.letters import CheckedLetter
from hms.schemas.prescriptions import CheckedPaper
from hms.texts import t
from hms.web import endpoints, native_forms, render, visitors
from hms.web.endpoints import answered
from hms.web.threads import in_thread

Answer = Callable[[Request], Awaitable[Response]]


def checks(service: ModuleType, template: str) -> tuple[Answer, Answer]:
    """Give the two answers about a kind of paper: whether it is real and stands, and, to whoever proves it, what it says.

    The service has look(scope, token, address) and show(scope, token, typed, address).
    """

    @answered
    async def look(request: Request) -> Response:
        token, address = _asked(request)
        try:
            checked = await in_thread(perform, service.look, VISITOR, token, address)
        except NotOurPaper as refusal:
            return await _not_ours(refusal)
        return await _page(template, token, checked)

    @answered
    async def show(request: Request) -> Response:
        token, address = _asked(request)
        typed = await native_forms.read(request, "proof")
        try:
            checked = await in_thread(perform, service.show, VISITOR, token, typed["proof"], address)
        except NotOurPaper as refusal:
            return await _not_ours(refusal)
        except (WrongProof, TooManyTries) as refusal:
            checked = await in_thread(perform, service.look, VISITOR, token, address)
            many = isinstance(refusal, TooManyTries)
            errors = {"proof": f"{refusal.title}. {refusal.body}"} if many else refusal.fields
            status = HTTPStatus.TOO_MANY_REQUESTS if many else HTTPStatus.UNPROCESSABLE_ENTITY
            return await _page(template, token, checked, typed=typed["proof"], errors=errors, status=status)
        return await _page(template, token, checked)

    return look, show


def _asked(request: Request) -> tuple[str, str]:
    return str(request.path_params["token"]), visitors.address(request)


async def _page(
    template: str,
    token: str,
    checked: CheckedPaper | CheckedLetter,
    *,
    typed: str = "",
    errors: dict[str, str] | None = None,
    status: int = HTTPStatus.OK,
) -> Response:
    label = t("Date of birth, as it is printed") if checked.asks_born else t("Record number, as it is printed")
    facts = {"checked": checked, "token": token, "clinic": await endpoints.clinic_name()}
    return render.form(template, {"proof": label}, {"proof": typed}, errors or {}, status, **facts)


async def _not_ours(refusal: NotOurPaper) -> Response:
    clinic = await endpoints.clinic_name()
    return render.message(HTTPStatus.NOT_FOUND, refusal.title, refusal.body, clinic=clinic, mark="!")
