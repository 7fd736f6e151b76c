"""What of a person is compared, whether it stands in a form or in a record."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col

from hms.access import Scope
from hms.models import Patient, PatientContact, PatientIdentifier, PatientName
from hms.schemas.duplicates import PersonTyped
from hms.security.encryption import SealBroken, unseal
from hms.security.fingerprints import normal
from hms.services.duplicates import spelling
from hms.services.search.words import digits

NO_NUMBER_OF_A_PERSON = {"MR", "AN", "VN"}  # given by a hospital for its own records: one person has many
LAST = 8  # digits of a phone number that are the same however it is written


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody lives, as far as it is known."""

    code: str = ""
    city: str = ""
    whole: frozenset[str] = frozenset()  # all words of the address


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as they are compared. Empty is what is not known."""

    given: tuple[str, ...]
    family: tuple[str, ...]
    others: frozenset[str]
    born: str
    born_estimated: bool
    sex: str
    phones: frozenset[str]
    emails: frozenset[str]
    numbers: dict[str, str]  # of whole persons, by system and kind
    places: tuple[Place, ...]
    merged: bool = False


def typed(form: PersonTyped) -> Person:
    """Read a person from a form."""
    numbers = [(n.system, n.kind, n.value) for n in form.identifiers]
    place = Place(_plain(form.postal_code), " ".join(spelling.words(form.city)))
    return Person(
        given=spelling.words(form.given_names), family=spelling.words(form.family_name),
        others=frozenset(word for name in form.other_names for word in spelling.words(name)),
        born=form.born.strip(), born_estimated=form.born_estimated, sex=form.sex,
        phones=_phones(form.phones), emails=frozenset(filter(None, map(normal, form.emails))),
        numbers=_numbers(numbers), places=(place,) if place.code or place.city else (),
    )  # fmt: skip


def recorded(scope: Scope, ids: Sequence[UUID]) -> dict[UUID, Person]:
    """Read people from their records, all at the cost of four queries; the caller answers for who sees them."""
    names, contacts, numbers = (_rows(scope, kind, ids) for kind in (NAMES, CONTACTS, NUMBERS))
    people = scope.db.execute(sa.select(*PEOPLE).where(col(Patient.id).in_(ids))).all()
    return {p.id: _person(p, names[p.id], contacts[p.id], numbers[p.id]) for p in people}


# Columns and no objects: this is asked at each pause in somebody's typing.
PEOPLE = (
    col(Patient.id), col(Patient.given_names_sealed), col(Patient.family_name_sealed), col(Patient.born_on_sealed),
    col(Patient.born_estimated), col(Patient.sex), col(Patient.merged_into_id),
)  # fmt: skip
NAMES = (col(PatientName.id), col(PatientName.patient_id), col(PatientName.text_sealed))
CONTACTS = (
    col(PatientContact.id), col(PatientContact.patient_id), col(PatientContact.system), col(PatientContact.value_sealed),
    col(PatientContact.parts_sealed),
)  # fmt: skip
NUMBERS = (
    col(PatientIdentifier.id), col(PatientIdentifier.patient_id), col(PatientIdentifier.system),
    col(PatientIdentifier.kind), col(PatientIdentifier.value_sealed),
)  # fmt: skip


def _rows(scope: Scope, columns: Sequence[Any], ids: Sequence[UUID]) -> dict[UUID, list[Any]]:
    found = defaultdict[UUID, list[Any]](list)
    for row in scope.db.execute(sa.select(*columns).where(columns[1].in_(ids))):
        found[row.patient_id].append(row)
    return found


def _opened(table: str, column: str, row: Any) -> str:
    blob = getattr(row, column)
    try:
        return unseal(table, column, row.id.bytes, blob) if blob else ""
    except SealBroken:
        return ""  # what was damaged says nothing of anybody


def _person(patient: Any, names: list[Any], contacts: list[Any], numbers: list[Any]) -> Person:
    of = defaultdict[str, list[str]](list)
    for contact in contacts:
        of[contact.system].append(_opened("patient_contact", "value_sealed", contact))
    return Person(
        given=spelling.words(_opened("patient", "given_names_sealed", patient)),
        family=spelling.words(_opened("patient", "family_name_sealed", patient)),
        others=frozenset(w for n in names for w in spelling.words(_opened("patient_name", "text_sealed", n))),
        born=_opened("patient", "born_on_sealed", patient), born_estimated=patient.born_estimated, sex=patient.sex,
        phones=_phones(of["phone"]), emails=frozenset(filter(None, map(normal, of["email"]))),
        numbers=_numbers((n.system, n.kind, _opened("patient_identifier", "value_sealed", n)) for n in numbers),
        places=tuple(_place(c) for c in contacts if c.system == "address"),
        merged=patient.merged_into_id is not None,
    )  # fmt: skip


def _place(contact: Any) -> Place:
    parts = _parts(_opened("patient_contact", "parts_sealed", contact))
    value = _opened("patient_contact", "value_sealed", contact)
    whole = frozenset(word for text in (value, *parts.values()) for word in spelling.words(text))
    return Place(_plain(parts.get("code", "")), " ".join(spelling.words(parts.get("city", ""))), whole)


def _parts(written: str) -> dict[str, str]:
    try:
        read: Any = json.loads(written or "{}")
    except ValueError:
        return {}
    pairs = read.items() if isinstance(read, dict) else ()
    return {str(k): " ".join(map(str, v)) if isinstance(v, list) else str(v) for k, v in pairs if v}


def _phones(texts: Iterable[str]) -> frozenset[str]:
    ends = (digits(text)[-LAST:] for text in texts)
    return frozenset(end for end in ends if len(end) >= 6)


def _numbers(given: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    plain = ((f"{system}|{kind}", kind, _plain(value)) for system, kind, value in given)
    return {key: value for key, kind, value in plain if len(value) >= 4 and kind not in NO_NUMBER_OF_A_PERSON}


def _plain(text: str) -> str:
    return "".join(spelling.words(text))
