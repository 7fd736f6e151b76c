"""A FHIR AllergyIntolerance. One that holds is never left out, even when all it lacks is a name."""

from hms.models import AllergyIntolerance
from hms.services.importing.reading import Later, Reading, Taken
from hms.services.importing.resources import Entry
from hms.services.importing.trees import fields
from hms.services.importing.wording import code_of, concept, plain
from hms.texts import t

UNDERSTOOD = fields("resourceType id clinicalStatus verificationStatus criticality code patient recordedDate")
NOT_SO = {"entered-in-error", "refuted"}


def take(reading: Reading, entry: Entry) -> Taken:
    """Take in an allergy or intolerance; one that was found wrong is kept for later. Raises Broken."""
    said = entry.model
    doubt = code_of(said.verificationStatus)
    if doubt in NOT_SO:
        return Later(doubt)
    substances = [concept(reaction.substance) for reaction in said.reaction or []]
    text = concept(said.code) or next(filter(None, substances), "") or t("Allergy to something not named")
    coding = next(iter(said.code.coding or []), None) if said.code else None
    recorded_at = reading.moment(entry, "recordedDate", said.recordedDate)
    return AllergyIntolerance(
        patient_id=reading.patient_id,
        code_system=plain(coding.system) if coding else "",
        code=plain(coding.code) if coding else "",
        criticality=plain(said.criticality),
        active=code_of(said.clinicalStatus) in {"", "active"},
        recorded_at=recorded_at or reading.now,
        source="import",
    ).sealing(text=text)
