"""Another version of a report that was filed before: what it changes is amended, and what it said before stays."""

from typing import Any
from uuid import UUID

from hms.models import DiagnosticReport, LaboratoryRecord, Observation, ServiceRequest
from hms.services.chart import entries
from hms.services.laboratory import act as acts
from hms.services.laboratory import moments, records, shells
from hms.services.laboratory.act import Act, Read
from hms.services.laboratory.refusals import NotFiled
from hms.services.laboratory.sent import called
from hms.services.orders import correcting, rows
from hms.texts import t

ENDED = {"final", "amended", "cancelled", "entered-in-error"}


def known(act: Act) -> UUID | None:
    """Find the report that was filed before under this identifier, or with these results. Raises NotFiled for several."""
    if before := records.latest(act.scope, act.source, act.patient):
        return before.row_id
    sources = {records.part_of(one.source, one.part) for one in act.found}
    found = {before.report_id for one in sources if (before := records.latest(act.scope, one, act.patient))}
    if len(found) > 1:
        raise NotFiled(t("its results stand in several reports already"))
    return found.pop() if found else None


def take(act: Act, report: DiagnosticReport) -> str:
    """Amend what another version of a report changes; whoever has looked at it looks again.

    Tells whether it is changed or unchanged. Raises NotFiled for an older version, and for one of another order.
    """
    order = act.scope.one(ServiceRequest, report.service_request_id, lock=True)
    if act.order is not None and act.order.id != order.id:
        raise NotFiled(t("it was filed for another order before"))
    if report.status == entries.IN_ERROR:
        raise NotFiled(t("the report was called an error here"))
    before = records.versions(act.scope, report.id)
    _check_newer(act, before)
    if act.status in {"cancelled", entries.IN_ERROR}:
        _take_back(act, report, order)
        return "changed"
    changes = [_result(act, one, report, order) for one in act.found]
    changes.append(_whole(act, report, cancelled=bool(before) and before[-1].status == "cancelled"))
    if not any(changes) and act.status == report.status:
        return "unchanged"
    if order.status == "active" and act.status != "partial":
        order.status, order.completed_at, order.version = "completed", act.scope.now, order.version + 1
    correcting.settle(act.scope, report, order, act.status)
    return "changed"


def settle(act: Act, report: DiagnosticReport, order: ServiceRequest) -> None:
    """Have a report looked at again though its results are the same: a paper came to it."""
    correcting.settle(act.scope, report, order, report.status)


def _check_newer(act: Act, before: list[LaboratoryRecord]) -> None:
    """Refuse a version that is older than what is here, which must not come back. Raises NotFiled."""
    issued = moments.issued(act.scope, act.sent.report.model.issued)
    if issued and any(one.issued_at and one.issued_at > issued for one in before):
        raise NotFiled(t("a newer version of it is here already"))
    if act.status == "partial" and any(shells.STATUSES.get(one.status) in ENDED for one in before):
        raise NotFiled(t("its final version is here already"))


def _result(act: Act, one: Read, report: DiagnosticReport, order: ServiceRequest) -> bool:
    """Amend a result, or add one that is new; tell whether anything changed."""
    source = records.part_of(one.source, one.part)
    if records.heard(act.scope, records.words_of(source, one.entry)):
        return False
    before, gone = records.latest(act.scope, source, act.patient), one.said["status"] == entries.IN_ERROR
    if before is None:
        if not gone:
            row = shells.row(act.patient, order, report, one.said)
            entries.write(act.scope, act.patient, row)
            acts.keep(act, one, report, row)
        return not gone
    row = act.scope.one(Observation, before.row_id, lock=True)
    if row.status == entries.IN_ERROR:
        if not gone:
            act.wrong.append(t("{place}: {why}", place=called(one.entry), why=t("it was called an error here")))
        return False
    acts.keep(act, one, report, row)
    if gone:
        entries.void(act.scope, row, row.version, t("The laboratory called it an error"))
        return True
    return _amend(act, row, shells.columns(one.said) | shells.sealed(one.said))


def _amend(act: Act, row: Observation, said: dict[str, Any]) -> bool:
    fresh = {name: value for name, value in said.items() if (getattr(row, name) or None) != (value or None)}
    if fresh:
        corrected = said.get("status") == "amended"
        why = t("The laboratory corrected it") if corrected else t("The laboratory sent another version of it")
        entries.amend(act.scope, row, row.version, why, **fresh)
    return bool(fresh)


def _whole(act: Act, report: DiagnosticReport, cancelled: bool) -> bool:
    """Amend the words of the whole report, and what of it was not filed."""
    row = act.scope.one(Observation, report.id, lock=True)
    said: dict[str, Any] = {"note": shells.note(act.sent, [*act.wrong, *act.papers.refused]) or None}
    if act.whole or cancelled:
        said |= {"text": act.whole or None, "code": row.code if row.category == "imaging" else ""}
    return _amend(act, row, said)


def _take_back(act: Act, report: DiagnosticReport, order: ServiceRequest) -> None:
    """Call all of a report an error, as its laboratory does; the order waits for its result again."""
    cancelled = act.status == "cancelled"
    why = t("The laboratory cancelled it") if cancelled else t("The laboratory called it an error")
    listed = rows.results_of(act.scope, [report.id])[report.id]
    for one in dict.fromkeys([*(row.id for row in listed), report.id]):
        row = act.scope.one(Observation, one, lock=True)
        if row.status != entries.IN_ERROR:
            entries.void(act.scope, row, row.version, why)
    correcting.wait_again(act.scope, report, order)
    correcting.settle(act.scope, report, order, entries.IN_ERROR)
