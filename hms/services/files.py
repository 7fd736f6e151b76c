"""Files of patients, kept sealed in the database: one transaction and one backup with all that speaks of them."""

from collections.abc import Iterator
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from hms.access import Scope
from hms.errors import NotPossible
from hms.models import StoredFile, StoredPiece
from hms.security.encryption import SealBroken
from hms.security.files import PIECE_BYTES, new_key, open_piece, seal_piece
from hms.texts import t


def keep(scope: Scope, patient_id: UUID, kind: str, body: bytes, *, name: str, media_type: str) -> StoredFile:
    """Keep a file of a patient: a photo, an attachment, a download. What it is must have been judged before."""
    file = StoredFile(
        patient_id=patient_id, kind=kind, media_type=media_type, size_bytes=len(body), made_at=scope.now,
        made_by=scope.actor.account_id,
    ).sealing(name=name, key=new_key())  # fmt: skip
    scope.db.add(file)
    scope.db.flush()
    starts = range(0, len(body), PIECE_BYTES) or (0,)
    for place, start in enumerate(starts):
        plain, last = body[start : start + PIECE_BYTES], place == len(starts) - 1
        sealed = seal_piece(file.key, file.id, place, last, plain)
        scope.db.add(StoredPiece(file_id=file.id, place=place, body_sealed=sealed))
        scope.db.flush()
    return file


def pieces(db: Session, file: StoredFile) -> Iterator[bytes]:
    """Open a file piece by piece. Raises NotPossible when it was damaged or its key does not open."""
    places = range(-(-file.size_bytes // PIECE_BYTES) or 1)
    for place in places:
        asked = sa.select(col(StoredPiece.body_sealed)).where(
            col(StoredPiece.file_id) == file.id, col(StoredPiece.place) == place
        )
        try:
            yield open_piece(file.key, file.id, place, place == places[-1], db.execute(asked).scalar() or b"")
        except SealBroken as problem:
            raise NotPossible(
                t("This file cannot be opened"), t("What is stored there was damaged. Tell the administrator.")
            ) from problem


def body_of(db: Session, file: StoredFile) -> bytes:
    """Open a whole file. Raises NotPossible when it was damaged."""
    return b"".join(pieces(db, file))


def remove(scope: Scope, file: StoredFile) -> None:
    """Remove the content of a file for good; that there was one stays known."""
    scope.db.connection().execute(sa.delete(StoredPiece).where(col(StoredPiece.file_id) == file.id))
    file.removed_at, file.key_sealed = scope.now, None
