"""Who opened one's record: every access, the newest first, page by page, whichever of one's numbers it was under."""

from collections.abc import Sequence
from heapq import nlargest
from typing import Any
from uuid import UUID

from sqlmodel import col, or_, select

from hms.access import Scope, requires
from hms.models import Account, AuditEntry, AuditSubject, Patient
from hms.permissions import STAFF, Permission, Role
from hms.schemas.openings import OpeningLine, OpeningPage
from hms.schemas.words import clock, initials, long_day
from hms.services.intake.whose import own
from hms.services.local_time import local_day
from hms.services.openings.sound import sound
from hms.services.openings.wording import in_words
from hms.services.sessions import WORDS as ROLES
from hms.texts import t

PAGE = 25
MACHINES = {
    Role.KIOSK: t("The check-in kiosk"),
    Role.DISPLAY: t("A screen in the waiting room"),
    Role.SYSTEM: t("The clinic's computer, by itself"),
    Role.VISITOR: t("Somebody who was not signed in"),
}


@requires(Permission.SEE_WHO_OPENED)
def opened(scope: Scope, before: UUID | None = None, others: bool = True) -> OpeningPage:
    """Show who opened one's record, from an entry on backwards; with `others` only people other than oneself.

    A record that was merged into one's own is part of it. Raises NotFound without a record.
    """
    ids = family(scope, own(scope).id)
    found = nlargest(PAGE + 1, {entry for one in ids for entry in _newest(scope, one, before, others)})
    shown, more = found[:PAGE], len(found) > PAGE
    asked = select(AuditEntry).where(col(AuditEntry.id).in_(shown))
    entries = sorted(scope.db.exec(asked), key=lambda entry: entry.id, reverse=True)
    return OpeningPage(lines=_lines(scope, entries, ids), older=str(shown[-1]) if more else "", zone=scope.clinic.zone)


def family(scope: Scope, patient_id: UUID) -> set[UUID]:
    """Name a record and all that were merged into it, one after another."""
    ids, fresh = {patient_id}, {patient_id}
    while fresh:
        fresh = set(scope.db.exec(select(Patient.id).where(col(Patient.merged_into_id).in_(fresh)))) - ids
        ids |= fresh
    return ids


def _newest(scope: Scope, patient_id: UUID, before: UUID | None, others: bool) -> Sequence[UUID]:
    """Find the newest entries about one record. Their ids rise with time, so that the index gives them in order."""
    entry = col(AuditSubject.entry_id)
    asked: Any = select(AuditSubject.entry_id).where(AuditSubject.patient_id == patient_id)
    if before:
        asked = asked.where(entry < before)
    if others:
        by = col(AuditEntry.account_id)
        asked = asked.join(AuditEntry, col(AuditEntry.id) == entry)
        asked = asked.where(or_(by.is_(None), by != scope.actor.account_id))
    found: Sequence[UUID] = scope.db.exec(asked.order_by(entry.desc()).limit(PAGE + 1)).all()
    return found


def _lines(scope: Scope, entries: Sequence[AuditEntry], ids: set[UUID]) -> list[OpeningLine]:
    asked = select(Account).where(col(Account.id).in_({entry.account_id for entry in entries}))
    people = {account.id: account for account in scope.db.exec(asked)}
    whole = sound(scope.db, entries)
    return [_line(scope, entry, people, ids, entry.id in whole) for entry in entries]


def _line(scope: Scope, entry: AuditEntry, people: dict[UUID, Account], ids: set[UUID], is_sound: bool) -> OpeningLine:
    words, mine = in_words(entry.act, entry.what), entry.account_id == scope.actor.account_id
    account = people.get(entry.account_id) if entry.account_id else None
    who = t("You") if mine else _who(entry, account, ids)
    role = "" if mine or account is None or account.role not in STAFF else str(ROLES[Role(account.role)])
    return OpeningLine(
        id=entry.id,
        day=long_day(local_day(scope, entry.at)),
        time=clock(entry.at, scope.zone),
        who=who,
        role=role,
        initials=initials(who),
        did=words.did,
        part=words.part,
        why=entry.why or words.why,
        mine=mine,
        sound=is_sound,
    )


def _who(entry: AuditEntry, account: Account | None, ids: set[UUID]) -> str:
    """Name staff; of other people's sign-ins say only what they are to this record."""
    if account is None:
        machine = MACHINES.get(Role(entry.role)) if entry.role in set(MACHINES) else None
        return machine or t("Somebody whose account is gone")
    if account.role in STAFF:
        return account.name
    if account.role != Role.PATIENT:
        return MACHINES[Role(account.role)]
    return t("The patient, signed in") if account.patient_id in ids else t("Somebody who acts for the patient")
