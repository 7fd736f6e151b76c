"""The numbers that others gave a person: all kept, none held by two people."""

from uuid import UUID

from sqlmodel import col, select

from hms.access import Scope
from hms.models import PatientIdentifier
from hms.security.fingerprints import fingerprint
from hms.services.importing.identities import value_key
from hms.services.importing.resources import Entry
from hms.services.importing.wording import code_of, concept, plain
from hms.texts import t


def read_identifiers(entry: Entry, patient_id: UUID) -> dict[str, tuple[int, PatientIdentifier]]:
    """Read the numbers of a patient by blind index, each with its place in the file."""
    found: dict[str, tuple[int, PatientIdentifier]] = {}
    for place, given in enumerate(entry.model.identifier or []):
        value, system = plain(given.value), plain(given.system)
        if not value:
            continue
        # A number without a system names nobody by itself: two hospitals may both have a "1".
        scheme = system or f"patient {patient_id}"
        index = fingerprint("identifier", scheme, value_key(value))
        row = PatientIdentifier(patient_id=patient_id, system=system, kind=_kind(given.type), value_index=index)
        found.setdefault(index, (place, row.sealing(value=value)))
    return found


def _kind(given: object) -> str:
    return code_of(given, "http://terminology.hl7.org/CodeSystem/v2-0203") or concept(given)


def check_free(scope: Scope, entry: Entry, patient_id: UUID, found: dict[str, tuple[int, PatientIdentifier]]) -> None:
    """Make sure that no other record holds one of these numbers, and that a known patient is still the same person.

    Raises Broken, naming nobody.
    """
    indexes = list(found)
    holders = scope.db.exec(
        select(PatientIdentifier.value_index, PatientIdentifier.patient_id).where(
            col(PatientIdentifier.value_index).in_(indexes)
        )
    ).all()
    for index, holder in holders:
        if holder != patient_id:
            place = f"identifier/{found[index][0]}"
            raise entry.broken(place, t("another record of this clinic already holds this number"))
    mine = scope.db.exec(
        select(PatientIdentifier.id).where(PatientIdentifier.patient_id == patient_id).limit(1)
    ).first()
    if mine is not None and found and not holders:
        raise entry.broken("identifier", t("a patient with this id is known here, but with other numbers"))
