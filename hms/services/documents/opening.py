"""Opening a document: looked at page by page, or saved. Each opening is remembered."""

from uuid import UUID

from hms.access import Scope, requires
from hms.models import Account, DocumentReference, Patient, StoredFile
from hms.permissions import Permission, Role
from hms.schemas.documents import TYPES, DocumentView
from hms.schemas.visits import PatientBanner
from hms.schemas.words import plain_day
from hms.services import files, visits
from hms.services.chart.entries import IN_ERROR
from hms.services.local_time import local_day
from hms.texts import t


@requires(Permission.OPEN_DOCUMENT)
def view(scope: Scope, document_id: UUID) -> DocumentView:
    """Say what a document is, and give the words of one that is text. Raises NotFound, or NotPossible where it is damaged."""
    row = scope.one(DocumentReference, document_id)
    kept = scope.db.get_one(StoredFile, row.file_id)
    plain = kept.media_type == "text/plain"
    return DocumentView(
        id=row.id, patient_id=row.patient_id, banner=_banner(scope, row.patient_id), title=row.title,
        type=TYPES[row.type], day=plain_day(local_day(scope, row.happened_at or row.recorded_at)),
        source=_source(scope, row), note=row.note, name=kept.name, size=_size(kept.size_bytes),
        kind=_kind(kept, row), pages=row.pages, error=row.status == IN_ERROR,
        text=files.body_of(scope.db, kept).decode("utf-8-sig") if plain else "",
    )  # fmt: skip


@requires(Permission.OPEN_DOCUMENT)
def look(scope: Scope, document_id: UUID) -> tuple[str, bytes]:
    """Give what a page is drawn of, as (media type, body). Raises NotFound, or NotPossible where it was damaged."""
    kept = _file(scope, document_id)
    return kept.media_type, files.body_of(scope.db, kept)


@requires(Permission.OPEN_DOCUMENT)
def fetch(scope: Scope, document_id: UUID) -> tuple[StoredFile, bytes]:
    """Give a document to be saved. Raises NotFound, or NotPossible where it was damaged."""
    kept = _file(scope, document_id)
    return kept, files.body_of(scope.db, kept)


def _source(scope: Scope, row: DocumentReference) -> str:
    if row.source == "patient":
        return t("You") if scope.actor.role is Role.PATIENT else t("The patient")
    by = scope.db.get(Account, row.recorded_by) if row.recorded_by else None
    return row.author or (by.name if by else "")


def _file(scope: Scope, document_id: UUID) -> StoredFile:
    return scope.db.get_one(StoredFile, scope.one(DocumentReference, document_id).file_id)


def _banner(scope: Scope, patient_id: UUID) -> PatientBanner | None:
    if scope.actor.role is Role.PATIENT:
        return None
    return visits.banner(scope, scope.db.get_one(Patient, patient_id))


def _kind(kept: StoredFile, row: DocumentReference) -> str:
    if kept.media_type == "text/plain":
        return "text"
    if not row.pages:
        return ""
    return "paper" if kept.media_type == "application/pdf" else "picture"


def _size(size_bytes: int) -> str:
    if size_bytes < 1_000_000:
        return t("{n} kB", n=max(1, round(size_bytes / 1_000)))
    return t("{n} MB", n=f"{size_bytes / 1_000_000:.1f}")
