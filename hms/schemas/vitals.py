"""Vital signs: what a form must say, and what a page may know."""

from typing import Annotated, Literal, NamedTuple
from uuid import UUID

from pydantic import Field

from hms.schemas.base import Card, Form
from hms.schemas.scheduling import Key
from hms.schemas.visits import PatientBanner
from hms.texts import t

Typed = Annotated[str, Field(max_length=40)]


class UnitSet(NamedTuple):
    """The units that a form is typed in, as UCUM codes."""

    words: str
    weight: str
    height: str
    temperature: str


UNIT_SETS = {
    "metric": UnitSet(t("kg, cm, °C"), "kg", "cm", "Cel"),
    "us": UnitSet(t("lb, in, °F"), "[lb_av]", "[in_i]", "[degF]"),
    "metric_f": UnitSet(t("kg, cm, °F"), "kg", "cm", "[degF]"),
    "us_c": UnitSet(t("lb, in, °C"), "[lb_av]", "[in_i]", "Cel"),
    "lb_cm": UnitSet(t("lb, cm, °C"), "[lb_av]", "cm", "Cel"),
    "lb_cm_f": UnitSet(t("lb, cm, °F"), "[lb_av]", "cm", "[degF]"),
    "kg_in": UnitSet(t("kg, in, °C"), "kg", "[in_i]", "Cel"),
    "kg_in_f": UnitSet(t("kg, in, °F"), "kg", "[in_i]", "[degF]"),
}


class UnitsForm(Form):
    """The units in which a clinic measures, as UCUM codes, and the set that was seen when they were chosen."""

    seen: str
    weight: Literal["kg", "[lb_av]"]
    height: Literal["cm", "[in_i]"]
    temperature: Literal["Cel", "[degF]"]


class UnitsCard(Card):
    """The units in which a clinic measures, and what is usual in its country."""

    seen: str
    weight: str
    height: str
    temperature: str
    usual: str
    country: str  # by name


class VitalsForm(Form):
    """A set of vital signs as typed; what was not measured stays empty. Oxygen is in l/min, 0 for room air."""

    encounter_id: UUID
    key: Key
    units: Literal["metric", "us", "metric_f", "us_c", "lb_cm", "lb_cm_f", "kg_in", "kg_in_f"] = "metric"
    systolic: Typed = ""
    diastolic: Typed = ""
    pulse: Typed = ""
    breathing: Typed = ""
    temperature: Typed = ""
    saturation: Typed = ""
    oxygen: Typed = ""
    weight: Typed = ""
    height: Typed = ""
    head: Typed = ""
    pain: Typed = ""
    consciousness: Literal["", "A", "C", "V", "P", "U"] = ""
    scale: Literal["", "1", "2"] = ""  # of SpO2 in NEWS2; 2 only where 88 to 92 % was prescribed


class VitalChange(Form):
    """What a measurement should have said, and why it is changed."""

    observation_id: UUID
    version: int
    vital_value: Typed = ""
    vital_reason: Annotated[str, Field(max_length=500)] = ""


class VitalCard(Card):
    """The latest of a measure: 132/84 mmHg, high, up from 128/80 on 3 Nov 2026."""

    key: str
    name: str
    value: str
    unit: str
    flag: str  # LL, L, H, HH, or "" if usual or not known
    tone: str  # warn or danger where flagged
    mark: str  # the flag in words
    trend: str = ""
    day: str = ""


class NewsPart(Card):
    """What one sign adds to the score."""

    name: str
    points: str


class NewsCard(Card):
    """NEWS2 of a full set and the action it advises; only `note` where there is none, saying why."""

    parts: list[NewsPart]
    total: str = ""
    tone: str = "ok"
    words: str = ""  # NEWS2 5, medium risk
    watch: str = ""
    action: str = ""
    scale: str = ""
    when: str = ""
    source: str = ""
    note: str = ""


class VitalSet(Card):
    """What was measured together."""

    id: str
    when: str
    who: str
    listed: list[VitalCard]


class VisitVitals(Card):
    """Vital signs in a visit: what was recorded in it, the latest before it, and how its form begins."""

    recorded: list[VitalSet]
    before: list[VitalCard]
    news: NewsCard | None
    units: str
    child: bool  # a head circumference is asked for


class VitalRow(Card):
    """One measurement in the table behind a chart."""

    id: UUID
    version: int
    name: str
    day: str
    time: str
    number: str  # as typed
    value: str  # with its unit
    mark: str
    tone: str
    who: str
    void: bool
    changed: list[str]  # what it said before, who put it right or called it an error, when and why


class Point(Card):
    """A point of a chart: days before now (0 or less) or days of age, and the measure's own unit."""

    x: float
    y: float
    words: str


class Line(Card):
    """A line of a chart, with the word at its end."""

    name: str
    points: list[Point]


class MeasureSeries(Card):
    """One measure over time, with its usual band and the table behind it."""

    key: str
    name: str
    unit: str
    lines: list[Line]
    low: float | None
    high: float | None
    usual: str  # the band in words, with its source
    rows: list[VitalRow]


class GrowthSeries(Card):
    """A child's growth on the percentiles of WHO."""

    key: str
    name: str
    unit: str
    by: str  # days, or cm
    curves: list[Line]
    measured: Line
    told: list[str]  # 12.3 kg on 3 Nov 2026: 45th percentile (z -0.13)


class VitalsPage(Card):
    """All vital signs of a patient."""

    banner: PatientBanner
    measures: list[MeasureSeries]
    growth: list[GrowthSeries]
    growth_note: str
    news: NewsCard | None
    latest: list[VitalCard]
