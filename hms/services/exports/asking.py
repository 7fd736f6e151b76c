"""Asking for everything in one's record, following how it is made, and fetching it: by a link that serves once."""

from datetime import timedelta
from uuid import UUID

from sqlmodel import col, select

from hms.access import Scope, requires
from hms.errors import NotFound, NotPossible, UnknownLink
from hms.models import RecordExport, StoredFile
from hms.permissions import Permission
from hms.schemas.exports import ExportCard
from hms.schemas.words import clock, plain_day
from hms.security.tokens import new_token, token_hash
from hms.services import files
from hms.services.exports.parts import PARTS
from hms.services.intake.whose import own
from hms.services.local_time import local_day
from hms.texts import t

KEPT, LINK_LASTS = timedelta(hours=24), timedelta(minutes=2)


def topic(account_id: UUID | None) -> str:
    """Name what tells how far the downloads of a sign-in are."""
    return f"export:{account_id}"


@requires(Permission.TAKE_DATA)
def ask(scope: Scope, key: str) -> ExportCard:
    """Have everything in one's record put together; one that is being made already serves. Raises NotFound."""
    patient = own(scope, lock=True)
    again = scope.db.exec(select(RecordExport).where(RecordExport.request_key == key)).first()
    making = again or next((one for one in _mine(scope, patient.id) if not one.finished_at and not one.failed_at), None)
    if making and making.account_id == scope.actor.account_id:
        return _card(scope, making)
    for older in _mine(scope, patient.id):
        let_go(scope, older)
    made = RecordExport(
        patient_id=patient.id, account_id=scope.actor.account_id or UUID(int=0), request_key=key, asked_at=scope.now
    )
    scope.db.add(made)
    scope.tell(topic(scope.actor.account_id))
    return _card(scope, made)


@requires(Permission.TAKE_DATA)
def mine(scope: Scope) -> ExportCard | None:
    """Show how far the latest one is; None where there is none, or none any more. Raises NotFound."""
    found = _mine(scope, own(scope).id)
    return _card(scope, found[0]) if found else None


@requires(Permission.TAKE_DATA)
def link(scope: Scope, export_id: UUID) -> str:
    """Give the token of a link that serves once, for two minutes; an earlier one no longer serves. Raises NotPossible."""
    one = next((one for one in _mine(scope, own(scope, lock=True).id) if one.id == export_id), None)
    if one is None or not one.finished_at:
        raise NotPossible(t("There is nothing to fetch"), t("Have it put together anew: it is kept for a day only."))
    token = new_token()
    one.link_hash, one.link_until = token_hash(token), scope.now + LINK_LASTS
    return token


@requires(Permission.TAKE_DATA)
def take(scope: Scope, token: str) -> bytes:
    """Give what a link leads to, once. Raises UnknownLink for a used, run-out or foreign one."""
    asked = select(RecordExport).where(RecordExport.link_hash == token_hash(token)).with_for_update()
    one = scope.db.exec(asked).first()
    theirs = one is not None and one.account_id == scope.actor.account_id and one.patient_id == scope.actor.patient_id
    if one is None or not theirs or one.over_at or one.link_until is None or one.link_until <= scope.now:
        raise UnknownLink
    file = scope.db.get(StoredFile, one.file_id) if one.file_id else None
    if file is None:
        raise NotFound
    one.link_hash, one.link_until, one.fetched_at = None, None, scope.now
    scope.touch(one.patient_id)
    scope.tell(topic(one.account_id))
    return files.body_of(scope.db, file)


def let_go(scope: Scope, one: RecordExport) -> None:
    """Remove a download for good."""
    one.over_at, one.link_hash = one.over_at or scope.now, None
    file = scope.db.get(StoredFile, one.file_id) if one.file_id else None
    if file:
        files.remove(scope, file)
    scope.tell(topic(one.account_id))


def _mine(scope: Scope, patient_id: UUID) -> list[RecordExport]:
    """List one's own downloads that are not over, the newest first."""
    asked = select(RecordExport).where(
        RecordExport.patient_id == patient_id,
        RecordExport.account_id == scope.actor.account_id,
        col(RecordExport.over_at).is_(None),
    )
    return list(scope.db.exec(asked.order_by(col(RecordExport.asked_at).desc())))


def _card(scope: Scope, one: RecordExport) -> ExportCard:
    file = scope.db.get(StoredFile, one.file_id) if one.file_id else None
    until = one.finished_at + KEPT if one.finished_at else None
    steps = len(PARTS) + 1
    return ExportCard(
        id=one.id,
        state="failed" if one.failed_at else "ready" if one.finished_at else "making",
        done=100 if one.finished_at else round(100 * one.steps_done / steps),
        asked=f"{plain_day(local_day(scope, one.asked_at))}, {clock(one.asked_at, scope.zone)}",
        until=f"{plain_day(local_day(scope, until))}, {clock(until, scope.zone)}" if until else "",
        size=_size(file.size_bytes) if file else "",
        fetched=clock(one.fetched_at, scope.zone),
    )


def _size(count: int) -> str:
    return t("{n} MB", n=f"{count / 1_000_000:.1f}") if count >= 100_000 else t("{n} kB", n=max(1, count // 1_000))
