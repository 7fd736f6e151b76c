"""The documents of a record, the newest first: for the care team, and for the patient."""

from base64 import b64encode
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select

from hms.access import Scope, requires
from hms.config import settings
from hms.errors import NotPossible
from hms.models import DocumentReference, StoredFile
from hms.permissions import Permission
from hms.schemas.documents import TYPES, DocumentsPage, MyDocument, MyDocuments
from hms.schemas.words import plain_day
from hms.services import files
from hms.services.chart import entries, lines
from hms.services.intake.whose import own
from hms.services.local_time import local_day
from hms.texts import t

PAGE = 20
WHEN = func.coalesce(DocumentReference.happened_at, DocumentReference.recorded_at).desc()


@requires(Permission.SEE_CHART)
def listed(scope: Scope, patient_id: UUID, page: int = 1) -> DocumentsPage:
    """Show the documents of a patient in one's care, the latest first. Raises NotFound."""
    patient = scope.patient(patient_id)
    found = lines.rows(scope, DocumentReference, patient.id)
    found.sort(key=lambda row: row.happened_at or row.recorded_at, reverse=True)
    standing = len(entries.standing(found))
    told = lines.page(scope, patient, found, lambda row: _word(scope, row), standing=standing, number=page)
    return DocumentsPage(**dict(told), most_mb=_most_mb())


@requires(Permission.SEE_RECORD)
def mine(scope: Scope, page: int = 1) -> MyDocuments:
    """Show a page of one's own documents: those that were shared, and one's own. Raises NotFound without a record."""
    patient = own(scope)
    total = count_mine(scope, patient.id)
    pages = max(1, -(-total // PAGE))
    page = min(max(1, page), pages)
    asked = scope.within(
        select(DocumentReference).where(DocumentReference.patient_id == patient.id), DocumentReference
    ).order_by(WHEN, col(DocumentReference.id).desc())
    rows = scope.db.scalars(asked.offset((page - 1) * PAGE).limit(PAGE)).all()
    names = entries.names_of(scope, {row.recorded_by for row in rows})
    told = [_mine(scope, row, names.get(row.recorded_by, "")) for row in rows]
    return MyDocuments(listed=told, page=page, pages=pages, total=total, most_mb=_most_mb())


@requires(Permission.ADD_OWN_DOCUMENT, reading=True)
def most_mb(_scope: Scope) -> int:
    """Say how large a document may be, in millions of bytes."""
    return _most_mb()


def _most_mb() -> int:
    return settings().document_bytes // 1_000_000


def count_mine(scope: Scope, patient_id: UUID) -> int:
    """Count the documents that this patient sees."""
    asked: Any = select(func.count()).select_from(DocumentReference).where(DocumentReference.patient_id == patient_id)
    return int(scope.db.execute(scope.within(asked, DocumentReference)).scalar_one())


def _word(scope: Scope, row: DocumentReference) -> dict[str, Any]:
    own_words = t("From the patient") if row.source == "patient" else ""
    seen = own_words or (t("The patient sees it") if row.shared else t("Not shared"))
    return {
        "title": row.title, "facts": ", ".join(filter(None, [TYPES[row.type], row.author])), "status_words": seen,
        "tone": "info" if own_words else "ok" if row.shared else "quiet", "picture": small_picture(scope, row),
        "typed": {"share": "" if own_words else "no" if row.shared else "yes"},
    }  # fmt: skip


def _mine(scope: Scope, row: DocumentReference, by: str) -> MyDocument:
    return MyDocument(
        id=row.id, title=row.title, type=TYPES[row.type], day=plain_day(local_day(scope, row.happened_at or row.recorded_at)),
        source="" if row.source == "patient" else row.author or by, picture=small_picture(scope, row), mine=row.source == "patient",
    )  # fmt: skip


def small_picture(scope: Scope, row: DocumentReference) -> str:
    """Give the small picture of a document as a data address; "" where there is none, or none that opens."""
    kept = scope.db.get(StoredFile, row.thumbnail_id) if row.thumbnail_id else None
    if kept is None:
        return ""
    try:
        return "data:image/jpeg;base64," + b64encode(files.body_of(scope.db, kept)).decode()
    except NotPossible:
        return ""  # the document itself says what is wrong with it, when it is opened
