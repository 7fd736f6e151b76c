"""Telling of a message: open screens at once, the patient by the way they chose; never what it says."""

from datetime import timedelta

from sqlmodel import col, select

from hms.access import Scope
from hms.models import OutboxMessage, Thread, ThreadMessage
from hms.permissions import Role
from hms.services.local_time import today
from hms.services.outbox.kinds import Kind
from hms.services.outbox.quiet import due
from hms.services.outbox.standing import facts_of
from hms.services.outbox.writing import put
from hms.services.threads import marks

USELESS_AFTER = timedelta(days=7)


def side(thread: Thread) -> str:
    """Name who of the clinic has a conversation: a doctor's id, clinic, or privacy."""
    return "privacy" if thread.kind == "privacy" else str(thread.practitioner_id or "clinic")


def announce(scope: Scope, thread: Thread) -> None:
    """Make the screens that show a conversation read it again."""
    scope.tell(f"thread:{thread.id}")
    for whose in (side(thread), str(thread.patient_id)):
        scope.tell(f"threads:{whose}", thread.id)


def write_notice(scope: Scope, thread: Thread, message: ThreadMessage) -> None:
    """Write to the patient that there is a message: once a day for what they have not read, and nothing of what it says."""
    if message.role == Role.PATIENT:
        return
    once = f"{Kind.MESSAGE}:{thread.id}:{today(scope)}"
    before = select(OutboxMessage).where(col(OutboxMessage.once_key).startswith(once))
    known = scope.db.exec(before.order_by(col(OutboxMessage.made_at))).all()
    if known and not _read_since(scope, thread, known[-1]):
        return
    until = scope.now + USELESS_AFTER
    facts = {"starts_at": scope.now.isoformat(), "expires_at": until.isoformat(), "thread_id": str(thread.id)}
    key = f"{once}:{len(known)}" if known else once
    put(
        scope, Kind.MESSAGE, thread.patient_id, once_key=key, facts={**facts, "place": message.place},
        due_at=due(scope, until),
    )  # fmt: skip


def _read_since(scope: Scope, thread: Thread, notice: OutboxMessage) -> bool:
    mark = marks.read_by_patient(scope, thread.id)
    return mark is not None and mark.place >= facts_of(notice).place
