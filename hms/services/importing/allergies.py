"""A FHIR AllergyIntolerance. One that holds is never left out, even when all it lacks is a name."""

from typing import Any

from hms.models import AllergyIntolerance
from hms.services.importing.coding import RXNORM, coding_of
from hms.services.importing.moments import recorded
from hms.services.importing.reading import Later, Reading, Taken
from hms.services.importing.resources import Entry
from hms.services.importing.trees import fields
from hms.services.importing.wording import code_of, concept, joined
from hms.texts import t

UNDERSTOOD = fields(
    "resourceType id meta clinicalStatus verificationStatus category criticality code patient recordedDate note"
    " reaction.manifestation reaction.description reaction.severity reaction.substance"
)
NOT_SO = {"entered-in-error", "refuted"}
CRITICALITIES = {"low", "high", "unable-to-assess"}
CATEGORIES = {"medication", "food", "environment", "biologic"}
SEVERITIES = {"mild": t("mild"), "moderate": t("moderate"), "severe": t("severe")}


def take(reading: Reading, entry: Entry) -> Taken:
    """Take in an allergy or intolerance; one that was found wrong is kept for later. Raises Later."""
    said = entry.model
    doubt = code_of(said.verificationStatus)
    if doubt in NOT_SO:
        raise Later(doubt)
    substances = [concept(reaction.substance) for reaction in said.reaction or []]
    text = concept(said.code) or next(filter(None, substances), "") or t("Allergy to something not named")
    system, code = coding_of(said.code, RXNORM)
    notes = [*map(_reaction, said.reaction or []), *(one.text for one in said.note or [])]
    return AllergyIntolerance(
        patient_id=reading.patient_id,
        code_system=system,
        code=code,
        category=next((one for one in said.category or [] if one in CATEGORIES), ""),
        criticality=said.criticality if said.criticality in CRITICALITIES else "",
        active=code_of(said.clinicalStatus) in {"", "active"},
        recorded_at=recorded(reading, said.recordedDate),
        source="import",
    ).sealing(text=text, note=joined(notes, " · ") or None)


def _reaction(said: Any) -> str:
    """Say what happened, and how bad it was."""
    what = joined([*map(concept, said.manifestation or []), said.description], ", ")
    told = joined([what, SEVERITIES.get(said.severity or "", "")], ", ")
    return t("Reaction: {what}", what=told) if told else ""
