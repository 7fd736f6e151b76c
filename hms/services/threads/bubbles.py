"""The messages of a conversation in words: who wrote them, when, with which files, and whether they were read."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from hms.access import Scope
from hms.models import Account, AuditEntry, Handover, MessageAttachment, Practitioner, Thread, ThreadMessage
from hms.permissions import Role
from hms.schemas.threads import AccessCard, Bubble
from hms.schemas.words import clock, long_day, plain_day
from hms.services.fetched import by_id
from hms.services.local_time import local_day
from hms.services.openings.wording import in_words
from hms.services.threads import drafts, marks
from hms.texts import t

ROLES = {
    Role.PATIENT: t("patient"),
    Role.DOCTOR: t("doctor"),
    Role.RECEPTIONIST: t("reception"),
    Role.ADMINISTRATOR: t("administration"),
    Role.SYSTEM: t("the clinic’s own system"),
    Role.KIOSK: t("check-in screen"),
}


def of(scope: Scope, thread: Thread) -> list[Bubble]:
    """Word all messages of a conversation, the oldest first."""
    asked = select(ThreadMessage).where(ThreadMessage.thread_id == thread.id).order_by(col(ThreadMessage.place))
    messages = scope.db.exec(asked).all()
    with_files = select(MessageAttachment).where(col(MessageAttachment.message_id).in_([one.id for one in messages]))
    files = drafts.attached(scope, scope.db.exec(with_files.order_by(col(MessageAttachment.id))).all())
    people = by_id(scope, Account, {one.written_by for one in messages if one.written_by})
    absent = by_id(scope, Practitioner, {one.stands_for_id for one in messages if one.stands_for_id})
    read, handed = marks.read_by_others(scope, thread.id), _handed(scope, thread)
    mine, found = scope.actor.role == Role.PATIENT, []
    day: date | None = None
    for one in messages:
        ours = (one.role == Role.PATIENT) == mine
        before, day = day, local_day(scope, one.written_at)
        found.append(
            Bubble(
                id=one.id,
                place=one.place,
                mine=ours,
                by=_by(scope, thread, one, people, absent),
                when=clock(one.written_at, scope.zone),
                day=long_day(day) if day != before else "",
                body=one.body,
                files=files.get(one.id, []),
                read="" if not ours else t("Read") if one.place <= read else t("Sent, not read yet"),
                handed=handed.get(one.place, ""),
            )
        )
    return found


def _by(
    scope: Scope,
    thread: Thread,
    one: ThreadMessage,
    people: dict[UUID, Account],
    absent: dict[UUID, Practitioner],
) -> str:
    """Say who wrote a message: for whom, where they acted for somebody; their role, where they are of the clinic."""
    person = people.get(one.written_by) if one.written_by else None
    name = person.name if person else t("Somebody")
    if one.written_by is not None and one.written_by == scope.actor.account_id:
        name = t("You")
    if one.stands_for_id:
        return t("{name}, for {other}", name=name, other=absent[one.stands_for_id].name)
    if one.role == Role.PATIENT:
        own = person is None or person.patient_id in {None, thread.patient_id}
        return name if own else t("{name}, for the patient", name=name)
    return name if one.role == Role.DOCTOR else t("{name}, {role}", name=name, role=ROLES[Role(one.role)])


def _handed(scope: Scope, thread: Thread) -> dict[int, str]:
    asked = select(Handover).where(Handover.thread_id == thread.id).order_by(col(Handover.made_at))
    rows = scope.db.exec(asked).all()
    doctors = by_id(scope, Practitioner, {row.to_id for row in rows if row.to_id})
    return {
        row.after_place: t("Handed to {name}", name=doctors[row.to_id].name if row.to_id else scope.clinic.name)
        for row in rows
    }


def closed_words(scope: Scope, thread: Thread) -> str:
    """Say by whom and when a conversation was closed; "" while it is open."""
    if thread.closed_at is None:
        return ""
    person = scope.db.get(Account, thread.closed_by) if thread.closed_by else None
    who = t("you") if thread.closed_by == scope.actor.account_id else person.name if person else t("the clinic")
    return t("Closed by {who}, {day}", who=who, day=plain_day(local_day(scope, thread.closed_at)))


def entry_of(scope: Scope, thread: Thread) -> AccessCard | None:
    """Show the access that a question is about: who, when, what and why, never what was seen."""
    if thread.audit_entry_id is None:
        return None
    entry: Any = scope.db.get_one(AuditEntry, thread.audit_entry_id)
    person = scope.db.get(Account, entry.account_id) if entry.account_id else None
    role = ROLES.get(entry.role, entry.role)
    day, words = plain_day(local_day(scope, entry.at)), in_words(entry.act, entry.what)
    return AccessCard(
        who=person.name if person else role,
        role=role,
        when=t("{day}, {time}", day=day, time=clock(entry.at, scope.zone)),
        what=t("{did} ({part})", did=words.did, part=words.part),
        outcome=t("done") if entry.outcome == "done" else t("refused"),
        why=entry.why or words.why,
    )
