"""The text of every record that came in, sealed, so that nothing of it is lost; and finding it again."""

import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlmodel import col, select
from uuid_utils.compat import uuid7

from hms.access import Scope
from hms.models import ImportedRecord
from hms.security.encryption import seal
from hms.services.importing.resources import Entry

AT_ONCE = 1_000  # parameters of one statement
PACKED, TABLE = "zlib:", str(ImportedRecord.__tablename__)


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


def record(scope: Scope, entry: Entry, index: str, patient_id: UUID, row_id: UUID | None) -> dict[str, Any]:
    """Make the row that keeps the whole text of a record, and which row it became."""
    record_id = uuid7()
    body = seal(TABLE, "body_sealed", record_id.bytes, pack(entry.text))
    return {
        "id": record_id, "patient_id": patient_id, "resource_type": entry.kind, "source_index": index,
        "row_id": row_id, "body_sealed": body, "imported_at": scope.now,
    }  # fmt: skip


def keep(scope: Scope, records: list[dict[str, Any]]) -> None:
    """Write many of these rows at once."""
    if records:
        scope.db.connection().execute(insert(ImportedRecord), records)
