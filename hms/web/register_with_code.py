"""Making a sign-in for a record that the clinic has, on a plain page: with the code from the desk."""

from http import HTTPStatus

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import Response

from hms.access import VISITOR, perform
from hms.errors import Invalid, TooManyTries, WrongPair
from hms.schemas.acting import CodeRegistration
from hms.services import record_codes
from hms.services.sign_in import home_of
from hms.texts import t
from hms.web import endpoints, field_words, native_forms, render, visitors
from hms.web.endpoints import answered
from hms.web.register import date_kind
from hms.web.threads import at_the_door

LABELS = {
    "code": t("Code from the clinic"),
    "born_on": t("Date of birth"),
    "email": t("E-mail address"),
    "password": t("Choose a password"),
}


@answered
async def show(request: Request) -> Response:
    """Show the empty form."""
    if card := visitors.signed_in(request):
        return endpoints.see(home_of(card.role))
    return await _page(dict.fromkeys(LABELS, ""), {}, HTTPStatus.OK)


@answered
async def register(request: Request) -> Response:
    """Make the sign-in, with the same answer for an e-mail address that is known already."""
    typed = await native_forms.read(request, *LABELS)
    try:
        form, address = CodeRegistration.model_validate(typed), visitors.address(request)
        await at_the_door(perform, record_codes.register, VISITOR, form, address)
    except ValidationError as problem:
        weak = await at_the_door(field_words.of_password, typed["password"], typed["email"])
        return await _page(typed, field_words.of_problem(problem, typed) | weak)
    except (Invalid, WrongPair) as refusal:
        return await _page(typed, refusal.fields)
    except TooManyTries as refusal:
        return await _page(typed, {"code": f"{refusal.title}. {refusal.body}"}, HTTPStatus.TOO_MANY_REQUESTS)
    return endpoints.see("/sign-in?registered=1")


async def _page(
    typed: dict[str, str], errors: dict[str, str], status: int = HTTPStatus.UNPROCESSABLE_ENTITY
) -> Response:
    facts = {"born_kind": date_kind(typed["born_on"]), "clinic": await endpoints.clinic_name()}
    return render.form("register_with_code.html", LABELS, typed, errors, status, **facts)
