"""How children grow, against the z-scores that the World Health Organization's own program gives."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hms.knowledge.vitals import growth
from hms.knowledge.vitals.growth import INDICATORS, by_age, by_size, percentile, z_of, z_score

FOR_AGE = [name for name in INDICATORS if name.endswith("-for-age")]
SEXES = st.sampled_from(["female", "male"])


def z(indicator: str, sex: str, days: int, measured: float) -> float:
    numbers = by_age(indicator, sex, days)
    assert numbers is not None
    return z_score(indicator, numbers, measured)


# sex, days, length or height (cm), weight (kg), and WHO's z-scores: length, weight, weight for size, BMI, as its
# example survey (igrowup) gives them
SURVEY = [
    ("female", 683, 84.8, 10.4, -0.07, -0.57, -0.81, -0.79), ("male", 219, 67.6, 8.9, -0.85, 0.57, 1.46, 1.41),
    ("male", 1599, 99.1, 15.5, -1.55, -0.76, 0.31, 0.39), ("male", 389, 76.2, 10.5, -0.19, 0.61, 0.89, 0.98),
    ("male", 536, 82, 9.8, 0.05, -0.92, -1.23, -1.36), ("female", 1429, 101.8, 16.7, -0.07, 0.36, 0.63, 0.58),
    ("female", 283, 73.3, 10.1, 1.13, 1.58, 1.46, 1.31), ("female", 1589, 107.8, 20.1, 0.59, 1.21, 1.29, 1.29),
]  # fmt: skip


@pytest.mark.parametrize(("sex", "days", "cm", "kg", "length", "weight", "for_size", "bmi"), SURVEY)
def test_the_z_scores_are_those_of_who(
    sex: str, days: int, cm: float, kg: float, length: float, weight: float, for_size: float, bmi: float
) -> None:
    assert round(z("length-height-for-age", sex, days, cm), 2) == length
    assert round(z("weight-for-age", sex, days, kg), 2) == weight
    assert round(z("bmi-for-age", sex, days, kg / (cm / 100) ** 2), 2) == bmi
    found = by_size(days, sex, cm)
    assert found is not None and round(z_score(found[0], found[1], kg), 2) == for_size


def test_a_girl_of_202_days_whose_head_is_42_8_cm() -> None:
    assert round(z("head-for-age", "female", 202, 42.8), 2) == 0.14


@given(st.sampled_from(FOR_AGE), SEXES)
def test_growth_is_known_from_the_first_day(indicator: str, sex: str) -> None:
    for days in (0, 1, 730, 731, 1856):
        assert by_age(indicator, sex, days) is not None
    assert by_age(indicator, sex, -1) is None
    assert by_age(indicator, "unknown", 10) is None


@pytest.mark.parametrize(
    ("indicator", "last"), [("weight-for-age", 120), ("length-height-for-age", 228), ("bmi-for-age", 228), ("head-for-age", 0)]
)  # fmt: skip
def test_school_children_have_the_reference_of_2007_as_far_as_it_goes(indicator: str, last: int) -> None:
    assert (by_age(indicator, "male", 1857) is not None) == bool(last)
    if last:
        assert by_age(indicator, "male", math.floor(last * 30.4375)) is not None
    assert by_age(indicator, "male", math.ceil((last or 61) * 30.4375) + 1) is None


@given(st.sampled_from(FOR_AGE), SEXES, st.integers(0, 1856), st.floats(-3, 3))
def test_a_measurement_at_a_z_score_has_that_z_score(indicator: str, sex: str, days: int, at: float) -> None:
    numbers = by_age(indicator, sex, days)
    assert numbers is not None
    assert math.isclose(z_score(indicator, numbers, numbers.at(at)), at, abs_tol=1e-6)


@given(st.sampled_from(FOR_AGE), SEXES, st.integers(0, 3650), st.floats(0.2, 300), st.floats(0.2, 50))
def test_who_weighs_more_has_the_higher_z_score(
    indicator: str, sex: str, days: int, measured: float, more: float
) -> None:
    numbers = by_age(indicator, sex, days)
    if numbers:
        assert z_score(indicator, numbers, measured) < z_score(indicator, numbers, measured + more)


@given(SEXES, st.integers(0, 1855))
def test_the_curves_have_no_jump_but_where_lying_becomes_standing(sex: str, days: int) -> None:
    for indicator in FOR_AGE:
        now, then = by_age(indicator, sex, days), by_age(indicator, sex, days + 1)
        assert now is not None and then is not None
        assert abs(then.median / now.median - 1) < 0.02
    if days + 1 == growth.STANDING:
        lying, standing = (by_age("length-height-for-age", sex, day) for day in (days, days + 1))
        assert lying is not None and standing is not None
        assert 0.6 < lying.median - standing.median < 0.7


def test_half_of_all_children_are_below_the_median() -> None:
    assert percentile(0) == 50
    assert math.isclose(z_of(97), 1.88, abs_tol=0.001)
    assert round(percentile(z("weight-for-age", "female", 0, 3.2322)), 6) == 50


def test_weight_for_size_ends_where_who_ends() -> None:
    assert by_size(10, "female", 44.9) is None
    assert by_size(10, "female", 45) is not None
    assert by_size(800, "male", 120.04) is not None
    assert by_size(800, "male", 121) is None
    assert by_size(2000, "male", 110) is None
