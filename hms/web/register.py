"""Registering as a patient, on a plain page."""

from datetime import date
from http import HTTPStatus

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import Response

from hms.access import VISITOR, perform
from hms.errors import Invalid
from hms.schemas.accounts import Registration
from hms.schemas.words import SEXES
from hms.services import accounts
from hms.services.sign_in import home_of
from hms.texts import t
from hms.web import endpoints, field_words, native_forms, render, visitors
from hms.web.endpoints import answered
from hms.web.threads import at_the_door

LABELS = {
    "given_names": t("Given names"),
    "family_name": t("Family name"),
    "born_on": t("Date of birth"),
    "sex": t("Sex"),
    "email": t("E-mail address"),
    "phone": t("Phone"),
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
    """Register, with the same answer for an e-mail address that is known already."""
    typed = await native_forms.read(request, *LABELS)
    try:
        form, address = Registration.model_validate(typed), visitors.address(request)
        await at_the_door(perform, accounts.register, VISITOR, form, address)
    except ValidationError as problem:
        known = (typed["email"], typed["given_names"], typed["family_name"])
        weak = await at_the_door(field_words.of_password, typed["password"], *known)
        return await _page(typed, field_words.of_problem(problem, typed) | weak)
    except Invalid as refusal:
        return await _page(typed, refusal.fields)
    return endpoints.see("/sign-in?registered=1")


async def _page(
    typed: dict[str, str], errors: dict[str, str], status: int = HTTPStatus.UNPROCESSABLE_ENTITY
) -> Response:
    clinic = await endpoints.clinic_name()
    facts = {"sexes": list(SEXES.items()), "born_kind": date_kind(typed["born_on"]), "clinic": clinic}
    return render.form("register.html", LABELS, typed, errors, status, **facts)


def date_kind(typed: str) -> str:
    """Choose the kind of field that can still show what was typed: a date field drops what is no date."""
    try:
        date.fromisoformat(typed or "2000-01-01")
    except ValueError:
        return "text"
    return "date"
