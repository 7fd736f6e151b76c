"""Vital signs over time: each measure with its usual band and its table, and how they stand in a visit."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from sqlmodel import col, select

from hms.access import Scope, requires
from hms.knowledge.vitals.limits import BANDED, Range, usual
from hms.knowledge.vitals.measures import CONSCIOUSNESS, MEASURES, NAMES
from hms.knowledge.vitals.units import convert, plain, rounded
from hms.models import EntryVersion, Observation, Patient
from hms.permissions import Permission
from hms.schemas.vitals import Line, MeasureSeries, Point, VisitVitals, VitalRow, VitalsPage
from hms.schemas.words import clock, plain_day
from hms.services import visits
from hms.services.chart import entries, retold
from hms.services.chart.vitals import units
from hms.services.chart.vitals.glancing import computed, glance_of
from hms.services.chart.vitals.growing import NOTE, growth
from hms.services.chart.vitals.rows import CODES, TONES, Reading, age_of, flag_of, latest, said, unit_words
from hms.services.chart.vitals.sets import PRESSURE, alarming, mark_of, value_of, worded
from hms.services.chart.vitals.warning import news
from hms.services.local_time import local_day, today
from hms.texts import t

SHOWN = 60  # of each measure
DAY_S = 86_400
CHARTS = (
    "pressure",
    *(key for key, one in MEASURES.items() if key not in {"systolic", "diastolic"} and not one.answers),
)


@requires(Permission.SEE_CHART)
def follow_vitals(scope: Scope, patient_id: UUID) -> VitalsPage:
    """Show all vital signs of a patient in one's care: charts, tables, NEWS2, and a child's growth. Raises NotFound."""
    patient = scope.patient(patient_id)
    every = latest(scope, patient.id, SHOWN, CODES, voided=True)
    standing = entries_standing(every)
    before = retold.kept(scope, [one.row for one in every])
    wrote = {one.row.recorded_by for one in every} | {one.changed_by for kept in before.values() for one in kept}
    names = entries.names_of(scope, wrote)
    made = computed(scope, patient, standing)
    series = [
        _series(scope, patient, key, [*every, *made] if key == "bmi" else every, (names, before)) for key in (*CHARTS, "consciousness")
    ]  # fmt: skip
    return VitalsPage(
        banner=visits.banner(scope, patient), measures=[one for one in series if one.rows],
        growth=growth(scope, patient, standing), growth_note=NOTE, news=news(scope, patient),
        latest=glance_of(scope, patient, standing),
    )  # fmt: skip


@requires(Permission.SEE_CHART)
def vitals_of_visit(scope: Scope, encounter_id: UUID) -> VisitVitals:
    """Show the vital signs of a visit in one's care, the latest of all, and in which units to type. Raises NotFound."""
    encounter = scope.encounter(encounter_id)
    patient = scope.patient(encounter.patient_id)
    asked = select(Observation).where(
        Observation.encounter_id == encounter.id, Observation.category == "vital-signs", Observation.status != entries.IN_ERROR
    )  # fmt: skip
    groups: dict[object, list[Observation]] = {}
    for row in scope.db.exec(asked.order_by(col(Observation.id))):
        groups.setdefault(row.group_id or row.id, []).append(row)
    age = age_of(patient, today(scope))
    return VisitVitals(
        recorded=[worded(scope, patient, rows) for rows in reversed(groups.values())],
        before=glance_of(scope, patient, latest(scope, patient.id, each=2)), news=news(scope, patient),
        units=units.name_of(scope),
        child=age is not None and not age.reaches("5y"),
    )  # fmt: skip


def entries_standing(readings: Sequence[Reading]) -> list[Reading]:
    """Leave out what was declared an error."""
    return [one for one in readings if one.row.status != entries.IN_ERROR]


Told = tuple[dict[UUID | None, str], dict[UUID, list[EntryVersion]]]


def _series(scope: Scope, patient: Patient, key: str, readings: Sequence[Reading], told: Told) -> MeasureSeries:
    keys = ("systolic", "diastolic") if key == "pressure" else (key,)
    mine = sorted((one for one in readings if one.measure.key in keys), key=lambda one: one.at, reverse=True)
    measure, unit = MEASURES[keys[0]], units.unit_of(scope, keys[0])
    bands = [usual(name, age_of(patient, today(scope)), patient.sex) for name in keys]
    band = bands[0]
    drawn = [
        Line(name=NAMES[name], points=_points(scope, [one for one in mine if one.measure.key == name])) for name in keys
    ]
    return MeasureSeries(
        key=key, name=PRESSURE if key == "pressure" else measure.name, unit=unit_words(unit),
        lines=[line for line in drawn if line.points],
        low=_in(band.least, measure.unit, unit) if band else None, high=_in(band.high, measure.unit, unit) if band else None,
        usual=_usual(keys, bands, unit), rows=[_row(scope, patient, one, told) for one in mine],
    )  # fmt: skip


def _points(scope: Scope, readings: Sequence[Reading]) -> list[Point]:
    """Give the points of a line, oldest first: days before now, and the number in the clinic's unit."""
    return [
        Point(
            x=round((one.at - scope.now).total_seconds() / DAY_S, 4), y=round(float(number), 3),
            words=t("{value} {unit} on {day}", value=value, unit=unit, day=_day(scope, one)),
        )
        for one in reversed(entries_standing(readings)) if (number := units.number_of(scope, one)) is not None
        for value, unit in [units.shown(scope, one)]
    ]  # fmt: skip


def _usual(keys: Sequence[str], bands: Sequence[Range | None], unit: str) -> str:
    """Say what is usual now, and who says so; nothing of what has no usual range at any age."""
    if not any(bands):
        return t("No usual range is known for this age.") if any(one in BANDED for one in keys) else ""
    said = [f"{NAMES[key]}: {_range(key, band, unit)}" for key, band in zip(keys, bands, strict=True) if band]
    sources = dict.fromkeys(source for band in bands if band for source in band.sources)
    words = ". ".join(said) if len(keys) > 1 else _range(keys[0], next(band for band in bands if band), unit)
    return f"{words}. {t('Source')}: {'; '.join(sources)}."


def _in(bound: Decimal | None, unit: str, to: str) -> float | None:
    return None if bound is None else round(float(convert(bound, unit, to)), 3)


def _range(key: str, band: Range, to: str) -> str:
    measure, unit = MEASURES[key], unit_words(to)
    low, high = (
        "" if bound is None else plain(bound) if to == measure.unit
        else plain(rounded(convert(bound, measure.unit, to), max(1, measure.places)))
        for bound in (band.least, band.high)
    )  # fmt: skip
    if low and high:
        return t("usual: {low} to {high} {unit}", low=low, high=high, unit=unit)
    return (
        t("usual: from {low} {unit}", low=low, unit=unit)
        if low
        else t("usual: up to {high} {unit}", high=high, unit=unit)
    )


def _row(scope: Scope, patient: Patient, one: Reading, told: Told) -> VitalRow:
    names, before = told
    row, flag = one.row, flag_of(scope, patient, one)
    void = row.status == entries.IN_ERROR
    return VitalRow(
        id=row.id, version=row.version, name=NAMES[one.measure.key], day=_day(scope, one), time=clock(one.at, scope.zone),
        number=said(row), value=f"{value_of(one)} {unit_words(row.unit)}".strip(),
        mark="" if void else mark_of(one, [flag]),
        tone="" if void else TONES.get(flag, "danger" if alarming(one) else ""),
        who=names.get(row.recorded_by, "") or (t("imported") if row.source == "import" else ""), void=void,
        changed=retold.told(scope, row, before.get(row.id, []) if row.version > 1 else [], names, CONSCIOUSNESS),
    )  # fmt: skip


def _day(scope: Scope, one: Reading) -> str:
    return plain_day(local_day(scope, one.at))
