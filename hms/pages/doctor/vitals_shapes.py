"""Vital signs as the charts page holds them: drawings, the tables behind them, what is being corrected."""

from hms.components.line_chart import Drawing, plot
from hms.schemas.base import Card
from hms.schemas.vitals import GrowthSeries, MeasureSeries, Point, VitalRow
from hms.texts import t

MONTH_DAYS = 30.4375


class MeasureChart(Card):
    """One measure: its drawing where there is something to draw, and its table."""

    key: str
    name: str
    usual: str
    drawing: Drawing | None
    rows: list[VitalRow]


class GrowthChart(Card):
    """A child's growth: its drawing, and where each measurement stands."""

    key: str
    name: str
    drawing: Drawing
    told: list[str]


def measure_chart(series: MeasureSeries) -> MeasureChart:
    """Draw one measure over time."""
    name = f"{series.name}, {series.unit}" if series.unit else series.name
    drawing = None
    if series.lines:
        ends = [row.day for row in series.rows if not row.void]
        words = t("{name}. Measurements: {n}, all in the table below", name=name, n=len(ends))
        drawing = plot(
            series.lines, low=series.low, high=series.high, first=ends[-1], last=ends[0], words=f"{words}. {series.usual}"
        )  # fmt: skip
    return MeasureChart(key=series.key, name=name, usual=series.usual, drawing=drawing, rows=series.rows)


def growth_chart(series: GrowthSeries) -> GrowthChart:
    """Draw a child's growth on the percentiles."""
    name = f"{series.name}, {series.unit}"
    spots = [point for line in series.curves for point in line.points]
    first, last = (_place(end(spots, key=lambda point: point.x), series.by) for end in (min, max))
    words = t("{name}, with the percentiles 3, 15, 50, 85 and 97 of WHO; all in the list below", name=name)
    drawing = plot([series.measured], curves=series.curves, first=first, last=last, words=words)
    return GrowthChart(key=series.key, name=name, drawing=drawing, told=series.told)


def _place(point: Point, by: str) -> str:
    """Say where an end of a growth chart is: an age, or a length."""
    if by == "cm":
        return f"{point.x:.0f} cm"
    months = point.x / MONTH_DAYS
    if months < 3:
        return t("{n} d", n=round(point.x))
    return t("{n} mo", n=round(months)) if months < 24 else t("{n} y", n=f"{months / 12:.1f}".removesuffix(".0"))
