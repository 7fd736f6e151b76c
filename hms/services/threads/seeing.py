"""Conversations as they are read: in a list with what is new, and one opened."""

from collections.abc import Sequence
from typing import Any, Literal
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from hms.access import Scope, requires
from hms.models import Patient, Practitioner, Thread, ThreadDraft
from hms.permissions import Permission, Role
from hms.schemas.threads import Beginning, ThreadLine, ThreadList, ThreadPage
from hms.schemas.words import clock, short_day
from hms.services.cards import facts
from hms.services.fetched import by_id
from hms.services.local_time import local_day, today
from hms.services.threads import bubbles, drafts, marks, whom, writing
from hms.texts import t

Which = Literal["open", "waiting", "closed"]
A_PAGE = 30


@requires(Permission.EXCHANGE_MESSAGES)
def listed(scope: Scope, which: Which = "open", page: int = 0) -> ThreadList:
    """List the actor's conversations, the newest first, with how many messages in each are new."""
    return list_of(scope, which, page)


@requires(Permission.EXCHANGE_MESSAGES)
def conversation(scope: Scope, thread_id: UUID) -> ThreadPage:
    """Open a conversation. Raises NotFound."""
    return page_of(scope, thread_id)


@requires(Permission.EXCHANGE_MESSAGES)
def unread(scope: Scope) -> int:
    """Count the conversations in which something is new for the actor."""
    return _count(scope, marks.unread(scope) > 0)


@requires(Permission.EXCHANGE_MESSAGES)
def beginning(scope: Scope, patient_id: UUID | None = None) -> Beginning:
    """Show what a new conversation needs: about oneself, or for staff about a patient. Raises NotFound."""
    patient = writing.patient_of(scope, patient_id)
    return Beginning(
        patient_id=patient.id,
        patient=patient.name,
        whom=whom.choices(scope, patient.id),
        draft=drafts.card(scope, patient.id, None),
        phone=scope.rules.phone,
        unheard=whom.unheard(scope, patient),
    )


@requires(Permission.EXCHANGE_MESSAGES)
def seen(scope: Scope, thread_id: UUID, place: int) -> None:
    """Note that the actor has read a conversation up to a place: its messages were in view. Raises NotFound."""
    mark_seen(scope, thread_id, place)


def mark_seen(scope: Scope, thread_id: UUID, place: int) -> None:
    """Note how far the actor has read, and let the other side see it."""
    thread = scope.one(Thread, thread_id, lock=True)
    if marks.mark(scope, thread, place):
        scope.tell(f"thread:{thread.id}")
        side = str(thread.patient_id) if scope.actor.role == Role.PATIENT else None
        for whose in filter(None, (side, str(thread.practitioner_id or "clinic") if not side else None)):
            scope.tell(f"threads:{whose}", thread.id)


def list_of(scope: Scope, which: str, page: int) -> ThreadList:
    """List the conversations within the actor's reach."""
    new = marks.unread(scope)
    waits = _waits()
    asked: Any = sa.select(Thread, new.label("new"))
    if which == "waiting":
        asked = asked.where(waits)
    else:
        asked = asked.where(Thread.closed_at.is_not(None) if which == "closed" else Thread.closed_at.is_(None))  # type: ignore[union-attr]
    asked = scope.within(asked, Thread).order_by(col(Thread.last_at).desc(), col(Thread.id).desc())
    rows = scope.db.execute(asked.offset(max(0, page) * A_PAGE).limit(A_PAGE + 1)).all()
    return ThreadList(
        threads=_lines(scope, rows[:A_PAGE]),
        unread=_count(scope, new > 0),
        waiting=_count(scope, waits) if scope.actor.role != Role.PATIENT else 0,
        page=max(0, page),
        more=len(rows) > A_PAGE,
    )


def page_of(scope: Scope, thread_id: UUID) -> ThreadPage:
    """Show a conversation within the actor's reach."""
    thread = scope.one(Thread, thread_id)
    patient = scope.db.get_one(Patient, thread.patient_id)
    doctor = scope.db.get(Practitioner, thread.practitioner_id) if thread.practitioner_id else None
    staff, mine = scope.actor.role != Role.PATIENT, marks.own(scope, thread.id)
    return ThreadPage(
        id=thread.id,
        version=thread.version,
        kind=thread.kind,
        subject=thread.subject,
        patient_id=patient.id,
        patient=patient.name,
        patient_facts=facts(patient, today(scope)) if staff else "",
        record_number=patient.record_number if staff else "",
        whom=side_name(scope, thread, doctor),
        away=whom.away_words(scope, doctor) if doctor else "",
        unheard=whom.unheard(scope, patient),
        bubbles=bubbles.of(scope, thread),
        last=thread.messages,
        read=mine.place if mine else 0,
        closed=bubbles.closed_words(scope, thread),
        entry=bubbles.entry_of(scope, thread),
        draft=drafts.card(scope, thread.patient_id, thread.id),
        phone=scope.rules.phone,
        refused=writing.closed_words(scope, thread),
    )


def side_name(scope: Scope, thread: Thread, doctor: Practitioner | None) -> str:
    """Name with whom of the clinic a conversation is."""
    if thread.kind == "privacy":
        return t("Privacy officer")
    return doctor.name if doctor else scope.clinic.name


def _waits() -> Any:
    return sa.and_(col(Thread.last_role) == Role.PATIENT, col(Thread.closed_at).is_(None))


def _count(scope: Scope, condition: Any) -> int:
    asked: Any = sa.select(sa.func.count()).select_from(Thread).where(condition)
    return int(scope.db.execute(scope.within(asked, Thread)).scalar_one())


def _lines(scope: Scope, rows: Sequence[Any]) -> list[ThreadLine]:
    threads: list[tuple[Thread, int]] = [(row[0], row[1]) for row in rows]
    patients = by_id(scope, Patient, {one.patient_id for one, _ in threads})
    doctors = by_id(scope, Practitioner, {one.practitioner_id for one, _ in threads if one.practitioner_id})
    scope.touch(*patients)
    half = select(ThreadDraft.thread_id).where(
        ThreadDraft.account_id == scope.actor.account_id, col(ThreadDraft.thread_id).in_([one.id for one, _ in threads])
    )
    begun, me = set(scope.db.exec(half)), scope.actor
    found = []
    for one, new in threads:
        doctor = doctors.get(one.practitioner_id) if one.practitioner_id else None
        day = local_day(scope, one.last_at)
        found.append(
            ThreadLine(
                id=one.id,
                subject=one.subject,
                patient=patients[one.patient_id].name,
                whom=side_name(scope, one, doctor),
                when=clock(one.last_at, scope.zone) if day == today(scope) else short_day(day),
                unread=new,
                waits=one.last_role == Role.PATIENT and one.closed_at is None,
                closed=one.closed_at is not None,
                stands_in=doctor.name if doctor and me.role == Role.DOCTOR and doctor.id != me.practitioner_id else "",
                draft=one.id in begun,
            )
        )
    return found
