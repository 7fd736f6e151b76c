"""Finding a patient while somebody types: parts of names in any order, birth date, phone, record or other number."""

from datetime import date
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select

from hms.access import Scope, requires
from hms.models import AuditEntry, Patient
from hms.permissions import Permission, Reach
from hms.schemas.births import birth_words
from hms.schemas.patients import PatientHit
from hms.schemas.words import initials
from hms.services import record_numbers
from hms.services.cards import facts, no_shows_of
from hms.services.fetched import by_id
from hms.services.local_time import today
from hms.services.merging.kept import kept_id
from hms.services.search import words
from hms.services.search.keeping import among, keeper

MOST, SHORTEST, LOOKED_BACK = 8, 2, 20_000  # people, letters, entries of the audit


@requires(Permission.FIND_PATIENT)
def find(scope: Scope, sought: str) -> list[PatientHit]:
    """List up to eight patients whom all that was typed fits, the best first; fewer than two letters find nobody.

    A doctor finds among those in care only.
    While the index is being opened, only a whole record number finds its patient.
    """
    wanted = words.terms(sought)
    if sum(len(term.parts[0]) for term in wanted) < SHORTEST:
        return []
    if scope.reach is not Reach.ANY:
        return cards(scope, among(scope, wanted, MOST))
    found = keeper().find(scope, wanted, MOST)
    return cards(scope, _by_number(scope, sought) if found is None else found)


def _by_number(scope: Scope, sought: str) -> list[UUID]:
    given = words.digits(sought)
    index = record_numbers.index_of(f"{given[:-1]}-{given[-1:]}")
    found = scope.db.exec(select(Patient.id).where(Patient.record_number_index == index))
    return [kept_id(scope.db, one) for one in found]


@requires(Permission.FIND_PATIENT)
def hit(scope: Scope, patient_id: UUID) -> PatientHit:
    """Show one patient as they are found. Raises NotFound."""
    return cards(scope, [scope.patient(patient_id).id])[0]


def cards(scope: Scope, ids: list[UUID]) -> list[PatientHit]:
    """Show patients as they are found, in this order; whose they are is noted."""
    rows = by_id(scope, Patient, set(ids))
    missed = no_shows_of(scope, set(rows))
    scope.touch(*rows)
    day = today(scope)
    return [_card(rows[patient_id], day, missed.get(patient_id, 0)) for patient_id in ids if patient_id in rows]


def _card(patient: Patient, day: date, no_shows: int) -> PatientHit:
    return PatientHit(
        id=patient.id,
        name=patient.name,
        initials=initials(patient.name),
        facts=facts(patient, day),
        born=birth_words(patient.born, patient.born_estimated),
        record_number=patient.record_number,
        deceased=patient.deceased,
        no_shows=no_shows,
    )


@requires(Permission.FIND_PATIENT)
def recent(scope: Scope) -> list[PatientHit]:
    """List up to eight patients whose records this person opened last, the latest first."""
    latest = select(func.max(AuditEntry.seq)).scalar_subquery()
    mine = select(AuditEntry.record_id).where(
        col(AuditEntry.seq) > latest - LOOKED_BACK,
        AuditEntry.account_id == scope.actor.account_id,
        AuditEntry.what == "open_record",
        AuditEntry.outcome == "done",
    )
    opened = scope.db.exec(mine.order_by(col(AuditEntry.seq).desc()).limit(10 * MOST)).all()
    wanted = list(dict.fromkeys(one for one in opened if one))[:MOST]
    reached = scope.within(
        select(Patient).where(col(Patient.id).in_(wanted), col(Patient.merged_into_id).is_(None)), Patient
    )
    known = {row.id for row in scope.db.scalars(reached)}
    return cards(scope, [one for one in wanted if one in known])
