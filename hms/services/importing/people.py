"""A FHIR Patient as a record of the clinic."""

from datetime import timedelta
from typing import Any

from hms.access import Scope
from hms.models import Patient, PatientContact, PatientName, Row
from hms.services import record_numbers
from hms.services.importing.dates import first_day, instant, plausible, spelled_date
from hms.services.importing.reading import changes_meaning
from hms.services.importing.resources import Entry
from hms.services.importing.trees import fields
from hms.services.importing.wording import code_of, joined, plain, whole_address, whole_name
from hms.texts import t

UNDERSTOOD = fields(
    "resourceType id gender birthDate deceasedBoolean deceasedDateTime"
    " name.use name.text name.family name.given telecom.system telecom.use telecom.value"
    " address.use address.text address.line address.city address.district address.state address.postalCode"
    " address.country identifier.system identifier.type.coding identifier.type.text identifier.value"
    " communication.language communication.preferred"
)
SEXES = {"female", "male", "other", "unknown"}
OLD = "old"
EASTMOST = timedelta(hours=14)  # where a day begins first


def new_record(scope: Scope, entry: Entry) -> Patient:
    """Open a record for the person. Raises Broken."""
    person = entry.model
    _check(scope, entry)
    number = record_numbers.next_number(scope)
    patient = Patient(
        record_number_index=record_numbers.index_of(number),
        sex=person.gender or "unknown",
        language=_language(person),
        deceased=bool(person.deceasedBoolean or person.deceasedDateTime),
        deceased_at=instant(person.deceasedDateTime, scope.zone),
        registered_at=scope.now,
        source="import",
    )
    official = _official(scope, person)
    family, given = plain(official.family), joined(official.given or [])
    if not family and not given:
        family = plain(official.text)  # one name, not told apart into parts
    born = spelled_date(person.birthDate) if person.birthDate else None
    return patient.sealing(record_number=number, family_name=family, given_names=given, born=born)


def particulars(scope: Scope, entry: Entry, patient: Patient) -> list[Row]:
    """List the other names, and all numbers and addresses in the order given."""
    person, official = entry.model, _official(scope, entry.model)
    rows: list[Row] = [
        PatientName(patient_id=patient.id, use=_use(scope, name)).sealing(text=whole_name(name))
        for name in person.name
        if name is not official and whole_name(name)
    ]
    contacts = [(_system(c), c, plain(c.value), "") for c in person.telecom or []]
    contacts += [("address", a, whole_address(a), plain(a.country)) for a in person.address or []]
    for place, (system, given, value, country) in enumerate(contacts):
        if value or country:
            contact = PatientContact(patient_id=patient.id, system=system, use=_use(scope, given), place=place)
            contact.country = country
            rows.append(contact.sealing(value=value))
    return rows


def _check(scope: Scope, entry: Entry) -> None:
    person, latest = entry.model, scope.now + EASTMOST
    if changes_meaning(entry):
        raise entry.broken("modifierExtension", t("it changes what the record means in a way that is not known here"))
    if not any(whole_name(name) for name in person.name or []):
        raise entry.broken("name", t("the patient has no name"))
    if (person.gender or "unknown") not in SEXES:
        raise entry.broken("gender", t("this is none of FHIR's four words: male, female, other, unknown"))
    for field in ("birthDate", "deceasedDateTime"):
        value = getattr(person, field)
        if value and not plausible(value):
            raise entry.broken(field, t("the year cannot be right"))
        if value and first_day(spelled_date(value)) > latest.date():
            raise entry.broken(field, t("this day has not come yet"))
    if person.birthDate and person.deceasedDateTime:
        born, died = spelled_date(person.birthDate), spelled_date(person.deceasedDateTime)
        known = min(len(born), len(died), 10)
        if died[:known] < born[:known]:
            raise entry.broken("deceasedDateTime", t("this lies before the birth"))


def _official(scope: Scope, person: Any) -> Any:
    """Choose the name for the record: official before usual before any other; one out of use only when alone."""
    order = {"official": 0, "usual": 1, "": 2, OLD: 4}
    named = [name for name in person.name if whole_name(name)]
    return min(named, key=lambda name: order.get(_use(scope, name), 3))


def _use(scope: Scope, given: Any) -> str:
    """Say what something is used for; "old" once its period has ended."""
    end = instant(given.period.end, scope.zone) if given.period else None
    return OLD if end and end < scope.now else plain(given.use)


def _system(contact: Any) -> str:
    return plain(contact.system) or "other"


def _language(person: Any) -> str:
    spoken = sorted(person.communication or [], key=lambda c: not c.preferred)
    return code_of(spoken[0].language) if spoken else ""
