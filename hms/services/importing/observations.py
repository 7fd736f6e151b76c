"""A FHIR Observation: one row, or where it has components a row for the whole and one for each of them."""

from typing import Any

from uuid_utils.compat import uuid7

from hms.models import Observation
from hms.services.importing.coding import LOINC, coding_of, one_of
from hms.services.importing.moments import check_past, recorded, when
from hms.services.importing.reading import Later, Reading, code_word
from hms.services.importing.resources import Entry
from hms.services.importing.trees import fields
from hms.services.importing.values import KINDS, flag, found, usual
from hms.services.importing.wording import concept, joined
from hms.texts import t

_VALUES = " ".join(f"value{kind}" for kind in KINDS)
_PART = f"code dataAbsentReason interpretation referenceRange {_VALUES}"
UNDERSTOOD = fields(
    "resourceType id meta status category code subject encounter issued note effectiveDateTime effectivePeriod effectiveInstant"
    f" {_PART} " + " ".join(f"component.{name}" for name in _PART.split())
)
CATEGORIES = fields("vital-signs laboratory imaging social-history survey exam procedure therapy activity")
STANDING = {"preliminary", "final", "amended", "corrected", "unknown", "entered-in-error"}


def take(reading: Reading, entry: Entry) -> list[Observation]:
    """Take in what was measured or seen; what gives no result is kept. Raises Later."""
    said = entry.model
    if said.status not in STANDING:
        raise Later(code_word(said.status))
    at = when(reading, said, "effective")
    check_past(reading, at.at)
    common: dict[str, Any] = {
        "patient_id": reading.patient_id, "encounter_id": reading.visit_of(said.encounter), "status": said.status,
        "source": "import", "recorded_at": recorded(reading, said.issued), "happened_at": at.at,
        "category": next(filter(None, (one_of(given, CATEGORIES) for given in said.category or [])), ""),
    }  # fmt: skip
    notes = [at.words, *(one.text for one in said.note or [])]
    whole, parts = _row(said, common, notes), [_row(part, common, []) for part in said.component or []]
    if not any(row.number or row.text_sealed for row in (whole, *parts)) and not any(notes):
        raise Later(t("without a result"))
    for part in parts:
        whole.group_id = part.group_id = whole.id
    return [whole, *parts]


def _row(said: Any, common: dict[str, Any], notes: list[str]) -> Observation:
    system, code = coding_of(said.code, LOINC)
    value = found(said, code)
    mark, other_mark = flag(said)
    range_ = usual(said, code, value.unit)
    row = Observation(
        id=uuid7(),  # given here: to find out by itself how to make one costs a third of making the row
        **common, code_system=system, code=code, number=value.number, unit=value.unit, flag=mark,
        usual_low=range_.low, usual_high=range_.high,
    )  # fmt: skip
    note = joined([*notes, other_mark, range_.words], " · ")
    return row.sealing(name=concept(said.code) or None, text=value.words or None, note=note or None)
