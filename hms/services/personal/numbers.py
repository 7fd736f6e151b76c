"""The numbers that others gave a person, as reception takes them down; none is held by two people."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from hms.access import Scope, requires
from hms.errors import Invalid
from hms.models import PatientIdentifier
from hms.permissions import Permission
from hms.schemas.personal import IdentifierEntry, IdentifiersForm
from hms.schemas.personal_cards import PersonalPage
from hms.security.fingerprints import fingerprint, normal
from hms.services.personal import rows, words
from hms.services.personal.keeping import done, settle, to_change
from hms.services.personal.national import checked, system_of
from hms.services.personal.reading import edited_here, shown
from hms.texts import t

HELD = t("Another record of this clinic already holds this number. Look for that person first.")


@requires(Permission.CHANGE_IDENTITY)
def change_identifiers(scope: Scope, form: IdentifiersForm) -> PersonalPage:
    """Write down the numbers of somebody; those that came by import stay.

    Raises Invalid with fields identifiers-0, ... for one that breaks its rule or that another record holds, Stale,
    NotPossible, or NotFound.
    """
    patient = to_change(scope, form.patient_id)
    wanted = identifier_rows(scope, patient.id, form.identifiers)
    there = [one for one in rows.identifiers(scope, patient.id) if edited_here(one)]
    said = [words.lines(map(words.identifier_line, listed)) for listed in (there, wanted)]
    if changing := settle(scope, patient, form.version, [("identifiers", said[0], said[1])]):
        put(scope, there, wanted)
        done(scope, patient, changing)
    return shown(scope, patient)


def identifier_rows(
    scope: Scope, patient_id: UUID, entries: Sequence[IdentifierEntry], field: str = "identifiers-{n}"
) -> list[PatientIdentifier]:
    """Make the rows of some numbers; empty entries are left out. Raises Invalid, naming nobody."""
    found: dict[str, PatientIdentifier] = {}
    wrong: dict[str, str] = {}
    for n, entry in enumerate(entries):
        place = field.format(n=n)
        if not entry.value:
            continue
        try:
            row = identifier_row(patient_id, entry, place)
        except Invalid as problem:
            wrong |= problem.fields
            continue
        if held_by_another(scope, row):
            wrong[place] = t(HELD)
        found.setdefault(row.value_index, row)
    if wrong:
        raise Invalid(**wrong)
    return list(found.values())


def identifier_row(patient_id: UUID, entry: IdentifierEntry, field: str) -> PatientIdentifier:
    """Make the row of a number. Raises Invalid for one that breaks its rule."""
    value = checked(entry.country, entry.kind, entry.value, field)
    system = system_of(entry.country, entry.kind)
    # A number without a system names nobody by itself: two hospitals may both have a "1".
    scheme = system or f"patient {patient_id}"
    index = fingerprint("identifier", scheme, normal(value) or value.strip())
    row = PatientIdentifier(
        patient_id=patient_id, system=system, kind=entry.kind, country=entry.country, value_index=index
    )
    return row.sealing(value=value)


def held_by_another(scope: Scope, row: PatientIdentifier) -> bool:
    """Tell whether another person's record holds this number; one that was merged into this one does not count."""
    others = select(PatientIdentifier.patient_id).where(
        PatientIdentifier.value_index == row.value_index, PatientIdentifier.patient_id != row.patient_id
    )
    return scope.db.exec(others.limit(1)).first() is not None


def put(scope: Scope, there: Sequence[PatientIdentifier], wanted: Sequence[PatientIdentifier]) -> None:
    """Let these numbers be those. Raises Invalid when somebody else takes one down at this moment."""
    try:
        with scope.db.begin_nested():
            rows.replace(scope, there, wanted, lambda row: (row.value_index, row.value, row.kind))
    except IntegrityError as problem:
        raise Invalid(**{"identifiers-0": t(HELD)}) from problem
