"""A FHIR Procedure: something that was done to or for a patient."""

from hms.models import Procedure
from hms.services.importing.coding import SNOMED, coding_of
from hms.services.importing.moments import check_past, recorded, when
from hms.services.importing.reading import Later, Reading, code_word
from hms.services.importing.resources import Entry
from hms.services.importing.trees import fields
from hms.services.importing.wording import concept, joined
from hms.texts import t

UNDERSTOOD = fields(
    "resourceType id meta status code subject encounter reasonCode reasonReference note performedDateTime performedPeriod"
    " performedString performedAge performedRange"
)
BEGUN = {"in-progress", "on-hold", "stopped", "completed", "entered-in-error", "unknown"}


def take(reading: Reading, entry: Entry) -> Procedure:
    """Take in what was done or begun; what was not is kept. Raises Later."""
    said = entry.model
    if said.status not in BEGUN:
        raise Later(code_word(said.status))
    done = when(reading, said, "performed")
    check_past(reading, done.at)
    named = concept(said.code)
    if not named:
        raise Later(t("without a name"))
    system, code = coding_of(said.code, SNOMED)
    row = Procedure(
        patient_id=reading.patient_id,
        encounter_id=reading.visit_of(said.encounter),
        status=said.status,
        source="import",
        recorded_at=recorded(reading, None),
        happened_at=done.at,
        ended_at=done.ended_at,
        code_system=system,
        code=code,
    )
    why = [t("For: {why}", why=reason) for reason in reading.reasons(said)]
    notes = [done.words, *why, *(one.text for one in said.note or [])]
    return row.sealing(text=named, note=joined(notes, " · ") or None)
