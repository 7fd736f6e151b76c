"""Kinds of visits: what the administrator sets, and what whoever books reads."""

import re
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, ValidationInfo, field_validator

from hms.schemas.accounts import Name
from hms.schemas.base import Card, Form
from hms.schemas.checks import one_line, within
from hms.texts import t

Colour = Literal["accent", "info", "ok", "warn", "danger", "quiet"]  # the tones of the look
Buffer = Annotated[int, within(0, 120)]
SAFE_LINK = re.compile(r"https://[^\s/<>\"'@]+(/[^\s<>\"']*)?")
MOST_LINK, MOST_PREPARATION = 300, 1_000


class VisitTypeForm(Form):
    """All that a kind of visit is."""

    name: Annotated[Name, Field(max_length=80)]
    department_id: UUID | None = None  # None: every department
    length_min: Annotated[int, within(5, 480, step=5)]
    buffer_before_min: Buffer = 0
    buffer_after_min: Buffer = 0
    colour: Colour = "accent"
    by_video: bool = False
    link: Annotated[str, one_line(MOST_LINK), Field(validate_default=True)] = ""
    patients_may_book: bool = True
    needs_approval: bool = False
    price: Annotated[str, one_line(80)] = ""
    preparation: Annotated[str, Field(max_length=MOST_PREPARATION)] = ""

    @field_validator("link")
    @classmethod
    def _of_a_video_visit(cls, link: str, info: ValidationInfo) -> str:
        by_video = info.data.get("by_video", False)
        if link and not SAFE_LINK.fullmatch(link):
            raise ValueError(t("Give a whole address that begins with https://."))
        if by_video and not link:
            raise ValueError(t("A visit by video needs the address where it takes place."))
        if link and not by_video:
            raise ValueError(t("Only visits by video have an address. Tick “By video”, or take the address out."))
        return link


class VisitTypeCard(Card):
    """A kind of visit, as the administrator sees it."""

    id: UUID
    version: int
    name: str
    department_id: UUID | None
    department: str  # Every department, or its name
    length_min: int
    buffer_before_min: int
    buffer_after_min: int
    length_words: str  # 20 min, 5 min before, 10 min after
    colour: str
    by_video: bool
    link: str
    patients_may_book: bool
    needs_approval: bool
    who_books: str
    price: str
    preparation: str
    closed: bool


class OfferedType(Card):
    """A kind of visit, as whoever books chooses one."""

    id: UUID
    name: str
    length_min: int
    price: str  # "" where none is told
    preparation: str
    by_video: bool
    needs_approval: bool  # a patient's booking is a request until the clinic says yes
    colour: str
