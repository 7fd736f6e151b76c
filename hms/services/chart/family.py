"""Illnesses of a patient's relatives."""

from typing import Any
from uuid import UUID

from hms.access import Scope, requires
from hms.knowledge.icd10.reading import SYSTEM
from hms.models import FamilyHistory
from hms.permissions import Permission
from hms.schemas.record_changes import RelativeChange
from hms.schemas.record_lists import ListPage, RelativeForm
from hms.schemas.record_words import RELATIVES
from hms.services.chart import entries, lines
from hms.services.coding import searching
from hms.texts import t


@requires(Permission.SEE_CHART)
def listed(scope: Scope, patient_id: UUID, page: int = 1) -> ListPage:
    """Show the illnesses of a patient's relatives. Raises NotFound."""
    patient = scope.patient(patient_id)
    found = lines.rows(scope, FamilyHistory, patient.id)
    return lines.page(scope, patient, found, _word, standing=len(entries.standing(found)), number=page)


@requires(Permission.KEEP_CHART)
def add(scope: Scope, form: RelativeForm) -> None:
    """Write down an illness of a relative; the same key writes it once. Raises Invalid, NotFound."""
    patient = scope.patient(form.patient_id)
    code = searching.spelled(form.code) if form.code else ""
    row = FamilyHistory(
        patient_id=patient.id, status="completed", relation=form.relation, request_key=form.key,
        code=code, code_system=SYSTEM if code else "",
    )  # fmt: skip
    entries.write(scope, patient, row.sealing(text=form.text, note=form.note or None))


@requires(Permission.KEEP_CHART)
def amend(scope: Scope, form: RelativeChange) -> None:
    """Put right which relative had which illness; a code of another list stays until one of ours is chosen.

    Raises Invalid for what is no code, Stale, NotPossible for an error, NotFound.
    """
    row = scope.one(FamilyHistory, form.entry_id, lock=True)
    fresh: dict[str, Any] = {"relation": form.relation, "text": form.text, "note": form.note or None}
    if form.code != (row.code if row.code_system == SYSTEM else ""):
        code = searching.spelled(form.code) if form.code else ""
        fresh |= {"code": code, "code_system": SYSTEM if code else ""}
    entries.amend(scope, row, form.version, form.reason, **fresh)


def _word(row: FamilyHistory) -> dict[str, Any]:
    relative = RELATIVES.get(row.relation, row.relation)
    return {
        "title": t("{relative}: {illness}", relative=relative, illness=row.text or row.code),
        "typed": {
            "relation": row.relation, "text": row.text, "code": row.code if row.code_system == SYSTEM else "", "note": row.note,
        },
    }  # fmt: skip
