"""Which rows an actor reaches, as SQL."""

from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar, cast

from sqlalchemy import Select, and_, bindparam, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, select

from hms.errors import Forbidden, Merged, NotFound, Refusal
from hms.models import (
    AllergyIntolerance,
    Appointment,
    AppointmentSeries,
    ChangeRequest,
    Condition,
    Cover,
    DiagnosticReport,
    DocumentReference,
    Encounter,
    FamilyHistory,
    HealthStatement,
    Immunization,
    MedicationRequest,
    NoteCosignature,
    Observation,
    Patient,
    Procedure,
    QueueTicket,
    RefillRequest,
    ResultReview,
    ServiceRequest,
    SpecialTime,
    Thread,
    WaitlistEntry,
    WaitlistOffer,
)
from hms.permissions import Reach, Role

M = TypeVar(
    "M", AllergyIntolerance, Appointment, AppointmentSeries, ChangeRequest, Condition, DiagnosticReport, DocumentReference, Encounter, FamilyHistory,
    HealthStatement, Immunization, MedicationRequest, NoteCosignature, Observation, Patient, Procedure, QueueTicket, RefillRequest, ResultReview, ServiceRequest, Thread,
    WaitlistEntry, WaitlistOffer,
)  # fmt: skip


def narrowed(
    statement: Select[Any], model: type[M], within: Reach | None, role: Role, mine: Any, *, now: Any
) -> Select[Any]:
    """Narrow a query of a table to what an actor reaches: all, what is theirs, or whom they care for. Raises Forbidden."""
    table: Any = model
    if model is Thread:
        return statement.where(*_threads(within, role, mine, now))
    patient_id: Any = Patient.id if model is Patient else table.patient_id
    if within is Reach.ANY:
        return statement
    if within is Reach.OWN and role is Role.PATIENT:
        return statement.where(patient_id == mine, *(_shown_to_patients() if model is DocumentReference else ()))
    if within is Reach.OWN and role is Role.DOCTOR and model in {RefillRequest, ResultReview}:
        undone = _unanswered if model is RefillRequest else _unseen
        return statement.where(or_(table.practitioner_id == mine, *_covered(table, mine, now, undone)))
    if within is Reach.OWN and role is Role.DOCTOR and model is not Patient:
        return statement.where(table.practitioner_id == mine)
    if within in {Reach.OWN, Reach.IN_CARE} and role is Role.DOCTOR:
        return statement.where(_in_care(patient_id, mine, now))
    raise Forbidden


def _in_care(patient_id: Any, practitioner_id: Any, now: Any) -> Any:
    """Say that a doctor sees or has seen a patient; asked of the patient, who has tens of visits, not of the doctor, who has thousands."""
    booked, seen, asked = aliased(Appointment), aliased(Encounter), cast("Any", aliased(ResultReview))
    by_visit: Any = select(booked.id).where(
        booked.patient_id == patient_id,
        booked.practitioner_id == practitioner_id,
        cast("Any", booked.cancelled_at).is_(None),
    )
    by_record: Any = select(seen.id).where(seen.patient_id == patient_id, seen.practitioner_id == practitioner_id)
    # Who has to look at a result must be able to read what it belongs to: a colleague whom it was handed to, who stands
    # in for whom it is for, or who looks because nobody else did. Where another one looked first, there is nothing to do
    # and nothing to see.
    own = and_(asked.practitioner_id == practitioner_id, asked.closed_at.is_(None))
    covered = _covered(asked, practitioner_id, now, lambda since: _unseen(since, asked))
    by_result: Any = select(asked.id).where(asked.patient_id == patient_id, or_(own, *covered))
    return or_(by_visit.exists(), by_record.exists(), by_result.exists())


def _threads(within: Reach | None, role: Role, mine: Any, now: Any) -> list[Any]:
    """Say which conversations are whose. Raises Forbidden.

    A patient's are all of their own. A doctor's are those with them, and what is new for a doctor whom they stand in
    for. What is for the clinic is reception's, what is about privacy the administrator's: neither sees the others.
    """
    thread: Any = Thread
    care = thread.kind == "care"
    match role, within:
        case Role.PATIENT, Reach.OWN:
            return [thread.patient_id == mine]
        case Role.DOCTOR, Reach.OWN:
            return [care, or_(thread.practitioner_id == mine, *_covered(thread, mine, now, _fresh))]
        case Role.RECEPTIONIST, Reach.ANY:
            return [care, thread.practitioner_id.is_(None)]
        case Role.ADMINISTRATOR, Reach.ANY:
            return [thread.kind == "privacy"]
    raise Forbidden


def _shown_to_patients() -> list[Any]:
    """Say which documents their patients see: what was shared with them or came from them, and is no error."""
    document: Any = DocumentReference
    return [document.shared.is_(True), document.status != "entered-in-error"]


def _fresh(since: Any) -> Any:
    """Say which conversations are for who stands in: what waits for an answer, and what came since."""
    thread: Any = Thread
    return or_(thread.last_role == Role.PATIENT, thread.last_at >= since)


def _unanswered(since: Any) -> Any:
    refill: Any = RefillRequest
    return or_(refill.answered_at.is_(None), refill.answered_at >= since)


def _unseen(since: Any, review: Any = ResultReview) -> Any:
    waits = and_(review.seen_at.is_(None), review.closed_at.is_(None))
    return or_(waits, review.seen_at >= since, review.closed_at >= since)


def _covered(table: Any, mine: Any, now: Any, of_these: Callable[[Any], Any]) -> list[Any]:
    """Say which rows of a colleague's are a doctor's meanwhile, as the colleague is away and named this doctor."""
    cover, leave = (cast("Any", model) for model in (Cover, SpecialTime))
    for_me = and_(cover.practitioner_id == table.practitioner_id, cover.covered_by_id == mine, cover.ended_at.is_(None))
    dated = select(cover.id).where(for_me, cover.starts_at <= now, cover.ends_at > now, of_these(cover.starts_at))
    on_leave = (
        select(cover.id)
        .join(leave, leave.practitioner_id == cover.practitioner_id)
        .where(for_me, cover.starts_at.is_(None), of_these(leave.starts_at))
        .where(leave.kind == "leave", leave.withdrawn_at.is_(None), leave.starts_at <= now, leave.ends_at > now)
    )
    return [dated.correlate(table).exists(), on_leave.correlate(table).exists()]


@cache
def finding(model: type[M], within: Reach | None, role: Role, lock: bool) -> Select[Any]:
    """Build the query for one row within a reach: once for each kind, since nearly every act asks one."""
    one = select(model).where(model.id == bindparam("row_id"))
    statement = narrowed(one, model, within, role, bindparam("mine"), now=bindparam("now"))
    return statement.with_for_update(key_share=True) if lock else statement  # who writes a row naming it need not wait


def missing(db: Session, row: Patient | None) -> Refusal:
    """Say why there is nothing to fetch: it is absent or out of reach, or became part of another record."""
    if row is None or row.merged_into_id is None:
        return NotFound()
    kept = row
    while kept.merged_into_id:
        kept = db.get_one(Patient, kept.merged_into_id)
    return Merged(row.id, kept.id, kept.record_number)
