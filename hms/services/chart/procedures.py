"""What was done to or for a patient."""

from typing import Any
from uuid import UUID

from hms.access import Scope, requires
from hms.errors import Invalid
from hms.models import Procedure
from hms.permissions import Permission
from hms.schemas.record_changes import ProcedureChange
from hms.schemas.record_lists import ListPage, ProcedureForm
from hms.services.chart import entries, lines
from hms.texts import t

# FHIR R4's event status, as far as it is said of a procedure.
WORDS = {
    "completed": t("Done"), "in-progress": t("Under way"), "preparation": t("Planned"), "not-done": t("Not done"),
    "on-hold": t("On hold"), "stopped": t("Stopped"), "unknown": t("Not known"),
}  # fmt: skip


@requires(Permission.SEE_CHART)
def listed(scope: Scope, patient_id: UUID, page: int = 1) -> ListPage:
    """Show the procedures of a patient in one's care, the latest first. Raises NotFound."""
    patient = scope.patient(patient_id)
    found = lines.rows(scope, Procedure, patient.id)
    found.sort(key=lambda row: row.happened_at or row.recorded_at, reverse=True)
    return lines.page(
        scope, patient, found, lambda row: _word(scope, row), standing=len(entries.standing(found)), number=page
    )


@requires(Permission.KEEP_CHART)
def add(scope: Scope, form: ProcedureForm) -> None:
    """Write down what was done; the same key writes it once. Raises Invalid, NotFound."""
    patient = scope.patient(form.patient_id)
    row = Procedure(
        patient_id=patient.id, status="completed", request_key=form.key, happened_at=lines.moment(scope, form.happened)
    )
    entries.write(scope, patient, row.sealing(text=form.text, note=form.note or None))


@requires(Permission.KEEP_CHART)
def amend(scope: Scope, form: ProcedureChange) -> None:
    """Put right what was done, and when; what it said before stays. Raises Invalid, Stale, NotPossible, NotFound."""
    row = scope.one(Procedure, form.entry_id, lock=True)
    happened_at = lines.on_day(scope, form.happened, row.happened_at)
    entries.check_when(scope, scope.patient(row.patient_id), happened_at)
    if happened_at and row.ended_at and happened_at > row.ended_at:
        raise Invalid(happened=t("This is after it ended"))
    fresh: dict[str, Any] = {"text": form.text, "note": form.note or None, "happened_at": happened_at}
    if form.text != row.text:  # the code of an import says what its words said
        fresh |= {"code": "", "code_system": ""}
    entries.amend(scope, row, form.version, form.reason, **fresh)


def _word(scope: Scope, row: Procedure) -> dict[str, Any]:
    return {
        "status_words": "" if row.status == "completed" else WORDS.get(row.status, row.status),
        "typed": {"text": row.text, "happened": lines.iso_day(scope, row.happened_at), "note": row.note},
    }
