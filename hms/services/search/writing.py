"""Noting what somebody is known by, in the transaction that changes it."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from hms.access import Scope
from hms.models import Counter, Patient, PatientContact, PatientIdentifier, PatientName
from hms.services.merging.kept import merged_into
from hms.services.search.words import digits, names_in

COUNTER, BETWEEN = "people by words", "|"


def know(scope: Scope, patient: Patient) -> None:
    """Note by which names and numbers somebody is found from now on; every index reads it before its next search."""
    scope.db.flush()
    # Drawn from a row that is locked until the commit: what has a higher number was also committed later.
    drawn = update(Counter).where(col(Counter.name) == COUNTER).values(value=col(Counter.value) + 1)
    patient.words_number = scope.db.connection().execute(drawn.returning(col(Counter.value))).scalar_one()
    patient.words = opened(scope.db, [patient.id])[patient.id]


def opened(db: Session, ids: Sequence[UUID]) -> dict[UUID, str]:
    """Open all that some people are known by, and write it as names|numbers.

    Whoever was merged into another is known there only, with the name and number of then.
    """
    names, numbers = defaultdict[UUID, list[str]](list), defaultdict[UUID, list[str]](list)
    parts = merged_into(db, ids)
    people = {one.id: one for one in db.exec(select(Patient).where(col(Patient.id).in_([*ids, *parts])))}
    for patient in people.values():
        whose = people[parts.get(patient.id, patient.id)]
        if whose.merged_into_id is None:
            names[whose.id].append(patient.name)
            numbers[whose.id] += [patient.born, patient.record_number] if whose is patient else [patient.record_number]
    for name in db.exec(select(PatientName).where(col(PatientName.patient_id).in_(ids))):
        names[name.patient_id].append(name.text)
    phones = select(PatientContact).where(col(PatientContact.patient_id).in_(ids), PatientContact.system == "phone")
    for phone in db.exec(phones):
        numbers[phone.patient_id].append(phone.value)
    for given in db.exec(select(PatientIdentifier).where(col(PatientIdentifier.patient_id).in_(ids))):
        names[given.patient_id].append(given.value)  # there may be letters in it
        numbers[given.patient_id].append(given.value)
    return {one: _written(names[one], numbers[one]) for one in ids}


def _written(names: Sequence[str], numbers: Sequence[str]) -> str:
    found = dict.fromkeys(filter(None, map(digits, numbers)))
    return BETWEEN.join([" ".join(names_in(names)), " ".join(found)])
