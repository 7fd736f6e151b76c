"""One report on its way into the record: all that was read of it, before anything is written."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from hms.access import Scope
from hms.models import DiagnosticReport, Observation, Patient, ServiceRequest
from hms.services.importing.resources import Entry
from hms.services.laboratory import agreeing, measured, moments, papers, records, shells
from hms.services.laboratory.papers import Papers
from hms.services.laboratory.refusals import NotFiled, Unfit
from hms.services.laboratory.sent import Sent, called
from hms.texts import t


class Read(NamedTuple):
    """One result, or a part of one: by what it is known again, and what its row says."""

    entry: Entry
    source: str
    part: str
    said: dict[str, Any]


@dataclass(frozen=True, eq=False)
class Act:
    """A report, whose it is and what it answers, what of it can be filed, and why the rest cannot."""

    scope: Scope
    sent: Sent
    patient: Patient
    order: ServiceRequest | None  # None where nobody here had ordered it
    papers: Papers
    source: str  # what its laboratory calls it
    words: str  # all that it says
    at: datetime
    whole: str  # its own words
    found: list[Read]
    wrong: list[str]

    @property
    def status(self) -> str:
        """How the laboratory says that it stands, in the clinic's words."""
        return shells.STATUSES[self.sent.report.model.status]


def read(scope: Scope, sent: Sent, with_it: Papers) -> Act:
    """Read a report for the order and the patient that it names. Raises NotFiled wherever something disagrees."""
    order = agreeing.order_of(scope, sent)
    patient = agreeing.patient_of(scope, sent, order)
    try:
        at = moments.checked(scope, patient, order, moments.of_report(sent))
        whole = shells.words_of(sent)
    except Unfit as unfit:
        raise NotFiled(unfit.reason) from unfit
    source = records.source_of(sent.report, str(patient.id))
    act = Act(
        scope, sent, patient, order, papers.fitting(scope, patient, with_it), source,
        records.said_of_report(patient, order, sent), at, whole, [], [],
    )  # fmt: skip
    _results(act)
    return act


def _results(act: Act) -> None:
    """Read the results of a report; what cannot be filed is told with its place. Raises NotFiled where two are called alike."""
    seen: set[str] = set()
    for entry in act.sent.results:
        own = records.source_of(entry, act.source)
        if own in seen:
            raise NotFiled(t("two of its results have the same identifier"))
        seen.add(own)
        try:
            said_at = moments.of(entry.model)
            at = act.at if said_at is None else moments.checked(act.scope, act.patient, act.order, said_at)
            parts = measured.results(act.scope, act.patient, entry, at)
        except Unfit as unfit:
            act.wrong.append(t("{place}: {why}", place=called(entry), why=unfit.reason))
        else:
            act.found.extend(Read(entry, own, part, row) for part, row in parts)


def keep(act: Act, one: Read, report: DiagnosticReport, row: Observation) -> None:
    """Keep a result as it was sent; its parts are known by themselves, and its words stand with the whole once."""
    source = records.part_of(one.source, one.part)
    records.keep(
        act.scope, one.entry, source=source, said=records.words_of(source, one.entry), body=one is _first(act, one),
        issued=moments.issued(act.scope, one.entry.model.issued), patient_id=act.patient.id, report_id=report.id,
        row_id=row.id,
    )  # fmt: skip


def _first(act: Act, one: Read) -> Read:
    return next(other for other in act.found if other.entry is one.entry)
