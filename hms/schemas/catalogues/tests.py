"""Tests of the laboratory: what the administrator writes of one, and what the list tells."""

from typing import Annotated, Literal

from pydantic import Field

from hms.schemas.accounts import Name
from hms.schemas.base import Card, Form
from hms.schemas.catalogues import EntryCard
from hms.schemas.checks import one_line
from hms.texts import t

Mark = Annotated[str, Field(max_length=12, pattern=r"^[a-z0-9]*$")]
Short = Annotated[str, Field(max_length=20)]  # what it may be is said beside its field, by whoever reads it
SEXES = {"": t("Everybody"), "female": t("Women"), "male": t("Men")}
ANSWERS = {
    "": t("A number"),
    "negative positive": t("Negative or positive"),
    "negative trace 1+ 2+ 3+": t("Negative, trace, 1+ to 3+"),
    "negative trace 1+ 2+ 3+ 4+": t("Negative, trace, 1+ to 4+"),
}


class RangeForm(Form):
    """What is usual and what is critical, for whom. Its fields carry its mark in their names."""

    mark: Mark
    sex: Literal["", "female", "male"] = ""
    since: Short = ""
    until: Short = ""
    very_low: Short = ""
    low: Short = ""
    high: Short = ""
    very_high: Short = ""


class UnitForm(Form):
    """A unit in which the test is given."""

    mark: Mark
    ucum: Annotated[str, Field(max_length=40)] = ""
    code: Short = ""
    least: Short = ""
    most: Short = ""
    ranges: Annotated[list[RangeForm], Field(max_length=24)] = []  # noqa: RUF012 - frozen


class LabTestForm(Form):
    """A test of the laboratory."""

    name: Annotated[Name, Field(max_length=80)]
    about: Annotated[str, one_line(200)] = ""
    answers: Literal["", "negative positive", "negative trace 1+ 2+ 3+", "negative trace 1+ 2+ 3+ 4+"] = ""
    code: Short = ""  # of one that is answered in words
    panel: Annotated[str, Field(max_length=40)] = ""
    units: Annotated[list[UnitForm], Field(max_length=4)] = []  # noqa: RUF012 - frozen


class RangeCard(Card):
    """A range, as the form begins with it."""

    mark: str
    sex: str = ""
    since: str = ""
    until: str = ""
    very_low: str = ""
    low: str = ""
    high: str = ""
    very_high: str = ""


class UnitCard(Card):
    """A unit, as the form begins with it."""

    mark: str
    ucum: str = ""
    code: str = ""
    least: str = ""
    most: str = ""
    ranges: list[RangeCard] = []  # noqa: RUF012 - frozen


class LabTestCard(EntryCard):
    """A test, as the administrator sees it."""

    about: str
    given: str  # in which units, or by which answers
    codes: str
    answers: str
    code: str
    panel: str  # with which it is ordered besides alone
    panel_name: str
    units: list[UnitCard]


class LabTestList(Card):
    """All tests, and what one of the clinic's own may be ordered with."""

    tests: list[LabTestCard]
    panels: list[list[str]]  # key and name
