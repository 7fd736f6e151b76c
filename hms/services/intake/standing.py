"""What is stated about somebody's health, worded with who said so and what a clinician made of it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import col, select

from hms.access import Scope
from hms.models import Account, AllergyIntolerance, EntryVersion, HealthStatement
from hms.permissions import Role
from hms.schemas.statements import NAMES, NONE, NONE_WORDS, StatedGroup, StatementCard
from hms.schemas.words import plain_day
from hms.services.local_time import local_day
from hms.texts import t

Stated = HealthStatement | AllergyIntolerance
IN_WORDS = frozenset(
    {"allergy", "condition", "medicine", "operation", "family_history"}
)  # the others choose from answers
KIND_OF = {none: kind for kind, none in NONE.items()}


def rows_of(scope: Scope, patient_id: UUID) -> list[Stated]:
    """Read all that was ever stated or recorded about a patient's health, oldest first."""
    recorded = select(AllergyIntolerance).where(AllergyIntolerance.patient_id == patient_id)
    allergies = scope.db.exec(recorded.order_by(col(AllergyIntolerance.id))).all()
    said = select(HealthStatement).where(HealthStatement.patient_id == patient_id)
    return [*allergies, *scope.db.exec(said.order_by(col(HealthStatement.id))).all()]


def kind_of(row: Stated) -> str:
    """Name what a row is about; that there is none belongs to what there is none of."""
    return "allergy" if isinstance(row, AllergyIntolerance) else KIND_OF.get(row.kind, row.kind)


def is_none(row: Stated) -> bool:
    """Tell whether a row says that there is none."""
    return isinstance(row, HealthStatement) and row.kind in KIND_OF


def by_patient(row: Stated) -> bool:
    """Tell whether the patient stated it, and not the clinic."""
    return isinstance(row, HealthStatement) or row.source == "patient"


def state_of(row: Stated) -> str:
    """Say what has become of it: stated, confirmed, refuted, or withdrawn; what the clinic recorded is confirmed."""
    if row.refuted_at:
        return "refuted"
    if row.withdrawn_at:
        return "withdrawn"
    return "confirmed" if row.confirmed_at or not by_patient(row) else "stated"


def holds(row: Stated) -> bool:
    """Tell whether it still stands: neither withdrawn nor refuted, and of an allergy that it is active."""
    active = not isinstance(row, AllergyIntolerance) or row.active
    return active and row.withdrawn_at is None and row.refuted_at is None


def cards(scope: Scope, rows: Sequence[Stated]) -> list[StatementCard]:
    """Word what was stated, in the order given."""
    changes = _changes(scope, rows)
    names = _clinicians(scope, rows, changes.values())
    return [_card(scope, row, names, changes.get(row.id)) for row in rows]


def grouped(scope: Scope, rows: Sequence[Stated]) -> list[StatedGroup]:
    """Word what was stated, by kind, in the order of the questions; kinds of which nothing is known are left out."""
    told: dict[str, list[StatementCard]] = {kind: [] for kind in NAMES}
    for card in cards(scope, rows):
        told.setdefault(card.kind, []).append(card)
    return [StatedGroup(kind=kind, name=NAMES.get(kind, kind), listed=found) for kind, found in told.items() if found]


def _card(scope: Scope, row: Stated, names: dict[UUID, str], change: EntryVersion | None) -> StatementCard:
    kind, none, state = kind_of(row), is_none(row), state_of(row)
    return StatementCard(
        id=row.id,
        kind=kind,
        none=none,
        text=NONE_WORDS[kind] if none else row.text,
        state=state,
        words=_words(scope, row, state, names, change),
        reason=row.reason,
        severe=isinstance(row, AllergyIntolerance) and row.criticality == "high",
        version=row.version,
        changed=row.version > 1,
        record=str(type(row).__tablename__),
        can_correct=holds(row) and not none and kind in IN_WORDS,
        can_withdraw=by_patient(row) and state == "stated" and scope.actor.role is Role.PATIENT,
    )


def _words(scope: Scope, row: Stated, state: str, names: dict[UUID, str], change: EntryVersion | None) -> str:
    said_at = row.stated_at if isinstance(row, HealthStatement) else row.recorded_at
    mine = scope.actor.role is Role.PATIENT
    by_you, by_them = t("Stated by you, {day}"), t("Stated by the patient, {day}")
    said = (by_you if mine else by_them) if by_patient(row) else t("Recorded by the clinic, {day}")
    said = said.format(day=_day(scope, said_at))
    if change:
        who = names.get(change.changed_by, "") if change.changed_by else ""
        said = t("{said}; put right by {who}, {day}", said=said, who=who, day=_day(scope, change.changed_at))
    if state == "confirmed" and row.confirmed_at:
        who = names.get(row.confirmed_by, "") if row.confirmed_by else ""
        return t("{said}; confirmed by {who}, {day}", said=said, who=who, day=_day(scope, row.confirmed_at))
    if state == "refuted" and row.refuted_at:
        who = names.get(row.refuted_by, "") if row.refuted_by else ""
        return t("{said}; found not to be so by {who}, {day}", said=said, who=who, day=_day(scope, row.refuted_at))
    if state == "withdrawn" and row.withdrawn_at:
        return t("{said}; withdrawn {day}", said=said, day=_day(scope, row.withdrawn_at))
    return said if state == "confirmed" else t("{said}; not confirmed yet", said=said)


def _day(scope: Scope, at: datetime) -> str:
    return plain_day(local_day(scope, at))


def _changes(scope: Scope, rows: Sequence[Stated]) -> dict[UUID, EntryVersion]:
    """Read by whom and when each was last put right."""
    ids = {row.id for row in rows if row.version > 1}
    asked = select(EntryVersion).where(col(EntryVersion.entry_id).in_(ids)).order_by(col(EntryVersion.number))
    return {one.entry_id: one for one in scope.db.exec(asked)} if ids else {}


def _clinicians(scope: Scope, rows: Sequence[Stated], changes: Iterable[EntryVersion]) -> dict[UUID, str]:
    ids = {by for row in rows for by in (row.confirmed_by, row.refuted_by) if by}
    ids |= {one.changed_by for one in changes if one.changed_by}
    asked = select(Account).where(col(Account.id).in_(ids))
    return {account.id: account.name for account in scope.db.exec(asked)} if ids else {}
