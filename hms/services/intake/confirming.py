"""A clinician reads what a patient states, and confirms it or finds that it is not so."""

from typing import Any
from uuid import UUID

from sqlmodel import select

from hms.access import Scope, requires
from hms.errors import Invalid, NotFound, NotPossible, Stale
from hms.models import AllergyIntolerance, HealthStatement
from hms.permissions import Permission
from hms.schemas.record_changes import StatementChange
from hms.schemas.statements import RefuteForm, StatedPage
from hms.services.cards import allergies_of
from hms.services.chart import entries
from hms.services.intake import standing
from hms.services.intake.statements import no_allergies
from hms.texts import t


@requires(Permission.CONFIRM_STATEMENT)
def stated(scope: Scope, patient_id: UUID) -> StatedPage:
    """Show what a patient in one's care states and stated, what still waits for a clinician first. Raises NotFound."""
    patient = scope.patient(patient_id)
    told = [row for row in standing.rows_of(scope, patient.id) if standing.by_patient(row)]
    rows = [row for row in told if standing.holds(row)]
    waiting = [row for row in rows if standing.state_of(row) == "stated"]
    return StatedPage(
        groups=standing.grouped(scope, sorted(rows, key=lambda row: standing.state_of(row) != "stated")),
        over=standing.grouped(scope, [row for row in told if not standing.holds(row)]),
        waiting=len(waiting),
        allergies=allergies_of(scope, {patient.id}).get(patient.id, []),
        no_allergies=no_allergies(scope, patient.id),
    )


@requires(Permission.CONFIRM_STATEMENT)
def confirm(scope: Scope, statement_id: UUID, version: int = 1) -> None:
    """Confirm what a patient states, in the version that was read; a second time changes nothing.

    Raises Stale where it was put right meanwhile, NotPossible once it no longer stands, NotFound.
    """
    row = _find(scope, statement_id)
    if not standing.holds(row):
        raise NotPossible(t("This no longer stands"), t("It was withdrawn or found not to be so meanwhile."))
    if row.version != version:
        raise Stale(t("entry"))
    if row.confirmed_at is None:
        row.confirmed_at, row.confirmed_by = scope.now, scope.actor.account_id
    scope.tell(f"patient:{row.patient_id}")


@requires(Permission.CONFIRM_STATEMENT)
def refute(scope: Scope, form: RefuteForm) -> None:
    """Say that something a patient states is not so, and why. Raises NotPossible once it was withdrawn, NotFound."""
    row = _find(scope, form.statement_id)
    if row.refuted_at:
        return
    if not standing.holds(row):
        raise NotPossible(t("This no longer stands"), t("The patient has withdrawn it meanwhile."))
    row.refuted_at, row.refuted_by, row.reason = scope.now, scope.actor.account_id, form.reason
    if isinstance(row, AllergyIntolerance):
        row.active = False
    scope.tell(f"patient:{row.patient_id}")


@requires(Permission.CONFIRM_STATEMENT)
def put_right(scope: Scope, form: StatementChange) -> None:
    """Say what a statement should have said, and why; what the patient said stays as its first version.

    Raises Invalid without a reason, Stale, NotPossible for an answer that is chosen or no longer stands, NotFound.
    """
    row = _find(scope, form.entry_id)
    if standing.is_none(row) or standing.kind_of(row) not in standing.IN_WORDS:
        raise NotPossible(t("This is not put right in words"), t("Say that it is not so; the patient answers anew."))
    for one in standing.rows_of(scope, row.patient_id):
        same = standing.kind_of(one) == standing.kind_of(row) and one.text.casefold() == form.stated_text.casefold()
        if one.id != row.id and same and standing.holds(one):
            raise Invalid(stated_text=t("This is on the list already"))
    entry: Any = row  # one of two tables
    entries.amend(scope, entry, form.version, form.reason, text=form.stated_text)


def _find(scope: Scope, statement_id: UUID) -> standing.Stated:
    """Fetch what a patient stated, an allergy or anything else. Raises NotFound, also for what the clinic recorded."""
    allergy = scope.db.exec(select(AllergyIntolerance.id).where(AllergyIntolerance.id == statement_id)).first()
    row: standing.Stated
    if allergy is None:
        row = scope.one(HealthStatement, statement_id, lock=True)
    else:
        row = scope.one(AllergyIntolerance, statement_id, lock=True)
    if not standing.by_patient(row):
        raise NotFound
    return row
