"""Who has to look at a report: asked once, and again where it was changed after somebody had looked."""

from uuid import UUID

from sqlmodel import col, select

from hms.access import Scope
from hms.models import DiagnosticReport, Practitioner, ResultReview, ServiceRequest
from hms.services.threads import whom


def topic(practitioner_id: object) -> str:
    """Name what the screens follow that show a doctor's inbox of results."""
    return f"results:{practitioner_id}"


def looker(scope: Scope, order: ServiceRequest) -> UUID | None:
    """Say who looks at what comes of an order: who ordered it, or who writes it down where that one no longer works here."""
    doctor = scope.db.get(Practitioner, order.practitioner_id)
    return doctor.id if doctor and whom.here(doctor) else scope.actor.practitioner_id or order.practitioner_id


def ask(scope: Scope, report: DiagnosticReport, doctor_id: UUID, because: str) -> ResultReview:
    """Put a report into a doctor's inbox; once, while it waits there."""
    waiting = select(ResultReview).where(
        ResultReview.report_id == report.id, ResultReview.practitioner_id == doctor_id,
        col(ResultReview.seen_at).is_(None), col(ResultReview.closed_at).is_(None),
    )  # fmt: skip
    row = scope.db.exec(waiting).first()
    if row is None:
        row = ResultReview(
            patient_id=report.patient_id, report_id=report.id, practitioner_id=doctor_id, because=because,
            asked_at=scope.now, asked_by=scope.actor.account_id,
        )  # fmt: skip
        scope.db.add(row)
        scope.db.flush()
    scope.tell(topic(doctor_id))
    return row


def ask_again(scope: Scope, report: DiagnosticReport, order: ServiceRequest) -> None:
    """Have a report that was changed looked at by everybody who has looked at it before, and by whom it waits for."""
    asked = select(ResultReview).where(ResultReview.report_id == report.id, col(ResultReview.closed_at).is_(None))
    rows = scope.db.exec(asked.order_by(col(ResultReview.id))).all()
    waiting = {row.practitioner_id for row in rows if row.seen_at is None}
    doctors = [scope.db.get_one(Practitioner, one) for one in {row.practitioner_id for row in rows} | waiting]
    here = [one.id for one in doctors if whom.here(one)]
    for doctor_id in here or [one for one in [looker(scope, order)] if one]:
        ask(scope, report, doctor_id, "changed")


def open_of(scope: Scope, report_id: UUID) -> list[ResultReview]:
    """List in whose inboxes a report waits."""
    asked = select(ResultReview).where(
        ResultReview.report_id == report_id, col(ResultReview.seen_at).is_(None), col(ResultReview.closed_at).is_(None)
    )
    return list(scope.db.exec(asked.order_by(col(ResultReview.id))))


def changed(scope: Scope, report: DiagnosticReport) -> None:
    """Let every screen read again that shows a report: the record's, and the inboxes in which it waits."""
    scope.tell(f"patient:{report.patient_id}")
    for row in open_of(scope, report.id):
        scope.tell(topic(row.practitioner_id))
