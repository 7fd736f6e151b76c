"""The text of every record that came in, sealed, so that nothing of it is lost; and finding it again."""

import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable
from uuid import UUID

from sqlmodel import col, select

from hms.access import Scope
from hms.models import ImportedRecord
from hms.services.importing.resources import Entry

AT_ONCE = 1_000  # parameters of one statement
PACKED = "zlib:"


def pack(text: str) -> str:
    """Make a text shorter where that is possible."""
    packed = PACKED + b64encode(zlib.compress(text.encode())).decode()
    return packed if len(packed) < len(text.encode()) else text


def unpack(body: str) -> str:
    """Give back what was packed."""
    return zlib.decompress(b64decode(body.removeprefix(PACKED))).decode() if body.startswith(PACKED) else body


def known(scope: Scope, indexes: Iterable[str]) -> dict[str, ImportedRecord]:
    """Find the records that came in before, by blind index."""
    found: dict[str, ImportedRecord] = {}
    asked = list(indexes)
    for start in range(0, len(asked), AT_ONCE):
        statement = select(ImportedRecord).where(col(ImportedRecord.source_index).in_(asked[start : start + AT_ONCE]))
        found.update({record.source_index: record for record in scope.db.exec(statement)})
    return found


def keep(scope: Scope, entry: Entry, index: str, patient_id: UUID, row_id: UUID | None) -> None:
    """Keep the whole text of a record, and which row it became."""
    record = ImportedRecord(
        patient_id=patient_id, resource_type=entry.kind, source_index=index, row_id=row_id, imported_at=scope.now
    )
    scope.db.add(record.sealing(body=pack(entry.text)))
