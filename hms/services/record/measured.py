"""Vital signs that the clinic measured, in words for the person of whom they are."""

from collections.abc import Iterable
from itertools import groupby
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select

from hms.access import Scope
from hms.knowledge.vitals.measures import BY_CODE, NAMES
from hms.models import Observation
from hms.schemas.record import Detail, RecordEntry
from hms.schemas.words import plain_day
from hms.services.chart.entries import IN_ERROR
from hms.services.chart.vitals.rows import Reading, read, unit_words
from hms.services.chart.vitals.sets import paired, value_of
from hms.services.local_time import local_day
from hms.services.record.wording import MARKS, Sorted
from hms.texts import t


def _mine(patient_id: UUID) -> tuple[object, ...]:
    """Say which are meant: measured here, and no error. What was imported is told from where it came."""
    row = Observation
    return (
        row.patient_id == patient_id, row.category == "vital-signs", row.source != "import", row.status != IN_ERROR,
        col(row.code).in_(tuple(BY_CODE)),
    )  # fmt: skip


def total(scope: Scope, patient_id: UUID) -> int:
    """Count how often vital signs were measured of a patient."""
    asked = select(func.count(func.distinct(func.coalesce(Observation.group_id, Observation.id))))
    return int(scope.db.exec(asked.where(*_mine(patient_id))).one())  # type: ignore[arg-type]


def sets(scope: Scope, patient_id: UUID) -> list[Sorted]:
    """Word what was measured of a patient, each set as one entry."""
    asked = select(Observation).where(*_mine(patient_id)).order_by(col(Observation.id))  # type: ignore[arg-type]
    rows = sorted(scope.db.exec(asked).all(), key=lambda row: (str(row.group_id or row.id), row.id))
    return [_entry(scope, read(group)) for _, group in groupby(rows, key=lambda row: row.group_id or row.id)]


def _entry(scope: Scope, readings: list[Reading]) -> Sorted:
    at = readings[0].at.astimezone(scope.zone)
    marked = any(one.row.flag for one in readings)
    return at.isoformat(), RecordEntry(
        id=str(readings[0].row.group_id or readings[0].row.id), title=t("Vital signs"),
        day=plain_day(local_day(scope, readings[0].at)), tone="warn" if marked else "",
        mark=t("Something is not as usual") if marked else "", note=t("Measured at the clinic"),
        details=list(_details(readings)),
    )  # fmt: skip


def _details(readings: list[Reading]) -> Iterable[Detail]:
    for one, beside in paired(readings):
        value = f"{value_of(one)}/{value_of(beside)}" if beside else value_of(one)
        told = ((one, t("upper: {mark}")), (beside, t("lower: {mark}"))) if beside else ((one, "{mark}"),)
        marks = [words.format(mark=MARKS[each.row.flag]) for each, words in told if each and each.row.flag in MARKS]
        name = t("Blood pressure") if beside else NAMES[one.measure.key]
        yield Detail(name=name, value=", ".join([f"{value} {unit_words(one.row.unit)}".strip(), *marks]))
