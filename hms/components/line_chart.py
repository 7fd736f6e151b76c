"""Lines over time as a drawing without any script: plain numbers become paths, words stay HTML."""

import math
from collections.abc import Sequence

import reflex as rx

from hms.components.layout import row, txt
from hms.schemas.base import Card
from hms.schemas.vitals import Line, Point

STEPS = (1, 2, 2.5, 5, 10)
MARGIN = 0.08  # of the height, above and below
LEAST = 1e-6  # what is closer together is one number


class Tick(Card):
    """A word at the side of a drawing; `at` is how far from its top, as a CSS length."""

    at: str
    words: str
    path: str = ""


class Drawn(Card):
    """A line as SVG paths in a square of 100 by 100."""

    name: str
    path: str
    dots: str
    second: bool = False


class Drawing(Card):
    """A whole drawing, ready for line_chart(): strings only, so that it may stand in a state."""

    lines: list[Drawn]
    curves: list[Drawn]
    sides: list[Tick]
    ends: list[Tick]
    band: str
    first: str
    last: str
    words: str


def plot(
    lines: Sequence[Line],
    *,
    low: float | None = None,
    high: float | None = None,
    curves: Sequence[Line] = (),
    first: str = "",
    last: str = "",
    words: str = "",
) -> Drawing:
    """Turn lines of numbers into a drawing, with a band of what is usual and curves behind them.

    `first` and `last` stand under its two ends, `words` say for screen readers what it shows.
    """
    spots = [point for line in (*lines, *curves) for point in line.points]
    across = [point.x for point in spots] or [0.0]
    bounds = [bound for bound in (low, high) if bound is not None]
    ticks = marks(min([*(p.y for p in spots), *bounds], default=0), max([*(p.y for p in spots), *bounds], default=1))
    bottom, top = ticks[0], ticks[-1]

    def place(x: float, y: float) -> tuple[float, float]:
        wide = max(across) - min(across)
        left = 100 * (x - min(across)) / wide if wide > LEAST else 50.0
        return round(left, 2), round(100 - 100 * (y - bottom) / (top - bottom), 2)

    def drawn(line: Line, second: bool = False) -> Drawn:
        at = [place(point.x, point.y) for point in line.points]
        path = "".join(f"{'L' if n else 'M'}{x} {y}" for n, (x, y) in enumerate(at))
        return Drawn(name=line.name, path=path, dots="".join(f"M{x} {y}h0.01" for x, y in at), second=second)

    ends = [Tick(at=f"{place(0, curve.points[-1].y)[1]}%", words=curve.name) for curve in curves if curve.points]
    return Drawing(
        lines=[drawn(line, bool(n)) for n, line in enumerate(lines)], curves=[drawn(curve) for curve in curves],
        sides=[_side(place(0, tick)[1], tick) for tick in ticks], ends=ends,
        band=_band(place(0, high if high is not None else top)[1], place(0, low if low is not None else bottom)[1])
        if bounds else "",
        first=first, last=last if last != first else "", words=words,
    )  # fmt: skip


def marks(least: float, most: float) -> list[float]:
    """Choose round numbers below, between and above two, three to six of them."""
    room = (most - least) * MARGIN if most - least > LEAST else max(abs(most) * MARGIN, 1)
    least, most = least - room if least else least, most + room
    rough = (most - least) / 4
    power = 10 ** math.floor(math.log10(rough))
    step = next(size * power for size in STEPS if size * power >= rough)
    start = math.floor(least / step)
    return [round(n * step, 6) for n in range(start, math.ceil(most / step) + 1)]


def _side(at: float, number: float) -> Tick:
    return Tick(at=f"{at}%", words=f"{number:g}", path=f"M0 {at}H100")


def _band(above: float, below: float) -> str:
    return f"M0 {above}H100V{below}H0Z"


def line_chart(drawing: rx.Var) -> rx.Component:
    """Draw what plot() made."""
    svg, none = rx.el.svg, rx.fragment()
    inside = svg(
        rx.cond(drawing.band, svg.path(d=drawing.band, class_name="h-plot-band"), none),
        rx.foreach(drawing.sides, lambda one: svg.path(d=one.path, class_name="h-plot-grid")),
        rx.foreach(drawing.curves, lambda one: svg.path(d=one.path, class_name=_curve(one))),
        rx.foreach(
            drawing.lines,
            lambda one: svg.g(
                svg.path(d=one.path, class_name="h-plot-line"),
                svg.path(d=one.dots, class_name="h-plot-dots"),
                class_name=rx.cond(one.second, "h-plot-second", ""),
            ),
        ),
        view_box="0 0 100 100",
        custom_attrs={"preserveAspectRatio": "none", "aria-hidden": "true"},
    )
    sides = rx.foreach(drawing.sides, lambda one: txt(one.words, "label", "ink_3", top=one.at, class_name="h-plot-y"))
    ends = rx.foreach(drawing.ends, lambda one: txt(one.words, "label", "ink_2", top=one.at, class_name="h-plot-end"))
    below = rx.el.div(
        txt(drawing.first, "label", "ink_3"), txt(drawing.last, "label", "ink_3"), class_name="h-plot-x"
    )  # fmt: skip
    area = rx.el.div(inside, sides, ends, class_name="h-plot-area", aria_hidden="true")
    keys = rx.foreach(
        drawing.lines,
        lambda one: row(rx.el.span(class_name=_key(one), aria_hidden="true"), txt(one.name, "label", "ink_2")),
    )
    key = rx.cond(drawing.lines.length() > 1, row(keys, wrap=True, aria_hidden="true"), none)
    return rx.el.div(area, below, key, class_name="h-plot", role="img", aria_label=drawing.words)


def _curve(one: rx.Var) -> rx.Var:
    return rx.cond(one.name == "50", "h-plot-curve h-plot-middle", "h-plot-curve")


def _key(one: rx.Var) -> rx.Var:
    return rx.cond(one.second, "h-plot-key h-plot-second", "h-plot-key")


__all__ = ["Drawing", "Line", "Point", "line_chart", "marks", "plot"]
