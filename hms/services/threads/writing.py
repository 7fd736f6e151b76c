"""Opening a conversation and writing in it; the same message sent twice is there once."""

from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from hms.access import Scope, requires
from hms.errors import Invalid, NotFound, NotPossible, TooManyTries
from hms.models import AuditSubject, Patient, Practitioner, Thread, ThreadMessage
from hms.permissions import Permission, Role
from hms.schemas.threads import NewMessage, NewThread
from hms.services.threads import drafts, marks, telling, whom
from hms.texts import t

MOST_AN_HOUR = 60  # messages of one account; more is no conversation
HOUR = timedelta(hours=1)


@requires(Permission.EXCHANGE_MESSAGES)
def open_thread(scope: Scope, form: NewThread) -> UUID:
    """Begin a conversation with its first message; sent again, it gives the first one. Raises Invalid or NotFound."""
    patient = patient_of(scope, form.patient_id, lock=True)
    if (known := _sent(scope, form.key)) is not None:
        return known
    practitioner_id = whom.chosen(scope, patient.id, form.whom)
    thread = _new(scope, patient, form.subject, form.key, practitioner_id=practitioner_id)
    return append(scope, thread, form.body, form.key).thread_id


@requires(Permission.EXCHANGE_MESSAGES)
def write(scope: Scope, form: NewMessage) -> UUID:
    """Write a message; sent again, it gives the first one. Raises Invalid, NotPossible or NotFound."""
    return write_in(scope, form)


def write_in(scope: Scope, form: NewMessage) -> UUID:
    """Write a message in a conversation within the actor's reach, and give its id."""
    thread = scope.one(Thread, form.thread_id, lock=True)
    known = scope.db.exec(select(ThreadMessage).where(ThreadMessage.request_key == form.key)).first()
    if known is not None:
        if known.thread_id != thread.id or known.written_by != scope.actor.account_id:
            raise NotFound
        return known.id
    if refused := closed_words(scope, thread):
        raise NotPossible(refused, t("What you typed is still here."))
    return append(scope, thread, form.body, form.key).id


@requires(Permission.EXCHANGE_MESSAGES)
def ask_about_access(scope: Scope, entry_id: UUID, words: str) -> UUID:
    """Ask the privacy officer about one access to one's own record, and give the conversation. Raises NotFound or Invalid.

    Another question about the same access goes on in the same conversation.
    """
    if scope.actor.role != Role.PATIENT:
        raise NotFound
    patient = patient_of(scope, None, lock=True)
    merged = sa.select(col(Patient.id)).where(col(Patient.merged_into_id) == patient.id)
    mine = sa.or_(col(AuditSubject.patient_id) == patient.id, col(AuditSubject.patient_id).in_(merged))
    scope.asked = entry_id
    if scope.db.exec(select(AuditSubject.entry_id).where(AuditSubject.entry_id == entry_id, mine)).first() is None:
        raise NotFound
    form = NewThread.model_validate({"subject": t("Who opened my record"), "body": words, "key": f"ask:{entry_id}:0"})
    asked = select(Thread).where(Thread.patient_id == patient.id, Thread.audit_entry_id == entry_id)
    thread = scope.db.exec(asked.with_for_update()).first()
    if thread is None:
        thread = _new(scope, patient, form.subject, f"ask:{entry_id}:{patient.id}", entry_id=entry_id)
    elif (last := _last(scope, thread)) and last.role == Role.PATIENT and last.body == form.body:
        return thread.id  # pressed twice
    thread.closed_at = thread.closed_by = thread.closed_role = None
    return append(scope, thread, form.body, f"ask:{entry_id}:{patient.id}:{thread.messages}").thread_id


def append(scope: Scope, thread: Thread, body: str, key: str) -> ThreadMessage:
    """Add a message to a conversation that is locked, with the files that wait at its draft, and tell of it. Raises Invalid."""
    draft = drafts.own(scope, thread.patient_id, None if thread.messages == 0 and thread.kind == "care" else thread.id)
    waiting = drafts.files_of(scope, draft)
    if not body and not waiting:
        raise Invalid(body=t("Write something, or add a file."))
    _not_too_many(scope)
    instead_of = thread.practitioner_id if scope.actor.role == Role.DOCTOR else None
    message = ThreadMessage(
        thread_id=thread.id, patient_id=thread.patient_id, place=thread.messages + 1, request_key=key,
        written_at=scope.now, written_by=scope.actor.account_id, role=scope.actor.role,
        stands_for_id=instead_of if instead_of != scope.actor.practitioner_id else None,
    ).sealing(body=body)  # fmt: skip
    scope.db.add(message)
    thread.messages, thread.last_at, thread.last_role = message.place, scope.now, scope.actor.role
    thread.version += 1
    scope.db.flush()
    drafts.hand_in(scope, draft, message)
    marks.mark(scope, thread, message.place)
    telling.announce(scope, thread)
    telling.write_notice(scope, thread, message)
    return message


def closed_words(scope: Scope, thread: Thread) -> str:
    """Say why nothing more can be written in a conversation; "" where it can."""
    if thread.closed_at:
        return t("This conversation is closed")
    doctor = scope.db.get(Practitioner, thread.practitioner_id) if thread.practitioner_id else None
    if doctor and not whom.here(doctor):
        return t("{doctor} no longer works here. Please begin a new conversation.", doctor=doctor.name)
    if scope.db.get_one(Patient, thread.patient_id).deceased:
        return t("This patient has died")
    return ""


def patient_of(scope: Scope, patient_id: UUID | None, lock: bool = False) -> Patient:
    """Fetch whom a conversation is about: oneself, for a patient. Raises NotFound."""
    wanted = scope.actor.patient_id if scope.actor.role == Role.PATIENT else patient_id
    if wanted is None or (patient_id is not None and patient_id != wanted):
        raise NotFound
    return scope.patient(wanted, lock)


def _new(
    scope: Scope,
    patient: Patient,
    subject: str,
    key: str,
    *,
    practitioner_id: UUID | None = None,
    entry_id: UUID | None = None,
) -> Thread:
    thread = Thread(
        patient_id=patient.id, kind="privacy" if entry_id else "care", practitioner_id=practitioner_id,
        audit_entry_id=entry_id, request_key=key, opened_at=scope.now, opened_by=scope.actor.account_id,
        last_at=scope.now, last_role=scope.actor.role,
    ).sealing(subject=subject)  # fmt: skip
    scope.db.add(thread)
    scope.db.flush()
    return thread


def _sent(scope: Scope, key: str) -> UUID | None:
    """Find the conversation that a key began; NotFound where it was somebody else's."""
    thread = scope.db.exec(select(Thread).where(Thread.request_key == key)).first()
    if thread is not None and thread.opened_by != scope.actor.account_id:
        raise NotFound
    return thread.id if thread else None


def _last(scope: Scope, thread: Thread) -> ThreadMessage | None:
    asked = select(ThreadMessage).where(ThreadMessage.thread_id == thread.id)
    return scope.db.exec(asked.order_by(col(ThreadMessage.place).desc()).limit(1)).first()


def _not_too_many(scope: Scope) -> None:
    asked = select(sa.func.count()).where(
        col(ThreadMessage.written_by) == scope.actor.account_id, col(ThreadMessage.written_at) > scope.now - HOUR
    )
    if scope.actor.role == Role.PATIENT and scope.db.exec(asked).one() >= MOST_AN_HOUR:
        raise TooManyTries(60)
