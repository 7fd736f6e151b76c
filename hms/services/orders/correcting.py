"""Putting a result right, or calling it an error: what it said before stays, and it is looked at once more."""

from typing import Any
from uuid import UUID

from hms.access import Scope, requires
from hms.errors import Invalid, NotFound
from hms.models import DiagnosticReport, Observation, ServiceRequest
from hms.permissions import Permission
from hms.schemas.results import ResultChange
from hms.services.chart import entries
from hms.services.local_time import local_day
from hms.services.orders import releasing, reviewing, rows, typed
from hms.texts import t


@requires(Permission.RECORD_RESULT)
def correct(scope: Scope, form: ResultChange) -> None:
    """Say what a result should have said, and why; whoever has looked at it looks again.

    Raises Invalid for what cannot be and without a reason, Stale, NotPossible where it was an error, NotFound.
    """
    row, report, order = _one(scope, form.observation_id)
    if not form.value.strip():
        raise Invalid(value=t("Type what it should say"))
    patient = scope.patient(row.patient_id)
    fresh: dict[str, Any] = {"text": form.value.strip()}
    if row.category != "imaging":
        fresh = typed.again(
            scope, row, patient, local_day(scope, row.happened_at or row.recorded_at), form.value.strip()
        )
    if row.lab_flag:
        fresh["lab_flag"] = ""  # it was about what it said before
    entries.amend(scope, row, form.version, _why(form), status="amended", **fresh)
    _changed(scope, report, order, "amended")


@requires(Permission.RECORD_RESULT)
def void(scope: Scope, form: ResultChange) -> None:
    """Call a result an error, and why; where nothing else is left of it, the order waits for its result again.

    Raises Invalid without a reason, Stale, NotPossible where it was called so already, NotFound.
    """
    row, report, order = _one(scope, form.observation_id)
    entries.void(scope, row, form.version, _why(form))
    left = [one for one in rows.results_of(scope, [report.id])[report.id] if one.status != entries.IN_ERROR]
    if not left:
        whole = scope.db.get_one(Observation, report.id)
        if whole.status != entries.IN_ERROR:  # the name of a panel without results says nothing any more
            entries.void(scope, whole, whole.version, _why(form))
        wait_again(scope, report, order)
    _changed(scope, report, order, "amended" if left else entries.IN_ERROR)


def wait_again(scope: Scope, report: DiagnosticReport, order: ServiceRequest) -> None:
    """Let an order wait for its result again, as nothing is left of a report and no other one answers it."""
    others = [one for one in rows.reports_of(scope, [order.id])[order.id] if one.id != report.id]
    answered = any(one.status not in {entries.IN_ERROR, "partial"} for one in others)
    if order.status == "completed" and order.intent == "order" and not answered:
        order.status, order.completed_at, order.version = "active", None, order.version + 1


def _one(scope: Scope, observation_id: UUID) -> tuple[Observation, DiagnosticReport, ServiceRequest]:
    """Fetch a result that came of an order here, locked with its report. Raises NotFound."""
    row = scope.one(Observation, observation_id, lock=True)
    report = scope.db.get(DiagnosticReport, row.group_id, with_for_update={"key_share": True}) if row.group_id else None
    if report is None or report.patient_id != row.patient_id:
        raise NotFound
    if row.id == report.id and row.category != "imaging" and not (row.number or row.text_sealed):
        raise NotFound  # the name of a panel
    return row, report, scope.db.get_one(ServiceRequest, report.service_request_id, with_for_update={"key_share": True})


def _changed(scope: Scope, report: DiagnosticReport, order: ServiceRequest, status: str) -> None:
    partial = report.status == "partial" and status != entries.IN_ERROR
    settle(scope, report, order, "partial" if partial else status)


def settle(scope: Scope, report: DiagnosticReport, order: ServiceRequest, status: str) -> None:
    """Note that a report says something else now: it is ranked anew, and whoever has to look looks again."""
    results = rows.results_of(scope, [report.id])[report.id]
    report.status = status
    report.rank, report.issued_at, report.version = rows.rank_of(scope, report, results), scope.now, report.version + 1
    report.escalated_at = None
    reviewing.ask_again(scope, report, order)
    if report.released_at is None:
        releasing.hold(scope, report)
    scope.db.flush()
    reviewing.changed(scope, report)


def _why(form: ResultChange) -> str:
    if not form.reason.strip():
        raise Invalid(change_reason=t("Say why"))
    return form.reason.strip()
