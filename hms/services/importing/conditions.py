"""A FHIR Condition. A problem that holds is never left out, whatever of it is missing."""

from typing import Any

from hms.models import Condition
from hms.services.importing.coding import ICD_10_CM, SNOMED, coding_of, one_of
from hms.services.importing.moments import When, before_birth, recorded, when
from hms.services.importing.reading import Later, Reading
from hms.services.importing.resources import Entry
from hms.services.importing.trees import fields
from hms.services.importing.wording import code_of, concept, joined, plain
from hms.texts import t

UNDERSTOOD = fields(
    "resourceType id meta clinicalStatus verificationStatus severity code subject encounter recordedDate note"
    " onsetDateTime onsetPeriod onsetAge onsetRange onsetString"
    " abatementDateTime abatementPeriod abatementAge abatementRange abatementString"
)
CLINICAL = ("active", "recurrence", "relapse", "inactive", "remission", "resolved")
IN_ERROR = "entered-in-error"
# FHIR R4, condition-severity: three concepts of SNOMED CT.
SEVERITIES = {"255604002": "mild", "6736007": "moderate", "24484000": "severe"}


def take(reading: Reading, entry: Entry) -> Condition:
    """Take in a problem or diagnosis; one that was ruled out is kept. Raises Later, Broken."""
    said = entry.model
    doubt = code_of(said.verificationStatus)
    if doubt == "refuted":
        raise Later(t("ruled out"))
    began, ended = _when(reading, said, "onset"), _when(reading, said, "abatement")
    if began.at and ended.at and ended.at < began.at:
        ended = When(words=_day(reading, ended))
    is_over = bool(ended.at or ended.words)
    system, code = coding_of(said.code, ICD_10_CM, SNOMED)
    graded = one_of(said.severity, SEVERITIES)
    row = Condition(
        patient_id=reading.patient_id,
        encounter_id=reading.visit_of(said.encounter),
        status=IN_ERROR if doubt == IN_ERROR else _status(said, is_over),
        source="import",
        recorded_at=recorded(reading, said.recordedDate),
        happened_at=began.at,
        ended_at=ended.at,
        code_system=system,
        code=code,
        severity=SEVERITIES.get(graded, ""),
        certain=doubt in {"", "confirmed", IN_ERROR},
    )
    notes = [
        t("Since: {when}", when=began.words) if began.words else "",
        t("Until: {when}", when=ended.words) if ended.words else "",
        "" if graded else concept(said.severity),
        *(one.text for one in said.note or []),
    ]
    named = concept(said.code) or t("A problem without a name")
    return row.sealing(text=named, note=joined(notes, " · ") or None)


def _status(said: Any, is_over: bool) -> str:
    """Give the clinical status; where none is told, what began holds, and what ended does not (FHIR R4, con-4)."""
    return one_of(said.clinicalStatus, CLINICAL) or ("inactive" if is_over else "active")


def _when(reading: Reading, said: Any, stem: str) -> When:
    """Read when it began or ended. What cannot be right is told in words: the problem may be right all the same."""
    try:
        found = when(reading, said, stem)
    except Later:
        return When(words=plain(str(getattr(said, f"{stem}DateTime", None) or t("not known"))))
    if found.at and (found.at > reading.now or before_birth(reading, found.at)):
        return When(words=_day(reading, found))
    return found


def _day(reading: Reading, when: When) -> str:
    return joined([when.at.astimezone(reading.zone).date().isoformat() if when.at else "", when.words])
