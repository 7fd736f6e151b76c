"""Files that go with messages: taken in at the draft, sent with it, given to whoever reaches the conversation."""

from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from hms.access import Scope, requires
from hms.errors import Invalid, NotFound
from hms.models import MessageAttachment, StoredFile, Thread, ThreadDraft, ThreadMessage
from hms.permissions import Permission
from hms.services import files
from hms.services.threads import drafts
from hms.services.uploads.judging import Judged
from hms.services.uploads.naming import called
from hms.texts import t

MOST_FILES = 5  # with one message
MOST_OF_PATIENT = 250_000_000  # bytes, over all messages about one patient
KIND = "attachment"


class Place(NamedTuple):
    """Where a file goes: a conversation, or a new one about a patient; and the key of the upload."""

    thread_id: UUID | None
    patient_id: UUID | None
    key: str


@requires(Permission.EXCHANGE_MESSAGES)
def attach(scope: Scope, place: Place, name: str, judged: Judged) -> UUID:
    """Add a file to the message that is being written; sent again, it is there once. Raises Invalid or NotFound.

    What it is was judged before, outside of any transaction: a large picture takes a moment.
    """
    return attach_one(scope, place, name, judged)


@requires(Permission.EXCHANGE_MESSAGES)
def detach(scope: Scope, attachment_id: UUID) -> None:
    """Take a file away from the message that is being written. Raises NotFound."""
    detach_one(scope, attachment_id)


@requires(Permission.EXCHANGE_MESSAGES)
def fetch(scope: Scope, attachment_id: UUID) -> tuple[StoredFile, bytes]:
    """Give a file of a message, or of one's own draft. Raises NotFound, or NotPossible where it was damaged."""
    return fetch_one(scope, attachment_id)


def attach_one(scope: Scope, place: Place, name: str, judged: Judged) -> UUID:
    """Add a judged file to the actor's draft, within the actor's reach and the patient's room."""
    patient_id = drafts.place_of(scope, place.thread_id, place.patient_id)
    draft = drafts.own(scope, patient_id, place.thread_id) or drafts.begin(scope, patient_id, place.thread_id)
    scope.db.get(ThreadDraft, draft.id, with_for_update=True)
    key = f"{scope.actor.account_id}:{place.key}"
    known = scope.db.exec(select(MessageAttachment).where(MessageAttachment.request_key == key)).first()
    if known is not None:
        return known.id
    if len(drafts.files_of(scope, draft)) >= MOST_FILES:
        raise Invalid(t("{n} files are enough for one message", n=MOST_FILES))
    if _taken(scope, patient_id) + len(judged.body) > MOST_OF_PATIENT:
        raise Invalid(t("There is no more room for files in these conversations"))
    kept = files.keep(
        scope, patient_id, KIND, judged.body, name=called(name, judged.ending), media_type=judged.media_type
    )
    row = MessageAttachment(patient_id=patient_id, file_id=kept.id, draft_id=draft.id, request_key=key)
    scope.db.add(row)
    scope.touch(patient_id)
    scope.tell(f"draft:{scope.actor.account_id}")
    return row.id


def detach_one(scope: Scope, attachment_id: UUID) -> None:
    """Remove a file from the actor's own draft for good."""
    scope.asked = attachment_id
    row = scope.db.get(MessageAttachment, attachment_id, with_for_update=True)
    if row is None or not _waits_at_own(scope, row):
        raise NotFound
    scope.touch(row.patient_id)
    file = scope.db.get_one(StoredFile, row.file_id)
    scope.db.delete(row)
    scope.db.flush()
    files.remove(scope, file)
    scope.tell(f"draft:{scope.actor.account_id}")


def fetch_one(scope: Scope, attachment_id: UUID) -> tuple[StoredFile, bytes]:
    """Open a file for whoever reaches its conversation, or writes the message that it waits for."""
    scope.asked = attachment_id
    row = scope.db.get(MessageAttachment, attachment_id)
    if row is None:
        raise NotFound
    if row.message_id is not None:
        scope.one(Thread, scope.db.get_one(ThreadMessage, row.message_id).thread_id)
        scope.asked = attachment_id
    elif not _waits_at_own(scope, row):
        raise NotFound
    scope.touch(row.patient_id)
    file = scope.db.get_one(StoredFile, row.file_id)
    if file.removed_at is not None:
        raise NotFound
    return file, files.body_of(scope.db, file)


def _waits_at_own(scope: Scope, row: MessageAttachment) -> bool:
    draft = scope.db.get(ThreadDraft, row.draft_id) if row.draft_id else None
    if draft is None or draft.account_id != scope.actor.account_id:
        return False
    drafts.place_of(scope, draft.thread_id, draft.patient_id)  # who may no longer write there has no draft there
    scope.asked = row.id
    return True


def _taken(scope: Scope, patient_id: UUID) -> int:
    asked = select(sa.func.coalesce(sa.func.sum(StoredFile.size_bytes), 0)).where(
        StoredFile.patient_id == patient_id, StoredFile.kind == KIND, col(StoredFile.removed_at).is_(None)
    )
    return int(scope.db.exec(asked).one())
