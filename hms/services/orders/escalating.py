"""What nobody has looked at in time goes to other doctors, by the clock."""

from datetime import timedelta

from sqlalchemy import and_, or_
from sqlmodel import col, select

from hms.access import Scope, requires
from hms.models import DiagnosticReport, Practitioner, ResultReview, ServiceRequest
from hms.permissions import Permission
from hms.services.orders import reviewing, rows
from hms.services.threads import whom

BATCH = 100


@requires(Permission.RUN_CLOCKWORK)
def escalate(scope: Scope) -> int:
    """Put critical results that nobody looked at into the inboxes of the other doctors of the department.

    So does it with any result that waits for somebody who no longer works here. Where a department has no other doctor, all
    doctors of the clinic are asked. Gives how many reports there were.
    """
    late = scope.now - timedelta(hours=rows.rules(scope).escalate_hours)
    waits = (
        select(ResultReview.id)
        .join(Practitioner, col(Practitioner.id) == ResultReview.practitioner_id)
        .where(
            ResultReview.report_id == DiagnosticReport.id,
            col(ResultReview.seen_at).is_(None), col(ResultReview.closed_at).is_(None),
        )
    )  # fmt: skip
    seen = select(ResultReview.id).where(
        ResultReview.report_id == DiagnosticReport.id, ResultReview.seen_version == DiagnosticReport.version
    )
    gone = waits.where(or_(col(Practitioner.left_at).is_not(None), col(Practitioner.stopped_at).is_not(None)))
    overdue = and_(col(DiagnosticReport.rank) == 0, col(DiagnosticReport.issued_at) <= late, waits.exists())
    asked = select(DiagnosticReport).where(
        col(DiagnosticReport.escalated_at).is_(None), or_(overdue, gone.exists()), ~seen.exists()
    )
    due = scope.db.exec(
        asked.order_by(col(DiagnosticReport.issued_at)).limit(BATCH).with_for_update(key_share=True)
    ).all()
    for report in due:
        scope.touch(report.patient_id)
        _escalate(scope, report)
    scope.db.flush()
    return len(due)


def _escalate(scope: Scope, report: DiagnosticReport) -> None:
    order = scope.db.get_one(ServiceRequest, report.service_request_id)
    department_id = scope.db.get_one(Practitioner, order.practitioner_id).department_id
    waiting = reviewing.open_of(scope, report.id)
    asked = {row.practitioner_id for row in waiting}
    everybody = [one for one in scope.db.exec(select(Practitioner)) if whom.here(one) and one.id not in asked]
    near = [one for one in everybody if one.department_id == department_id]
    for doctor in near or everybody:
        reviewing.ask(scope, report, doctor.id, "escalated")
    if near or everybody:
        for row in waiting:
            if not whom.here(scope.db.get_one(Practitioner, row.practitioner_id)):
                row.closed_at = scope.now  # nobody opens that inbox any more
    report.escalated_at = scope.now
    scope.db.flush()
    reviewing.changed(scope, report)
