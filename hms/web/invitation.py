"""An invited member of staff chooses a password."""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from hms.access import VISITOR, perform
from hms.errors import Invalid, NotFound
from hms.permissions import Role
from hms.schemas.accounts import InvitationCard
from hms.services import invitations
from hms.services.sessions import WORDS
from hms.texts import t
from hms.web import endpoints, field_words, native_forms, render
from hms.web.endpoints import answered
from hms.web.sign_in import welcome
from hms.web.threads import at_the_door, in_thread


@answered
async def show(request: Request) -> Response:
    """Show whom the invitation is for."""
    try:
        return _page(await _find(request), {}, HTTPStatus.OK)
    except NotFound:
        return await _gone()


@answered
async def accept(request: Request) -> Response:
    """Take the password, use the link up, and sign in."""
    password = (await native_forms.read(request, "password"))["password"]
    try:
        card = await _find(request)
        weak = await at_the_door(field_words.of_password, password, card.name, card.email)
        if weak:
            return _page(card, weak)
        signed_in = await at_the_door(perform, invitations.accept, VISITOR, request.path_params["token"], password)
    except Invalid as refusal:
        return _page(card, refusal.fields)
    except NotFound:
        return await _gone()
    return await welcome(request, signed_in, signed_in.home)


async def _find(request: Request) -> InvitationCard:
    return await in_thread(perform, invitations.find, VISITOR, request.path_params["token"])


async def _gone() -> Response:
    once = t("An invitation works once, for 48 hours.")
    body = f"{once} {t('Ask the administrator for a new one, or sign in if you have a password.')}"
    way = ("/sign-in", t("Sign in"))
    clinic = await endpoints.clinic_name()
    return render.message(HTTPStatus.NOT_FOUND, t("This invitation no longer works"), body, clinic=clinic, way=way)


def _page(card: InvitationCard, errors: dict[str, str], status: int = HTTPStatus.UNPROCESSABLE_ENTITY) -> Response:
    role = WORDS[Role(card.role)]
    return render.page("invitation.html", status, card=card, role=role, errors=errors, clinic=card.clinic)
