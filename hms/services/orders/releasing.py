"""When a patient may read a result.

At once, or after the hours that the clinic sets. A critical one waits for a doctor to look, so that nobody reads alone at
night what needs an answer now; but never for ever: it is their result, and if nobody looks, a day after it came they
read it all the same, which is better than that nobody knows. A doctor who looks may let the patient read at once.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import col, select

from hms.access import Scope, requires
from hms.models import DiagnosticReport, DocumentReference, LaboratoryRecord
from hms.permissions import Permission
from hms.services.chart import entries
from hms.services.orders import rows
from hms.texts import t

CRITICAL_HOURS, BATCH = 24, 200


def hold(scope: Scope, report: DiagnosticReport) -> None:
    """Set when the patient may read a report that came now, or let them read it now."""
    hours = rows.rules(scope).release_hours
    if report.rank == 0:
        hours = max(hours, CRITICAL_HOURS)
    report.release_at = report.issued_at + timedelta(hours=hours)
    let_if_due(scope, report)


def looked_at(scope: Scope, report: DiagnosticReport, at_once: bool) -> None:
    """Let the patient read a report that a doctor has looked at: now, or when the clinic's own delay is over."""
    if report.released_at is None:
        usual = report.issued_at + timedelta(hours=rows.rules(scope).release_hours)
        report.release_at = scope.now if at_once else min(report.release_at, usual)
        let_if_due(scope, report)


def let_if_due(scope: Scope, report: DiagnosticReport) -> None:
    """Let the patient read a report whose time has come."""
    if report.released_at is None and report.release_at <= scope.now:
        report.released_at = scope.now
        _share_papers(scope, report)
        scope.tell(f"patient:{report.patient_id}")


def _share_papers(scope: Scope, report: DiagnosticReport) -> None:
    """Let the patient see the papers that a laboratory sent with a report."""
    came = select(LaboratoryRecord.row_id).where(
        LaboratoryRecord.report_id == report.id, LaboratoryRecord.kind == "DocumentReference"
    )
    for row in scope.db.exec(select(DocumentReference).where(col(DocumentReference.id).in_(came))):
        if not row.shared and row.status != entries.IN_ERROR:
            entries.amend(scope, row, row.version, t("The result that it came with may be read"), shared=True)


def readable() -> Any:
    """Say in SQL which reports a patient reads."""
    return col(DiagnosticReport.released_at).is_not(None)


@requires(Permission.RUN_CLOCKWORK)
def release(scope: Scope) -> int:
    """Let patients read the results whose delay is over; gives how many reports there were."""
    asked = select(DiagnosticReport).where(
        col(DiagnosticReport.released_at).is_(None), DiagnosticReport.release_at <= scope.now
    )
    due = scope.db.exec(
        asked.order_by(col(DiagnosticReport.release_at)).limit(BATCH).with_for_update(key_share=True)
    ).all()
    for report in due:
        scope.touch(report.patient_id)
        let_if_due(scope, report)
    scope.db.flush()
    return len(due)


def words(report: DiagnosticReport, when: str) -> str:
    """Say whether the patient reads a report; `when` is the moment at which that is so, in words."""
    return (
        t("The patient reads it since {when}", when=when)
        if report.released_at
        else t("The patient reads it from {when}", when=when)
    )


def moment_of(report: DiagnosticReport) -> datetime:
    """Give when the patient reads a report."""
    return report.released_at or report.release_at
