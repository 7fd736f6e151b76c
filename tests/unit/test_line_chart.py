"""A chart's drawing: whatever the numbers, it stays inside its frame, in order, with round numbers at its side."""

import re

from hypothesis import given
from hypothesis import strategies as st

from hms.components.line_chart import marks, plot
from hms.schemas.vitals import Line, Point

NUMBERS = st.floats(-50, 700, allow_nan=False)
POINTS = st.lists(st.builds(Point, x=st.floats(-4000, 7000), y=NUMBERS, words=st.just("")), min_size=1, max_size=30)


def numbers(path: str) -> list[float]:
    return [float(said) for said in re.findall(r"-?\d+(?:\.\d+)?(?:e-?\d+)?", path)]


@given(POINTS, st.none() | NUMBERS, st.none() | NUMBERS)
def test_nothing_is_drawn_outside_of_the_frame(points: list[Point], low: float | None, high: float | None) -> None:
    drawing = plot([Line(name="A", points=points)], low=low, high=high, first="then", last="now")
    assert all(-0.01 <= number <= 100.01 for number in numbers(drawing.lines[0].path))
    assert bool(drawing.band) == (low is not None or high is not None)
    assert all(-0.01 <= number <= 100.01 for number in numbers(drawing.band))


@given(NUMBERS, NUMBERS)
def test_the_numbers_at_the_side_are_round_and_embrace_all(one: float, other: float) -> None:
    least, most = min(one, other), max(one, other)
    told = marks(least, most)
    assert 2 <= len(told) <= 8 and told == sorted(told)
    assert told[0] <= least + 1e-6 and told[-1] >= most - 1e-6


def test_a_higher_number_stands_higher_and_a_later_one_farther_right() -> None:
    drawing = plot(
        [Line(name="A", points=[Point(x=-2, y=120, words=""), Point(x=0, y=140, words="")])], low=100, high=139
    )
    left, low, right, high = numbers(drawing.lines[0].path)
    assert (left, right) == (0, 100) and high < low


def test_one_measurement_stands_in_the_middle_and_two_lines_differ_in_more_than_colour() -> None:
    one = Line(name="A", points=[Point(x=-3, y=37, words="")])
    drawing = plot([one, one.model_copy(update={"name": "B"})], first="3 Nov", last="3 Nov")
    assert drawing.lines[0].dots.startswith("M50") and drawing.last == ""
    assert [line.second for line in drawing.lines] == [False, True]
