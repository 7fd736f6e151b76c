"""Personal data in words, one line for each piece: for the page, and for the history with both values."""

from collections.abc import Iterable

from babel import Locale

from hms.models import Coverage, Patient, PatientContact, PatientIdentifier, PatientName, PatientRelation
from hms.schemas.births import birth_words
from hms.schemas.languages import language_name
from hms.schemas.words import SEXES, plain_day
from hms.services.personal.national import kind_words
from hms.services.personal.phones import shown_phone
from hms.texts import LANGUAGE, t

IDENTITIES = {
    "stated": t("As stated"),
    "checked": t("Checked by papers"),
    "unknown": t("Not known yet"),
}
CONTACT_USES = {
    "mobile": t("Mobile"), "home": t("Home"), "work": t("Work"), "other": t("Other"), "temp": t("For a time"),
    "old": t("No longer"), "billing": t("For bills"),
}  # fmt: skip
NAME_USES = {
    "usual": "preferred", "nickname": "preferred", "old": "former", "maiden": "former", "anonymous": "placeholder",
}  # fmt: skip
STORED_USES = {"preferred": "usual", "former": "old", "script": "", "placeholder": "anonymous"}
NAME_WORDS = {
    "preferred": t("Preferred name"), "former": t("Former name"), "script": t("Also written"),
    "placeholder": t("Name until known"),
}  # fmt: skip
RELATION_KINDS = {
    "emergency": t("Emergency contact"), "next_of_kin": t("Next of kin"), "guardian": t("Guardian"),
    "family_doctor": t("Family doctor"),
}  # fmt: skip
COVERAGE_KINDS = {
    "self": t("Pays themselves"), "public": t("Public insurance"), "private": t("Private insurance"),
    "other": t("Another payer"),
}  # fmt: skip
FIELDS = {
    "name": t("Name"), "given_names": t("Given names"), "family_name": t("Family name"), "prefix": t("Title"),
    "suffix": t("Suffix"), "born": t("Birth date"), "sex": t("Sex"), "identity": t("Identity"),
    "identifier": t("Number"), "identifiers": t("Numbers"), "other_names": t("Other names"), "gender": t("Gender"),
    "language": t("Language"), "interpreter": t("Interpreter"), "phones": t("Phones"), "emails": t("E-mail"),
    "addresses": t("Address"), "coverage": t("Who pays"), "photo": t("Photo"),
    **RELATION_KINDS,
}  # fmt: skip


def lines(words: Iterable[str]) -> str:
    """Put pieces under one another."""
    return "\n".join(words)


def full_name(prefix: str, given: str, family: str, suffix: str) -> str:
    """Put the parts of a name together, given names first."""
    return " ".join(filter(None, (prefix, given, family, suffix)))


def name_of(patient: Patient) -> str:
    """Give the whole official name with what stands before and after it."""
    return full_name(patient.prefix, patient.given_names, patient.family_name, patient.suffix)


def born_of(patient: Patient) -> str:
    """Say when somebody was born."""
    return birth_words(patient.born, patient.born_estimated)


def sex_words(sex: str) -> str:
    """Say a sex."""
    return t(SEXES.get(sex, sex))


def yes(said: bool) -> str:
    """Say yes or no."""
    return t("yes") if said else t("no")


def name_use(name: PatientName) -> str:
    """Say what another name is to the person: preferred, former, script or placeholder."""
    return NAME_USES.get(name.use, "script")


def other_name_line(name: PatientName) -> str:
    """Say another name and what it is."""
    return t("{what}: {name}", what=t(NAME_WORDS[name_use(name)]), name=name.text)


def with_use(value: str, use: str) -> str:
    """Say a contact and what it is used for."""
    return t("{value} ({use})", value=value, use=t(CONTACT_USES[use])) if use in CONTACT_USES else value


def contact_line(contact: PatientContact, country: str) -> str:
    """Say a phone, an e-mail or a postal address."""
    value = shown_phone(contact.value, country) if contact.system == "phone" else contact.value
    return with_use(value, contact.use)


def country_name(code: str) -> str:
    """Name a country; what was given where it is no code, "" for none."""
    return str(Locale.parse(LANGUAGE.get()).territories.get(code, code)) if code else ""


def relation_line(one: PatientRelation, country: str) -> str:
    """Say who somebody is to a patient, and how to reach them."""
    known = (one.name, one.relation, shown_phone(one.phone, country), one.address)
    return ", ".join(filter(None, known))


def coverage_line(one: Coverage) -> str:
    """Say who pays, under which number, until when."""
    until = t("until {day}", day=plain_day(one.valid_to_on)) if one.valid_to_on else ""
    return ", ".join(filter(None, (t(COVERAGE_KINDS.get(one.kind, one.kind)), one.payer, one.member, until)))


def identifier_line(one: PatientIdentifier) -> str:
    """Say a number and what it is."""
    return t("{kind}: {value}", kind=kind_words(one.country, one.kind), value=one.value)


def language_line(code: str) -> str:
    """Name a language."""
    return language_name(code)
