"""The diagnoses of a visit: picked while it is written, part of the record from then on."""

from uuid import UUID

from sqlmodel import col, select

from hms.access import Scope, requires
from hms.errors import Invalid, NotFound, NotPossible
from hms.models import Condition, Encounter
from hms.permissions import Permission
from hms.schemas.record_lists import DiagnosisForm, LineCard
from hms.services.chart import entries, lines, problems
from hms.texts import t


@requires(Permission.WRITE_VISIT)
def of_visit(scope: Scope, encounter_id: UUID) -> list[LineCard]:
    """Show the diagnoses of one's own visit, in the order in which they were given. Raises NotFound."""
    return _listed(scope, scope.encounter(encounter_id))


@requires(Permission.WRITE_VISIT)
def diagnose(scope: Scope, form: DiagnosisForm) -> list[LineCard]:
    """Give a diagnosis in one's own visit; the same key gives it once. Raises Invalid, NotPossible once signed, NotFound."""
    visit = _unsigned(scope, form.encounter_id)
    patient = scope.patient(visit.patient_id, lock=True)
    row = problems.new(form.text, form.code, form.key, patient)
    row.encounter_id = visit.id
    for one in _rows(scope, visit):
        same = one.code == row.code if row.code else one.text.casefold() == row.text.casefold()
        if same and one.request_key != form.key:
            raise Invalid(text=t("This is a diagnosis of this visit already"))
    problems.write(scope, patient, row)
    return _listed(scope, visit)


@requires(Permission.WRITE_VISIT)
def take_back(scope: Scope, encounter_id: UUID, entry_id: UUID) -> list[LineCard]:
    """Take a diagnosis back before the visit is signed; it stays readable as an error. Raises NotPossible, NotFound."""
    visit = _unsigned(scope, encounter_id)
    row = next((one for one in _rows(scope, visit) if one.id == entry_id), None)
    if row is None:
        raise NotFound
    entries.void(scope, row, row.version, t("Taken back before the visit was signed"))
    return _listed(scope, visit)


def _unsigned(scope: Scope, encounter_id: UUID) -> Encounter:
    visit = scope.encounter(encounter_id, lock=True)
    if visit.signed_at:
        raise NotPossible(t("This visit is signed"), t("What is signed no longer changes."))
    return visit


def _rows(scope: Scope, visit: Encounter) -> list[Condition]:
    asked = select(Condition).where(Condition.encounter_id == visit.id, Condition.status != entries.IN_ERROR)
    return list(scope.db.exec(asked.order_by(col(Condition.recorded_at), col(Condition.id))))


def _listed(scope: Scope, visit: Encounter) -> list[LineCard]:
    scope.db.flush()
    return lines.cards(scope, _rows(scope, visit), lambda row: problems.word(scope, row))
