"""One file, one patient, one transaction: all of it or nothing."""

from collections import Counter
from pathlib import Path
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from hms.access import Scope, requires
from hms.models import ImportedRecord
from hms.permissions import Permission
from hms.services.importing import allergies, identifiers, keeping, medicines, people, visits
from hms.services.importing.bundles import Bundle, read_bundle, speaks_of_patient
from hms.services.importing.identities import source_index
from hms.services.importing.json_files import read_json
from hms.services.importing.reading import Later, Reading, Taken, changes_meaning
from hms.services.importing.refusals import Broken, ImportRefused, printable
from hms.services.importing.report import FileReport
from hms.services.importing.resources import Entry
from hms.services.importing.trees import beyond
from hms.texts import t

READERS = {"Encounter": visits, "AllergyIntolerance": allergies, "MedicationRequest": medicines}
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
        self.beyond = Counter[str]()

    def run(self, file: str) -> FileReport:
        """Take in the whole file and report. Raises Broken."""
        before = self.known.get(self.index[self.bundle.patient])
        patient_id = self._known_patient(before) if before else self._new_patient()
        reading = Reading(self.bundle, patient_id, self.scope.zone, self.scope.now)
        for kind in (*ORDER, ""):
            for entry in self.index:
                if entry.kind == kind or (not kind and entry.kind not in ORDER):
                    self._entry(reading, entry)
            self.scope.db.flush()
        said_again = {*self.bundle.entries, *self.bundle.repeats} - set(self.index)
        self.same.update(entry.kind for entry in said_again)
        if self.taken or self.later:
            self.scope.tell(f"patient:{patient_id}")
        return FileReport(
            file=printable(file, 4_096), patients_new=not before, patients_known=bool(before), taken_in=self.taken,
            kept_for_later=self.later, unchanged=self.same, changed_at_source=self.changed, not_understood=self.beyond,
        )  # fmt: skip

    def _known_patient(self, before: ImportedRecord) -> UUID:
        patient = self.scope.patient(before.patient_id)
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
        keeping.keep(scope, entry, self.index[entry], patient.id, patient.id)
        self.taken["Patient"] += 1
        self.beyond.update(f"Patient.{field}" for field in beyond(entry.tree, people.UNDERSTOOD))
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
        if before.row_id:
            reading.rows[entry] = before.row_id
        tally = self.same if keeping.unpack(before.body) == entry.text else self.changed
        tally[entry.kind] += 1

    def _first_time(self, reading: Reading, entry: Entry) -> None:
        row_id = self._understood(reading, entry)
        keeping.keep(self.scope, entry, self.index[entry], reading.patient_id, row_id)
        (self.later if row_id is None else self.taken)[entry.kind] += 1

    def _understood(self, reading: Reading, entry: Entry) -> UUID | None:
        reader = READERS.get(entry.kind)
        if reader is None:
            return None
        row: Taken = Later("changed in meaning") if changes_meaning(entry) else reader.take(reading, entry)
        about = getattr(entry.model, "subject", None) or getattr(entry.model, "patient", None)
        if not self.bundle.is_patient(about):
            row = Later("without a patient")
        if isinstance(row, Later):
            self.beyond[f"{entry.kind}: {row.why}"] += 1
            return None
        self.beyond.update(f"{entry.kind}.{field}" for field in beyond(entry.tree, reader.UNDERSTOOD))
        self.scope.db.add(row)
        reading.rows[entry] = row.id
        return row.id


def _indexes(bundle: Bundle) -> dict[Entry, str]:
    """Index each record once. Raises Broken for two that differ and yet have one identity."""
    firsts: dict[str, Entry] = {}
    for entry in bundle.entries:
        first = firsts.setdefault(source_index(bundle, entry), entry)
        if first is not entry and first.text != entry.text:
            raise entry.broken("", t("another entry of this file has the same identity and says something else"))
    return {entry: index for index, entry in firsts.items()}
