"""What laboratories measure: the catalogue holds together, and numbers are read and judged as people would."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hms.knowledge.laboratory import catalogue, judging, loinc
from hms.knowledge.laboratory.judging import NotSo
from hms.knowledge.laboratory.kinds import LABORATORY
from hms.knowledge.vitals.ages import Age
from hms.knowledge.vitals.limits import Range

ADULT, CHILD, BABY = Age(16_000, 520), Age(1_500, 49), Age(10, 0)
UNITS = [(test, unit) for test in catalogue.starter().tests.values() for unit in test.units]
CODES = {
    code
    for one in (*catalogue.starter().tests.values(), *catalogue.starter().panels.values())
    for code in (one.code, *(unit.code for unit in getattr(one, "units", ())))
    if code
}


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_loinc_code_has_its_check_digit(code: str) -> None:
    assert loinc.holds(code)


@pytest.mark.parametrize(
    "code", ["2823-4", "2283-3", "2823", "2823-", "-3", "02823-3", "2823-33", "LP2823-3", "٢823-3", ""]
)
def test_a_slip_in_a_loinc_code_is_found(code: str) -> None:
    assert not loinc.holds(code)


@given(st.integers(1, 9_999_999), st.integers(0, 9))
def test_of_ten_digits_one_ends_a_loinc_code(number: int, digit: int) -> None:
    assert loinc.holds(f"{number}-{digit}") is (loinc.check_digit(str(number)) == digit)


def test_a_code_of_a_number_belongs_to_one_test() -> None:
    found: dict[str, set[str]] = {}
    for test, unit in UNITS:
        found.setdefault(unit.code, set()).add(test.key)
    assert {code: keys for code, keys in found.items() if len(keys) > 1} == {}


def test_sets_hold_what_can_be_ordered_and_every_test_can_be() -> None:
    panels = catalogue.starter().panels
    for one in catalogue.starter().sets.values():
        assert set(one.panels) <= set(panels) and len(set(one.panels)) == len(one.panels)
    assert {test.key for panel in panels.values() for test in panel.tests} == set(catalogue.starter().tests)
    assert all(panel.tests for panel in panels.values() if panel.category == LABORATORY)


@pytest.mark.parametrize(("test", "unit"), UNITS, ids=lambda one: getattr(one, "key", "") or one.ucum)
def test_bounds_stand_in_their_order_and_say_where_they_are_from(test: Any, unit: Any) -> None:
    assert test.about
    for told in unit.ranges:
        ends = [told.get(end) for end in ("very_low", "low", "high", "very_high")]
        known = [Decimal(one) for one in (unit.least, *filter(None, ends), unit.most)]
        assert known == sorted(known) and len(set(known)) == len(known)
        assert told["sources"] and set(told["sources"]) <= set(catalogue.sources())
        assert ("critical" in told["sources"]) is bool(ends[0] or ends[3])


@pytest.mark.parametrize(("test", "unit"), UNITS, ids=lambda one: getattr(one, "key", "") or one.ucum)
def test_for_each_age_and_sex_the_first_range_that_fits_is_the_only_one_meant(test: Any, unit: Any) -> None:
    for sex in ("female", "male", "other", "unknown"):
        for age in (ADULT, CHILD, BABY, None):
            band = judging.usual(unit, age, sex)
            assert band is None or band.sources, f"{test.key} {unit.ucum}"
    by_sex = {told.get("sex", "") for told in unit.ranges}
    assert by_sex in ({""}, {"female", "male", ""}), "who is neither has a range too"


def test_children_have_their_own_ranges_or_none() -> None:
    haemoglobin = catalogue.starter().tests["haemoglobin"].units[0]
    found = [judging.usual(haemoglobin, age, "female") for age in (ADULT, CHILD, BABY)]
    assert [one.low if one else None for one in found] == [Decimal("12"), Decimal("11"), None]
    tsh = catalogue.starter().tests["tsh"].units[0]
    assert judging.usual(tsh, CHILD, "female") is None and judging.usual(tsh, None, "female") is None


@pytest.mark.parametrize(
    ("typed", "number", "sign"),
    [
        ("4.1", "4.1", ""),
        (" 4,10 ", "4.10", ""),
        ("<5", "5", "<"),
        ("> 90", "90", ">"),
        ("≤0.4", "0.4", "<="),
        ("0", "0", ""),
        ("٣,5", "3.5", ""),
    ],
)
def test_numbers_are_read_as_laboratories_print_them(typed: str, number: str, sign: str) -> None:
    assert judging.read_number(typed) == (Decimal(number), sign)


@pytest.mark.parametrize(
    "typed", ["", "high", "1.234.567", "1,234.5", "1e5", "12345678901234", "1.23456", "--3", "5 mg", "1,234"]
)
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(NotSo):
        judging.read_number(typed)


@given(st.text(max_size=20))
def test_whatever_is_typed_is_a_number_or_refused(typed: str) -> None:
    try:
        assert judging.read_number(typed).number.is_finite()
    except NotSo as refused:
        assert str(refused)


@given(st.decimals(min_value=0, max_value=1000, places=2))
def test_a_number_is_flagged_on_one_side_only_and_further_out_is_never_milder(number: Decimal) -> None:
    band = Range(Decimal(10), Decimal(20), Decimal(5), Decimal(50))
    order = ["LL", "L", "", "H", "HH"]
    flagged = order.index(judging.judge(judging.Typed(number), band))
    assert flagged <= order.index(judging.judge(judging.Typed(number + 1), band))


@pytest.mark.parametrize(
    ("typed", "flag"),
    [
        ("<5", "LL"),
        ("<10", "L"),
        ("<11", ""),
        (">20", "H"),
        (">19", ""),
        (">50", "HH"),
        ("5", "LL"),
        ("20", ""),
        ("20.1", "H"),
    ],
)
def test_of_a_bound_only_what_is_certain_is_said(typed: str, flag: str) -> None:
    band = Range(Decimal(10), Decimal(20), Decimal(5), Decimal(50))
    assert judging.judge(judging.read_number(typed), band) == flag


def test_a_laboratorys_own_range_replaces_the_usual_one_and_keeps_what_is_critical_beyond_it() -> None:
    known = Range(Decimal(10), Decimal(20), Decimal(5), Decimal(50), ("x",))
    own = judging.ranged(known, Decimal(4), Decimal(30))
    assert own is not None and (own.low, own.high, own.very_low, own.very_high) == (4, 30, None, 50)
    assert judging.ranged(known, None, None) is known and judging.ranged(None, None, None) is None
    alone = judging.ranged(None, Decimal(1), None)
    assert alone is not None and judging.judge(judging.read_number("0.5"), alone) == "L"
