"""Vaccines and the schedule of vaccinations: what the administrator writes, and what the lists tell."""

from typing import Annotated, Literal

from pydantic import Field, field_validator

from hms.schemas.accounts import Name
from hms.schemas.base import Card, Form
from hms.schemas.catalogues import EntryCard
from hms.schemas.catalogues.tests import Mark, Short
from hms.schemas.checks import one_line
from hms.texts import t


class CvxForm(Form):
    """A vaccine."""

    code: Short
    short: Annotated[Name, Field(max_length=80)]
    full: Annotated[str, one_line(200)] = ""
    against: Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=40)] = []  # noqa: RUF012 - frozen
    route: Literal["", "im", "sc", "id", "oral", "nasal"] = ""

    @field_validator("code")
    @classmethod
    def _is_cvx(cls, code: str) -> str:
        if not code.isascii() or not code.isdigit() or not 0 < int(code) < 10_000:
            raise ValueError(t("A CVX code is a number, such as 08 or 141."))
        return f"{int(code):02d}"


class CvxCard(EntryCard):
    """A vaccine, as the administrator sees it."""

    full: str
    against: list[str]  # keys of series
    against_words: str
    route: str
    route_words: str


class DoseForm(Form):
    """One dose of a series. Its fields carry its mark in their names."""

    mark: Mark
    age: Short = ""
    least_age: Short = ""
    least_gap: Short = ""
    gap: Short = ""
    late_weeks: Short = ""


class SeriesForm(Form):
    """The doses against one illness, or several; the last one is only for those who had one of some vaccines."""

    name: Annotated[Name, Field(max_length=80)]
    only: Literal["", "female", "male"] = ""
    until: Short = ""
    single_from: Short = ""
    doses: Annotated[list[DoseForm], Field(max_length=12)] = []  # noqa: RUF012 - frozen
    more_codes: Annotated[str, one_line(80)] = ""
    more: DoseForm = DoseForm(mark="more")


class DoseCard(Card):
    """A dose, as the form begins with it."""

    mark: str
    age: str = ""
    least_age: str = ""
    least_gap: str = ""
    gap: str = ""
    late_weeks: str = ""


class SeriesCard(EntryCard):
    """A series, as the administrator sees it."""

    whom: str
    only: str
    until: str
    single_from: str
    doses: list[DoseCard]
    more_codes: str
    more: DoseCard
