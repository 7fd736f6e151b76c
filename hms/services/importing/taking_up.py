"""Bringing into the record what an earlier version of this program, which had no place for it, only kept as it came."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from hms.access import Scope, requires
from hms.models import ImportedRecord
from hms.permissions import Permission
from hms.services.importing import keeping
from hms.services.importing.bundles import Bundle
from hms.services.importing.json_files import parsed
from hms.services.importing.readers import READERS
from hms.services.importing.reading import Reading
from hms.services.importing.refusals import Broken
from hms.services.importing.report import FileReport
from hms.services.importing.resources import Entry, read_entry
from hms.services.importing.taking_in import ORDER
from hms.services.importing.writing import Writer
from hms.texts import t


@dataclass(frozen=True, eq=False)
class _Kept(Bundle):
    """What is kept of one record. Two that were merged have two patients in it: both are this one."""

    def is_patient(self, pointer: Any) -> bool:
        """Tell whether a Reference points to whose record this is."""
        said = getattr(pointer, "reference", None)
        found = self.find(said) if isinstance(said, str) else None
        return found is not None and found.kind == "Patient"


@requires(Permission.IMPORT_RECORDS)
def waiting(scope: Scope) -> Sequence[UUID]:
    """List the patients of whom something is kept that may have a place now."""
    asked = select(ImportedRecord.patient_id).where(
        col(ImportedRecord.row_id).is_(None), col(ImportedRecord.resource_type).in_(READERS)
    )
    return scope.db.exec(asked.distinct().order_by(col(ImportedRecord.patient_id))).all()


@requires(Permission.IMPORT_RECORDS)
def take_up(scope: Scope, patient_id: UUID) -> FileReport:
    """Bring into the record of a patient what was kept of it and has a place now; what has none stays as it came."""
    patient = scope.patient(patient_id)
    asked = select(ImportedRecord).where(ImportedRecord.patient_id == patient.id).order_by(col(ImportedRecord.id))
    writer, taken, aside = Writer(scope), Counter[str](), list[str]()
    entries: dict[Entry, ImportedRecord] = {}
    for record in scope.db.exec(asked.with_for_update()).all():
        try:
            entries[_entry(record)] = record
        except Broken as broken:
            aside.append(f"{record.resource_type}: {broken.reason}")
    reading = Reading(_bundle(entries), patient.id, scope.zone, scope.now, patient.born_on)
    reading.rows.update({entry: record.row_id for entry, record in entries.items() if record.row_id})
    for kind in (*ORDER, ""):
        for entry, record in entries.items():
            if record.row_id is None and (entry.kind == kind or (not kind and entry.kind not in ORDER)):
                try:
                    record.row_id = writer.write(reading, entry)
                except Broken as broken:
                    aside.append(f"{broken.place}: {broken.reason}")
                taken[entry.kind] += record.row_id is not None
        scope.db.flush()
    if +taken:
        scope.tell(f"patient:{patient.id}")
    return FileReport(
        file=patient.record_number, patients_known=1, taken_in=dict(+taken), not_understood=writer.beyond,
        set_aside=[*aside, *writer.aside],
    )  # fmt: skip


def _entry(record: ImportedRecord) -> Entry:
    """Read what is kept of a record again. Raises Broken."""
    tree = parsed(keeping.unpack(record.body))
    if not isinstance(tree, dict):
        raise Broken("", t("what is kept of it cannot be read"))
    return read_entry(record.resource_type, record.id.urn, tree)


def _bundle(entries: Iterable[Entry]) -> _Kept:
    """Let what is kept point to each other as it did; a name that two have in two sources leads to neither."""
    named = Counter(name for entry in entries for name in _names(entry))
    by_name = {name: entry for entry in entries for name in _names(entry) if named[name] == 1}
    people = [entry for entry in entries if entry.kind == "Patient"]
    return _Kept(list(entries), people[0], by_name, []) if people else _Kept([], next(iter(entries)), {}, [])


def _names(entry: Entry) -> list[str]:
    return [f"urn:uuid:{entry.id}", f"{entry.kind}/{entry.id}"] if entry.id else []
