"""A FHIR FamilyMemberHistory: a row for each illness of a relative."""

from typing import Any

from hms.models import FamilyHistory
from hms.services.importing.coding import SNOMED, coding_of, one_of
from hms.services.importing.moments import recorded
from hms.services.importing.quantities import in_words, range_in_words
from hms.services.importing.reading import Later, Reading, code_word
from hms.services.importing.resources import Entry
from hms.services.importing.trees import fields
from hms.services.importing.wording import concept, joined, plain
from hms.texts import t

UNDERSTOOD = fields(
    "resourceType id meta status patient date relationship note condition.code condition.outcome condition.note"
    " condition.onsetAge condition.onsetRange condition.onsetString"
)
# HL7 v3 RoleCode, as far as it says of which relative.
RELATIONS = {
    "MTH": "mother", "NMTH": "mother", "FTH": "father", "NFTH": "father", "SIS": "sister", "NSIS": "sister",
    "HSIS": "sister", "BRO": "brother", "NBRO": "brother", "HBRO": "brother", "DAU": "daughter", "DAUC": "daughter",
    "SON": "son", "SONC": "son", "GRMTH": "grandmother", "MGRMTH": "grandmother", "PGRMTH": "grandmother",
    "GRFTH": "grandfather", "MGRFTH": "grandfather", "PGRFTH": "grandfather", "AUNT": "aunt", "UNCLE": "uncle",
    "COUSN": "cousin",
}  # fmt: skip


def take(reading: Reading, entry: Entry) -> list[FamilyHistory]:
    """Take in the illnesses of a relative; a relative without any is kept. Raises Later."""
    said = entry.model
    if said.status not in {"partial", "completed", "entered-in-error"}:
        raise Later(code_word(said.status))
    illnesses = [one for one in said.condition or [] if concept(one.code)]
    if not illnesses:
        raise Later(t("without an illness"))
    relation = RELATIONS.get(one_of(said.relationship, RELATIONS), "other")
    shared: dict[str, Any] = {
        "patient_id": reading.patient_id, "status": said.status, "source": "import", "relation": relation,
        "recorded_at": recorded(reading, said.date),
    }  # fmt: skip
    whom = concept(said.relationship) if relation == "other" else ""
    return [_row(shared, one, [whom, *(note.text for note in said.note or [])]) for one in illnesses]


def _row(shared: dict[str, Any], illness: Any, notes: list[str]) -> FamilyHistory:
    system, code = coding_of(illness.code, SNOMED)
    age = in_words(illness.onsetAge) or range_in_words(illness.onsetRange)
    more = [
        t("at the age of {age}", age=age) if age else "", plain(illness.onsetString), concept(illness.outcome),
        *(one.text for one in illness.note or []),
    ]  # fmt: skip
    row = FamilyHistory(**shared, code_system=system, code=code)
    return row.sealing(text=concept(illness.code), note=joined([*notes, *more], " · ") or None)
