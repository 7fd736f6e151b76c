"""Phones, e-mail addresses and postal addresses: changed at once, by the patient or by reception."""

import json
from collections.abc import Callable, Sequence
from uuid import UUID

from babel import Locale

from hms.access import Scope, requires
from hms.errors import Invalid
from hms.models import PatientContact
from hms.permissions import Permission
from hms.schemas import addresses
from hms.schemas.accounts import EMAIL, ODD
from hms.schemas.personal import AddressEntry, AddressesForm, ContactEntry, ContactsForm
from hms.schemas.personal_cards import PersonalPage
from hms.services.personal import rows, words
from hms.services.personal.keeping import done, settle, to_change
from hms.services.personal.phones import read_phone
from hms.services.personal.reading import shown
from hms.texts import t

Made = Callable[[UUID, ContactEntry, str], PatientContact]
PHONES, EMAILS = "phones", "emails"


@requires(Permission.CHANGE_PERSONAL_DATA)
def change_contacts(scope: Scope, form: ContactsForm) -> PersonalPage:
    """Write down all phones and e-mail addresses of somebody, the most used first of each.

    Raises Invalid with fields phones-0, emails-1, ..., Stale, NotPossible, or NotFound.
    """
    patient = to_change(scope, form.patient_id)
    parts = []
    if form.phones is not None:
        wanted = phone_rows(scope, patient.id, form.phones)
        parts.append((PHONES, rows.contacts(scope, patient.id, "phone"), wanted))
    if form.emails is not None:
        wanted = email_rows(patient.id, form.emails)
        parts.append((EMAILS, rows.contacts(scope, patient.id, "email"), wanted))
    said = [(name, _said(scope, there), _said(scope, wanted)) for name, there, wanted in parts]
    if changing := settle(scope, patient, form.version, said):
        for _, there, wanted in parts:
            rows.replace(scope, there, wanted, lambda row: (row.value, row.typed, row.use))
        done(scope, patient, changing)
    return shown(scope, patient)


@requires(Permission.CHANGE_PERSONAL_DATA)
def change_addresses(scope: Scope, form: AddressesForm) -> PersonalPage:
    """Write down all postal addresses of somebody. Raises Invalid, Stale, NotPossible, or NotFound."""
    patient = to_change(scope, form.patient_id)
    there = rows.contacts(scope, patient.id, "address")
    kept = [one for one in there if not one.parts and form.keep_imported]
    wanted = [*address_rows(scope, patient.id, form.addresses), *kept]
    if settle(scope, patient, form.version, [("addresses", _said(scope, there), _said(scope, wanted))]):
        rows.replace(scope, there, wanted, lambda row: (row.value, row.parts, row.use, row.country))
    return shown(scope, patient)


def _said(scope: Scope, contacts: Sequence[PatientContact]) -> str:
    return words.lines(words.contact_line(one, scope.clinic.country) for one in contacts)


def phone_rows(scope: Scope, patient_id: UUID, entries: Sequence[ContactEntry]) -> list[PatientContact]:
    """Make the rows of some phones; empty entries are left out. Raises Invalid with a field for each."""
    found: list[PatientContact] = []
    wrong: dict[str, str] = {}
    for n, entry in enumerate(entries):
        if not entry.value:
            continue
        try:
            value, typed = read_phone(entry.value, scope.clinic.country, f"{PHONES}-{n}")
        except Invalid as problem:
            wrong |= problem.fields
            continue
        row = PatientContact(patient_id=patient_id, system="phone", use=entry.use, place=n)
        found.append(row.sealing(value=value, typed=typed))
    if wrong:
        raise Invalid(**wrong)
    return _once(found)


def email_rows(patient_id: UUID, entries: Sequence[ContactEntry]) -> list[PatientContact]:
    """Make the rows of some e-mail addresses; empty entries are left out. Raises Invalid with a field for each."""
    found, wrong = [], {}
    for n, entry in enumerate(entries):
        if not entry.value:
            continue
        if not EMAIL.fullmatch(entry.value) or ODD.search(entry.value):
            wrong[f"{EMAILS}-{n}"] = t("Write an e-mail address such as name@example.org.")
        row = PatientContact(patient_id=patient_id, system="email", use=entry.use, place=n)
        found.append(row.sealing(value=entry.value))
    if wrong:
        raise Invalid(**wrong)
    return _once(found)


def _once(found: list[PatientContact]) -> list[PatientContact]:
    """Leave out what was typed twice."""
    return list({row.value: row for row in reversed(found)}.values())[::-1]


def address_rows(scope: Scope, patient_id: UUID, entries: Sequence[AddressEntry]) -> list[PatientContact]:
    """Make the rows of some postal addresses; empty ones are left out. Raises Invalid with a field for each part."""
    found: list[PatientContact] = []
    wrong: dict[str, str] = {}
    for n, entry in enumerate(entries):
        parts = {part: value for part in addresses.PARTS if (value := getattr(entry, part))}
        if not parts:
            continue
        country = entry.country or scope.clinic.country
        if country and country not in Locale("en").territories:
            wrong[f"addresses-{n}-country"] = t("Choose a country from the list.")
        elif problem := addresses.wrong_code(country, entry.code):
            wrong[f"addresses-{n}-code"] = problem
        row = PatientContact(patient_id=patient_id, system="address", use=entry.use, place=n, country=country)
        abroad = words.country_name(country) if country != scope.clinic.country else ""
        line = addresses.written(country, parts, abroad)
        found.append(row.sealing(value=line, parts=json.dumps(parts, ensure_ascii=False)))
    if wrong:
        raise Invalid(**wrong)
    return found
