"""The rows of somebody's personal data, in their order; and replacing a list by another, row by row."""

from collections.abc import Callable, Sequence
from typing import TypeVar
from uuid import UUID

from sqlalchemy import BindParameter, bindparam
from sqlmodel import select
from sqlmodel.sql.expression import SelectOfScalar

from hms.access import Scope
from hms.models import Coverage, PatientContact, PatientIdentifier, PatientName, PatientRelation

L = TypeVar("L", Coverage, PatientContact, PatientIdentifier, PatientName, PatientRelation)

# Built once: each opened record asks them all, and building a question costs as much as asking it.
WHOSE: BindParameter[UUID] = bindparam("patient_id")
CONTACTS = select(PatientContact).where(PatientContact.patient_id == WHOSE)
NAMES = select(PatientName).where(PatientName.patient_id == WHOSE)
RELATIONS = select(PatientRelation).where(PatientRelation.patient_id == WHOSE)
COVERAGES = select(Coverage).where(Coverage.patient_id == WHOSE)
IDENTIFIERS = select(PatientIdentifier).where(PatientIdentifier.patient_id == WHOSE)


def _of(scope: Scope, asked: SelectOfScalar[L], patient_id: UUID) -> Sequence[L]:
    return scope.db.exec(asked, params={"patient_id": patient_id}).all()


def contacts(scope: Scope, patient_id: UUID, *systems: str) -> list[PatientContact]:
    """Fetch phones, e-mails, addresses, in the order given."""
    found = (one for one in _of(scope, CONTACTS, patient_id) if not systems or one.system in systems)
    return sorted(found, key=lambda one: (one.place, one.id))


def names(scope: Scope, patient_id: UUID) -> list[PatientName]:
    """Fetch the other names, the older first."""
    return sorted(_of(scope, NAMES, patient_id), key=lambda one: one.id)


def relations(scope: Scope, patient_id: UUID) -> list[PatientRelation]:
    """Fetch who belongs to somebody."""
    return sorted(_of(scope, RELATIONS, patient_id), key=lambda one: (one.place, one.id))


def coverages(scope: Scope, patient_id: UUID) -> list[Coverage]:
    """Fetch who pays for somebody."""
    return sorted(_of(scope, COVERAGES, patient_id), key=lambda one: (one.place, one.id))


def identifiers(scope: Scope, patient_id: UUID) -> list[PatientIdentifier]:
    """Fetch the numbers that others gave somebody."""
    return sorted(_of(scope, IDENTIFIERS, patient_id), key=lambda one: one.id)


def replace(scope: Scope, there: Sequence[L], wanted: Sequence[L], same: Callable[[L], object]) -> None:
    """Let a list be another one: rows that stand in both stay and take their new place, others go or come."""
    left = {same(row): row for row in there}
    for place, row in enumerate(wanted):
        kept = left.pop(same(row), None)
        if kept is None:
            scope.db.add(row)
        if hasattr(row, "place"):
            (kept or row).place = place
    for row in left.values():
        scope.db.delete(row)
    scope.db.flush()
