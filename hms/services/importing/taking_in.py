"""One file, one patient, one transaction: all of it or nothing."""

from collections import Counter
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from hms.access import Scope, requires
from hms.models import ImportedRecord, Patient
from hms.permissions import Permission
from hms.services.importing import identifiers, keeping, people
from hms.services.importing.bundles import Bundle, read_bundle, speaks_of_patient
from hms.services.importing.identities import source_index
from hms.services.importing.json_files import read_json
from hms.services.importing.reading import Reading
from hms.services.importing.refusals import Broken, ImportRefused, printable
from hms.services.importing.report import FileReport
from hms.services.importing.resources import Entry
from hms.services.importing.trees import beyond
from hms.services.importing.writing import Writer
from hms.services.merging.kept import kept_id
from hms.services.search.writing import know
from hms.texts import t

ORDER = ("Patient", "Encounter")  # these first: others point to them


@requires(Permission.IMPORT_RECORDS)
def import_file(scope: Scope, path: Path) -> FileReport:
    """Take in a file with one patient's FHIR R4 bundle; what came in before is left as it is. Raises ImportRefused."""
    try:
        return _TakingIn(scope, read_bundle(read_json(path))).run(str(path))
    except Broken as broken:
        raise ImportRefused(str(path), broken.place, broken.reason) from broken
    except IntegrityError as problem:
        reason = t("somebody saved the same records at this moment; import the file again")
        raise ImportRefused(str(path), "", reason) from problem


class _TakingIn:
    def __init__(self, scope: Scope, bundle: Bundle) -> None:
        self.scope, self.bundle = scope, bundle
        self.index = _indexes(bundle)
        self.known = keeping.known(scope, self.index.values())
        self.taken, self.later, self.same, self.changed = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
        self.writer = Writer(scope)
        self.records: list[dict[str, Any]] = []  # all texts, written at once

    def run(self, file: str) -> FileReport:
        """Take in the whole file and report. Raises Broken."""
        before = self.known.get(self.index[self.bundle.patient])
        patient_id = self._known_patient(before) if before else self._new_patient()
        born_on = self.scope.db.get_one(Patient, patient_id).born_on
        reading = Reading(self.bundle, patient_id, self.scope.zone, self.scope.now, born_on)
        for kind in (*ORDER, ""):
            for entry in self.index:
                if entry.kind == kind or (not kind and entry.kind not in ORDER):
                    self._entry(reading, entry)
            self.scope.db.flush()
        keeping.keep(self.scope, self.records)
        said_again = {*self.bundle.entries, *self.bundle.repeats} - set(self.index)
        self.same.update(entry.kind for entry in said_again)
        if self.taken or self.later:
            self.scope.tell(f"patient:{patient_id}")
        return FileReport(
            file=printable(file, 4_096), patients_new=not before, patients_known=bool(before), taken_in=self.taken,
            kept_for_later=self.later, unchanged=self.same, changed_at_source=self.changed, not_understood=self.writer.beyond,
            set_aside=self.writer.aside,
        )  # fmt: skip

    def _known_patient(self, before: ImportedRecord) -> UUID:
        patient = self.scope.patient(kept_id(self.scope.db, before.patient_id))
        found = identifiers.read_identifiers(self.bundle.patient, patient.id)
        identifiers.check_free(self.scope, self.bundle.patient, patient.id, found)
        return patient.id

    def _new_patient(self) -> UUID:
        scope, entry = self.scope, self.bundle.patient
        patient = people.new_record(scope, entry)
        found = identifiers.read_identifiers(entry, patient.id)
        identifiers.check_free(scope, entry, patient.id, found)
        scope.db.add(patient)
        scope.db.flush()
        scope.db.add_all([*people.particulars(scope, entry, patient), *(row for _, row in found.values())])
        know(scope, patient)
        self.records.append(keeping.record(scope, entry, self.index[entry], patient.id, patient.id))
        self.taken["Patient"] += 1
        self.writer.beyond.update(f"Patient.{field}" for field in beyond(entry.tree, people.UNDERSTOOD))
        scope.touch(patient.id)
        return patient.id

    def _entry(self, reading: Reading, entry: Entry) -> None:
        before = self.known.get(self.index[entry])
        if before is not None:
            self._again(reading, entry, before)
        elif entry is not self.bundle.patient:
            self._first_time(reading, entry)

    def _again(self, reading: Reading, entry: Entry, before: ImportedRecord) -> None:
        if before.patient_id != reading.patient_id and speaks_of_patient(self.bundle, entry):
            raise entry.broken("id", t("this record already stands in another patient's record"))
        same = keeping.unpack(before.body) == entry.text
        if same and before.row_id is None and before.patient_id == reading.patient_id:
            before.row_id = self.writer.write(
                reading, entry, again=True
            )  # an earlier version of this program may have had no place for it
            if before.row_id is not None:
                self.taken[entry.kind] += 1
                return
        if before.row_id:
            reading.rows[entry] = before.row_id
        tally = self.same if same else self.changed
        tally[entry.kind] += 1

    def _first_time(self, reading: Reading, entry: Entry) -> None:
        row_id = self.writer.write(reading, entry)
        self.records.append(keeping.record(self.scope, entry, self.index[entry], reading.patient_id, row_id))
        (self.later if row_id is None else self.taken)[entry.kind] += 1


def _indexes(bundle: Bundle) -> dict[Entry, str]:
    """Index each record once. Raises Broken for two that differ and yet have one identity."""
    firsts: dict[str, Entry] = {}
    for entry in bundle.entries:
        first = firsts.setdefault(source_index(bundle, entry), entry)
        if first is not entry and first.text != entry.text:
            raise entry.broken("", t("another entry of this file has the same identity and says something else"))
    return {entry: index for index, entry in firsts.items()}
