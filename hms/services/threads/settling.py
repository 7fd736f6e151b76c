"""Closing a conversation, opening it again, and giving it to somebody else."""

from uuid import UUID

from sqlmodel import col, select

from hms.access import Scope, requires
from hms.errors import Invalid, NotPossible, Stale
from hms.models import Handover, Practitioner, Thread
from hms.permissions import Permission
from hms.schemas.threads import CLINIC, Choice, HandOver
from hms.services.threads import telling, whom
from hms.texts import t


@requires(Permission.EXCHANGE_MESSAGES)
def close(scope: Scope, thread_id: UUID) -> None:
    """Close a conversation: it can be read, and opened again. Raises NotFound."""
    close_one(scope, thread_id)


@requires(Permission.EXCHANGE_MESSAGES)
def reopen(scope: Scope, thread_id: UUID) -> None:
    """Open a closed conversation again. Raises NotFound."""
    reopen_one(scope, thread_id)


def close_one(scope: Scope, thread_id: UUID) -> None:
    """Close a conversation within the actor's reach; a second time changes nothing."""
    thread = scope.one(Thread, thread_id, lock=True)
    if thread.closed_at is None:
        thread.closed_at, thread.closed_by, thread.closed_role = scope.now, scope.actor.account_id, scope.actor.role
        thread.version += 1
        telling.announce(scope, thread)


def reopen_one(scope: Scope, thread_id: UUID) -> None:
    """Open a closed conversation within the actor's reach again; a second time changes nothing."""
    thread = scope.one(Thread, thread_id, lock=True)
    if thread.closed_at is not None:
        thread.closed_at = thread.closed_by = thread.closed_role = None
        thread.version += 1
        telling.announce(scope, thread)


@requires(Permission.HAND_OVER_MESSAGES)
def takers(scope: Scope, thread_id: UUID) -> list[Choice]:
    """List to whom a conversation can be given: who has the patient in care comes first. Raises NotFound."""
    thread = scope.one(Thread, thread_id)
    caring = {one.id for one in whom.caring(scope, thread.patient_id)}
    asked = select(Practitioner).where(col(Practitioner.left_at).is_(None), col(Practitioner.stopped_at).is_(None))
    doctors = sorted(scope.db.exec(asked), key=lambda one: (one.id not in caring, one.name))
    found = [
        Choice(id=str(one.id), name=one.name, about=t("has this patient in care") if one.id in caring else "")
        for one in doctors
        if one.id != thread.practitioner_id
    ]
    return [*found, Choice(id=CLINIC, name=scope.clinic.name, about="")] if thread.practitioner_id else found


@requires(Permission.HAND_OVER_MESSAGES)
def hand_over(scope: Scope, form: HandOver) -> None:
    """Give a conversation with all its messages to another doctor, or to the clinic. Raises Invalid, Stale or NotFound."""
    thread = scope.one(Thread, form.thread_id, lock=True)
    if thread.version != form.version:
        raise Stale
    if form.whom == (str(thread.practitioner_id) if thread.practitioner_id else CLINIC):
        raise NotPossible(t("It is there already"))
    to_id = _taker(scope, form.whom)
    was = thread.practitioner_id
    scope.db.add(
        Handover(
            thread_id=thread.id, patient_id=thread.patient_id, from_id=was, to_id=to_id,
            after_place=thread.messages, made_at=scope.now, made_by=scope.actor.account_id,
        )
    )  # fmt: skip
    telling.announce(scope, thread)
    thread.practitioner_id = to_id
    thread.version += 1
    telling.announce(scope, thread)


def _taker(scope: Scope, to: str) -> UUID | None:
    if to == CLINIC:
        return None
    try:
        doctor = scope.db.get(Practitioner, UUID(to))
    except ValueError:
        doctor = None
    if doctor is None or not whom.here(doctor):
        raise Invalid(whom=t("Choose one of these."))
    return doctor.id
