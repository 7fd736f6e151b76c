"""Who belongs to a patient, and who pays: changed at once, by the patient or by reception."""

from collections.abc import Sequence
from uuid import UUID

from hms.access import Scope, requires
from hms.errors import Invalid
from hms.models import Coverage, PatientRelation
from hms.permissions import Permission
from hms.schemas.personal import CoverageEntry, CoveragesForm, RelationEntry, RelationsForm
from hms.schemas.personal_cards import PersonalPage
from hms.services.personal import rows, words
from hms.services.personal.keeping import settle, to_change
from hms.services.personal.phones import read_phone
from hms.services.personal.reading import shown
from hms.texts import t


@requires(Permission.CHANGE_PERSONAL_DATA)
def change_relations(scope: Scope, form: RelationsForm) -> PersonalPage:
    """Write down who belongs to somebody, for the kinds that the form is about; other kinds stay as they are.

    Raises Invalid with fields relations-0-phone, ..., Stale, NotPossible, or NotFound.
    """
    patient = to_change(scope, form.patient_id)
    if any(entry.kind not in form.kinds for entry in form.relations):
        raise Invalid(relations=t("Choose who this is."))
    wanted = relation_rows(scope, patient.id, form.relations)
    there = rows.relations(scope, patient.id)
    differences = [(kind, _said(scope, there, kind), _said(scope, wanted, kind)) for kind in form.kinds]
    if settle(scope, patient, form.version, differences):
        meant = [one for one in there if one.kind in form.kinds]
        rows.replace(
            scope, meant, wanted, lambda one: (one.kind, one.name, one.relation, one.phone, one.typed, one.address)
        )
    return shown(scope, patient)


def _said(scope: Scope, relations: Sequence[PatientRelation], kind: str) -> str:
    return words.lines(words.relation_line(one, scope.clinic.country) for one in relations if one.kind == kind)


def relation_rows(scope: Scope, patient_id: UUID, entries: Sequence[RelationEntry]) -> list[PatientRelation]:
    """Make the rows of those who belong to a patient. Raises Invalid with a field for each phone that is none."""
    found: list[PatientRelation] = []
    wrong: dict[str, str] = {}
    for n, entry in enumerate(entries):
        phone, typed = "", ""
        if entry.phone:
            try:
                phone, typed = read_phone(entry.phone, scope.clinic.country, f"relations-{n}-phone")
            except Invalid as problem:
                wrong |= problem.fields
        row = PatientRelation(patient_id=patient_id, kind=entry.kind, place=n)
        found.append(
            row.sealing(name=entry.name, relation=entry.relation, phone=phone, typed=typed, address=entry.address)
        )
    if wrong:
        raise Invalid(**wrong)
    return found


@requires(Permission.CHANGE_PERSONAL_DATA)
def change_coverages(scope: Scope, form: CoveragesForm) -> PersonalPage:
    """Write down who pays for somebody. Raises Invalid, Stale, NotPossible, or NotFound."""
    patient = to_change(scope, form.patient_id)
    wanted = coverage_rows(patient.id, form.coverages)
    there = rows.coverages(scope, patient.id)
    said = [words.lines(map(words.coverage_line, listed)) for listed in (there, wanted)]
    if settle(scope, patient, form.version, [("coverage", said[0], said[1])]):
        rows.replace(scope, there, wanted, lambda one: (one.kind, one.payer, one.member, one.valid_to_on))
    return shown(scope, patient)


def coverage_rows(patient_id: UUID, entries: Sequence[CoverageEntry]) -> list[Coverage]:
    """Make the rows of those who pay. Raises Invalid for an insurance without a name."""
    for n, entry in enumerate(entries):
        if entry.kind != "self" and not entry.payer:
            raise Invalid(**{f"coverages-{n}-payer": t("Write who pays.")})
    return [
        Coverage(patient_id=patient_id, kind=entry.kind, place=n, valid_to_on=entry.valid_to_on).sealing(
            payer=entry.payer, member=entry.member
        )
        for n, entry in enumerate(entries)
    ]
