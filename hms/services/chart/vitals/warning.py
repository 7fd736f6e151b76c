"""NEWS2 of the last full set of vital signs."""

from sqlmodel import col, select

from hms.access import Scope
from hms.knowledge.vitals import news2
from hms.knowledge.vitals.measures import MEASURES, NAMES
from hms.knowledge.vitals.units import rounded
from hms.models import HealthStatement, Observation, Patient
from hms.schemas.vitals import NewsCard, NewsPart
from hms.services.chart.vitals.rows import SCALE, Reading, age_of, latest, moment, of_group, read
from hms.services.intake import standing
from hms.services.local_time import local_day, today
from hms.texts import t

TONES = {"low": "ok", "low-medium": "warn", "medium": "warn", "high": "danger"}
RISKS = {
    "low": t("low risk"),
    "low-medium": t("low to medium risk"),
    "medium": t("medium risk"),
    "high": t("high risk"),
}
SETS = 5  # how many of the last ones are looked at
MOST_MISSING = 3  # a set that lacks more is not on its way to a score


def news(scope: Scope, patient: Patient) -> NewsCard | None:
    """Score the last full set, with the action that the Royal College of Physicians advises; None under 16 years.

    Where there is no score it says why: pregnancy, or what the last set lacks.
    """
    if not news2.applies(age_of(patient, today(scope))):
        return None
    if words := _pregnant(scope, patient):
        return NewsCard(parts=[], note=t("NEWS2 is not for pregnancy: “{words}” stands in this record.", words=words))
    groups = _groups(scope, patient)
    for readings in groups:
        found = {one.measure.key: one for one in readings}
        if set(news2.NEEDED) <= set(found) and news2.applies(age_of(patient, local_day(scope, readings[0].at))):
            return _scored(scope, found, readings[0].row)
    return _lacking(groups[0]) if groups else None


def _groups(scope: Scope, patient: Patient) -> list[list[Reading]]:
    """Read the last sets that had a pulse, the newest first."""
    codes = (MEASURES["pulse"].code, MEASURES["consciousness"].code)
    ids = list(dict.fromkeys(one.row.group_id for one in latest(scope, patient.id, SETS, codes) if one.row.group_id))
    rows = read(of_group(scope, ids))
    found = [[one for one in rows if one.row.group_id == group] for group in ids]
    return sorted((group for group in found if group), key=lambda group: group[0].at, reverse=True)


def _scored(scope: Scope, found: dict[str, Reading], row: Observation) -> NewsCard:
    numbers = {key: rounded(found[key].number or 0, 1) for key in news2.NEEDED if key != "consciousness"}  # type: ignore[arg-type]
    scale_2 = any(one.code == SCALE and one.text == "2" for one in of_group(scope, [row.group_id]))
    told = news2.score(news2.Signs(consciousness=found["consciousness"].row.text, scale_2=scale_2, **numbers))
    words = t("NEWS2 {total}, {risk}", total=told.total, risk=RISKS[told.risk])
    return NewsCard(
        total=str(told.total), tone=TONES[told.risk], words=words, watch=told.watch, action=told.action,
        parts=[NewsPart(name=NAMES[key], points=str(points)) for key, points in told.parts.items()],
        scale=t("SpO2 scale 2: 88 to 92 % is aimed at") if scale_2 else t("SpO2 scale 1"),
        when=moment(scope, row.happened_at or row.recorded_at), source=news2.SOURCE,
    )  # fmt: skip


def _lacking(readings: list[Reading]) -> NewsCard | None:
    have = {one.measure.key for one in readings}
    missing = [NAMES[key] for key in news2.NEEDED if key not in have]
    if len(missing) > MOST_MISSING:
        return None
    return NewsCard(parts=[], note=t("For NEWS2 the last set lacks: {names}.", names=", ".join(missing)))


def _pregnant(scope: Scope, patient: Patient) -> str:
    asked = select(HealthStatement).where(
        HealthStatement.patient_id == patient.id, HealthStatement.kind == "pregnancy"
    ).order_by(col(HealthStatement.id).desc())  # fmt: skip
    return next((row.text for row in scope.db.exec(asked) if standing.holds(row)), "")
