"""Files of patients: kept piece by piece, readable by nobody on the disk, and whole or refused."""

import os
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from sqlmodel import col

from hms.access import Scope
from hms.config import settings
from hms.db import transaction
from hms.errors import NotPossible
from hms.models import StoredFile, StoredPiece
from hms.security.files import PIECE_BYTES
from hms.services import files
from tests.support.cast import Cast

LONG = os.urandom(2 * PIECE_BYTES + 7)


def kept(clinic: Cast, body: bytes) -> StoredFile:
    with transaction() as db:
        scope = Scope(db, clinic.asha, datetime.now(UTC))
        return files.keep(
            scope, clinic.asha.patient_id, "attachment", body, name="Letter.pdf", media_type="application/pdf"
        )


def opened(file: StoredFile) -> bytes:
    with transaction(reading=True) as db:
        return files.body_of(db, file)


@pytest.mark.parametrize("body", [b"", b"x", LONG, LONG[:PIECE_BYTES]], ids=["empty", "short", "long", "one piece"])
def test_what_asha_keeps_comes_back_whole(clinic: Cast, body: bytes) -> None:
    assert opened(kept(clinic, body)) == body


def test_on_the_disk_stands_neither_the_name_nor_a_word_of_it(clinic_on_sqlite: Cast) -> None:
    kept(clinic_on_sqlite, b"Palpitations at night " * 100)
    on_disk = b"".join(path.read_bytes() for path in settings().data_dir.rglob("*") if path.is_file())
    assert b"Palpitations" not in on_disk
    assert b"Letter.pdf" not in on_disk


def swapped(file: StoredFile) -> None:
    with transaction() as db:
        rows = db.execute(
            sa.select(col(StoredPiece.id), col(StoredPiece.body_sealed)).where(StoredPiece.file_id == file.id)
        ).all()
        for row, other in zip(rows[:2], reversed(rows[:2]), strict=True):
            db.execute(sa.update(StoredPiece).where(StoredPiece.id == row.id).values(body_sealed=other.body_sealed))


def cut(file: StoredFile) -> None:
    with transaction() as db:
        db.execute(sa.delete(StoredPiece).where(StoredPiece.file_id == file.id, StoredPiece.place == 2))


@pytest.mark.parametrize("harm", [swapped, cut])
def test_a_file_whose_pieces_were_swapped_or_cut_is_refused_in_words(
    clinic: Cast, harm: Callable[[StoredFile], None]
) -> None:
    file = kept(clinic, LONG)
    harm(file)
    with pytest.raises(NotPossible, match="cannot be opened"):
        opened(file)
