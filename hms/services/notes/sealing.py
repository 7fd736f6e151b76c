"""What was signed, as a fingerprint in the audit: whoever changes a note behind the clinic's back is found by comparing."""

import hashlib
import json
from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, select

from hms.access import Scope
from hms.models import AuditEntry, Encounter, NoteAddendum, NoteCosignature
from hms.schemas.notes import ALL
from hms.services.openings.sound import sound


def fingerprint_of(row: Encounter) -> str:
    """Compute the SHA-256 (FIPS 180-4) over all that a signed note says, in hex.

    The content is spelled out in one way only: JSON with sorted names and no spaces, instants in UTC, as UTF-8. Whose
    record it is stays out: that changes where two records of one person become one.
    """
    said = {
        "visit": str(row.id),
        "kind": row.kind,
        "note": row.note,
        **{name: getattr(row, name) for name in ALL},
        "doctor": str(row.practitioner_id),
        "signed_by": str(row.signed_by),
        "signed_at": row.signed_at.isoformat() if row.signed_at else "",
        **({"copied": row.copied} if row.copied else {}),
        **({"supervised": "yes"} if row.supervised else {}),
    }
    return _digest(said)


def fingerprint_of_addendum(row: NoteAddendum) -> str:
    """Compute the SHA-256 over all that an addition to a note says, spelled out in the same way."""
    said = {
        "addendum": str(row.id),
        "visit": str(row.encounter_id),
        "text": row.text,
        "signed_by": str(row.signed_by),
        "signed_at": row.signed_at.isoformat(),
    }
    return _digest(said)


def fingerprint_of_cosignature(row: NoteCosignature, note: Encounter, additions: Sequence[NoteAddendum]) -> str:
    """Compute the SHA-256 over a supervisor's signature with the fingerprints of all that it stands under."""
    said = {
        "cosignature": str(row.id),
        "visit": str(row.encounter_id),
        "note": fingerprint_of(note),
        "additions": " ".join(fingerprint_of_addendum(one) for one in additions),
        "signed_by": str(row.practitioner_id),
        "signed_at": row.signed_at.isoformat() if row.signed_at else "",
    }
    return _digest(said)


def _digest(said: dict[str, str]) -> str:
    spelled = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(spelled.encode()).hexdigest()


def altered(scope: Scope, row: Encounter) -> bool:
    """Tell whether a signed note is no longer what was signed, or the signature's own entry in the audit is not sound.

    What was signed before signatures had a fingerprint cannot be compared and is taken as it is.
    """
    return row.signed_at is not None and differs(scope, row.id, fingerprint_of(row))


def differs(scope: Scope, record_id: UUID, now: str) -> bool:
    """Compare the fingerprint of a record as it is with the one in the audit, and that with its chain."""
    signed = col(AuditEntry.digest_sealed).is_not(None)
    entries = scope.db.exec(select(AuditEntry).where(AuditEntry.record_id == record_id, signed)).all()
    if not entries:
        return False
    return any(entry.digest != now for entry in entries) or sound(scope.db, entries) != {entry.id for entry in entries}
