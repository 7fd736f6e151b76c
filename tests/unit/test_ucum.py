"""Units change only where nothing is lost."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hms.knowledge import ucum

NUMBERS = st.decimals(min_value=-1000, max_value=100_000, places=3).map(lambda one: f"{one:f}")
UNITS = st.sampled_from(["kg", "g", "[lb_av]", "[oz_av]", "cm", "m", "[in_i]", "[ft_i]", "Cel", "[degF]", "mmol/L"])


@pytest.mark.parametrize(
    ("number", "unit", "wanted", "said"),
    [
        ("150", "[lb_av]", "kg", "68.0388555"),
        ("70", "[in_i]", "cm", "177.80"),
        ("98.6", "[degF]", "Cel", "37"),
        ("98.7", "[degF]", "Cel", None),  # 37.0555...: no decimal says it
        ("-40", "Cel", "[degF]", "-40"),
        ("3200", "g", "kg", "3.2"),
        ("3", "kg", "[lb_av]", None),
        ("5.5", "mmol/L", "mg/dL", None),  # depends on the substance
        ("1.10", "kg", "kg", "1.10"),
    ],
)  # fmt: skip
def test_a_number_in_another_unit_is_exactly_the_same(number: str, unit: str, wanted: str, said: str | None) -> None:
    found = ucum.converted(number, unit, wanted)
    assert (found is None) == (said is None)
    assert found is None or said is None or Decimal(found) == Decimal(said)


@given(NUMBERS, UNITS, UNITS)
def test_what_was_converted_can_be_converted_back(number: str, unit: str, wanted: str) -> None:
    found = ucum.converted(number, unit, wanted)
    if found is not None and (back := ucum.converted(found, wanted, unit)) is not None:
        assert Fraction(back) == Fraction(number)


def test_every_spelling_leads_to_a_unit_that_leads_no_further() -> None:
    assert all(ucum.spelled(unit) == unit for unit in ucum.SPELLINGS.values())
    assert ucum.spelled("mmHg") == "mm[Hg]" and ucum.spelled("fL") == "fL"
