"""Writing down what came of an order, by hand."""

from datetime import datetime
from uuid import UUID

from sqlmodel import select

from hms.access import Scope, requires
from hms.errors import Invalid, NotPossible, Stale
from hms.knowledge.laboratory.kinds import IMAGING
from hms.models import DiagnosticReport, Observation, Patient, ServiceRequest
from hms.permissions import Permission
from hms.schemas.results import ResultForm
from hms.schemas.words import clock, plain_day
from hms.services.chart import entries
from hms.services.local_time import chosen_instant, local_day
from hms.services.orders import releasing, reviewing, rows, typed
from hms.texts import t


@requires(Permission.RECORD_RESULT)
def record(scope: Scope, form: ResultForm) -> UUID:
    """Write down what came of an order, and put it into the inbox of who has to look; the same key writes it once.

    What came of an order that was taken back is written down as well: it must not be lost. Raises Invalid for what cannot
    be and for what was taken before it was ordered, Stale, NotPossible where the whole result is here already, NotFound.
    """
    order = scope.one(ServiceRequest, form.order_id, lock=True)
    first = scope.db.exec(select(DiagnosticReport).where(DiagnosticReport.request_key == form.key)).first()
    if first and first.service_request_id == order.id:
        return first.id
    if order.version != form.version:
        raise Stale(t("order"))
    if order.status == "completed":
        raise NotPossible(t("The result of this order is here already"), t("Put it right, or order once more."))
    patient = scope.patient(order.patient_id)
    happened_at = _when(scope, order, form)
    report = DiagnosticReport(
        patient_id=patient.id, service_request_id=order.id, status="partial" if form.more else "final",
        called_critical=form.finding == "AA", happened_at=happened_at, issued_at=scope.now, release_at=scope.now,
        recorded_by=scope.actor.account_id, request_key=form.key,
    )  # fmt: skip
    results = _results(scope, order, patient, form, report)
    report.rank = rows.rank_of(scope, report, results)
    scope.db.add(report)
    scope.db.flush()
    for row in _together(order, report, results, form.note):
        entries.write(scope, patient, row)
    if not form.more and order.status == "active":
        order.status, order.completed_at = "completed", scope.now
    order.version += 1
    releasing.hold(scope, report)
    _have_it_looked_at(scope, order, report, form.seen)
    scope.db.flush()
    reviewing.changed(scope, report)
    return report.id


def _results(
    scope: Scope, order: ServiceRequest, patient: Patient, form: ResultForm, report: DiagnosticReport
) -> list[Observation]:
    if order.category != IMAGING:
        return typed.observations(scope, order, patient, form.typed, local_day(scope, report.happened_at))
    if not form.report.strip():
        raise Invalid(report=t("Write what was found"))
    row = Observation(
        id=report.id, patient_id=patient.id, category="imaging", status="final", code=order.code, flag=form.finding
    )
    return [row.sealing(name=order.name, text=form.report.strip())]


def _together(
    order: ServiceRequest, report: DiagnosticReport, results: list[Observation], note: str
) -> list[Observation]:
    """Make the results one group of entries; those of a laboratory under the name of what was ordered."""
    whole = results[0]
    if order.category != IMAGING:
        whole = Observation(
            id=report.id, patient_id=report.patient_id, category="laboratory", status="final", code=order.code
        ).sealing(name=order.name)
    whole.note = note or None
    listed = [whole, *(one for one in results if one is not whole)]
    for row in listed:
        row.group_id, row.happened_at = report.id, report.happened_at
        row.encounter_id = order.encounter_id
    return listed


def _have_it_looked_at(scope: Scope, order: ServiceRequest, report: DiagnosticReport, seen: bool) -> None:
    doctor_id = reviewing.looker(scope, order)
    if doctor_id is None:
        return
    review = reviewing.ask(scope, report, doctor_id, "ordered")
    if seen and doctor_id == scope.actor.practitioner_id:
        review.seen_at, review.seen_by, review.seen_version = scope.now, doctor_id, report.version
        releasing.looked_at(scope, report, at_once=False)


def _when(scope: Scope, order: ServiceRequest, form: ResultForm) -> datetime:
    """Read when the sample or the picture was taken: not before it was ordered, and not still to come. Raises Invalid."""
    if not form.happened:
        return scope.now
    try:
        wall = datetime.fromisoformat(form.happened)
    except ValueError:
        raise Invalid(happened=t("Please give a date and a time")) from None
    at = chosen_instant(scope, wall.date(), wall.time().replace(tzinfo=None), "happened")
    entries.check_when(scope, scope.patient(order.patient_id), at)
    if at < order.ordered_at.replace(second=0, microsecond=0):  # the field has no seconds
        day, time = plain_day(local_day(scope, order.ordered_at)), clock(order.ordered_at, scope.zone)
        raise Invalid(
            happened=t("This was ordered on {day} at {time}: no result is older than its order", day=day, time=time)
        )
    return max(at, order.ordered_at)
