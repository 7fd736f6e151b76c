"""What is wrong with each field of a plain form, in words that name what was typed where that helps."""

import re
from calendar import month_name, monthrange
from collections.abc import Mapping

from pydantic import ValidationError

from hms.errors import Refusal
from hms.security.passwords import check_strength
from hms.texts import t
from hms.web import answers

CHOSEN = frozenset({"sex", "country", "zone", "language"})
A_DAY = t("Write year, month and day, such as 1986-04-12.")
ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def of_problem(problem: ValidationError, typed: Mapping[str, str]) -> dict[str, str]:
    """Say what is wrong with each field, in the order of the form."""
    said = answers.field_words(problem)
    longest = {str(e["loc"][0]): e["ctx"]["max_length"] for e in problem.errors() if e["type"] == "string_too_long"}
    for name in said:
        given = typed.get(name, "").strip()
        if not given:
            said[name] = t("Please choose one.") if name in CHOSEN else t("Please fill this in.")
        elif name in longest:
            said[name] = t("Use at most {n} characters.", n=longest[name])
        elif name.endswith("_on"):
            day = ISO_DAY.fullmatch(given)
            said[name] = (_no_such_day(*map(int, day.groups())) if day else A_DAY) or said[name]
    return {name: said[name] for name in [*typed, *said] if name in said}


def _no_such_day(year: int, month: int, day: int) -> str:
    """Name a day that no calendar has, such as 30 February 2001; "" for a real one."""
    if year < 1 or not 1 <= month <= 12 or not 1 <= day <= 31:
        return A_DAY
    if day <= monthrange(year, month)[1]:
        return ""
    return t("There is no {day} {month} {year}.", day=day, month=t(month_name[month]), year=year)


def of_password(password: str, *known: str) -> dict[str, str]:
    """Judge a password beside the other fields, so that one round of corrections is enough. It hashes nothing."""
    try:
        check_strength(password, *known)
    except Refusal as refusal:
        return refusal.fields
    return {}
