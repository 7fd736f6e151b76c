"""Which texts are units of UCUM."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hms.knowledge.laboratory import catalogue
from hms.knowledge.ucum_grammar import LONGEST, is_unit

UNITS = sorted({unit.ucum for test in catalogue.starter().tests.values() for unit in test.units})


@pytest.mark.parametrize(
    "unit",
    [
        *UNITS, "mm/h", "ng/mL{FEU}", "mg/(24.h)", "/[HPF]", "k[IU]/mL", "10*9/L", "kg/m2", "s", "Cel", "[degF]", "mosm/kg", "1",
        "umol/(8.h)", "m[H2O]", "{cells}/uL", "[arb'U]/mL", "g%", "mmol/kg{body_wt}", "cm2",
    ],
)  # fmt: skip
def test_what_laboratories_write_is_known(unit: str) -> None:
    assert is_unit(unit)


@pytest.mark.parametrize(
    "unit",
    [
        "", " ", "MG/DL", "mg / dL", "mg/", "/", "mmol//L", "mmHg", "IU/L", "µg/L", "furlong", "cells/uL", "(mg", "mg)", "mg/(dL",
        "{", "{a", "a}", "{a}{b}", "[", "mg]", "mg\n", "mg{é}", "0", "-1", "k%", "x" * (LONGEST + 1), "(((((((m)))))))",
    ],
)  # fmt: skip
def test_what_ucum_does_not_have_is_refused(unit: str) -> None:
    assert not is_unit(unit)


@given(st.text(max_size=50) | st.text(alphabet="mgdLk[]{}().*/^10-+IU'%", max_size=50))
def test_whatever_is_typed_is_a_unit_or_none(said: str) -> None:
    if is_unit(said):
        assert said.isascii() and not set(said) & set(" \t\n") and is_unit(f"/{said}") is not said.startswith("/")
