"""Results that a patient reads: in plain words, with what is usual, and what the same test found before."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select

from hms.access import Scope
from hms.models import DiagnosticReport, Observation, ServiceRequest
from hms.schemas.record import Detail, RecordEntry, ResultRow
from hms.schemas.words import plain_day
from hms.services.catalogues.current import current
from hms.services.chart.entries import IN_ERROR
from hms.services.local_time import local_day
from hms.services.orders import releasing, rows, saying
from hms.services.record.wording import MARKS, Sorted, range_words
from hms.texts import t

EARLIER_MOST = 6
Past = dict[str, list[Observation]]  # by LOINC code, the newest first


def total(scope: Scope, patient_id: UUID) -> int:
    """Count the reports that a patient reads."""
    return int(scope.db.exec(_mine(select(func.count()).select_from(DiagnosticReport), patient_id)).one())


def reports(scope: Scope, patient_id: UUID) -> list[Sorted]:
    """Word the reports that a patient reads, each with what sorts it."""
    found = list(scope.db.exec(_mine(select(DiagnosticReport), patient_id)))
    ids = [one.id for one in found]
    results = {
        key: [row for row in listed if row.status != IN_ERROR] for key, listed in rows.results_of(scope, ids).items()
    }
    orders = {
        row.id: row
        for row in scope.db.exec(
            select(ServiceRequest).where(col(ServiceRequest.id).in_({one.service_request_id for one in found}))
        )
    }
    heads = {row.id: row for row in scope.db.exec(select(Observation).where(col(Observation.id).in_(ids)))}
    past = _past(results)
    return [
        _entry(
            scope,
            one,
            heads[one.id],
            orders[one.service_request_id].name,
            (results.get(one.id, []), past),
        )
        for one in found
    ]


def held_ids(scope: Scope, patient_id: UUID) -> set[UUID]:
    """List the reports of a patient that may not be read by them yet: their results' group."""
    asked = select(DiagnosticReport.id).where(
        DiagnosticReport.patient_id == patient_id, col(DiagnosticReport.released_at).is_(None)
    )
    return set(scope.db.exec(asked))


def _mine(asked: Any, patient_id: UUID) -> Any:
    return asked.where(
        DiagnosticReport.patient_id == patient_id, releasing.readable(), DiagnosticReport.status != IN_ERROR
    )


def _past(results: dict[UUID, list[Observation]]) -> Past:
    """Gather the numbers of each test over time, the newest first."""
    found: dict[str, list[Observation]] = defaultdict(list)
    for listed in results.values():
        for row in listed:
            if row.code and row.category == "laboratory" and row.id != row.group_id:
                found[row.code].append(row)
    for listed in found.values():
        listed.sort(key=lambda row: (row.happened_at or row.recorded_at, row.id), reverse=True)
    return found


def _entry(
    scope: Scope, one: DiagnosticReport, head: Observation, title: str, found: tuple[Sequence[Observation], Past]
) -> Sorted:
    picture, (results, past) = head.category == "imaging", found
    at = one.happened_at.astimezone(scope.zone)
    marked, judged = any(row.flag for row in results), not picture and not rows.unjudged(scope, results)
    notes = [
        t("Something was corrected") if one.status == "amended" else "",
        t("More is to come") if one.status == "partial" else "", head.note,
    ]  # fmt: skip
    return at.isoformat(), RecordEntry(
        id=str(one.id), title=title, day=plain_day(local_day(scope, one.happened_at)), tone="warn" if marked else "",
        mark=t("Something is not as usual") if marked else t("All as usual") if judged else "",
        note=". ".join(filter(None, [t("From pictures") if picture else t("From the laboratory"), *notes])),
        text=head.text, rows=[_row(scope, row, past) for row in results if row.id != one.id],
    )  # fmt: skip


def _row(scope: Scope, row: Observation, past: Past) -> ResultRow:
    test = current(scope).laboratory.by_code.get(row.code)
    at = row.happened_at or row.recorded_at
    before = [one for one in past.get(row.code, []) if (one.happened_at or one.recorded_at) < at][:EARLIER_MOST]
    return ResultRow(
        id=str(row.id), name=saying.name(scope, row), about=test.about if test else "", value=saying.value(row),
        mark=MARKS.get(row.flag, ""), usual=range_words(row.usual_low, row.usual_high),
        earlier=[
            Detail(name=plain_day(local_day(scope, one.happened_at or one.recorded_at)), value=saying.value(one)) for one in before
        ],
    )  # fmt: skip
