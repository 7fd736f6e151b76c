"""What is known of vital signs: units, typing errors, what is usual, early warning."""

import json
import tomllib
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hms.knowledge.vitals import limits, news2
from hms.knowledge.vitals.ages import Age, age_on
from hms.knowledge.vitals.measures import BY_CODE, HERE, MEASURES, NAMES, TYPED, UNITS
from hms.knowledge.vitals.news2 import Signs, score
from hms.knowledge.vitals.reading import NotSo, bmi, read
from hms.knowledge.vitals.units import DEFINED, Unconvertible, convert, plain, rounded

GOLDEN = Path(__file__).resolve().parents[3] / "shared" / "data" / "terminology" / "news2_golden.json"
GROWN = age_on(date(1980, 2, 3), date(2026, 11, 23))
BABY = age_on(date(2026, 11, 1), date(2026, 11, 23))
AGES = st.one_of(st.none(), st.builds(lambda days: Age(days, int(days / 30.4375)), st.integers(0, 40_000)))
WELL = Signs(Decimal(16), Decimal(98), Decimal(0), Decimal(120), Decimal(70), "A", Decimal("36.8"))


def test_the_catalogue_is_whole() -> None:
    assert set(NAMES) == set(MEASURES)
    assert all(one.unit in UNITS and one.other in UNITS for one in MEASURES.values())
    codes = [code for one in MEASURES.values() for code in (one.code, *one.also)]
    assert len(codes) == len(set(codes)) == len(BY_CODE)
    assert "copyright" in (HERE / "measures.toml").read_text("utf-8").splitlines()[2]
    for one in MEASURES.values():
        assert one.other == "" or convert(Decimal(1), one.other, one.unit)


def test_every_limit_names_a_measure_a_source_and_bounds_in_order() -> None:
    for name, table in (("hard.toml", "limit"), ("usual.toml", "band")):
        told = tomllib.loads((HERE / name).read_text("utf-8"))
        for one in told[table]:
            assert set(one) <= {"measure", "from", "to", "sex", "low", "high", "very_low", "very_high", "sources"}
            assert one["measure"] in MEASURES
            bounds = [Decimal(one[k]) for k in ("very_low", "low", "high", "very_high") if k in one]
            assert bounds and bounds == sorted(bounds)
            if name == "usual.toml":
                assert one["sources"] and set(one["sources"]) <= set(told["sources"])


@given(st.sampled_from([*TYPED, "bmi"]), AGES, st.sampled_from(["female", "male", "unknown", ""]))
def test_what_is_usual_can_be(measure: str, age: Any, sex: str) -> None:
    band, hard = limits.usual(measure, age, sex), limits.possible(measure, age)
    for bound in (band.low, band.high, band.very_low, band.very_high) if band else ():
        if bound is not None and measure != "bmi":
            assert hard.low is not None and hard.low <= bound
            assert hard.high is not None and bound <= hard.high


@given(st.sampled_from([*TYPED, "bmi"]), AGES, st.decimals("0", "700", places=1))
def test_a_higher_number_never_has_a_lower_flag(measure: str, age: Any, number: Decimal) -> None:
    band, order = limits.usual(measure, age, "male"), ["LL", "L", "", "H", "HH"]
    assert order.index(limits.flag(number, band)) <= order.index(limits.flag(number + 1, band))


@given(st.sampled_from(sorted(DEFINED)), st.decimals("-200", "2000", places=3))
def test_units_convert_exactly_there_and_back(unit: str, number: Decimal) -> None:
    base = DEFINED[unit][0]
    assert convert(convert(number, unit, base), base, unit) == Fraction(number)


@pytest.mark.parametrize(
    ("number", "unit", "to", "gives"),
    [
        ("1", "[lb_av]", "kg", "0.45359237"), ("154", "[lb_av]", "kg", "69.85322498"), ("1", "[in_i]", "cm", "2.54"),
        ("98.6", "[degF]", "Cel", "37"), ("-40", "[degF]", "Cel", "-40"), ("37", "Cel", "[degF]", "98.6"),
        ("3245", "g", "kg", "3.245"), ("1.7", "m", "cm", "170"),
    ],
)  # fmt: skip
def test_known_conversions(number: str, unit: str, to: str, gives: str) -> None:
    assert convert(Decimal(number), unit, to) == Fraction(Decimal(gives))


def test_no_unit_becomes_what_it_is_not() -> None:
    with pytest.raises(Unconvertible):
        convert(Decimal(1), "kg", "cm")


@pytest.mark.parametrize(
    ("measure", "typed", "unit", "age", "words"),
    [
        ("systolic", "1200", "mm[Hg]", GROWN, "At this age it lies between 30 and 300 mmHg"),
        ("temperature", "98.6", "Cel", GROWN, "between 20 and 45 °C"),
        ("weight", "70", "kg", BABY, "between 0.2 and 10 kg"),
        ("weight", "70", "kg", None, ""),
        ("weight", "1540", "[lb_av]", GROWN, "lb"),
        ("height", "1.72", "cm", GROWN, "1 at most"),
        ("height", "17", "cm", GROWN, "between 50 and 280 cm"),
        ("pulse", "seventy", "/min", GROWN, "Type a number"),
        ("pulse", "7e1", "/min", GROWN, "Type a number"),
        ("pulse", "nan", "/min", GROWN, "Type a number"),
        ("pulse", "-70", "/min", GROWN, "Is this a slip"),
        ("pulse", "70.5", "/min", GROWN, "A whole number"),
        ("pain", "11", "{score}", GROWN, "between 0 and 10."),
        ("weight", "70", "cm", GROWN, "Choose a unit"),
        ("saturation", "101", "%", GROWN, "between 20 and 100 %"),
    ],
)  # fmt: skip
def test_a_typing_error_is_refused_in_words(measure: str, typed: str, unit: str, age: Any, words: str) -> None:
    if not words:
        assert read(measure, typed, unit, age) == Decimal(typed)
        return
    with pytest.raises(NotSo, match=words.replace("(", r"\(")):
        read(measure, typed, unit, age)


def test_point_and_comma_are_the_same() -> None:
    assert read("weight", " 71,5 ", "kg", GROWN) == read("weight", "71.5", "kg", GROWN) == Decimal("71.5")
    assert read("weight", "3.245", "kg", BABY) == Decimal("3.245")
    assert read("temperature", "98.6", "[degF]", GROWN) == Decimal("98.6")


@given(st.sampled_from(TYPED), st.text(max_size=14), AGES)
def test_whatever_is_typed_is_read_or_refused_in_words(measure: str, typed: str, age: Any) -> None:
    try:
        number = read(measure, typed, MEASURES[measure].unit, age)
    except NotSo as refused:
        assert str(refused)
    else:
        hard = limits.possible(measure, age)
        assert hard.low is not None and hard.high is not None and hard.low <= number <= hard.high


@pytest.mark.parametrize(
    ("measure", "number", "age", "flag"),
    [
        ("systolic", 139, GROWN, ""), ("systolic", 140, GROWN, "H"), ("systolic", 180, GROWN, "HH"),
        ("systolic", 100, GROWN, "L"), ("systolic", 90, GROWN, "LL"), ("pulse", 150, GROWN, "HH"),
        ("pulse", 150, BABY, ""), ("breathing", 40, BABY, ""), ("breathing", 26, GROWN, "HH"),
        ("temperature", 38, BABY, "HH"), ("temperature", 38, GROWN, ""), ("saturation", 91, GROWN, "LL"),
        ("bmi", 31, BABY, ""), ("bmi", 31, GROWN, "H"), ("pain", 7, None, "HH"), ("systolic", 180, None, ""),
    ],
)  # fmt: skip
def test_what_is_unusual_depends_on_the_age(measure: str, number: int, age: Any, flag: str) -> None:
    assert limits.flag(Decimal(number), limits.usual(measure, age, "female")) == flag


def test_ages_count_completed_days_and_months() -> None:
    assert age_on(date(2024, 2, 29), date(2025, 2, 28)) == (365, 11)
    assert age_on(date(2024, 2, 29), date(2025, 3, 1)).years == 1
    assert age_on(date(2026, 1, 1), date(2025, 1, 1)) == (0, 0)
    assert not news2.applies(age_on(date(2010, 11, 24), date(2026, 11, 23)))
    assert news2.applies(age_on(date(2010, 11, 23), date(2026, 11, 23)))
    assert not news2.applies(None)


def test_the_body_mass_index_is_weight_by_height_twice() -> None:
    assert bmi(Decimal(70), Decimal(175)) == Decimal("22.9")
    assert plain(rounded(Fraction(1, 3), 2)) == "0.33"
    with pytest.raises(NotSo):
        bmi(Decimal(70), Decimal(0))


def test_a_well_adult_scores_nothing_and_is_watched_every_twelve_hours() -> None:
    told = score(WELL)
    assert (told.total, told.risk, told.watch) == (0, "low", "At least every 12 hours")


@pytest.mark.parametrize(
    ("changes", "total", "risk", "begins"),
    [
        ({"pulse": Decimal(95)}, 1, "low", "A registered nurse"),
        ({"consciousness": "C"}, 3, "low-medium", "One sign alone"),
        ({"consciousness": "C", "oxygen": Decimal(2)}, 5, "medium", "Urgent"),
        ({"consciousness": "C", "oxygen": Decimal(2), "breathing": Decimal(22)}, 7, "high", "Emergency"),
    ],
)
def test_each_threshold_has_its_own_advice(changes: dict[str, Any], total: int, risk: str, begins: str) -> None:
    told = score(WELL._replace(**changes))
    assert (told.total, told.risk) == (total, risk)
    assert told.action.startswith(begins)


SIGNS = st.builds(
    Signs, *(st.integers(low, high).map(Decimal) for low, high in ((1, 80), (50, 100), (0, 15), (40, 260), (20, 220))),
    st.sampled_from("ACVPU"), st.decimals("30", "43", places=1), st.booleans(),
)  # fmt: skip


@given(SIGNS)
def test_the_score_is_a_sum_between_nought_and_twenty(signs: Signs) -> None:
    told = score(signs)
    assert told.total == sum(told.parts.values()) and 0 <= told.total <= 20
    assert set(told.parts) == set(news2.NEEDED)
    assert (told.risk == "high") == (told.total >= 7)
    assert (told.risk == "medium") == (told.total in {5, 6})
    assert (told.risk == "low-medium") == (told.total < 5 and 3 in told.parts.values())


@given(SIGNS)
def test_oxygen_never_makes_the_score_lower(signs: Signs) -> None:
    assert score(signs._replace(oxygen=Decimal(2))).total >= score(signs._replace(oxygen=Decimal(0))).total


PLACES = {"rr": "breathing", "sbp": "systolic", "temp": "temperature", "spo2_scale1": "saturation"}
golden = pytest.mark.skipif(not GOLDEN.exists(), reason="no NEWS2 golden cases beside the project")


@golden
def test_every_golden_boundary_of_news2() -> None:
    for table, expected in json.loads(GOLDEN.read_text())["boundaries"].items():
        for said, points in expected.items():
            signs, part = WELL, PLACES.get(table, table)
            if table == "consciousness":
                signs = signs._replace(consciousness=said)
            elif table == "oxygen":
                signs = signs._replace(oxygen=Decimal(2 if said == "oxygen" else 0))
            elif table.startswith("spo2"):
                part = "saturation"
                air = Decimal(2 if table.endswith("_o2") else 0)
                signs = signs._replace(saturation=Decimal(said), scale_2="scale2" in table, oxygen=air)
            else:
                signs = signs._replace(**{part: Decimal(said)})
            assert score(signs).parts[part] == points, (table, said)


@golden
def test_every_golden_case_of_news2() -> None:
    cases = json.loads(GOLDEN.read_text())["cases"]
    assert cases
    for one in cases:
        signs = Signs(
            Decimal(one["rr"]), Decimal(one["spo2"]), Decimal(2 if one["o2"] else 0), Decimal(one["sbp"]),
            Decimal(one["pulse"]), one["acvpu"], Decimal(str(one["temp"])), one["scale2"],
        )  # fmt: skip
        told = score(signs)
        assert (told.total, told.risk) == (one["total"], one["risk"]), one
