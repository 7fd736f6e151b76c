"""A doctor's inbox of results: what is critical first, the oldest first, and gone only once somebody has looked."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import func
from sqlmodel import col, select

from hms.access import Scope, requires
from hms.errors import Invalid, NotPossible, Stale
from hms.models import DiagnosticReport, Patient, Practitioner, ResultReview, ServiceRequest
from hms.permissions import Permission
from hms.schemas.results import Choice, HandOverForm, InboxPage, InboxReport, SeenForm
from hms.services.orders import releasing, reviewing, worded
from hms.services.threads import covers, whom
from hms.texts import t

PAGE = 25


def _waiting() -> Any:
    return (
        sa.select(ResultReview, DiagnosticReport, ServiceRequest, Patient)
        .join(DiagnosticReport, col(DiagnosticReport.id) == ResultReview.report_id)
        .join(ServiceRequest, col(ServiceRequest.id) == DiagnosticReport.service_request_id)
        .join(Patient, col(Patient.id) == ResultReview.patient_id)
        .where(col(ResultReview.seen_at).is_(None), col(ResultReview.closed_at).is_(None))
    )


@requires(Permission.REVIEW_RESULT)
def waiting(scope: Scope, page: int = 1) -> InboxPage:
    """Show a page of what waits for one, or for a colleague for whom one stands in; pages count from 1."""
    mine = scope.within(_waiting(), ResultReview)
    whole = scope.within(_waiting().with_only_columns(DiagnosticReport.rank), ResultReview).subquery()
    counted = dict(scope.db.execute(sa.select(whole.c.rank, func.count()).group_by(whole.c.rank)).all())
    total = sum(counted.values())
    pages = max(1, -(-total // PAGE))
    page = min(max(1, page), pages)
    order = col(DiagnosticReport.rank), col(DiagnosticReport.issued_at), col(ResultReview.id)
    found = scope.db.execute(mine.order_by(*order).offset((page - 1) * PAGE).limit(PAGE)).all()
    scope.touch(*(patient.id for *_, patient in found))
    return InboxPage(
        listed=worded.inbox_lines(scope, [tuple(row) for row in found]), total=total, critical=counted.get(0, 0),
        page=page, pages=pages, colleagues=_colleagues(scope),
    )  # fmt: skip


@requires(Permission.REVIEW_RESULT, reading=True)
def count(scope: Scope) -> tuple[int, int]:
    """Count what waits for one, and how much of it is critical."""
    whole = scope.within(_waiting().with_only_columns(DiagnosticReport.rank), ResultReview).subquery()
    ranks = [rank for (rank,) in scope.db.execute(sa.select(whole.c.rank))]
    return len(ranks), ranks.count(0)


@requires(Permission.REVIEW_RESULT, reading=True)
def covered(scope: Scope) -> list[UUID]:
    """List the doctors for whom one stands in now: what waits for them, one sees."""
    return [doctor.id for doctor in covers.answers_for(scope)]


@requires(Permission.REVIEW_RESULT)
def look(scope: Scope, review_id: UUID) -> InboxReport:
    """Show a report with whose it is, why it was ordered, and what it was before. Raises NotFound."""
    review = scope.one(ResultReview, review_id)
    report = scope.db.get_one(DiagnosticReport, review.report_id)
    return worded.inbox_report(scope, review, report)


@requires(Permission.REVIEW_RESULT)
def acknowledge(scope: Scope, form: SeenForm) -> None:
    """Note that one has looked at a report as it was shown; a second time changes nothing.

    What was escalated is then no longer asked of other colleagues. It stays with who ordered it, who reads that one has
    looked. Raises Stale where it was changed meanwhile, NotPossible where it is no longer asked of one, NotFound.
    """
    review, report = _to_look_at(scope, form.review_id)
    if review.seen_at:
        return
    if report.version != form.version:
        raise Stale(t("result"))
    review.seen_at, review.seen_by, review.seen_version = scope.now, scope.actor.practitioner_id, report.version
    review.note = form.note.strip() or None
    scope.db.flush()
    _enough(scope, report, review)
    releasing.looked_at(scope, report, form.release)
    scope.db.flush()
    scope.tell(reviewing.topic(review.practitioner_id))
    reviewing.changed(scope, report)


@requires(Permission.REVIEW_RESULT)
def hand_over(scope: Scope, form: HandOverForm) -> None:
    """Hand a report to a colleague, in whose inbox it waits from then on; the hours of escalation go on.

    Raises Invalid for somebody who is no colleague, NotPossible where it is no longer asked of one, NotFound.
    """
    review, report = _to_look_at(scope, form.review_id)
    if review.seen_at:
        raise NotPossible(t("You have looked at this already"), t("There is nothing to hand over."))
    other = scope.db.get(Practitioner, form.to)
    if other is None or other.id == review.practitioner_id or not whom.here(other):
        raise Invalid(to=t("Choose another doctor."))
    reviewing.ask(scope, report, other.id, "handed-over")
    review.closed_at = scope.now
    scope.db.flush()
    scope.tell(reviewing.topic(review.practitioner_id))
    reviewing.changed(scope, report)


def _to_look_at(scope: Scope, review_id: UUID) -> tuple[ResultReview, DiagnosticReport]:
    """Fetch what is asked of one, its report locked first, as whoever changes it does. Raises NotPossible, NotFound."""
    report_id = scope.one(ResultReview, review_id).report_id
    report = scope.db.get_one(DiagnosticReport, report_id, with_for_update={"key_share": True}, populate_existing=True)
    review = scope.db.get_one(ResultReview, review_id, with_for_update={"key_share": True}, populate_existing=True)
    if review.closed_at:
        raise NotPossible(t("This no longer waits for you"), t("Somebody else looked at it, or it was handed over."))
    return review, report


def _enough(scope: Scope, report: DiagnosticReport, mine: ResultReview) -> None:
    """Take out of other inboxes what was put there because nobody looked, or because nobody had ordered it."""
    for row in reviewing.open_of(scope, report.id):
        if row.because in {"escalated", "unasked"} and row.id != mine.id:
            row.closed_at = scope.now
            scope.tell(reviewing.topic(row.practitioner_id))
    scope.db.flush()


def _colleagues(scope: Scope) -> list[Choice]:
    here = select(Practitioner).where(col(Practitioner.left_at).is_(None), col(Practitioner.stopped_at).is_(None))
    found = [one for one in scope.db.exec(here) if one.id != scope.actor.practitioner_id]
    return [Choice(id=str(one.id), name=one.name) for one in sorted(found, key=lambda one: one.name)]
