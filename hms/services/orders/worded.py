"""Reports and what waits for a doctor, in words."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from hms.access import Scope
from hms.models import (
    DiagnosticReport,
    DocumentReference,
    Observation,
    Patient,
    PatientContact,
    ResultReview,
    ServiceRequest,
)
from hms.schemas.births import birth_words
from hms.schemas.results import InboxLine, InboxReport, ReportCard, ReportPaper
from hms.schemas.words import clock, plain_day
from hms.services.cards import allergies_of
from hms.services.chart import entries, retold
from hms.services.local_time import local_day
from hms.services.orders import releasing, rows, saying
from hms.services.orders.typed import ANSWERS
from hms.texts import t

MARKS = (t("Critical"), t("Not as usual"), t("As usual"))
TONES = ("danger", "warn", "quiet")
BECAUSE = {
    "ordered": "", "unasked": t("It came without an order"), "changed": t("It was changed after it had been looked at"),
    "handed-over": t("Handed over by {who}"), "escalated": t("Nobody looked in time: {who} had ordered it"),
}  # fmt: skip
LATE_UNASKED = t("Nobody looked in time: it came without an order")
NOT_JUDGED = t("Not judged yet")
SAID_MOST = 3


def moment(scope: Scope, at: datetime) -> str:
    """Write a day and a time."""
    return f"{plain_day(local_day(scope, at))}, {clock(at, scope.zone)}"


def placed(scope: Scope, order: ServiceRequest, by: str) -> str:
    """Say when an order was placed, by whom, and its number; or that nobody here placed it."""
    if order.intent == rows.UNASKED:
        return t("Came without an order, sample of {when}", when=moment(scope, order.ordered_at))
    said = t("Ordered on {when} by {who}", when=moment(scope, order.ordered_at), who=by)
    return t("{said}. Order {number}", said=said, number=order.number) if order.number else said


def mark_of(scope: Scope, report: DiagnosticReport, results: Sequence[Observation]) -> str:
    """Say in a word how a report stands to what is usual; what a laboratory sent and nobody has judged says so."""
    flagged = any(row.flag for row in results if row.status != entries.IN_ERROR)
    return NOT_JUDGED if report.rank == 1 and not flagged and rows.unjudged(scope, results) else MARKS[report.rank]


def reports(
    scope: Scope, found: Sequence[DiagnosticReport], orders: dict[UUID, ServiceRequest], before: bool = False
) -> list[ReportCard]:
    """Word reports with their results and who looks; `before` also tells what each result was before."""
    ids = [one.id for one in found]
    results, reviews = rows.results_of(scope, ids), rows.reviews_of(scope, ids)
    everything = [row for listed in results.values() for row in listed]
    changes = retold.kept(scope, everything)
    earlier = saying.earlier(scope, found[0], everything) if before and found else {}
    changed_by = {one.changed_by for kept in changes.values() for one in kept}
    names = entries.names_of(scope, {one.recorded_by for one in found} | changed_by)
    doctors = rows.doctors_of(
        scope, {one for listed in reviews.values() for row in listed for one in (row.practitioner_id, row.seen_by)}
    )
    papers = rows.papers_of(scope, ids)
    whole = {row.id: row for row in scope.db.exec(select(Observation).where(col(Observation.id).in_(ids)))}
    return [
        _report(
            scope, one, orders[one.service_request_id], names.get(one.recorded_by, ""),
            lines=[
                saying.line(scope, row, changes.get(row.id, []), names, earlier.get(row.id, ""))
                for row in results[one.id] if row.id != one.id
            ],
            head=whole[one.id], mark=mark_of(scope, one, results[one.id]), seen=[_seen(scope, row, doctors) for row in reviews[one.id] if row.seen_at],
            papers=[_paper(row) for row in papers[one.id]], changed=retold.told(scope, whole[one.id], changes.get(one.id, []), names, ANSWERS),
            waits=[doctors.get(row.practitioner_id, "") for row in reviews[one.id] if not row.seen_at and not row.closed_at],
        )
        for one in found
    ]  # fmt: skip


def _report(scope: Scope, one: DiagnosticReport, order: ServiceRequest, by: str, **told: Any) -> ReportCard:
    head, lines, wrong = told["head"], told["lines"], one.status == entries.IN_ERROR
    picture = head.category == "imaging"
    day = moment(scope, one.happened_at)
    taken = t("Picture of {when}", when=day) if picture else t("Sample of {when}", when=day)
    return ReportCard(
        id=one.id, version=one.version, title=order.name, taken=taken,
        written=_written(scope, head, by), lines=lines,
        line_ids=[str(line.id) for line in lines], text=head.text, text_id=str(head.id) if head.text else "",
        text_changed=told["changed"] if head.text else [], text_version=head.version, mark="" if wrong else told["mark"], tone="quiet" if wrong else TONES[one.rank],
        note=head.note, papers=told["papers"], more=one.status == "partial", wrong=wrong, seen=told["seen"],
        waits_for=t("Waits for {who}", who=", ".join(told["waits"])) if told["waits"] else "",
        released=releasing.words(one, moment(scope, releasing.moment_of(one))),
    )  # fmt: skip


def _paper(row: DocumentReference) -> ReportPaper:
    return ReportPaper(id=str(row.id), title=row.title, href=f"/doctor/patients/{row.patient_id}/documents/{row.id}")


def _written(scope: Scope, head: Observation, by: str) -> str:
    when = moment(scope, head.recorded_at)
    if head.source != "laboratory":
        return t("Written down on {when} by {who}", when=when, who=by)
    said = t("Sent by the laboratory, filed on {when}", when=when)
    return t("{said} by {who}", said=said, who=by) if by else said


def _seen(scope: Scope, row: ResultReview, doctors: dict[UUID | None, str]) -> str:
    said = t("{who} looked on {when}", who=doctors.get(row.seen_by, ""), when=moment(scope, row.seen_at or scope.now))
    return t("{said}: {note}", said=said, note=row.note) if row.note else said


def inbox_lines(scope: Scope, found: Sequence[tuple[Any, ...]]) -> list[InboxLine]:
    """Word what waits, each in a line with what of it is not as usual."""
    results = rows.results_of(scope, [report.id for _, report, _, _ in found])
    doctors = rows.doctors_of(
        scope, {one for review, _, order, _ in found for one in (review.practitioner_id, order.practitioner_id)}
    )
    names = entries.names_of(scope, {review.asked_by for review, *_ in found})
    return [
        InboxLine(
            review_id=review.id, patient=patient.name, born=birth_words(patient.born, patient.born_estimated),
            title=order.name, said=_said(scope, results[report.id]), mark=mark_of(scope, report, results[report.id]), tone=TONES[report.rank],
            arrived=moment(scope, report.issued_at), because=_because(review, order, doctors, names),
            colleague=_colleague(scope, review, doctors),
        )
        for review, report, order, patient in found
    ]  # fmt: skip


def _said(scope: Scope, results: Sequence[Observation]) -> str:
    standing = [row for row in results if row.status != entries.IN_ERROR]
    if not standing:
        return t("Entered in error")
    marked = [row for row in standing if row.flag]
    told = [saying.short(scope, row) for row in (marked or standing) if row.id != row.group_id]
    more = t("{n} more", n=len(told) - SAID_MOST) if len(told) > SAID_MOST else ""
    return "; ".join([*told[:SAID_MOST], *filter(None, [more])])


def _because(
    review: ResultReview, order: ServiceRequest, doctors: dict[UUID | None, str], names: dict[UUID | None, str]
) -> str:
    if review.because == "escalated" and order.intent == rows.UNASKED:
        return LATE_UNASKED
    who = doctors.get(order.practitioner_id, "") if review.because == "escalated" else names.get(review.asked_by, "")
    return BECAUSE[review.because].format(who=who)


def _colleague(scope: Scope, review: ResultReview, doctors: dict[UUID | None, str]) -> str:
    if review.practitioner_id == scope.actor.practitioner_id:
        return ""
    return t("You stand in for {who}", who=doctors.get(review.practitioner_id, ""))


def inbox_report(scope: Scope, review: ResultReview, report: DiagnosticReport) -> InboxReport:
    """Word one report with all that a doctor needs to decide what to do."""
    order = scope.db.get_one(ServiceRequest, report.service_request_id)
    patient = scope.db.get_one(Patient, report.patient_id)
    (card,) = reports(scope, [report], {order.id: order}, before=True)
    doctors = rows.doctors_of(scope, [order.practitioner_id, review.practitioner_id])
    because = _because(review, order, doctors, entries.names_of(scope, [review.asked_by]))
    told = placed(scope, order, doctors.get(order.practitioner_id, ""))
    asked = select(PatientContact).where(PatientContact.patient_id == patient.id, PatientContact.system == "phone")
    return InboxReport(
        review_id=review.id, patient_id=patient.id, patient=patient.name,
        born=birth_words(patient.born, patient.born_estimated), record_number=patient.record_number,
        allergies=allergies_of(scope, {patient.id}).get(patient.id, []),
        phones=[one.typed or one.value for one in scope.db.exec(asked.order_by(col(PatientContact.id)))],
        order=". ".join(filter(None, [told, order.detail, order.reason])),
        because=". ".join(filter(None, [because, _colleague(scope, review, doctors)])), report=card,
        over="" if review.seen_at is None and review.closed_at is None else t("Somebody has looked at it meanwhile, or it was handed over."),
        open=review.seen_at is None and review.closed_at is None,
    )  # fmt: skip
