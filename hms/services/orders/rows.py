"""Orders, reports and their results, read from the database: a few questions whatever the list."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from hms.access import Scope
from hms.knowledge.laboratory.judging import CRITICAL
from hms.models import (
    DiagnosticReport,
    DocumentReference,
    LaboratoryRecord,
    Observation,
    Practitioner,
    ResultReview,
    ResultRules,
)
from hms.models.clinic import THE_CLINIC
from hms.services.catalogues.current import current
from hms.services.chart.entries import IN_ERROR

UNASKED = "filler-order"  # FHIR's request-intent of what nobody here had ordered: the laboratory's own
RANKS = ("critical", "abnormal", "usual")


def rules(scope: Scope) -> ResultRules:
    """Read the clinic's rules for results; the usual ones where it has set none."""
    return scope.db.get(ResultRules, THE_CLINIC) or ResultRules()


def reports_of(scope: Scope, order_ids: Iterable[UUID]) -> dict[UUID, list[DiagnosticReport]]:
    """Read what came of orders, the oldest first: order -> reports."""
    found: dict[UUID, list[DiagnosticReport]] = defaultdict(list)
    asked = select(DiagnosticReport).where(col(DiagnosticReport.service_request_id).in_(set(order_ids)))
    for row in scope.db.exec(asked.order_by(col(DiagnosticReport.id))):
        found[row.service_request_id].append(row)
    return found


def results_of(scope: Scope, report_ids: Iterable[UUID]) -> dict[UUID, list[Observation]]:
    """Read the results of reports, also what was an error, without the names of panels: report -> results in their order."""
    found: dict[UUID, list[Observation]] = defaultdict(list)
    asked = select(Observation).where(col(Observation.group_id).in_(set(report_ids)))
    for row in scope.db.exec(asked.order_by(col(Observation.id))):
        if row.group_id and (row.id != row.group_id or row.number or row.text_sealed):
            found[row.group_id].append(row)
    return found


def reviews_of(scope: Scope, report_ids: Iterable[UUID]) -> dict[UUID, list[ResultReview]]:
    """Read who has to look at reports and who has: report -> reviews, the oldest first."""
    found: dict[UUID, list[ResultReview]] = defaultdict(list)
    asked = select(ResultReview).where(col(ResultReview.report_id).in_(set(report_ids)))
    for row in scope.db.exec(asked.order_by(col(ResultReview.id))):
        found[row.report_id].append(row)
    return found


def papers_of(scope: Scope, report_ids: Iterable[UUID]) -> dict[UUID, list[DocumentReference]]:
    """Read the papers that a laboratory sent with reports, but for those that were an error: report -> documents."""
    found: dict[UUID, list[DocumentReference]] = defaultdict(list)
    asked: Any = (
        select(LaboratoryRecord.report_id, DocumentReference)
        .join(DocumentReference, col(DocumentReference.id) == LaboratoryRecord.row_id)
        .where(LaboratoryRecord.kind == "DocumentReference", col(LaboratoryRecord.report_id).in_(set(report_ids)))
        .where(DocumentReference.status != IN_ERROR)
        .order_by(col(DocumentReference.id))
    )
    for report_id, row in scope.db.exec(asked):
        found[report_id].append(row)
    return found


def doctors_of(scope: Scope, ids: Iterable[UUID | None]) -> dict[UUID | None, str]:
    """Name doctors."""
    wanted = {one for one in ids if one}
    asked = select(Practitioner).where(col(Practitioner.id).in_(wanted))
    return {row.id: row.name for row in scope.db.exec(asked)} if wanted else {}


def rank_of(scope: Scope, report: DiagnosticReport, results: Sequence[Observation]) -> int:
    """Say how soon a report is looked at: 0 critical, 1 not as usual, or judged by nobody yet, 2 as usual."""
    flags = {row.flag for row in results if row.flag and row.status != IN_ERROR}
    if flags & CRITICAL or report.called_critical:
        return 0
    return 1 if flags or unjudged(scope, results) else 2


def unjudged(scope: Scope, results: Sequence[Observation]) -> bool:
    """Tell whether nobody knows of something if it is as usual: no flag, no range, no known answer.

    Whoever writes words down says with them how they stand; a number alone, and what a laboratory sends, says nothing.
    """
    standing = [row for row in results if row.status != IN_ERROR]
    alone = [
        row for row in standing if row.id != row.group_id
    ] or standing  # words of the whole beside results are a remark
    return any((row.source == "laboratory" or row.number or row.unit) and not _judged(scope, row) for row in alone)


def _judged(scope: Scope, row: Observation) -> bool:
    test = current(scope).laboratory.by_code.get(row.code)
    answered = test is not None and row.text in test.answers
    return bool(row.flag or row.lab_flag or row.usual_low or row.usual_high or answered)
