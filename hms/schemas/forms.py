"""Forms before a visit: what they ask, and what was answered."""

from decimal import Decimal
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, Field, model_validator

from hms.schemas.base import Card, Form
from hms.schemas.checks import one_line
from hms.texts import t

Kind = Literal["yes_no", "choice", "several", "number", "date", "short", "long", "scale"]
KINDS: dict[str, str] = {
    "yes_no": t("Yes or no"), "choice": t("One of several"), "several": t("Several of several"),
    "number": t("A number"), "date": t("A day"), "short": t("A short text"), "long": t("A long text"),
    "scale": t("A scale from 0 to 10"),
}  # fmt: skip
MOST_QUESTIONS, MOST_OPTIONS, LONGEST_ANSWER, SHORT_ANSWER = 60, 20, 3_000, 200
ListOfAnswers = Annotated[list[Annotated[str, Field(max_length=20_000)]], Field(max_length=MOST_OPTIONS)]


def _told(value: str) -> str:
    if not value:
        raise ValueError(t("Please fill this in"))
    return value


Limit = Annotated[Decimal | None, Field(max_digits=12, decimal_places=4)]
Title = Annotated[str, one_line(120), AfterValidator(_told)]
Asked = Annotated[str, one_line(300), AfterValidator(_told)]
Line = Annotated[str, one_line(300)]
State = Annotated[str, Field(max_length=40)]  # of a form as it was read


class Question(Form):
    """A question of a form."""

    key: Annotated[str, Field(max_length=40)] = ""  # stays the same through the versions
    kind: Kind
    text: Asked
    hint: Line = ""
    required: bool = False
    options: tuple[Asked, ...] = ()
    unit: Annotated[str, one_line(20)] = ""
    least: Limit = None
    most: Limit = None
    low: Line = ""  # what 0 on a scale means
    high: Line = ""

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if self.kind in {"choice", "several"}:
            if not 2 <= len(self.options) <= MOST_OPTIONS:
                raise ValueError(t("Give from {least} to {most} answers, one a line.", least=2, most=MOST_OPTIONS))
            if len({option.casefold() for option in self.options}) < len(self.options):
                raise ValueError(t("Each answer stands there once."))
        if self.least is not None and self.most is not None and self.least > self.most:
            raise ValueError(t("The smallest number comes before the largest."))
        return self


class TitleForm(Form):
    """What a form is called and how it begins."""

    title: Title
    intro: Annotated[str, Field(max_length=1_000)] = ""


class Answer(Form):
    """The answer to one question; nothing in it where it is left open."""

    appointment_id: UUID
    form_id: UUID
    key: Annotated[str, Field(max_length=40)]
    values: ListOfAnswers = []  # noqa: RUF012 - pydantic copies it


class FormLine(Card):
    """A form in the administrator's list."""

    id: UUID
    title: str
    questions: int
    types: str  # the kinds of visits before which it is asked
    answered: int
    version: int
    closed: bool


class QuestionCard(Card):
    """A question as it is drawn."""

    key: str
    kind: str
    kind_words: str
    text: str
    hint: str
    required: bool
    options: tuple[str, ...]
    unit: str
    least: str
    most: str
    low: str
    high: str
    limits: str  # in words


class FormPage(Card):
    """A form as it is made."""

    id: UUID
    state: str
    title: str
    intro: str
    questions: tuple[QuestionCard, ...]
    types: tuple[tuple[str, str, bool], ...]  # id, name, whether it is asked before such visits
    version: int
    answered: bool  # this version stands still: a change makes the next one
    closed: bool


class Step(Card):
    """One question that a patient is asked, with what they have answered."""

    form_id: UUID
    form: str
    intro: str
    question: QuestionCard
    values: tuple[str, ...]
    spoken: str  # the answer in words
    done: bool


class ToAnswer(Card):
    """All that is asked before a visit, one question after another."""

    appointment_id: UUID
    visit: str  # when and with whom
    steps: tuple[Step, ...]
    answered: int
    missing: int  # required and not answered
    handed_in: bool
    refused: str  # why nothing can be changed any more; "" where it can


class Due(Card):
    """What a patient has to answer before a visit; for their home page and the appointment."""

    appointment_id: UUID
    title: str
    visit: str
    state: str  # new, begun, or done
    words: str
    href: str


class AnsweredRow(Card):
    """A question with the patient's own words."""

    question: str
    answer: str
    missing: bool


class AnsweredForm(Card):
    """A form as the doctor reads it."""

    title: str
    told: str  # when it was answered
    missing: int
    rows: tuple[AnsweredRow, ...]
