"""A child's growth on the percentiles of the World Health Organization."""

from collections.abc import Sequence
from datetime import date

from hms.access import Scope
from hms.knowledge.vitals import growth as who
from hms.knowledge.vitals.ages import age_on
from hms.knowledge.vitals.measures import UNITS
from hms.knowledge.vitals.units import plain, rounded
from hms.models import Patient
from hms.schemas.vitals import GrowthSeries, Line, Point
from hms.schemas.words import plain_day
from hms.services.chart.vitals.glancing import computed
from hms.services.chart.vitals.rows import Reading
from hms.services.local_time import local_day, today
from hms.texts import t

PERCENTILES = (3, 15, 50, 85, 97)  # as WHO's own charts draw them
MEASURED = {
    "weight-for-age": "weight", "length-height-for-age": "height", "bmi-for-age": "bmi", "head-for-age": "head",
}  # fmt: skip
GROWN = "19y"
STEPS = 60  # points of a curve
NOTE = t(
    "WHO Child Growth Standards 2006 and Growth Reference 2007. Ages count from birth and are not corrected for a preterm "
    "birth. Under two years a height counts as length lying down, from then on as height standing up."
)


def growth(scope: Scope, patient: Patient, readings: Sequence[Reading]) -> list[GrowthSeries]:
    """Draw a child's measurements among WHO's percentiles; nothing from 19 years on, or without a whole birth date."""
    born = patient.born_on
    if born is None or patient.sex not in who.SEXES or age_on(born, today(scope)).reaches(GROWN):
        return []
    every = [one for one in (*readings, *computed(scope, patient, list(readings))) if one.number]
    drawn = [_for_age(scope, patient.sex, born, name, every) for name in MEASURED]
    return [one for one in (*drawn, *_for_size(scope, patient.sex, born, every)) if one and one.told]


def _days(scope: Scope, born: date, one: Reading) -> int:
    return (local_day(scope, one.at) - born).days


def _for_age(scope: Scope, sex: str, born: date, indicator: str, every: Sequence[Reading]) -> GrowthSeries | None:
    mine = sorted((one for one in every if one.measure.key == MEASURED[indicator]), key=lambda one: one.at)
    points, told = [], []
    for one in mine:
        days = _days(scope, born, one)
        if (numbers := who.by_age(indicator, sex, days)) and one.number:
            words = _words(scope, one, who.z_score(indicator, numbers, one.number))
            points.append(Point(x=days, y=round(float(one.number), 3), words=words))
            told.append(words)
    if not points:
        return None
    least, most = points[0].x, max(points[-1].x, points[0].x + 60)
    first, last = max(0, int(least - 0.2 * (most - least))), int(most + 0.2 * (most - least))
    spots = sorted({first + (last - first) * step // STEPS for step in range(STEPS + 1)})
    curves = _curves([(day, numbers) for day in spots if (numbers := who.by_age(indicator, sex, day))])
    return _series(indicator, "days", curves, points, told)


def _for_size(scope: Scope, sex: str, born: date, every: Sequence[Reading]) -> list[GrowthSeries]:
    """Draw weight for length, then for height: of each weight with the height of that day."""
    found: dict[str, list[tuple[Point, str]]] = {}
    heights = {local_day(scope, one.at): one for one in every if one.measure.key == "height"}
    for one in sorted((one for one in every if one.measure.key == "weight"), key=lambda one: one.at):
        beside = heights.get(local_day(scope, one.at))
        fits = who.by_size(_days(scope, born, one), sex, beside.number) if beside and beside.number else None
        if fits and beside and beside.number and one.number:
            words = _words(scope, one, who.z_score(fits[0], fits[1], one.number))
            point = Point(x=round(float(beside.number), 1), y=round(float(one.number), 3), words=words)
            found.setdefault(fits[0], []).append((point, words))
    return [_sized(name, sex, sorted(spots, key=lambda spot: spot[0].x)) for name, spots in found.items()]


def _sized(indicator: str, sex: str, spots: list[tuple[Point, str]]) -> GrowthSeries:
    days = 0 if indicator == "weight-for-length" else who.STANDING
    least, most = spots[0][0].x - 8, spots[-1][0].x + 8
    sizes = [least + (most - least) * step / STEPS for step in range(STEPS + 1)]
    curves = _curves([(size, fits[1]) for size in sizes if (fits := who.by_size(days, sex, size))])
    return _series(indicator, "cm", curves, [point for point, _ in spots], [words for _, words in spots])


def _curves(spots: Sequence[tuple[float, who.Lms]]) -> list[Line]:
    return [
        Line(
            name=str(percent),
            points=[Point(x=x, y=round(numbers.at(who.z_of(percent)), 3), words="") for x, numbers in spots],
        )
        for percent in PERCENTILES
    ]


def _series(indicator: str, by: str, curves: list[Line], points: list[Point], told: list[str]) -> GrowthSeries:
    name, unit, _ = who.INDICATORS[indicator]
    return GrowthSeries(
        key=indicator, name=name, unit=UNITS[unit], by=by, curves=curves, measured=Line(name=name, points=points),
        told=told[::-1],
    )  # fmt: skip


def _words(scope: Scope, one: Reading, z: float) -> str:
    """Say where a measurement stands among healthy children."""
    percent = who.percentile(z)
    said = t("below the 1st percentile") if percent < 1 else t("above the 99th percentile") if percent > 99 else ""
    said = said or t("percentile {n}", n=round(percent))
    return t(
        "{value} {unit} on {day}: {said} (z {z})",
        value=plain(rounded(one.number or 0, 2)), unit=UNITS[one.measure.unit], day=plain_day(local_day(scope, one.at)),  # type: ignore[arg-type]
        said=said, z=f"{z:+.2f}",
    )  # fmt: skip
