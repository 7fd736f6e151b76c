"""Answers about oneself and how one can be reached, put into the forms of personal data."""

from hms.access import Scope
from hms.errors import Invalid
from hms.models import Patient
from hms.schemas.intake import AddressAnswer, ContactsAnswer, LanguageAnswer, OtherNamesAnswer, SexAnswer
from hms.schemas.personal import AboutForm, AddressEntry, AddressesForm, ContactEntry, ContactsForm, OtherNameEntry
from hms.services.intake import identity
from hms.services.personal import about, contacts, reading
from hms.texts import t

FIRST, SECOND = 1, 2


def other_names(scope: Scope, patient: Patient, answer: OtherNamesAnswer, version: int) -> None:
    """Write down how somebody likes to be called, and the last former name; other names stay. Raises Stale."""
    there = [one for one in reading.shown(scope, patient).other_names if one.use != "placeholder"]
    given = {"preferred": answer.preferred, "former": answer.former}
    first = {use: next((one for one in there if one.use == use), None) for use in given}
    kept = [OtherNameEntry(use=one.use, text=one.text) for one in there if one not in first.values()]  # type: ignore[arg-type]
    told = [OtherNameEntry(use=use, text=text) for use, text in given.items() if text]  # type: ignore[arg-type]
    about.change_about(scope, AboutForm(version=version, other_names=[*told, *kept]))


def sex(scope: Scope, patient: Patient, answer: SexAnswer, version: int) -> None:
    """Write down sex and gender. Raises Stale, NotPossible where the clinic has looked at the sex already."""
    identity.set_sex(scope, patient, answer.sex, version)
    about.change_about(scope, AboutForm(version=patient.version, gender=answer.gender))


def language(scope: Scope, patient: Patient, answer: LanguageAnswer, version: int) -> None:
    """Write down the language. Raises Invalid, Stale."""
    if not answer.language:
        raise Invalid(language=t("Choose a language from the list."))
    form = AboutForm(version=version, language=answer.language, interpreter=answer.interpreter)
    about.change_about(scope, form)


def how(scope: Scope, patient: Patient, answer: ContactsAnswer, version: int) -> None:
    """Write down the phones and the e-mail address that are used first; others stay behind. Raises Invalid, Stale."""
    page = reading.shown(scope, patient)
    if not (answer.phone or answer.other_phone or answer.email):
        raise Invalid(phone=t("Write a phone number or an e-mail address, so that we can reach you."))
    typed = [(answer.phone, "mobile"), (answer.other_phone, "home")]
    uses = [one.use for one in page.phones]
    phones = [ContactEntry(value=value, use=uses[n] if n < len(uses) else use) for n, (value, use) in enumerate(typed)]  # type: ignore[arg-type]
    phones += [ContactEntry(value=one.typed, use=one.use) for one in page.phones[SECOND:]]  # type: ignore[arg-type]
    emails = [ContactEntry(value=answer.email)]
    emails += [ContactEntry(value=one.value, use=one.use) for one in page.emails[FIRST:]]  # type: ignore[arg-type]
    form = ContactsForm(version=version, phones=phones, emails=emails)
    fields = {"phones-0": "phone", "phones-1": "other_phone", "emails-0": "email"}
    try:
        contacts.change_contacts(scope, form)
    except Invalid as problem:
        raise Invalid(**{fields.get(name, name): words for name, words in problem.fields.items()}) from problem


def where(scope: Scope, patient: Patient, answer: AddressAnswer, version: int) -> None:
    """Write down where somebody lives; other addresses stay behind. Raises Invalid, Stale."""
    page = reading.shown(scope, patient)
    parts = {"street", "district", "city", "region", "code", "use", "country"}
    others = [AddressEntry(**one.model_dump(include=parts)) for one in page.addresses[FIRST:]]
    if not any(getattr(answer, part) for part in parts - {"use", "country"}):
        raise Invalid(street=t("Write where you live, or pass this question over."))
    form = AddressesForm(version=version, addresses=[AddressEntry(**answer.model_dump()), *others])
    try:
        contacts.change_addresses(scope, form)
    except Invalid as problem:
        told = {name.removeprefix("addresses-0-"): words for name, words in problem.fields.items()}
        raise Invalid(**told) from problem
