"""What an import brought into the record, read from its rows and worded for the person whose record it is."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select

from hms.access import Scope
from hms.knowledge.vitals.measures import UNITS
from hms.models import Immunization, ImportedRecord, Observation
from hms.schemas.record import Detail, RecordEntry
from hms.schemas.words import plain_day
from hms.services.chart.entries import IN_ERROR
from hms.services.local_time import local_day
from hms.services.record.trees import opened, when
from hms.services.record.wording import CATEGORIES, MARKS, Sorted, number, range_words
from hms.texts import t

OBSERVED = ("effectiveDateTime", "effectivePeriod.start", "issued")
GIVEN = ("occurrenceDateTime", "occurrenceString", "recorded")


def totals(scope: Scope, patient_id: UUID) -> dict[str, int]:
    """Count what came in and holds: results, panels as one, and vaccinations."""
    whole = func.count(func.distinct(func.coalesce(Observation.group_id, Observation.id)))
    counted = {"results": (Observation, whole), "vaccinations": (Immunization, func.count())}
    return {
        part: int(scope.db.exec(_holding(select(what).select_from(model), model, patient_id)).one())
        for part, (model, what) in counted.items()
    }


def results(scope: Scope, patient_id: UUID) -> list[Sorted]:
    """Word the results that came in, what was measured together as one."""
    rows = sorted(scope.db.exec(_holding(select(Observation), Observation, patient_id)), key=_group)
    groups = [list(group) for _, group in groupby(rows, key=_group)]
    heads = [next((row for row in group if row.id == row.group_id), group[0]) for group in groups]
    moments = _moments(scope, heads, OBSERVED)
    return [
        (moments[head.id][0], _result(head, moments[head.id][1], [row for row in group if row is not head]))
        for head, group in zip(heads, groups, strict=True)
    ]


def vaccinations(scope: Scope, patient_id: UUID) -> list[Sorted]:
    """Word the vaccinations that came in."""
    rows = list(scope.db.exec(_holding(select(Immunization), Immunization, patient_id)))
    moments = _moments(scope, rows, GIVEN)
    return [(moments[row.id][0], _vaccination(row, moments[row.id][1])) for row in rows]


def _holding(asked: Any, model: Any, patient_id: UUID) -> Any:
    return asked.where(model.patient_id == patient_id, model.source == "import", model.status != IN_ERROR)


def _group(row: Observation) -> str:
    return str(row.group_id or row.id)


def _moments(scope: Scope, rows: Sequence[Any], names: Sequence[str]) -> dict[UUID, tuple[str, str]]:
    """Tell what sorts each row and its day, where only a month or year is known as its source wrote it."""
    found = {}
    for row in rows:
        at = row.happened_at or row.recorded_at
        found[row.id] = at.astimezone(scope.zone).isoformat(), plain_day(local_day(scope, at))
    unknown = [row.id for row in rows if row.happened_at is None]
    if unknown:
        asked = select(ImportedRecord).where(col(ImportedRecord.row_id).in_(unknown))
        for record in scope.db.exec(asked):
            told = when(scope, opened(record) or {}, *names)
            if record.row_id and told[1]:
                found[record.row_id] = told
    return found


def _result(row: Observation, day: str, parts: Sequence[Observation]) -> RecordEntry:
    mark = MARKS.get(row.flag, "")
    return RecordEntry(
        id=str(row.id), title=row.name or row.code or t("A result without a name"), day=day, value=_value(row),
        tone="warn" if mark else "", mark=mark,
        note=". ".join(filter(None, [CATEGORIES.get(row.category, ""), range_words(row.usual_low, row.usual_high)])),
        details=[Detail(name=part.name or part.code, value=said) for part in parts if (said := _value(part))],
        text=row.note,
    )  # fmt: skip


def _value(row: Observation) -> str:
    unit = "" if row.unit in {"{score}", "1"} else UNITS.get(row.unit, row.unit)
    return f"{number(row.number)} {unit}".strip() if row.number else row.text


def _vaccination(row: Immunization, day: str) -> RecordEntry:
    told = [t("Dose {n}", n=row.dose_number) if row.dose_number else "", t("Lot {lot}", lot=row.lot) if row.lot else ""]
    return RecordEntry(
        id=str(row.id), title=row.text or t("A vaccination without a name"), day=day,
        note=", ".join(filter(None, told)), text=row.note,
    )  # fmt: skip
