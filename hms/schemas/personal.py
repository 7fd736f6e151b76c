"""Personal data: what the forms must say. What a page may know of it stands in personal_cards.py."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from hms.schemas.accounts import Sex
from hms.schemas.base import Form
from hms.schemas.checks import one_line
from hms.schemas.person_names import NeededName, PersonName

MOST_OF_A_KIND = 8  # phones, e-mails, relations, ... of one person
Line = Annotated[str, Field(max_length=200), one_line(200)]
Short = Annotated[str, Field(max_length=80), one_line(80)]
Code = Annotated[str, Field(max_length=20)]
Identity = Literal["stated", "checked", "unknown"]
RelationKind = Literal["emergency", "next_of_kin", "guardian", "family_doctor"]
CoverageKind = Literal["self", "public", "private", "other"]
OtherNameUse = Literal["preferred", "former", "script"]
AskedField = Literal["given_names", "family_name", "prefix", "suffix", "born", "sex", "identifier"]


class Changing(Form):
    """Whose data is changed, oneself where nobody is named, and the version that was read."""

    patient_id: UUID | None = None
    version: int


class IdentityForm(Changing):
    """Who somebody is, as reception writes it down; one part of the name is enough, an age stands for a birth date."""

    prefix: PersonName = ""
    given_names: PersonName = ""
    family_name: PersonName = ""
    suffix: PersonName = ""
    born: Short = ""
    age: Short = ""  # guessed
    sex: Sex = "unknown"
    identity: Identity = "stated"
    keep_former: bool = True  # whether a name that changes is still a name to be found by


class OtherNameEntry(Form):
    """Another name."""

    use: OtherNameUse
    text: NeededName


class AboutForm(Changing):
    """What everybody may say of themselves at any time. Left out means left as it is."""

    prefix: PersonName | None = None
    suffix: PersonName | None = None
    other_names: Annotated[list[OtherNameEntry], Field(max_length=MOST_OF_A_KIND)] | None = None
    gender: Short | None = None
    language: Code | None = None
    interpreter: bool | None = None


class ContactEntry(Form):
    """A phone number as people write it, or an e-mail address."""

    value: Annotated[str, Field(max_length=254)]
    use: Literal["", "mobile", "home", "work", "other"] = ""


class ContactsForm(Changing):
    """All phones and e-mail addresses, the first of each is the one that is used. Left out means left as they are."""

    phones: Annotated[list[ContactEntry], Field(max_length=MOST_OF_A_KIND)] | None = None
    emails: Annotated[list[ContactEntry], Field(max_length=MOST_OF_A_KIND)] | None = None


class AddressEntry(Form):
    """A postal address in the parts of its country: street, district, city, region, code."""

    use: Literal["", "home", "work", "temp", "billing", "old"] = "home"
    country: Annotated[str, Field(max_length=2)] = ""  # the clinic's where none is given
    street: Line = ""
    district: Short = ""
    city: Short = ""
    region: Short = ""
    code: Code = ""


class AddressesForm(Changing):
    """All addresses. Those that came by import as one line stay, unless these take their place."""

    addresses: Annotated[list[AddressEntry], Field(max_length=MOST_OF_A_KIND)]
    keep_imported: bool = True


class RelationEntry(Form):
    """Somebody who belongs to a patient; the relation in words, such as mother."""

    kind: RelationKind
    name: NeededName
    relation: Short = ""
    phone: Short = ""
    address: Line = ""


class RelationsForm(Changing):
    """All who belong to a patient; of which kind they are is said where only these are meant."""

    relations: Annotated[list[RelationEntry], Field(max_length=2 * MOST_OF_A_KIND)]
    kinds: tuple[RelationKind, ...] = ("emergency", "next_of_kin", "guardian", "family_doctor")


class CoverageEntry(Form):
    """Who pays."""

    kind: CoverageKind
    payer: Line = ""
    member: Short = ""
    valid_to_on: date | None = None


class CoveragesForm(Changing):
    """All who pay."""

    coverages: Annotated[list[CoverageEntry], Field(max_length=MOST_OF_A_KIND)]


class IdentifierEntry(Form):
    """A number that a country or somebody else gave; kind is one of services.personal.national.kinds_of(country)."""

    country: Annotated[str, Field(max_length=2)] = ""
    kind: Code
    value: Short


class IdentifiersForm(Changing):
    """The numbers that reception takes down; those that came by import stay."""

    identifiers: Annotated[list[IdentifierEntry], Field(max_length=MOST_OF_A_KIND)]


class ChangeAsked(Changing):
    """A patient asks for another name, birth date or sex, or for a number; what is left out stays as it is."""

    given_names: PersonName | None = None
    family_name: PersonName | None = None
    prefix: PersonName | None = None
    suffix: PersonName | None = None
    born: Short | None = None
    sex: Sex | None = None
    identifier: IdentifierEntry | None = None
    reason: Annotated[str, Field(max_length=1_000)] = ""


class ChangeAnswer(Form):
    """Reception's answer; declining says why."""

    request_id: UUID
    version: int
    answer: Annotated[str, Field(max_length=1_000)] = ""
