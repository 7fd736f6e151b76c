"""Audit entries: collected during a transaction, chained and written as its last act."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, bindparam, func, insert, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Session, SQLModel
from uuid_utils.compat import uuid7

from hms.models import AuditEntry, AuditSubject
from hms.security.encryption import seal
from hms.security.fingerprints import chain_link

LOCK = 4_711_001  # the advisory lock that orders writers of the chain on PostgreSQL
# On the tables and not on the classes: nothing here needs an object, and every act of everybody passes here.
ENTRIES, SUBJECTS = (SQLModel.metadata.tables[str(model.__tablename__)] for model in (AuditEntry, AuditSubject))
HEAD = select(ENTRIES.c.seq, ENTRIES.c.link).order_by(ENTRIES.c.seq.desc()).limit(1)
ADD_ENTRIES, ADD_SUBJECTS = insert(ENTRIES), insert(SUBJECTS)
_EACH = select(bindparam("entry_id", type_=Uuid), func.unnest(bindparam("patient_ids", type_=ARRAY(Uuid))))
ADD_AT_ONCE = insert(SUBJECTS).from_select(["entry_id", "patient_id"], _EACH)  # PostgreSQL: one way there, however many


@dataclass(frozen=True, slots=True)
class Act:
    """What is remembered: who did what, when, to which record, how it ended. Never the content."""

    at: datetime
    account_id: UUID | None
    session_id: UUID | None
    role: str
    act: str
    what: str
    outcome: str
    record_id: UUID | None
    why: str = ""
    digest: str = ""  # SHA-256 of what was signed, in hex


def remember(db: Session, act: Act, patients: AbstractSet[UUID]) -> None:
    """Note an act, to be written with this transaction."""
    db.info.setdefault("acts", []).append((act, frozenset(patients)))


def write(db: Session) -> None:
    """Write what was noted, each entry bound to the one before. Call it last: on PostgreSQL writers queue here."""
    acts: list[tuple[Act, frozenset[UUID]]] = db.info.pop("acts", [])
    if not acts:
        return
    db.flush()
    connection = db.connection()
    on_postgresql = connection.dialect.name == "postgresql"
    if on_postgresql:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
    head = connection.execute(HEAD).first()
    seq, link = head or (0, "")
    entries: list[dict[str, Any]] = []
    subjects: list[dict[str, Any]] = []
    for act, patients in acts:
        seq += 1
        row = _row(act, seq)
        link = row["link"] = chain_link(link, told(row, patients))
        entries.append(row)
        if patients and on_postgresql:
            subjects.append({"entry_id": row["id"], "patient_ids": list(patients)})
        else:
            subjects += [{"entry_id": row["id"], "patient_id": patient} for patient in patients]
    connection.execute(ADD_ENTRIES, entries)
    if subjects:
        connection.execute(ADD_AT_ONCE if on_postgresql else ADD_SUBJECTS, subjects)


def _row(act: Act, seq: int) -> dict[str, Any]:
    row_id = uuid7()
    why = seal("audit_entry", "why_sealed", row_id.bytes, act.why) if act.why else None
    digest = seal("audit_entry", "digest_sealed", row_id.bytes, act.digest) if act.digest else None
    return {
        "id": row_id, "seq": seq, "at": act.at, "account_id": act.account_id, "session_id": act.session_id,
        "role": str(act.role), "act": str(act.act), "what": act.what, "outcome": act.outcome,
        "record_id": act.record_id, "why_sealed": why,
        "digest_sealed": digest,
    }  # fmt: skip


def told(row: dict[str, Any], patients: AbstractSet[UUID]) -> str:
    """Spell an entry out, always in the same way, for the chain."""
    fields = ("id", "seq", "account_id", "session_id", "role", "act", "what", "outcome", "record_id")
    why = (row["why_sealed"] or b"").hex()
    about = ",".join(sorted(str(patient) for patient in patients))
    signed = [row["digest_sealed"].hex()] if row["digest_sealed"] else []  # what is no signature is told as ever
    return "\x1f".join([*(str(row[name] or "") for name in fields), row["at"].isoformat(), why, about, *signed])
