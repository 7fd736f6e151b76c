"""Whether an answer fits its question; and how it is read."""

from datetime import date
from decimal import Decimal, InvalidOperation

from hms.errors import Invalid
from hms.schemas.forms import LONGEST_ANSWER, SHORT_ANSWER, Question
from hms.schemas.threads import HIDDEN
from hms.schemas.words import plain_day
from hms.texts import t

YES_NO = {"yes": t("Yes"), "no": t("No")}
SCALE = range(11)
FIRST_DAY, LAST_DAY = date(1890, 1, 1), date(2200, 1, 1)
LONGEST_NUMBER = 20


def judged(question: Question, values: list[str]) -> list[str]:
    """Give an answer as it is kept, [] where it is left open. Raises Invalid, with the field named answer."""
    given = [value.strip() for value in values if value.strip()]
    if not given:
        return []
    if question.kind == "several":
        if set(given) - set(question.options):
            raise Invalid(answer=t("Choose some of these."))
        return [option for option in question.options if option in given]
    if len(given) > 1:
        raise Invalid(answer=t("Choose one of these."))
    return [_single(question, given[0])]


def _single(question: Question, value: str) -> str:
    match question.kind:
        case "yes_no" | "choice" | "scale":
            known: object = {"yes_no": YES_NO, "choice": question.options}.get(question.kind, [str(n) for n in SCALE])
            if value not in known:  # type: ignore[operator]
                raise Invalid(answer=t("Choose one of these."))
            return value
        case "number":
            return _number(question, value)
        case "date":
            return _day(value).isoformat()
        case _:
            return _text(question, value)


def _number(question: Question, value: str) -> str:
    try:
        number = Decimal(value.replace(",", ".")) if len(value) <= LONGEST_NUMBER else Decimal("NaN")
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or "e" in value.lower():
        raise Invalid(answer=t("Please give a number"))
    if question.least is not None and number < question.least:
        raise Invalid(answer=t("Give {n} or more.", n=f"{question.least.normalize():f}"))
    if question.most is not None and number > question.most:
        raise Invalid(answer=t("Give {n} or less.", n=f"{question.most.normalize():f}"))
    return f"{number:f}"


def _day(value: str) -> date:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise Invalid(answer=t("Please give a date")) from None
    if not FIRST_DAY <= day <= LAST_DAY:
        raise Invalid(answer=t("Please give a date"))
    return day


def _text(question: Question, value: str) -> str:
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    most = SHORT_ANSWER if question.kind == "short" else LONGEST_ANSWER
    if len(value) > most:
        raise Invalid(answer=t("Use at most {n} characters.", n=most))
    if HIDDEN.search(value):
        raise Invalid(answer=t("Remove the invisible control characters."))
    return " ".join(value.split()) if question.kind == "short" else value


def spoken(question: Question, values: list[str]) -> str:
    """Say an answer as a person reads it; "" where there is none."""
    if not values:
        return ""
    match question.kind:
        case "yes_no":
            return YES_NO.get(values[0], values[0])
        case "number":
            return f"{values[0]} {question.unit}".strip()
        case "date":
            return plain_day(date.fromisoformat(values[0]))
        case "scale":
            return t("{n} of 10", n=values[0])
        case _:
            return ", ".join(values)
