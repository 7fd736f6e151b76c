"""The drugs that the clinic prescribes: what the administrator writes, and what a table of them tells."""

import re
from typing import Annotated, Literal, get_args
from uuid import UUID

from pydantic import Field, field_validator

from hms.schemas.accounts import Name
from hms.schemas.base import Card, Form
from hms.schemas.checks import one_line
from hms.texts import t

ATC = re.compile(r"[A-Z]\d\d[A-Z]{2}\d\d")  # the fifth level, one substance: WHO Collaborating Centre, ATC index
AMOUNT = re.compile(r"\d")
Unit = Literal[
    "tablet", "capsule", "ml", "drop", "puff", "application", "patch", "sachet", "suppository", "ampoule", "unit"
]
UNITS: tuple[str, ...] = get_args(Unit)


class DrugForm(Form):
    """A drug of one strength in one form, and what a dose of it is counted in."""

    name: Annotated[Name, Field(max_length=80)]
    strength: Annotated[str, one_line(60), Field(min_length=1)]
    form: Annotated[str, one_line(60), Field(min_length=1)]
    unit: Unit
    atc: Annotated[str, one_line(20)] = ""

    @field_validator("strength")
    @classmethod
    def _says_how_much(cls, strength: str) -> str:
        if not AMOUNT.search(strength):
            raise ValueError(t("Give the amount with its unit, such as 500 mg or 250 mg/5 ml."))
        return strength

    @field_validator("atc")
    @classmethod
    def _is_a_substance(cls, atc: str) -> str:
        code = atc.replace(" ", "").upper()
        if code and not ATC.fullmatch(code):
            raise ValueError(t("An ATC code of a substance has seven characters, such as C09AA02."))
        return code


class DrugCard(Card):
    """A drug, as the administrator sees it."""

    id: UUID
    version: int
    name: str
    strength: str
    form: str
    unit: str
    atc: str
    label: str
    known: bool  # may the checks say anything about it
    checks: str  # what they know, in words
    prescribed: bool  # its name, strength, form and unit no longer change
    retired: bool
