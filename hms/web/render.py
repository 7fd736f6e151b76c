"""Plain pages: Jinja2 with everything escaped, no script, never kept by a browser."""

from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path

from babel import Locale
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.responses import HTMLResponse

from hms.errors import Refusal, TooManyTries
from hms.texts import LANGUAGE, t

TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=select_autoescape(default=True),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
TEMPLATES.globals["t"] = t


def page(
    template: str, status: int = HTTPStatus.OK, headers: Mapping[str, str] | None = None, **facts: object
) -> HTMLResponse:
    """Fill in a page."""
    locale = Locale.parse(LANGUAGE.get())
    shown = {"clinic": "", "lang": locale.language, "dir": locale.text_direction, **facts}
    body = TEMPLATES.get_template(template).render(shown)
    return HTMLResponse(body, status, {"Cache-Control": "no-store", **(headers or {})})


def form(
    template: str,
    labels: Mapping[str, str],
    typed: Mapping[str, str],
    errors: Mapping[str, str],
    status: int,
    **facts: object,
) -> HTMLResponse:
    """Show a form as it was typed, with what is wrong with it on top and beside the fields. Passwords never go back."""
    kept = {**typed, "password": ""}
    summary = {name: f"{labels[name]}: {words}" if name in labels else words for name, words in errors.items()}
    focus = next(iter(errors), "")
    shown = {**facts, "labels": labels, "typed": kept, "errors": errors, "summary": summary, "focus": focus}
    return page(template, status, None, **shown)


def message(
    status: int, title: str, body: str, *, headers: Mapping[str, str] | None = None, **facts: object
) -> HTMLResponse:
    """Say one thing on a page of its own."""
    shown = {"mark": "?", "note": "", "way": ("/", t("Go to the start page")), **facts}
    return page("message.html", status, headers, title=title, body=body, **shown)


def not_found(clinic: str = "") -> HTMLResponse:
    """Say that nothing is here; absent and forbidden look alike."""
    body = t("The address may be mistyped, or what was here is gone or not yours to open.")
    return message(HTTPStatus.NOT_FOUND, t("Nothing is here"), body, clinic=clinic)


def not_taken(status: int) -> HTMLResponse:
    """Say that a request was not taken, whatever it asked for."""
    return message(
        status, t("This request was not taken"), t("Go back, load the page again, then try once more."), mark="!"
    )


def refused(refusal: Refusal, clinic: str = "", status: int = HTTPStatus.CONFLICT) -> HTMLResponse:
    """Show a refusal that belongs to no form."""
    return message(status, refusal.title, refusal.body, clinic=clinic, mark="!", headers=retry_after(refusal))


def failed(number: str) -> HTMLResponse:
    """Say that something broke, with the reference number under which the log tells more. Reads no database."""
    return message(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        t("Something went wrong on our side"),
        t("Nothing was saved. Go back and try again; if it happens again, tell the clinic this number."),
        mark="!",
        note=t("Reference: {number}", number=number),
    )


def sealed() -> HTMLResponse:
    """Say that the clinic's data is locked because its keys are not here. Reads no database and names no file."""
    return message(
        HTTPStatus.SERVICE_UNAVAILABLE,
        t("The records are sealed"),
        t("The keys that open them are not in their place, so nothing can be shown or changed until they are back."),
        mark="!",
        note=t("For whoever runs this installation: “hms check” says what is missing."),
        way=("", ""),
        headers={"Retry-After": "5"},
    )


def retry_after(refusal: Refusal) -> dict[str, str]:
    """Tell programs, too, how long to wait."""
    return {"Retry-After": str(refusal.wait_min * 60)} if isinstance(refusal, TooManyTries) else {}
