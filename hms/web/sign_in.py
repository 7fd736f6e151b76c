"""Signing in and out, on plain pages."""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from hms.access import VISITOR, perform
from hms.errors import TooManyTries, WrongPassword
from hms.schemas.session import SignedIn
from hms.services import sessions, sign_in
from hms.texts import t
from hms.web import endpoints, native_forms, paths, render, set_cookie, visitors
from hms.web.endpoints import answered
from hms.web.threads import at_the_door, in_thread

# What brought the reader here, by a word in the address: tone, title, body.
NOTICES = {
    "registered": (
        "ok",
        t("You can sign in now"),
        t("Use the e-mail address you registered with. If it had an account before, its old password still counts."),
    ),
    "out": ("ok", t("You are signed out"), t("Nobody at this computer can open your pages any more.")),
}


@answered
async def show(request: Request) -> Response:
    """Show the sign-in, or send on whoever is signed in already."""
    wanted = request.query_params.get("next", "")
    if card := visitors.signed_in(request):
        return endpoints.see(_onward(wanted, sign_in.home_of(card.role)))
    notice = next((words for name, words in NOTICES.items() if name in request.query_params), None)
    return await _page({"next": paths.safe_next(wanted)}, notice)


@answered
async def sign_in_now(request: Request) -> Response:
    """Sign in with an e-mail address and its password, always under a new token."""
    typed = await native_forms.read(request, "email", "password", "next")
    missing = {
        name: words
        for name, words in (("email", t("Write your e-mail address.")), ("password", t("Write your password.")))
        if not typed[name].strip()
    }
    if missing:
        return await _page(typed, errors=missing, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    address = visitors.address(request)
    try:
        signed_in = await at_the_door(perform, sign_in.sign_in, VISITOR, typed["email"], typed["password"], address)
    except WrongPassword as refusal:
        notice = ("danger", refusal.title, refusal.body)
        return await _page(typed, notice, status=HTTPStatus.UNPROCESSABLE_ENTITY, wrong=True)
    except TooManyTries as refusal:
        notice = ("danger", refusal.title, refusal.body)
        headers = render.retry_after(refusal)
        return await _page(typed, notice, status=HTTPStatus.TOO_MANY_REQUESTS, headers=headers)
    return await welcome(request, signed_in, _onward(typed["next"], signed_in.home))


@answered
async def sign_out(request: Request) -> Response:
    """End this sign-in everywhere, and have the browser forget it."""
    await _end_earlier(request)
    response = endpoints.see("/sign-in?out=1")
    set_cookie.take_back(response)
    return response


async def welcome(request: Request, signed_in: SignedIn, path: str) -> Response:
    """Begin a sign-in in this browser; an earlier one there ends."""
    await _end_earlier(request)
    response = endpoints.see(path)
    set_cookie.give(response, signed_in)
    return response


async def _end_earlier(request: Request) -> None:
    if card := visitors.signed_in(request):
        await in_thread(perform, sessions.end, VISITOR, card.id)


def _onward(wanted: str, home: str) -> str:
    """Choose where to go: what was asked for, unless it is another role's or not ours at all."""
    path = paths.safe_next(wanted)
    role = paths.role_of(path.partition("?")[0])
    others = role is not None and role is not paths.role_of(home)
    return home if path == "/" or path.startswith("/sign-") or others else path


async def _page(
    typed: dict[str, str],
    notice: tuple[str, str, str] | None = None,
    *,
    errors: dict[str, str] | None = None,
    status: int = HTTPStatus.OK,
    headers: dict[str, str] | None = None,
    wrong: bool = False,
) -> Response:
    kept = {"email": typed.get("email", ""), "next": paths.safe_next(typed.get("next", ""))}
    clinic = await endpoints.clinic_name()
    facts = {"typed": kept, "notice": notice, "errors": errors or {}, "wrong": wrong, "clinic": clinic}
    return render.page("sign_in.html", status, headers, **facts)
