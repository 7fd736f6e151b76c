"""A FHIR Immunization: a vaccine that was given."""

from hms.models import Immunization
from hms.services.importing.coding import CVX, coding_of, one_of
from hms.services.importing.moments import check_past, recorded, when
from hms.services.importing.reading import Later, Reading, code_word
from hms.services.importing.resources import Entry
from hms.services.importing.trees import fields
from hms.services.importing.wording import concept, joined, plain
from hms.texts import t

UNDERSTOOD = fields(
    "resourceType id meta status vaccineCode patient encounter occurrenceDateTime occurrenceString recorded lotNumber"
    " expirationDate site route note protocolApplied.doseNumberPositiveInt protocolApplied.doseNumberString"
)
# HL7 v3 ActSite and v2 table 0163; routes by HL7 v3 RouteOfAdministration and v2 table 0162.
SITES = {
    "LA": "left-arm", "RA": "right-arm", "LD": "left-arm", "RD": "right-arm", "LT": "left-thigh", "RT": "right-thigh",
    "LVL": "left-thigh", "RVL": "right-thigh", "LLFA": "left-forearm", "RLFA": "right-forearm",
}  # fmt: skip
ROUTES = {
    "IM": "im",
    "SQ": "sc",
    "SC": "sc",
    "IDINJ": "id",
    "ID": "id",
    "PO": "oral",
    "NASINHLC": "nasal",
    "NS": "nasal",
}
MOST_DOSES = 100


def take(reading: Reading, entry: Entry) -> Immunization:
    """Take in a vaccination; one that was not given is kept. Raises Later, Broken."""
    said = entry.model
    if said.status not in {"completed", "entered-in-error"}:
        raise Later(code_word(said.status))
    given = when(reading, said, "occurrence")
    check_past(reading, given.at)
    system, code = coding_of(said.vaccineCode, CVX)
    named = concept(said.vaccineCode)
    if not named:
        raise Later(t("without a name"))
    site, route = one_of(said.site, SITES), one_of(said.route, ROUTES)
    protocol = (said.protocolApplied or [None])[0]
    dose = protocol.doseNumberPositiveInt if protocol else None
    row = Immunization(
        patient_id=reading.patient_id,
        encounter_id=reading.visit_of(said.encounter),
        status=said.status,
        source="import",
        recorded_at=recorded(reading, said.recorded),
        happened_at=given.at,
        code_system=system,
        code=code,
        expires_on=said.expirationDate.isoformat() if hasattr(said.expirationDate, "isoformat") else "",
        site=SITES.get(site, ""),
        route=ROUTES.get(route, ""),
        dose_number=dose if dose and dose <= MOST_DOSES else None,
    )
    other_dose = plain(protocol.doseNumberString) if protocol else ""
    notes = [
        given.words, "" if site else concept(said.site), "" if route else concept(said.route),
        t("Dose {n}", n=other_dose) if other_dose else "", *(one.text for one in said.note or []),
    ]  # fmt: skip
    return row.sealing(text=named, lot=plain(said.lotNumber) or None, note=joined(notes, " · ") or None)
