"""Filing documents: what was taken in, by whom, of which day, within a patient's room."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from hms.access import Scope, requires
from hms.config import settings
from hms.errors import Invalid
from hms.models import DocumentReference, Patient, StoredFile
from hms.permissions import Permission
from hms.schemas.documents import CATEGORIES, TYPES, DocumentForm, OwnDocumentForm
from hms.services import files
from hms.services.chart import entries, lines
from hms.services.intake.whose import own
from hms.services.uploads.taking import Taken
from hms.texts import t

KIND, SMALL = "document", "thumbnail"
CURRENT = "current"


@requires(Permission.KEEP_CHART)
def file(scope: Scope, form: DocumentForm, taken: Taken) -> UUID:
    """File a document in the record of a patient in one's care; the same key files it once.

    What it is was judged before, outside of any transaction. Raises Invalid before the birth, in the future, or where
    there is no more room; NotFound.
    """
    patient = scope.patient(form.patient_id, lock=True)
    said = {"author": form.author or None, "note": form.note or None}
    return keep(scope, patient, form, taken, said, shared=form.shared).id


@requires(Permission.ADD_OWN_DOCUMENT)
def add_own(scope: Scope, form: OwnDocumentForm, taken: Taken) -> UUID:
    """Add a document to one's own record, or that of whom one acts for. Raises as file() does."""
    patient = own(scope, lock=True)
    return keep(scope, patient, form, taken, {}, source="patient", shared=True).id


def keep(
    scope: Scope, patient: Patient, form: Any, taken: Taken, said: dict[str, str | None], **facts: Any
) -> DocumentReference:
    """Keep a document of a patient who is locked: its file, its small picture, and what is known of it."""
    key = key_of(scope, form.key)
    if known := scope.db.exec(select(DocumentReference).where(DocumentReference.request_key == key)).first():
        return known
    happened_at = lines.moment(scope, form.happened) or scope.now
    entries.check_when(scope, patient, happened_at)
    if room(scope, patient.id) < len(taken.judged.body) + len(taken.thumbnail):
        most = settings().documents_bytes // 1_000_000
        raise Invalid(file=t("There is no more room for documents in this record: {n} MB is the most", n=most))
    kept = files.keep(
        scope, patient.id, KIND, taken.judged.body, name=taken.name,
        media_type=taken.judged.media_type,
    )  # fmt: skip
    small = None
    if taken.thumbnail:
        small = files.keep(scope, patient.id, SMALL, taken.thumbnail, name="small.jpg", media_type="image/jpeg").id
    row = DocumentReference(
        patient_id=patient.id, status=CURRENT, type=form.type, category=CATEGORIES[form.type], file_id=kept.id,
        thumbnail_id=small, pages=taken.pages, happened_at=happened_at, request_key=key, **facts,
    )  # fmt: skip
    return entries.write(scope, patient, row.sealing(title=form.title or TYPES[form.type], **said))


def key_of(scope: Scope, key: str) -> str:
    """Make the key of an upload one of whoever sends it: nobody meets another's by chance."""
    return f"{scope.actor.account_id}:{key}"


def room(scope: Scope, patient_id: UUID) -> int:
    """Say how many bytes of documents a record may still take."""
    asked = select(sa.func.coalesce(sa.func.sum(StoredFile.size_bytes), 0)).where(
        StoredFile.patient_id == patient_id,
        col(StoredFile.kind).in_([KIND, SMALL]),
        col(StoredFile.removed_at).is_(None),
    )
    return settings().documents_bytes - int(scope.db.exec(asked).one())
