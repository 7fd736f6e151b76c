"""The one answer to every error of a screen."""

import logging
import secrets
from typing import Any

from pydantic import ValidationError

from hms.errors import Merged, Refusal, SignedOut
from hms.texts import t
from hms.web.reflex_private import route_path

log = logging.getLogger("hms.screen")
WORDS = {
    "missing": "Please fill this in",
    "string_too_short": "Please write a little more",
    "string_too_long": "This is too long",
    "uuid_parsing": "Please choose one",
    "string_pattern_mismatch": "Please choose one",
    "date_from_datetime_parsing": "Please give a date",
    "date_parsing": "Please give a date",
    "time_parsing": "Please give a time",
    "int_parsing": "Please give a whole number",
    "decimal_parsing": "Please give a number",
    "enum": "Please choose one",
    "literal_error": "Please choose one",
}


def field_words(problem: ValidationError) -> dict[str, str]:
    """Say for each field what is wrong with it. What was typed is not repeated."""
    said: dict[str, str] = {}
    for error in problem.errors(include_url=False, include_input=False, include_context=True):
        name = str(error["loc"][0]) if error["loc"] else "form"
        cause = error.get("ctx", {}).get("error")
        if error["type"] == "value_error" and cause is not None:
            words = str(cause)  # a validator of ours, already in words
        else:
            words = t(WORDS.get(error["type"], "Please check this"))
        said.setdefault(name, words)
    return said


def refused(screen: Any, problem: Exception) -> str:
    """Show a problem on the screen where it came up; returns the page to go to, or nothing."""
    if isinstance(problem, SignedOut):
        return "/sign-in"
    if isinstance(problem, Merged) and problem.gone in (here := route_path(screen)):
        there = here.replace(problem.gone, problem.kept)
        screen.go(there, "info", problem.title, problem.body)
        return there
    if isinstance(problem, Refusal):
        screen.field_errors = problem.fields
        screen.say("danger", problem.title, problem.body)
    elif isinstance(problem, ValidationError):
        screen.field_errors = field_words(problem)
        screen.say("danger", t("Please check what is marked"))
    else:
        screen.say(
            "danger", t("Something went wrong"), t("Nothing was saved. Reference: {number}.", number=noted(problem))
        )
    return ""


def forbids(problem: BaseException) -> bool:
    """Tell whether an error says that there is nothing here for this person."""
    return isinstance(problem, Refusal)


def noted(problem: BaseException) -> str:
    """Log an unexpected error by its kind and place, never by its words (they may quote a record)."""
    number = secrets.token_hex(4)
    place = problem.__traceback__
    steps = []
    while place is not None:
        steps.append(f"{place.tb_frame.f_code.co_filename.rpartition('/')[2]}:{place.tb_lineno}")
        place = place.tb_next
    log.error("error %s: %s at %s", number, type(problem).__name__, " > ".join(steps[-8:]))
    return number
