"""Setting up a new clinic, on a plain page behind a one-time link."""

from http import HTTPStatus

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import Response

from hms.access import VISITOR, perform
from hms.errors import Invalid, NotFound
from hms.schemas.accounts import SetUp
from hms.services import set_up
from hms.texts import t
from hms.web import field_words, native_forms, places, render
from hms.web.endpoints import answered
from hms.web.sign_in import welcome
from hms.web.threads import at_the_door, in_thread

LABELS = {
    "clinic": t("Name of the clinic"),
    "country": t("Country"),
    "language": t("Language"),
    "zone": t("Time zone"),
    "name": t("Your name"),
    "email": t("Your e-mail address"),
    "password": t("Choose a password"),
}
START = {**dict.fromkeys(LABELS, ""), "language": "en"}


@answered
async def show(request: Request) -> Response:
    """Show the form to whoever holds the link."""
    if not await _open(request):
        return _gone()
    return _page(START, {}, HTTPStatus.OK)


@answered
async def finish(request: Request) -> Response:
    """Name the clinic, make its first administrator, and sign them in."""
    token, typed = request.path_params["token"], await native_forms.read(request, *LABELS)
    if not await _open(request):
        return _gone()
    try:
        signed_in = await at_the_door(perform, set_up.set_up, VISITOR, token, SetUp.model_validate(typed))
    except ValidationError as problem:
        known = (typed["email"], typed["name"], typed["clinic"])
        weak = await at_the_door(field_words.of_password, typed["password"], *known)
        return _page(typed, field_words.of_problem(problem, typed) | weak)
    except Invalid as refusal:
        return _page(typed, refusal.fields)
    except NotFound:
        return _gone()
    return await welcome(request, signed_in, signed_in.home)


async def _open(request: Request) -> bool:
    return await in_thread(perform, set_up.find_offer, VISITOR, request.path_params["token"])


def _gone() -> Response:
    once = t("It works once, for 24 hours, until there is an administrator.")
    new = t("For a clinic that is not set up yet, start the server again: it prints a new link.")
    title, way = t("This set-up link no longer works"), ("/sign-in", t("Sign in"))
    return render.message(HTTPStatus.NOT_FOUND, title, f"{once} {new}", way=way)


def _page(typed: dict[str, str], errors: dict[str, str], status: int = HTTPStatus.UNPROCESSABLE_ENTITY) -> Response:
    lists = {"countries": places.countries(), "zones": places.zones(), "languages": places.languages()}
    return render.form("set_up.html", LABELS, typed, errors, status, **lists)
