"""A part of a record on its way out: entries for people, resources for machines, files."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from hms.access import Scope
from hms.models import Account, Patient, Practitioner, StoredFile
from hms.schemas.words import clock, plain_day
from hms.services.local_time import local_day

Tree = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """A paragraph on paper: when, what, and more of it."""

    day: str
    title: str
    lines: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Piece:
    """One part of the record."""

    title: str
    entries: list[Entry] = field(default_factory=list)
    resources: list[Tree] = field(default_factory=list)
    files: list[StoredFile] = field(default_factory=list)

    def add(self, entry: Entry, *resources: Tree) -> None:
        """Add an entry with the resources that say the same."""
        self.entries.append(entry)
        self.resources += [_without_gaps(one) for one in resources]


def _without_gaps(tree: Any) -> Any:
    """Leave out what is empty: FHIR knows no empty value."""
    if isinstance(tree, dict):
        kept = {name: _without_gaps(value) for name, value in tree.items()}
        return {name: value for name, value in kept.items() if value not in (None, "", [], {})}
    if isinstance(tree, list):
        return [one for one in map(_without_gaps, tree) if one not in (None, "", [], {})]
    return tree


def resource(kind: str, row_id: UUID, **fields: Any) -> Tree:
    """Begin a FHIR resource."""
    return {"resourceType": kind, "id": str(row_id), **fields}


def refer(kind: str, row_id: UUID, display: str = "") -> Tree:
    """Point to another resource of the bundle."""
    return {"reference": f"{kind}/{row_id}", "display": display}


def whom(patient: Patient) -> Tree:
    """Point to the patient."""
    return refer("Patient", patient.id)


def words(text: str) -> Tree:
    """Write a concept that is known in words only."""
    return {"text": text}


def coded(system: str, code: str, text: str = "") -> Tree:
    """Write a concept with its code."""
    return {"coding": [{"system": f"http://terminology.hl7.org/CodeSystem/{system}", "code": code}], "text": text}


def instant(at: datetime | None) -> str | None:
    """Write an instant as FHIR does."""
    return at.isoformat() if at else None


def day_of(scope: Scope, at: datetime | date | None) -> str:
    """Write a day for people, in the clinic's zone."""
    if at is None:
        return ""
    return plain_day(local_day(scope, at) if isinstance(at, datetime) else at)


def time_of(scope: Scope, at: datetime | None) -> str:
    """Write a day and time for people."""
    return f"{day_of(scope, at)}, {clock(at, scope.zone)}" if at else ""


def doctor(scope: Scope, practitioner_id: UUID | None) -> str:
    """Name a doctor; "" where none is known."""
    row = scope.db.get(Practitioner, practitioner_id) if practitioner_id else None
    return row.name if row else ""


def person(scope: Scope, account_id: UUID | None) -> str:
    """Name whoever has a sign-in; "" where nobody is known."""
    row = scope.db.get(Account, account_id) if account_id else None
    return row.name if row else ""


def told(*pairs: tuple[str, str]) -> list[str]:
    """Write terms with their values, without those that have none."""
    return [f"{term}: {value}" if term else value for term, value in pairs if value]
