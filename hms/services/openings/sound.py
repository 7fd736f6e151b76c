"""Whether audit entries are as they were written: each is bound to the one before it by a keyed fingerprint."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from hms.audit import told
from hms.models import AuditEntry, AuditSubject
from hms.security.fingerprints import chain_link

FIELDS = (
    "id", "seq", "at", "account_id", "session_id", "role", "act", "what", "outcome", "record_id", "why_sealed",
    "digest_sealed",
)  # fmt: skip


def sound(db: Session, entries: Sequence[AuditEntry]) -> set[UUID]:
    """Find which entries nobody has altered, with nothing taken away right before them."""
    ids, before = [entry.id for entry in entries], [entry.seq - 1 for entry in entries]
    links: dict[int, str] = dict(
        db.exec(select(AuditEntry.seq, AuditEntry.link).where(col(AuditEntry.seq).in_(before))).all()
    )
    about: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for subject in db.exec(select(AuditSubject).where(col(AuditSubject.entry_id).in_(ids))):
        about[subject.entry_id].add(subject.patient_id)
    links[0] = ""
    return {entry.id for entry in entries if _holds(entry, links.get(entry.seq - 1), about[entry.id])}


def _holds(entry: AuditEntry, link: str | None, patients: set[UUID]) -> bool:
    row: dict[str, Any] = {name: getattr(entry, name) for name in FIELDS}
    return link is not None and chain_link(link, told(row, patients)) == entry.link
