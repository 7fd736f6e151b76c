"""The questions of the registration at home: what each answer must say, and what a page may know."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from hms.schemas.accounts import Sex
from hms.schemas.base import Card, Form
from hms.schemas.checks import one_line
from hms.schemas.consents import ConsentCard
from hms.schemas.person_names import NeededName, PersonName
from hms.schemas.statements import BLOOD_GROUPS, More, StatementCard
from hms.texts import t

Part = Annotated[str, Field(max_length=200), one_line(200)]
Short = Annotated[str, Field(max_length=80), one_line(80)]
Digits = Annotated[str, Field(max_length=10)]
SMOKING = {"never": t("Never smoked"), "former": t("Smoked in the past"), "now": t("Smokes")}
ALCOHOL = {"never": t("No alcohol"), "sometimes": t("Alcohol now and then"), "often": t("Alcohol on most days")}


def _chosen(value: object) -> object:
    """Say kindly that one of the choices is to be made."""
    if value in {"", None}:
        raise ValueError(t("Please choose one."))
    return value


def _day(value: object) -> object:
    """Read a day of a date field; nothing where none was given. Raises ValueError in words."""
    if value in {"", None}:
        return None
    try:
        return date.fromisoformat(str(value)[:20])
    except ValueError as problem:
        raise ValueError(t("There is no such day. Write year, month and day, such as 2027-04-12.")) from problem


Day = Annotated[date | None, BeforeValidator(_day)]
Needed = BeforeValidator(_chosen)


class NameAnswer(Form):
    """The official name."""

    prefix: PersonName = ""
    given_names: PersonName = ""
    family_name: PersonName = ""
    suffix: PersonName = ""


class OtherNamesAnswer(Form):
    """How one likes to be called, and how one was called before."""

    preferred: PersonName = ""
    former: PersonName = ""


class BornAnswer(Form):
    """The birth date, in three fields."""

    day: Digits = ""
    month: Digits = ""
    year: Digits = ""


class SexAnswer(Form):
    """Sex, and gender in one's own words."""

    sex: Annotated[Sex, Needed]
    gender: Short = ""


class LanguageAnswer(Form):
    """The language that one speaks best."""

    language: Annotated[str, Field(max_length=20)] = ""
    interpreter: bool = False


class ContactsAnswer(Form):
    """The phones and the e-mail address that are used first."""

    phone: Annotated[str, Field(max_length=254)] = ""
    other_phone: Annotated[str, Field(max_length=254)] = ""
    email: Annotated[str, Field(max_length=254)] = ""


class AddressAnswer(Form):
    """Where one lives, in the parts of the country."""

    country: Annotated[str, Field(min_length=2, max_length=2)]
    street: Part = ""
    district: Short = ""
    city: Short = ""
    region: Short = ""
    code: Annotated[str, Field(max_length=20)] = ""


class PersonAnswer(Form):
    """Somebody who belongs to one."""

    name: NeededName
    relation: Short = ""
    phone: Short = ""


class KinAnswer(Form):
    """The next of kin; the same person as the emergency contact where that is ticked."""

    same: bool = False
    name: PersonName = ""
    relation: Short = ""
    phone: Short = ""
    address: Part = ""


class CoverageAnswer(Form):
    """Who pays."""

    kind: Annotated[Literal["self", "public", "private", "other"], Needed]
    payer: Part = ""
    member: Short = ""
    valid_to_on: Day = None


class DoctorAnswer(Form):
    """The family doctor."""

    name: NeededName
    phone: Short = ""
    address: Part = ""


class HabitsAnswer(Form):
    """Smoking, alcohol, and what else one wishes to say."""

    smoking: Literal["", "never", "former", "now"] = ""
    alcohol: Literal["", "never", "sometimes", "often"] = ""
    more: More = ""


class PregnancyAnswer(Form):
    """Whether one is pregnant, and when the child is due."""

    pregnant: Annotated[Literal["no", "yes", "maybe"], Needed]
    due_on: Day = None


class BloodAnswer(Form):
    """The blood group, from a paper that says so."""

    group: Annotated[Literal[BLOOD_GROUPS], Needed]  # type: ignore[valid-type]


class Question(Card):
    """One question of the registration, and whether it was answered or passed over."""

    step: str
    title: str
    group: str
    needed: bool
    done: bool


class IntakeCard(Card):
    """How far somebody has come, and one question with what is known about it."""

    questions: list[Question]
    left: int  # not answered yet
    begun: bool
    step: str  # the question that is asked; empty when all are answered
    number: int
    title: str
    group: str
    needed: bool
    version: int
    name: str  # of the person that it is about
    free: bool  # name, birth date and sex may be set here
    values: dict[str, str]
    listed: list[StatementCard]
    consents: list[ConsentCard]
    none_words: str


Typed = dict[str, Any]
