"""Whoever is about to be registered, and who may be that person already."""

from typing import Annotated

from pydantic import BeforeValidator

from hms.schemas.base import Card, Form
from hms.schemas.patients import PatientHit

LONGEST, MOST = 300, 20


def _cut(value: object) -> object:
    """Shorten what is typed: it is compared while somebody types, so nothing of it is refused."""
    return value[:LONGEST] if isinstance(value, str) else value


def _few(value: object) -> object:
    return value[:MOST] if isinstance(value, list | tuple) else value


Typed = Annotated[str, BeforeValidator(_cut)]


class NumberTyped(Form):
    """A number that somebody else gave the person: of a passport, an insurance, another hospital."""

    system: Typed = ""
    kind: Typed = ""
    value: Typed = ""


class PersonTyped(Form):
    """A person as they stand in a form, finished or not."""

    given_names: Typed = ""
    family_name: Typed = ""
    other_names: Annotated[tuple[Typed, ...], BeforeValidator(_few)] = ()  # former, preferred, in another script
    born: Typed = ""  # an ISO date, a year and month, a year, or nothing
    born_estimated: bool = False
    sex: Typed = "unknown"
    phones: Annotated[tuple[Typed, ...], BeforeValidator(_few)] = ()
    emails: Annotated[tuple[Typed, ...], BeforeValidator(_few)] = ()
    identifiers: Annotated[tuple[NumberTyped, ...], BeforeValidator(_few)] = ()
    city: Typed = ""
    postal_code: Typed = ""


class LikelyTwin(Card):
    """Somebody of the clinic who may be the person that was typed."""

    hit: PatientHit
    percent: int  # how likely it is the same person, 1 to 99
    why: tuple[str, ...]  # same birth date with day and month swapped; same phone


class Weighed(Card):
    """How one field of two records compares, in words."""

    field: str
    agrees: bool
    words: str
