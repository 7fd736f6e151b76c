"""The parts of one's record, each a page at a time and each reading remembered under its own name."""

from collections.abc import Callable, Sequence
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select

from hms.access import Scope, requires
from hms.models import Encounter, ImportedRecord, MedicationRequest
from hms.permissions import Permission
from hms.schemas.record import PartOverview, RecordEntry, RecordPart
from hms.services import prescribing
from hms.services.documents.listing import count_mine
from hms.services.intake.whose import own
from hms.services.orders import released
from hms.services.record import measured, taken_in, wording
from hms.services.record.given import how_many, vaccinations_given
from hms.services.record.trees import Tree, kept
from hms.services.summaries import summary_of
from hms.texts import t

PAGE = 20
Worded = Callable[[Scope, UUID, Tree], wording.Sorted]
IMPORTED: dict[str, dict[str, Worded]] = {
    "results": {"Observation": wording.observation, "DiagnosticReport": wording.report},
    "vaccinations": {"Immunization": wording.vaccination},
    "documents": {"DocumentReference": wording.document},
}


@requires(Permission.SEE_RECORD)
def overview(scope: Scope) -> list[PartOverview]:
    """Say how much there is of each part of one's record. Raises NotFound without a record."""
    patient = own(scope)
    mine = ImportedRecord.patient_id == patient.id, col(ImportedRecord.row_id).is_(None)
    counted = select(ImportedRecord.resource_type, func.count()).where(*mine).group_by(ImportedRecord.resource_type)
    by_type: dict[str, int] = dict(scope.db.exec(counted).all())
    totals = {part: sum(by_type.get(kind, 0) for kind in kinds) for part, kinds in IMPORTED.items()}
    totals["results"] += measured.total(scope, patient.id) + released.total(scope, patient.id)
    for part, total in taken_in.totals(scope, patient.id).items():
        totals[part] += total
    totals["vaccinations"] += how_many(scope, patient.id)
    totals["documents"] += count_mine(scope, patient.id)
    totals["visits"] = scope.db.exec(_visits(patient.id, func.count())).one()
    totals["prescriptions"] = scope.db.exec(_prescribed(patient.id, func.count())).one()
    return [PartOverview(part=part, total=total) for part, total in totals.items()]


@requires(Permission.SEE_RECORD)
def results(scope: Scope, page: int = 1) -> RecordPart:
    """Show a page of results, the newest first. Raises NotFound without a record."""
    patient_id = own(scope).id
    here = [*measured.sets(scope, patient_id), *released.reports(scope, patient_id)]
    told = [*here, *taken_in.results(scope, patient_id)]
    return _imported(scope, "results", page, told)


@requires(Permission.SEE_RECORD)
def vaccinations(scope: Scope, page: int = 1) -> RecordPart:
    """Show a page of vaccinations, the newest first. Raises NotFound without a record."""
    patient_id = own(scope).id
    told = [*vaccinations_given(scope, patient_id), *taken_in.vaccinations(scope, patient_id)]
    return _imported(scope, "vaccinations", page, told)


@requires(Permission.SEE_RECORD)
def documents(scope: Scope, page: int = 1) -> RecordPart:
    """Show a page of documents, the newest first. Raises NotFound without a record."""
    return _imported(scope, "documents", page)


@requires(Permission.SEE_RECORD)
def summaries(scope: Scope, page: int = 1) -> RecordPart:
    """Show a page of signed visits, the newest first. Raises NotFound without a record."""
    patient = own(scope)
    total = scope.db.exec(_visits(patient.id, func.count())).one()
    page, pages = _place(page, total)
    asked = _visits(patient.id, Encounter).order_by(col(Encounter.started_at).desc(), col(Encounter.id).desc())
    shown = [summary_of(scope, visit) for visit in scope.db.exec(asked.offset((page - 1) * PAGE).limit(PAGE))]
    entries = [
        RecordEntry(
            id=str(one.id), title=t("Your visit with {doctor}", doctor=one.doctor) if one.doctor else t("A visit"),
            day=one.day, note=", ".join(filter(None, [one.department, one.kind])), href=f"/patient/visits/{one.id}",
        )
        for one in shown
    ]  # fmt: skip
    return RecordPart(part="visits", listed=entries, page=page, pages=pages, total=total)


@requires(Permission.SEE_RECORD)
def prescriptions(scope: Scope, page: int = 1) -> RecordPart:
    """Show a page of signed prescriptions, also those that have run out, the newest first."""
    patient = own(scope)
    total = scope.db.exec(_prescribed(patient.id, func.count())).one()
    page, pages = _place(page, total)
    newest = col(MedicationRequest.written_at).desc(), col(MedicationRequest.id).desc()
    asked = _prescribed(patient.id, MedicationRequest).order_by(*newest).offset((page - 1) * PAGE).limit(PAGE)
    entries = [
        RecordEntry(
            id=str(one.id), title=one.drug, day=one.day, value=one.left, mark=one.doctor,
            note=". ".join(filter(None, [one.how, one.advice])),
        )
        for one in prescribing.cards(scope, scope.db.exec(asked).all())
    ]  # fmt: skip
    return RecordPart(part="prescriptions", listed=entries, page=page, pages=pages, total=total)


def _imported(scope: Scope, part: str, page: int, more: Sequence[wording.Sorted] = ()) -> RecordPart:
    kinds = IMPORTED[part]
    found = [
        kinds[str(tree.get("resourceType"))](scope, row_id, tree)
        for row_id, tree in kept(scope, own(scope).id, list(kinds))
        if tree.get("resourceType") in kinds
    ]
    found.extend(more)
    found.sort(key=lambda one: (one[0], one[1].id), reverse=True)
    page, pages = _place(page, len(found))
    entries: Sequence[RecordEntry] = [entry for _, entry in found[(page - 1) * PAGE : page * PAGE]]
    return RecordPart(part=part, listed=list(entries), page=page, pages=pages, total=len(found))


def _place(page: int, total: int) -> tuple[int, int]:
    """Keep to the pages that there are."""
    pages = max(1, -(-total // PAGE))
    return min(max(1, page), pages), pages


def _visits(patient_id: UUID, what: object):  # type: ignore[no-untyped-def]
    signed = col(Encounter.signed_at).is_not(None)
    return select(what).select_from(Encounter).where(Encounter.patient_id == patient_id, signed)  # type: ignore[call-overload]


def _prescribed(patient_id: UUID, what: object):  # type: ignore[no-untyped-def]
    signed, stands = col(MedicationRequest.signed_at).is_not(None), col(MedicationRequest.removed_at).is_(None)
    mine = MedicationRequest.patient_id == patient_id
    return select(what).select_from(MedicationRequest).where(mine, signed, stands)  # type: ignore[call-overload]
