"""Observations in words: what was measured, how much, and whether that is as usual."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, or_
from sqlmodel import col, select

from hms.access import Scope
from hms.knowledge.vitals.measures import BY_CODE, UNITS
from hms.models import Observation, Patient
from hms.schemas.chart import ChartLine
from hms.schemas.words import plain_day
from hms.services.chart.entries import IN_ERROR
from hms.services.chart.vitals.rows import read
from hms.services.chart.vitals.sets import ORDER, card, paired
from hms.services.fetched import by_id
from hms.services.local_time import local_day
from hms.services.record.wording import MARKS, number
from hms.texts import t

SHOWN, LOOKED_AT = 8, 80
# Only keys: most of what is looked at was measured again since.
KEYS: tuple[Any, ...] = (Observation.id, Observation.code)
LATEST: Any = (
    select(*KEYS)
    .where(Observation.patient_id == bindparam("patient_id"), Observation.category == "laboratory")
    .where(col(Observation.happened_at).is_not(None), Observation.status != IN_ERROR)
    .where(or_(col(Observation.number) != "", col(Observation.text_sealed).is_not(None)))
    .order_by(col(Observation.happened_at).desc(), col(Observation.id).desc())
    .limit(LOOKED_AT)
)
FAR = frozenset({"HH", "LL", "AA"})  # HL7 v3 ObservationInterpretation: critical


def name_of(row: Observation) -> str:
    """Name what was observed."""
    known = BY_CODE.get(row.code)
    return row.name or (known.name if known else row.code)


def value_of(row: Observation) -> str:
    """Say how much, with its unit, or in words; "" for the name of a panel."""
    if not row.number:
        return row.text
    unit = UNITS.get(row.unit, row.unit)
    return f"{number(row.number) or row.number} {'' if unit.startswith('{') else unit}".strip()


def mark_of(row: Observation) -> str:
    """Say where something is not as usual; "" where it is, or nobody knows."""
    return MARKS.get(row.flag, "")


def together(rows: Sequence[Observation]) -> dict[str, Any]:
    """Word what was observed together: one thing as itself, several as a list."""
    said = [(name_of(row), value_of(row)) for row in rows]
    marked = next(filter(None, (mark_of(row) for row in rows)), "")
    if len(rows) == 1:
        return {"title": said[0][0], "value": said[0][1], "mark": marked, "note": usual(rows[0]), "text": rows[0].note}
    panel = next((name for name, value in said if not value), "")
    listed = ", ".join(f"{name} {value}" for name, value in said if value)
    return {"title": panel or t("{n} results", n=len(rows)), "note": listed, "mark": marked}


def measured(scope: Scope, rows: Sequence[Observation]) -> dict[str, Any]:
    """Word vital signs that were measured together, as the visit does; what is not one of ours as any result."""
    readings = sorted(read(rows), key=lambda one: ORDER.index(one.measure.key))
    if len(readings) < len(rows):
        return together(rows)
    patient = scope.db.get_one(Patient, rows[0].patient_id)
    cards = [card(scope, patient, *pair) for pair in paired(readings)]
    listed = ", ".join(f"{one.name} {one.value} {one.unit}".strip() for one in cards)
    marks = [f"{one.name}: {one.mark}" for one in cards if one.mark]
    return {"title": "", "note": listed, "mark": ", ".join(marks), "text": rows[0].note}


def usual(row: Observation) -> str:
    """Say the range that was given as usual."""
    if row.usual_low and row.usual_high:
        return t("Usual: {low} to {high}", low=number(row.usual_low), high=number(row.usual_high))
    if row.usual_high:
        return t("Usual: up to {high}", high=number(row.usual_high))
    return t("Usual: from {low}", low=number(row.usual_low)) if row.usual_low else ""


def latest_results(scope: Scope, patient_id: UUID) -> list[ChartLine]:
    """Show the latest result of each kind that is not a vital sign, the newest first; not more than fit a glance."""
    latest: dict[str, UUID] = {}
    for row_id, code in scope.db.execute(LATEST, {"patient_id": patient_id}):
        latest.setdefault(code or str(row_id), row_id)
    ids = list(latest.values())[:SHOWN]
    rows = by_id(scope, Observation, set(ids))
    return [_line(scope, rows[row_id]) for row_id in ids]


def _line(scope: Scope, row: Observation) -> ChartLine:
    mark = mark_of(row)
    return ChartLine(
        id=str(row.id), title=name_of(row), value=value_of(row), mark=mark, note=usual(row),
        tone="danger" if row.flag in FAR else "warn" if mark else "",
        day=plain_day(local_day(scope, row.happened_at)) if row.happened_at else "",
    )  # fmt: skip
