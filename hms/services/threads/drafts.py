"""Messages that are being written: kept sealed, so that they are there again on another device."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from hms.access import Scope, requires
from hms.errors import NotFound
from hms.models import MessageAttachment, Patient, StoredFile, Thread, ThreadDraft, ThreadMessage
from hms.permissions import Permission, Role
from hms.schemas.threads import Attached, Draft, DraftForm
from hms.texts import t

PICTURES = {"image/jpeg", "image/png", "image/webp"}
KINDS = {
    "image/jpeg": t("Picture"), "image/png": t("Picture"), "image/webp": t("Picture"), "application/pdf": t("PDF"),
    "text/plain": t("Text"),
}  # fmt: skip


@requires(Permission.EXCHANGE_MESSAGES)
def keep(scope: Scope, form: DraftForm) -> None:
    """Keep what is written so far. It is part of nobody's record until it is sent. Raises NotFound."""
    keep_words(scope, form)


def keep_words(scope: Scope, form: DraftForm) -> None:
    """Keep what is written so far, for a conversation or a patient within the actor's reach."""
    patient_id = place_of(scope, form.thread_id, form.patient_id)
    draft = own(scope, patient_id, form.thread_id)
    if draft is None and not (form.body or form.subject):
        return
    draft = draft or begin(scope, patient_id, form.thread_id)
    draft.whom, draft.subject, draft.body = form.whom, form.subject or None, form.body or None
    draft.saved_at = scope.now


def place_of(scope: Scope, thread_id: UUID | None, patient_id: UUID | None) -> UUID:
    """Say whose conversation a draft belongs to, without opening anything of the record. Raises NotFound."""
    if thread_id is not None:
        asked = scope.within(select(Thread.patient_id).where(Thread.id == thread_id), Thread)
    else:
        wanted = scope.actor.patient_id if scope.actor.role == Role.PATIENT else patient_id
        asked = scope.within(select(Patient.id).where(Patient.id == wanted), Patient)
    scope.asked = thread_id or patient_id
    found: UUID | None = scope.db.scalars(asked).first()
    if found is None or (patient_id is not None and patient_id != found):
        raise NotFound
    return found


def own(scope: Scope, patient_id: UUID, thread_id: UUID | None) -> ThreadDraft | None:
    """Fetch the actor's draft in a conversation, or of a new one; None where there is none."""
    asked = select(ThreadDraft).where(
        ThreadDraft.account_id == scope.actor.account_id,
        ThreadDraft.patient_id == patient_id,
        ThreadDraft.thread_id == thread_id if thread_id else col(ThreadDraft.thread_id).is_(None),
    )
    return scope.db.exec(asked).first()


def begin(scope: Scope, patient_id: UUID, thread_id: UUID | None) -> ThreadDraft:
    """Begin a draft."""
    if scope.actor.account_id is None:
        raise NotFound
    account_id = scope.actor.account_id
    draft = ThreadDraft(
        key=f"{account_id}:{thread_id or patient_id}", account_id=account_id, patient_id=patient_id,
        thread_id=thread_id, saved_at=scope.now,
    )  # fmt: skip
    try:
        with scope.db.begin_nested():
            scope.db.add(draft)
    except IntegrityError:  # begun at the same moment, by a file or another device
        found = own(scope, patient_id, thread_id)
        if found is None:
            raise
        return found
    return draft


def files_of(scope: Scope, draft: ThreadDraft | None) -> list[MessageAttachment]:
    """List the files that wait at a draft, in the order they came."""
    if draft is None:
        return []
    asked = select(MessageAttachment).where(MessageAttachment.draft_id == draft.id)
    return list(scope.db.exec(asked.order_by(col(MessageAttachment.id))))


def hand_in(scope: Scope, draft: ThreadDraft | None, message: ThreadMessage) -> None:
    """Let a message take over what waited at its draft."""
    if draft is None:
        return
    for file in files_of(scope, draft):
        file.draft_id, file.message_id = None, message.id
    scope.db.flush()
    scope.db.delete(draft)
    scope.tell(f"draft:{scope.actor.account_id}")


def card(scope: Scope, patient_id: UUID, thread_id: UUID | None) -> Draft:
    """Show the actor's draft; an empty one where there is none."""
    draft = own(scope, patient_id, thread_id)
    if draft is None:
        return Draft()
    files = attached(scope, files_of(scope, draft))
    return Draft(
        whom=draft.whom,
        subject=draft.subject,
        body=draft.body,
        files=tuple(one for found in files.values() for one in found),
    )


def attached(scope: Scope, rows: Sequence[MessageAttachment]) -> dict[UUID | None, list[Attached]]:
    """Word files by the message that they go with."""
    asked = select(StoredFile).where(col(StoredFile.id).in_([row.file_id for row in rows]))
    kept = {file.id: file for file in scope.db.exec(asked)}
    found: dict[UUID | None, list[Attached]] = {}
    for row in rows:
        file = kept[row.file_id]
        found.setdefault(row.message_id, []).append(
            Attached(
                id=row.id,
                name=file.name,
                facts=t("{kind}, {size}", kind=KINDS.get(file.media_type, t("File")), size=size(file.size_bytes)),
                picture=file.media_type in PICTURES,
                href=f"/attachments/{row.id}",
            )
        )
    return found


def size(count: int) -> str:
    """Say a number of bytes in a unit that reads well."""
    if count < 1_000_000:
        return t("{n} kB", n=max(1, round(count / 1_000)))
    return t("{n} MB", n=f"{count / 1_000_000:.1f}")
