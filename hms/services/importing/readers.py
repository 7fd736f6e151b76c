"""Which kinds of records have a place of their own here, and who reads each."""

from collections.abc import Sequence
from typing import Protocol

from hms.models import Row
from hms.services.importing import (
    allergies,
    conditions,
    immunizations,
    medicines,
    observations,
    procedures,
    relatives,
    visits,
)
from hms.services.importing.reading import Later, Reading, Taken, changes_meaning
from hms.services.importing.resources import Entry
from hms.texts import t


class Reader(Protocol):
    """A module that reads one kind of record."""

    UNDERSTOOD: frozenset[str]

    def take(self, reading: Reading, entry: Entry) -> Taken:
        """Take a record in. Raises Later, Broken."""


READERS: dict[str, Reader] = {
    "Encounter": visits, "AllergyIntolerance": allergies, "MedicationRequest": medicines, "Condition": conditions,
    "Observation": observations, "Immunization": immunizations, "Procedure": procedures, "FamilyMemberHistory": relatives,
}  # fmt: skip


def rows_of(reading: Reading, entry: Entry) -> Sequence[Row]:
    """Read a record of one of these kinds as rows, the first of which stands for it. Raises Later, Broken."""
    if changes_meaning(entry):
        raise Later(t("changed in meaning"))
    about = getattr(entry.model, "subject", None) or getattr(entry.model, "patient", None)
    if not reading.bundle.is_patient(about):
        raise Later(t("without a patient"))
    taken = READERS[entry.kind].take(reading, entry)
    return [taken] if isinstance(taken, Row) else taken
