"""The latest of each vital sign, with how it moved, for the chart and the visit."""

from fractions import Fraction

from hms.access import Scope
from hms.knowledge.vitals.measures import MEASURES
from hms.knowledge.vitals.reading import bmi
from hms.models import Observation, Patient
from hms.schemas.vitals import VitalCard
from hms.schemas.words import plain_day
from hms.services.chart.vitals import units
from hms.services.chart.vitals.rows import Reading, age_of, latest, said
from hms.services.chart.vitals.sets import ORDER, card, paired
from hms.services.local_time import local_day
from hms.texts import t

GROWN = "20y"  # from here on a height once measured holds
Pair = tuple[Reading, Reading | None]


def glance(scope: Scope, patient: Patient) -> list[VitalCard]:
    """Word the latest of each measure with its flag, how it moved since the time before, and the day; newest rules."""
    return glance_of(scope, patient, latest(scope, patient.id, each=2))


def glance_of(scope: Scope, patient: Patient, readings: list[Reading]) -> list[VitalCard]:
    """Word the latest of each measure among some, the newest first, as glance() does."""
    by_key: dict[str, list[Pair]] = {}
    for pair in paired([*readings, *computed(scope, patient, readings)]):
        by_key.setdefault(pair[0].measure.key, []).append(pair)
    return [
        card(scope, patient, *pairs[0]).model_copy(
            update={
                "trend": _trend(scope, pairs),
                "day": plain_day(local_day(scope, pairs[0][0].at)),
                **_read(scope, pairs[0][0]),
            }
        )
        for key in ORDER
        if (pairs := sorted(by_key.get(key, []), key=lambda pair: pair[0].at, reverse=True))
    ]


def _read(scope: Scope, one: Reading) -> dict[str, str]:
    """Read a measurement in the clinic's unit where that is its choice."""
    value, unit = units.shown(scope, one)
    return {"value": value, "unit": unit} if one.measure.key in units.ASKED else {}


def computed(scope: Scope, patient: Patient, readings: list[Reading]) -> list[Reading]:
    """Compute the body mass index of each weight: with a height of that day, or of adults the last one before."""
    heights = [one for one in readings if one.measure.key == "height" and one.number]
    told = {local_day(scope, one.at) for one in readings if one.measure.key == "bmi"}
    made = []
    for weight in (one for one in readings if one.measure.key == "weight" and one.number):
        day = local_day(scope, weight.at)
        age = age_of(patient, day)
        grown = age is not None and age.reaches(GROWN)
        fitting = [one for one in heights if local_day(scope, one.at) == day or (grown and one.at <= weight.at)]
        if fitting and day not in told and weight.number:
            nearest = max(fitting, key=lambda one: one.at)
            made.append(_index(weight, bmi(weight.number, nearest.number or Fraction(1))))
    return made


def _index(weight: Reading, number: object) -> Reading:
    measure = MEASURES["bmi"]
    row = Observation(
        id=weight.row.id, patient_id=weight.row.patient_id, status="final", category="vital-signs", code=measure.code,
        number=str(number), unit=measure.unit, happened_at=weight.row.happened_at, recorded_at=weight.row.recorded_at,
        recorded_by=weight.row.recorded_by,
    )  # fmt: skip
    return Reading(row, measure, Fraction(str(number)))


def _trend(scope: Scope, pairs: list[Pair]) -> str:
    """Say how the latest stands to the one before it."""
    if len(pairs) < 2:
        return ""
    (now, _), (before, beside) = pairs[0], pairs[1]
    if now.number is None or before.number is None:
        return ""
    value, _ = units.shown(scope, before)
    value = f"{value}/{said(beside.row)}" if beside else value
    words = (
        t("same as") if now.number == before.number else t("up from") if now.number > before.number else t("down from")
    )
    return t("{way} {value} on {day}", way=words, value=value, day=plain_day(local_day(scope, before.at)))
