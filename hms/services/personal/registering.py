"""Registering somebody at the desk, after a look at who is known already."""

from collections.abc import Sequence

from sqlmodel import col, select

from hms.access import Scope, requires
from hms.errors import Invalid
from hms.models import Counter, Patient
from hms.permissions import Permission
from hms.schemas.births import NoDate, birth_of_age, birth_words, read_birth
from hms.schemas.duplicates import LikelyTwin, NumberTyped, PersonTyped
from hms.schemas.personal import ContactEntry, CoverageEntry
from hms.schemas.registering import LookedAt, PatientForm, Registered
from hms.services import record_numbers
from hms.services.cards import facts
from hms.services.duplicates.likely import likely
from hms.services.local_time import today
from hms.services.personal.belonging import coverage_rows, relation_rows
from hms.services.personal.contacts import address_rows, email_rows, phone_rows
from hms.services.personal.identity import birth_typed, note_identity, other_name_rows
from hms.services.personal.national import system_of
from hms.services.personal.numbers import identifier_rows, put
from hms.services.search.writing import know
from hms.texts import t

STRONG = 60  # percent, from which on a reason is asked for
FIRST = ("Alfa", "Bravo", "Charlie", "Delta", "Echo", "Foxtrot", "Golf", "Hotel", "India", "Juliett", "Kilo", "Lima", "Mike",
         "November", "Oscar", "Papa", "Quebec", "Romeo", "Sierra", "Tango", "Uniform", "Victor", "Whiskey", "Xray", "Yankee",
         "Zulu")  # fmt: skip


@requires(Permission.REGISTER_PATIENT)
def look(scope: Scope, person: PersonTyped, born: str = "", age: str = "") -> LookedAt:
    """Say how a birth date or an age is understood that is being typed, and who may be known already."""
    read, estimated, words = _birth_so_far(scope, born, age)
    meant = person.model_copy(update={"born": read, "born_estimated": estimated})
    found = likely(scope, meant) if _enough(meant) else []
    return LookedAt(born=words, twins=found, strong=is_strong(found), country=scope.clinic.country)


def is_strong(twins: Sequence[LikelyTwin]) -> bool:
    """Tell whether somebody is so likely known that registering anyway needs a reason."""
    return any(twin.percent >= STRONG for twin in twins)


def _enough(person: PersonTyped) -> bool:
    names = len(person.given_names) + len(person.family_name)
    return names > 2 or bool(person.phones or person.identifiers or (names and person.born))


def _birth_so_far(scope: Scope, born: str, age: str) -> tuple[str, bool, str]:
    try:
        read = read_birth(born, today(scope), scope.clinic.country) if born else ""
        read = read or (birth_of_age(age, today(scope)) if age else "")
    except NoDate:
        return "", False, ""
    return read, not born, birth_words(read, not born) if read else ""


@requires(Permission.REGISTER_PATIENT)
def unknown_name(scope: Scope) -> tuple[str, str]:
    """Give (given, family) name for somebody whom nobody can name: two words that no other unknown person has now."""
    unnamed = scope.db.exec(select(Patient).where(Patient.identity == "unknown", col(Patient.merged_into_id).is_(None)))
    taken = {patient.given_names for patient in unnamed}
    at = int(scope.now.timestamp())
    for step in range(len(FIRST) ** 2):
        number = (at + step) % len(FIRST) ** 2
        name = f"{FIRST[number // len(FIRST)]} {FIRST[number % len(FIRST)]}"
        if name not in taken:
            return name, t("Unknown")
    return str(at), t("Unknown")


@requires(Permission.REGISTER_PATIENT)
def register(scope: Scope, form: PatientForm) -> Registered:
    """Open a record. The same form sent twice opens one; the reason for a likely second one is kept in the audit.

    Raises Invalid, also where somebody is likely known and the form says no reason.
    """
    # In line with whoever registers at this moment: else the same form, sent twice at once, would draw two numbers.
    scope.db.exec(select(Counter.name).where(Counter.name == record_numbers.COUNTER).with_for_update()).one()
    if before := scope.db.exec(select(Patient).where(Patient.request_key == form.key)).first():
        scope.touch(before.id)
        return _registered(scope, before)
    born, estimated = _judged(scope, form)
    if not form.despite and is_strong(_twins(scope, form, born, estimated)):
        raise Invalid(
            t("This person may be known already"),
            despite=t("Open the record that fits, or write why this is another person."),
        )
    scope.why = form.despite
    patient = _opened(scope, form, born, estimated)
    _particulars(scope, form, patient)
    know(scope, patient)
    scope.touch(patient.id)
    scope.tell(f"patient:{patient.id}")
    return _registered(scope, patient)


def _judged(scope: Scope, form: PatientForm) -> tuple[str, bool]:
    wrong = {}
    if not (form.given_names or form.family_name):
        wrong["given_names"] = t("Write at least one part of the name.")
    born, estimated = "", False
    try:
        born, estimated = birth_typed(scope, form.born, form.age)
    except Invalid as problem:
        wrong |= problem.fields
    if not (form.born or form.age) and form.identity != "unknown":
        wrong["born"] = t("Write the birth date, or how old they look.")
    if form.sex is None:
        wrong["sex"] = t("Please choose one.")
    if wrong:
        raise Invalid(**wrong)
    return born, estimated


def _twins(scope: Scope, form: PatientForm, born: str, estimated: bool) -> list[LikelyTwin]:
    number, place = form.identifier, form.address
    others = tuple(filter(None, (form.former, form.preferred)))
    person = PersonTyped(
        given_names=form.given_names, family_name=form.family_name, other_names=others, born=born,
        born_estimated=estimated, sex=form.sex or "unknown", phones=tuple(one.value for one in form.phones),
        emails=tuple(one.value for one in form.emails), city=place.city if place else "",
        postal_code=place.code if place else "",
        identifiers=(
            NumberTyped(system=system_of(number.country, number.kind), kind=number.kind, value=number.value),
        ) if number and number.value else (),
    )  # fmt: skip
    return likely(scope, person)


def _opened(scope: Scope, form: PatientForm, born: str, estimated: bool) -> Patient:
    number = record_numbers.next_number(scope)
    patient = Patient(
        record_number_index=record_numbers.index_of(number), sex=form.sex or "unknown", registered_at=scope.now,
        source="clinic", born_estimated=estimated, language=form.language, interpreter=form.interpreter,
        request_key=form.key,
    ).sealing(
        record_number=number, prefix=form.prefix or None, given_names=form.given_names, family_name=form.family_name,
        suffix=form.suffix or None, born=born, gender=form.gender or None,
    )  # fmt: skip
    note_identity(scope, patient, form.identity)
    scope.db.add(patient)
    scope.db.flush()
    return patient


def _particulars(scope: Scope, form: PatientForm, patient: Patient) -> None:
    """Write what else was taken down. Raises Invalid."""
    names = [("preferred", form.preferred), ("former", form.former)]
    found = other_name_rows(patient.id, [(use, text) for use, text in names if text])
    phones: list[ContactEntry] = list(form.phones)
    wrong: dict[str, str] = {}
    for make in (
        lambda: phone_rows(scope, patient.id, phones),
        lambda: email_rows(patient.id, form.emails),
        lambda: address_rows(scope, patient.id, [form.address] if form.address else []),
        lambda: relation_rows(scope, patient.id, form.relations),
        lambda: coverage_rows(patient.id, _paying(form.coverage)),
    ):
        try:
            scope.db.add_all(make())
        except Invalid as problem:
            wrong |= problem.fields
    try:
        numbers = identifier_rows(scope, patient.id, [form.identifier] if form.identifier else [])
    except Invalid as problem:
        wrong |= problem.fields
    if wrong:
        raise Invalid(**wrong)
    scope.db.add_all(found)
    put(scope, [], numbers)


def _paying(coverage: CoverageEntry | None) -> list[CoverageEntry]:
    return [coverage] if coverage else []


def _registered(scope: Scope, patient: Patient) -> Registered:
    return Registered(
        id=patient.id, name=patient.name, facts=facts(patient, today(scope)),
        born=birth_words(patient.born, patient.born_estimated), record_number=patient.record_number,
    )  # fmt: skip
