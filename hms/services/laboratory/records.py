"""What came before: every version of everything that was sent is kept word for word, and known again by what it is called."""

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from hms.access import Scope
from hms.models import LaboratoryRecord, Patient, ServiceRequest
from hms.security.fingerprints import fingerprint
from hms.services.importing.coding import coding_of
from hms.services.importing.identities import value_key
from hms.services.importing.keeping import pack
from hms.services.importing.resources import Entry
from hms.services.importing.trees import spelled
from hms.services.importing.wording import concept, plain
from hms.services.laboratory.refusals import NotFiled
from hms.services.laboratory.sent import Sent
from hms.texts import t

# What tells how the parts of one file hang together, and changes with each sending of the same.
OF_THE_FILE = frozenset(
    [
        "id",
        "meta",
        "text",
        "subject",
        "basedOn",
        "result",
        "specimen",
        "performer",
        "resultsInterpreter",
        "encounter",
        "hasMember",
        "contained",
    ]
)


def digest(entry: Entry) -> str:
    """Sum up what a resource says, without how it hangs together with the file that it came in."""
    said = {name: part for name, part in entry.tree.items() if name not in OF_THE_FILE}
    return hashlib.sha256(spelled(said).encode()).hexdigest()


def said_of_report(patient: Patient, order: ServiceRequest | None, sent: Sent) -> str:
    """Compute the blind index of all that a report with its results says, of whom, for which order."""
    whole = [digest(sent.report), *sorted(digest(one) for one in sent.results)]
    return fingerprint("laboratory words", str(patient.id), str(order.id if order else ""), *whole)


def source_of(entry: Entry, around: str) -> str:
    """Compute the blind index of what its laboratory calls something: by its identifier, else its address, else its id.

    One number without a system names nothing by itself, and some give the number of the sample to all results of it: so
    what it is a result of counts too.
    """
    _, code = coding_of(entry.model.code)
    what = code or concept(entry.model.code)
    given = sorted(
        (plain(one.system), value_key(plain(one.value))) for one in entry.model.identifier or [] if plain(one.value)
    )
    if given and (system_given := [one for one in given if one[0]]):
        return fingerprint("laboratory source", entry.kind, "identifier", *system_given[0], what)
    if given:
        return fingerprint("laboratory source", entry.kind, "number", around, given[0][1], what)
    if entry.url:
        return fingerprint("laboratory source", entry.kind, "address", entry.url, what)
    return fingerprint("laboratory source", entry.kind, "id", around, entry.id or digest(entry), what)


def part_of(source: str, part: str) -> str:
    """Compute the blind index of a part of a result; the whole is itself."""
    return fingerprint("laboratory source", source, part) if part else source


def words_of(source: str, entry: Entry) -> str:
    """Compute the blind index of what a result says in this version of it."""
    return fingerprint("laboratory words", source, digest(entry))


def heard(scope: Scope, said: str) -> LaboratoryRecord | None:
    """Find what was sent in these very words before."""
    return scope.db.exec(select(LaboratoryRecord).where(LaboratoryRecord.said_index == said)).first()


def latest(scope: Scope, source: str, patient: Patient) -> LaboratoryRecord | None:
    """Find the last version of something. Raises NotFiled where it stands in another patient's record."""
    asked = (
        select(LaboratoryRecord)
        .where(LaboratoryRecord.source_index == source)
        .order_by(col(LaboratoryRecord.id).desc())
    )
    row = scope.db.exec(asked).first()
    if row and row.patient_id != patient.id:
        raise NotFiled(t("something of it stands in another patient’s record already"))
    return row


def versions(scope: Scope, report_id: UUID) -> list[LaboratoryRecord]:
    """List the versions of a report that were filed, the oldest first."""
    asked = select(LaboratoryRecord).where(
        LaboratoryRecord.report_id == report_id, LaboratoryRecord.kind == "DiagnosticReport"
    )
    return list(scope.db.exec(asked.order_by(col(LaboratoryRecord.id))))


def keep(
    scope: Scope, entry: Entry, *, source: str, said: str, issued: datetime | None, body: bool = True, **where: Any
) -> None:
    """Keep a version of something as it was sent."""
    row = LaboratoryRecord(
        kind=entry.kind, source_index=source, said_index=said, status=entry.model.status, issued_at=issued,
        filed_at=scope.now, filed_by=scope.actor.account_id, **where,
    )  # fmt: skip
    scope.db.add(row.sealing(body=pack(entry.text) if body else None))
