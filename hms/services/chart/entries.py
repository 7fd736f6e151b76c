"""What holds for every entry of the medical record, whatever it tells: how it is written, amended, voided and read back."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from sqlmodel import col, select

from hms.access import Scope
from hms.errors import Invalid, NotPossible, Stale
from hms.models import (
    UNREADABLE,
    Account,
    AllergyIntolerance,
    Condition,
    DocumentReference,
    EntryVersion,
    FamilyHistory,
    HealthStatement,
    Immunization,
    Observation,
    Patient,
    Procedure,
)
from hms.schemas.chart import VersionCard
from hms.schemas.words import clock, plain_day
from hms.services.local_time import local_day
from hms.texts import t

E = TypeVar("E", Condition, Observation, Immunization, Procedure, FamilyHistory, DocumentReference)
# What a patient states and allergies are written and called not so in ways of their own, and put right as entries are.
V = TypeVar(
    "V", Condition, Observation, Immunization, Procedure, FamilyHistory, DocumentReference, AllergyIntolerance, HealthStatement,
)  # fmt: skip
IN_ERROR = "entered-in-error"
SOON = timedelta(minutes=5)  # clocks of two machines differ
OWN = frozenset({"id", "patient_id", "version", "recorded_at", "recorded_by", "source", "request_key", "encounter_id"})


def write(scope: Scope, patient: Patient, row: E) -> E:
    """Write an entry down, by whom and now; the same key gives the entry of the first time. Raises Invalid."""
    if row.request_key and (first := _of_key(scope, row)):
        return first
    check_when(scope, patient, row.happened_at)
    row.recorded_at, row.recorded_by = scope.now, scope.actor.account_id
    scope.db.add(row)
    scope.db.flush()
    tell(scope, row.patient_id)
    return row


def _of_key(scope: Scope, row: E) -> E | None:
    kind: Any = type(row)
    first: E | None = scope.db.exec(select(kind).where(kind.request_key == row.request_key)).first()
    return first if first and first.patient_id == row.patient_id else None


def check_when(scope: Scope, patient: Patient, happened_at: datetime | None) -> None:
    """Make sure that something was not before its patient's birth and is not still to come. Raises Invalid."""
    if happened_at is None:
        return
    if happened_at > scope.now + SOON:
        raise Invalid(happened=t("This is still to come. Write down what has happened"))
    if patient.born_on and local_day(scope, happened_at) < patient.born_on:
        raise Invalid(
            happened=t("This is before the patient was born, on {day}", day=plain_day(patient.born_on)),
        )


def amend(scope: Scope, row: V, version: int, reason: str, **fresh: Any) -> V:
    """Change what an entry says and keep what it said before, with the reason.

    The row is one that was fetched for this actor and locked. Raises Stale where it was changed since it was seen,
    NotPossible where it was declared an error, Invalid without a reason, ValueError for what never changes.
    """
    if row.version != version:
        raise Stale(t("entry"))
    if row.status == IN_ERROR:
        raise NotPossible(t("This entry was an error, or was found not to be so"), t("Write a new one instead."))
    if not reason.strip():
        raise Invalid(reason=t("Say why"))
    if OWN & set(fresh):
        raise ValueError("who wrote an entry, when and of whom does not change")
    _keep(scope, row, reason.strip())
    for name, value in fresh.items():
        setattr(row, name, value)
    row.version += 1
    scope.db.flush()
    tell(scope, row.patient_id)
    return row


def void(scope: Scope, row: E, version: int, reason: str) -> E:
    """Declare an entry an error; it stays readable, struck through. Raises as amend() does."""
    return amend(scope, row, version, reason, status=IN_ERROR)


def _keep(scope: Scope, row: V, reason: str) -> None:
    said = content(row)
    if UNREADABLE in said.values():
        raise NotPossible(
            t("This entry cannot be changed"), t("What is stored there was damaged. Tell the administrator.")
        )
    kept = EntryVersion(
        patient_id=row.patient_id, entry_kind=str(type(row).__tablename__), entry_id=row.id, number=row.version,
        changed_at=scope.now, changed_by=scope.actor.account_id,
    )  # fmt: skip
    scope.db.add(kept.sealing(body=json.dumps(said), reason=reason))


def content(row: V) -> dict[str, str]:
    """Spell out what an entry says, sealed texts opened: column -> text, "" where there is nothing."""
    said: dict[str, str] = {}
    for name in type(row).model_fields:
        if name not in OWN:
            plain = name.removesuffix("_sealed")
            value = getattr(row, plain)
            said[plain] = "" if value is None else value.isoformat() if isinstance(value, datetime) else str(value)
    return said


def versions(scope: Scope, row: V) -> list[VersionCard]:
    """List what an entry said before, the newest first, with who changed it, when and why."""
    asked = select(EntryVersion).where(EntryVersion.entry_id == row.id).order_by(col(EntryVersion.number).desc())
    kept = scope.db.exec(asked).all()
    names = names_of(scope, {one.changed_by for one in kept})
    return [
        VersionCard(
            number=one.number, said=json.loads(one.body) if one.body != UNREADABLE else {}, reason=one.reason,
            who=names.get(one.changed_by, ""), when=f"{plain_day(local_day(scope, one.changed_at))}, {clock(one.changed_at, scope.zone)}",
        )
        for one in kept
    ]  # fmt: skip


def names_of(scope: Scope, account_ids: Iterable[UUID | None]) -> dict[UUID | None, str]:
    """Name whoever wrote or changed entries; who has no account any more has no name."""
    ids = {one for one in account_ids if one}
    return {row.id: row.name for row in scope.db.exec(select(Account).where(col(Account.id).in_(ids)))} if ids else {}


def standing(rows: Sequence[E]) -> list[E]:
    """Leave out what was declared an error."""
    return [row for row in rows if row.status != IN_ERROR]


def tell(scope: Scope, patient_id: UUID) -> None:
    """Let every open screen of this patient read again."""
    scope.tell(f"patient:{patient_id}")
