"""Which order a report answers and whose it is: everything that the file says must agree, and nothing is guessed.

A result in the wrong record is the gravest mistake that can happen here. So the record's own number has to be there, and
the birth date or the name has to be that person's; whatever disagrees, in any of them, refuses the report.
"""

from collections.abc import Iterable
from uuid import UUID

from sqlmodel import col, select

from hms.access import Scope
from hms.models import Patient, PatientIdentifier, PatientName, ServiceRequest
from hms.security.fingerprints import fingerprint, normal
from hms.services import record_numbers
from hms.services.importing.identities import value_key
from hms.services.laboratory.refusals import NotFiled
from hms.services.laboratory.sent import Person, Sent
from hms.services.merging.kept import kept_id
from hms.services.orders import numbers
from hms.texts import t

WHOLE = len("1980-02-03")


def order_of(scope: Scope, sent: Sent) -> ServiceRequest | None:
    """Fetch the order that a report answers, locked; None where it names none. Raises NotFiled where it is not here."""
    if sent.orders is None:
        return None
    found = {one for said in sent.orders if (one := _order_id(scope, said))}
    if not found:
        raise NotFiled(t("the order that it names is not one of this clinic"))
    if len(found) > 1:
        raise NotFiled(t("it names {n} orders; each order needs a report of its own", n=len(found)))
    return scope.one(ServiceRequest, found.pop(), lock=True)


def _order_id(scope: Scope, said: str) -> UUID | None:
    if found := numbers.find(scope, said):
        return found
    try:
        asked = UUID(said)
    except ValueError:
        return None
    return scope.db.exec(select(ServiceRequest.id).where(ServiceRequest.id == asked)).first()


def patient_of(scope: Scope, sent: Sent, order: ServiceRequest | None) -> Patient:
    """Fetch the patient whom a report is about, locked. Raises NotFiled wherever something disagrees or is missing."""
    if sent.mixed:
        raise NotFiled(t("a part of it is about another patient"))
    if sent.whose is None:
        raise NotFiled(t("it does not say whose it is"))
    holders = _holders(scope, sent.whose)
    if not holders:
        raise NotFiled(t("it gives no record number of this clinic"))
    if len(holders) > 1:
        raise NotFiled(t("the numbers that it gives are those of several patients"))
    holder = holders.pop()
    if order is not None and order.patient_id != holder:
        raise NotFiled(t("the record number is not that of the patient of this order"))
    patient = scope.patient(holder, lock=True)
    _check_others(scope, patient, sent.whose)
    _check_person(scope, patient, sent.whose, strict=order is None)
    return patient


def _holders(scope: Scope, person: Person) -> set[UUID]:
    indexes = {record_numbers.index_of(value) for _, value in person.numbers}
    asked = select(Patient.id).where(col(Patient.record_number_index).in_(indexes))
    return {kept_id(scope.db, one) for one in scope.db.exec(asked)}


def _check_others(scope: Scope, patient: Patient, person: Person) -> None:
    """Refuse a number of somebody else, such as a national one."""
    indexes = [fingerprint("identifier", system, value_key(value)) for system, value in person.numbers if system]
    asked = select(PatientIdentifier.patient_id).where(col(PatientIdentifier.value_index).in_(indexes))
    if any(kept_id(scope.db, one) != patient.id for one in scope.db.exec(asked)):
        raise NotFiled(t("one of the numbers that it gives is another patient’s"))


def _check_person(scope: Scope, patient: Patient, person: Person, strict: bool) -> None:
    """Compare birth date and name: neither may differ, and one of them must be there; without an order the birth date."""
    born = _born_agrees(patient, person.born)
    if born is False:
        raise NotFiled(t("the birth date is not that of the patient with this record number"))
    named = _named(scope, patient, person)
    if named is False:
        raise NotFiled(t("the name is not that of the patient with this record number"))
    if strict and not born:
        raise NotFiled(t("it answers no order, and gives no birth date by which the patient can be known for certain"))
    if not born and not named:
        raise NotFiled(t("it gives neither the birth date nor the name, by which the patient can be known for certain"))


def _born_agrees(patient: Patient, said: str) -> bool | None:
    """Tell whether two birth dates are the same; None where one of them is not known whole, or only guessed."""
    known = patient.born
    if not said or not known or patient.born_estimated:
        return None
    if len(said) == len(known) == WHOLE:
        return said == known
    most = min(len(said), len(known))
    return None if said[:most] == known[:most] else False


def _named(scope: Scope, patient: Patient, person: Person) -> bool | None:
    """Tell whether one of the names that are given is one of the patient's; None where none is given."""
    if not person.names:
        return None
    others = scope.db.exec(select(PatientName).where(PatientName.patient_id == patient.id)).all()
    mine = [(patient.family_name, patient.given_names), *((one.text, "") for one in others)]
    return any(_same(one, other) for one in person.names for other in mine)


def _same(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Tell whether two names are the same: all words, in any order; or the family name and the first given name."""
    words = [_words(name) for name in (one, other)]
    if words[0] and words[0] == words[1]:
        return True
    (family, given), (their_family, their_given) = ([normal(part) for part in name] for name in (one, other))
    if not all((family, given, their_family, their_given)):
        return False
    return family == their_family and given.split()[0] == their_given.split()[0]


def _words(name: Iterable[str]) -> list[str]:
    return sorted(normal(" ".join(name)).split())
