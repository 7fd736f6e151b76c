"""Registering somebody at the desk."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from hms.schemas.accounts import Sex
from hms.schemas.base import Card, Form
from hms.schemas.duplicates import LikelyTwin
from hms.schemas.person_names import PersonName
from hms.schemas.personal import (
    MOST_OF_A_KIND,
    AddressEntry,
    Code,
    ContactEntry,
    CoverageEntry,
    IdentifierEntry,
    Identity,
    RelationEntry,
    Short,
)
from hms.schemas.scheduling import Key


class PatientForm(Form):
    """Somebody at the desk: a name, a birth date or an age, a sex; all else if there is time.

    Of somebody unknown the birth date may be left out. Registering although they are likely known needs a reason.
    """

    key: Key
    prefix: PersonName = ""
    given_names: PersonName = ""
    family_name: PersonName = ""
    suffix: PersonName = ""
    preferred: PersonName = ""
    former: PersonName = ""
    born: Short = ""
    age: Short = ""
    sex: Sex | None = None
    identity: Identity = "stated"
    gender: Short = ""
    language: Code = ""
    interpreter: bool = False
    phones: Annotated[list[ContactEntry], Field(max_length=MOST_OF_A_KIND)] = []  # noqa: RUF012 - frozen
    emails: Annotated[list[ContactEntry], Field(max_length=MOST_OF_A_KIND)] = []  # noqa: RUF012
    address: AddressEntry | None = None
    identifier: IdentifierEntry | None = None
    relations: Annotated[list[RelationEntry], Field(max_length=MOST_OF_A_KIND)] = []  # noqa: RUF012
    coverage: CoverageEntry | None = None
    despite: Annotated[str, Field(max_length=500)] = ""


class Registered(Card):
    """A record that was just opened."""

    id: UUID
    name: str
    facts: str
    born: str
    record_number: str


class LookedAt(Card):
    """What is known of a form that is being filled in: how its birth date is understood, and who may be meant."""

    born: str
    twins: list[LikelyTwin]
    strong: bool  # whether registering anyway needs a reason
    country: str  # the clinic's


class LabelCard(Card):
    """What stands on a label."""

    name: str
    born: str
    sex: str
    record_number: str
    qr: str  # a picture, as a data address
    clinic: str
