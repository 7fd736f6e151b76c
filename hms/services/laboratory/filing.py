"""Filing one report that a laboratory sent: for its order, in its patient's record, and in the inbox of who has to look."""

from hms.access import Scope, requires
from hms.models import DiagnosticReport, LaboratoryRecord, Observation, ServiceRequest
from hms.permissions import Permission
from hms.schemas.laboratory import FiledReport
from hms.services.chart import entries
from hms.services.importing.coding import LOINC
from hms.services.importing.reading import changes_meaning
from hms.services.laboratory import act as acts
from hms.services.laboratory import moments, newer, papers, records, shells
from hms.services.laboratory.act import Act
from hms.services.laboratory.papers import Papers
from hms.services.laboratory.refusals import NotFiled
from hms.services.laboratory.sent import Sent
from hms.services.orders import releasing, reviewing, rows
from hms.texts import t

MOST_RESULTS = 500


@requires(Permission.FILE_RESULTS)
def file(scope: Scope, sent: Sent, with_it: Papers) -> FiledReport:
    """File a report, or what it changes in what was filed before; the same words are filed once.

    Raises NotFiled, with why, where anything disagrees about whose it is or what it answers, or where nothing of it can be
    filed: then nothing of it is stored.
    """
    if changes_meaning(sent.report):
        raise NotFiled(t("it says that its meaning is changed, in a way that is not known here"))
    if sent.report.model.status not in shells.STATUSES:
        raise NotFiled(t("it has no result yet"))
    if sent.lost:
        raise NotFiled(t("a result that it names is not in the file"))
    if len(sent.results) > MOST_RESULTS:
        raise NotFiled(t("it has more than {n} results", n=MOST_RESULTS))
    act = acts.read(scope, sent, with_it)
    if before := records.heard(scope, act.words):
        return _again(act, before)
    if act.order is not None and act.order.status == "revoked":
        raise NotFiled(t("the order that it answers was taken back"))
    known = newer.known(act)
    state = "filed"
    if known is None:
        report = _new(act)
    else:
        report = scope.one(DiagnosticReport, known, lock=True)
        state = newer.take(act, report)
    records.keep(
        scope, sent.report, source=act.source, said=act.words, issued=moments.issued(scope, sent.report.model.issued),
        patient_id=act.patient.id, report_id=report.id, row_id=report.id,
    )  # fmt: skip
    return _done(act, report, state)


def _again(act: Act, before: LaboratoryRecord) -> FiledReport:
    """Say that a report is here in the same words; what could not be filed of it the first time is filed now."""
    report = act.scope.one(DiagnosticReport, before.row_id, lock=True)
    over = report.status == entries.IN_ERROR or act.status in {"cancelled", entries.IN_ERROR}
    if over or all(
        records.heard(act.scope, records.words_of(records.part_of(one.source, one.part), one.entry))
        for one in act.found
    ):
        state = "unchanged"
    else:
        state = newer.take(act, report)
    return _done(act, report, state)


def _done(act: Act, report: DiagnosticReport, state: str) -> FiledReport:
    """File the papers that came with a report, and say what became of it."""
    order = act.scope.db.get_one(ServiceRequest, report.service_request_id)
    filed = papers.file(act.scope, order, report, act.papers, act.sent.sender)
    if filed and state == "unchanged":
        newer.settle(act, report, order)
        state = "changed"
    not_filed = [*act.wrong, *act.papers.refused]
    return shells.card(
        act.sent, act.patient, order, state=state, results=len(act.found), papers=filed, not_filed=not_filed
    )


def _new(act: Act) -> DiagnosticReport:
    whole = _whole(act)
    order = act.order or shells.unasked(act.scope, act.sent, act.patient, act.at, act.words)
    report = DiagnosticReport(
        patient_id=act.patient.id, service_request_id=order.id, status="final" if act.status == "cancelled" else act.status,
        happened_at=act.at, issued_at=act.scope.now, release_at=act.scope.now, recorded_by=act.scope.actor.account_id,
        request_key=f"laboratory {act.words}",
    )  # fmt: skip
    kept = [one for one in act.found if one.said["status"] != entries.IN_ERROR]
    made = [shells.row(act.patient, order, report, one.said) for one in kept]
    report.rank = rows.rank_of(act.scope, report, [*made, *([_head(act, order, report, whole)] if whole else [])])
    act.scope.db.add(report)
    act.scope.db.flush()
    entries.write(act.scope, act.patient, _head(act, order, report, whole))
    for one, row in zip(kept, made, strict=True):
        entries.write(act.scope, act.patient, row)
        acts.keep(act, one, report, row)
    if order.status == "active" and act.status not in {"partial", "cancelled"}:
        order.status, order.completed_at = "completed", act.scope.now
    order.version += 1
    releasing.hold(act.scope, report)
    shells.have_it_looked_at(act.scope, order, act.patient, report)
    act.scope.db.flush()
    reviewing.changed(act.scope, report)
    return report


def _head(act: Act, order: ServiceRequest, report: DiagnosticReport, whole: str) -> Observation:
    """Make the entry that names the whole of a report, and holds its own words."""
    named = order.code and not (whole and order.category == "laboratory")  # words are no result of a test
    row = Observation(
        id=report.id, patient_id=act.patient.id, category=order.category, status="final", code=order.code if named else "",
        code_system=order.code_system or LOINC, group_id=report.id, happened_at=act.at, source="laboratory",
        encounter_id=order.encounter_id,
    )  # fmt: skip
    note = shells.note(act.sent, [*act.wrong, *act.papers.refused])
    return row.sealing(name=order.name, text=whole or None, note=note or None)


def _whole(act: Act) -> str:
    """Give the words of a report that is new here. Raises NotFiled where there is nothing to file."""
    if act.status == entries.IN_ERROR:
        raise NotFiled(t("the laboratory calls it an error, and it was not filed before"))
    if act.status == "cancelled":
        if act.order is None:
            raise NotFiled(t("the laboratory cancelled it, and it answers no order"))
        return t("The laboratory cancelled this. {why}", why=act.whole).strip()
    if act.whole or any(one.said["status"] != entries.IN_ERROR for one in act.found):
        return act.whole
    if not act.papers.taken:
        raise NotFiled(". ".join([*act.wrong, *act.papers.refused]) or t("it holds no result"))
    return t("What was found stands in the paper that came with it.")
