"""How far a conversation has been read, and by which side."""

from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from hms.access import Scope
from hms.models import ReadMark, Thread, ThreadMessage
from hms.permissions import Role


def mark(scope: Scope, thread: Thread, place: int) -> bool:
    """Note that the actor has read up to a place, and tell whether that is further than before."""
    if scope.actor.account_id is None:
        return False
    place = min(place, thread.messages)
    known = own(scope, thread.id)
    if known is not None and known.place >= place:
        return False
    if known is None:
        known = ReadMark(
            thread_id=thread.id, account_id=scope.actor.account_id, patient_id=thread.patient_id,
            role=scope.actor.role, place=place, read_at=scope.now,
        )  # fmt: skip
        scope.db.add(known)
    known.place, known.read_at = place, scope.now
    scope.db.flush()
    return True


def own(scope: Scope, thread_id: UUID) -> ReadMark | None:
    """Fetch how far the actor has read a conversation; None where they never have."""
    asked = select(ReadMark).where(ReadMark.thread_id == thread_id, ReadMark.account_id == scope.actor.account_id)
    return scope.db.exec(asked).first()


def read_by_patient(scope: Scope, thread_id: UUID) -> ReadMark | None:
    """Fetch how far the patient, or who acts for them, has read a conversation."""
    asked = select(ReadMark).where(ReadMark.thread_id == thread_id, ReadMark.role == Role.PATIENT)
    return scope.db.exec(asked.order_by(col(ReadMark.place).desc())).first()


def read_by_others(scope: Scope, thread_id: UUID) -> int:
    """Say how far the other side than the actor's has read a conversation."""
    theirs = ReadMark.role != Role.PATIENT if scope.actor.role == Role.PATIENT else ReadMark.role == Role.PATIENT
    asked = select(sa.func.max(ReadMark.place)).where(ReadMark.thread_id == thread_id, theirs)
    return scope.db.exec(asked).one() or 0


def unread(scope: Scope) -> sa.ScalarSelect[int]:
    """Count, as SQL, the messages of a conversation that wait to be read by the actor.

    That is what the other side wrote after what the actor has read, and after the last answer of the actor's own side:
    what a colleague has answered is not unread.
    """
    message, whole, marked = (cast("Any", model) for model in (ThreadMessage, Thread, ReadMark))
    patient = scope.actor.role == Role.PATIENT
    ours = message.role == Role.PATIENT if patient else message.role != Role.PATIENT
    read = (
        sa.select(marked.place)
        .where(marked.thread_id == whole.id, marked.account_id == scope.actor.account_id)
        .correlate(whole)
        .scalar_subquery()
    )
    answered = (
        sa.select(sa.func.max(message.place))
        .where(message.thread_id == whole.id, ours)
        .correlate(whole)
        .scalar_subquery()
    )
    return (
        sa.select(sa.func.count())
        .select_from(message)
        .where(
            message.thread_id == whole.id,
            sa.not_(ours),
            message.place > sa.func.coalesce(read, 0),
            message.place > sa.func.coalesce(answered, 0),
        )
        .correlate(whole)
        .scalar_subquery()
    )
