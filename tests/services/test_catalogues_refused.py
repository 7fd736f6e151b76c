"""What no laboratory measures and no child is due for is refused beside its field, and nothing is changed."""

from typing import Any

import pytest
from pydantic import ValidationError

from hms.errors import Invalid
from hms.schemas.catalogues.vaccines import CvxForm, DoseForm
from hms.services.catalogues import series, standing, tests, vaccines
from tests.support.cast import Cast
from tests.support.catalogues import (
    a_range,
    a_series,
    a_test,
    a_unit,
    lab_card,
    lab_form,
    series_card,
    series_form,
    vaccine_card,
    vaccine_form,
)


def refused(clinic: Cast, verb: Any, *asked: Any) -> dict[str, str]:
    with pytest.raises(Invalid) as refusal:
        clinic.do(clinic.admin, verb, *asked)
    return refusal.value.fields


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ({"low": "30"}, "high_u0r0", "more than 30"),
        ({"low": "20"}, "high_u0r0", "more than 20"),
        ({"low": "5", "very_low": "7"}, "very_low_u0r0", "outside of what is usual: under 5"),
        ({"very_low": "21"}, "very_low_u0r0", "outside of what is usual: under 20"),
        ({"high": "100"}, "very_high_u0r0", "outside of what is usual: over 100"),
        ({"high": "", "very_low": "150"}, "very_high_u0r0", "more than 150"),
        ({"high": "201", "very_high": ""}, "high_u0r0", "between 0 and 200"),
        ({"high": "", "very_high": ""}, "low_u0r0", "number at least"),
        ({"high": "<20"}, "high_u0r0", "number alone"),
        ({"high": "20\u200b"}, "high_u0r0", "Type a number"),
        ({"high": "twenty"}, "high_u0r0", "Type a number"),
        ({"high": "1,234"}, "high_u0r0", "with a point"),
        ({"since": "15"}, "since_u0r0", "15y"),
        ({"since": "-1d"}, "since_u0r0", "15y"),
        ({"since": "130y"}, "since_u0r0", "15y"),
        ({"until": "10y"}, "until_u0r0", "higher age"),
    ],
)
def test_a_range_that_makes_no_sense_is_refused(clinic: Cast, said: dict[str, str], field: str, words: str) -> None:
    fields = refused(clinic, tests.add, a_test(a_unit(a_range(**said))))
    assert list(fields) == [field] and words in fields[field]


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ({"ucum": "furlong"}, "ucum_u0", "UCUM"),
        ({"ucum": "MG/DL"}, "ucum_u0", "mg/dL"),
        ({"ucum": ""}, "ucum_u0", "UCUM"),
        ({"code": "30341-3"}, "code_u0", "last digit"),
        ({"code": "ESR"}, "code_u0", "LOINC"),
        ({"code": "2823-3"}, "code_u0", "Potassium"),
        ({"least": ""}, "least_u0", "slip"),
        ({"most": "0"}, "most_u0", "more than the least"),
    ],
)
def test_a_unit_that_nobody_knows_and_a_code_that_cannot_be_are_refused(
    clinic: Cast, said: dict[str, str], field: str, words: str
) -> None:
    fields = refused(clinic, tests.add, a_test(a_unit(**said)))
    assert field in fields and words in fields[field]
    assert "Sedimentation rate" not in {one.name for one in clinic.do(clinic.admin, tests.listed).tests}


def test_a_test_is_not_there_twice_and_no_line_hides_behind_another(clinic: Cast) -> None:
    assert "name" in refused(clinic, tests.add, a_test(name="POTASSIUM"))
    assert "panel" in refused(clinic, tests.add, a_test(panel="gold"))
    assert "panel" in refused(
        clinic, tests.change, "tsh", lab_form(lab_card(clinic, "TSH"), panel="full_blood_count"), 0
    )
    assert "ucum_u1" in refused(clinic, tests.add, a_test(a_unit(), a_unit(a_range(mark="u1r0"), mark="u1")))
    hidden = a_range(mark="u0r1", sex="male", since="20y")
    assert "line above" in refused(clinic, tests.add, a_test(a_unit(a_range(), hidden)))["since_u0r1"]
    with pytest.raises(Invalid, match="unit"):
        clinic.do(clinic.admin, tests.add, a_test().model_copy(update={"units": []}))
    clinic.do(clinic.admin, tests.add, a_test(a_unit(hidden, a_range())))
    assert "code_u0" in refused(clinic, tests.add, a_test(name="Another")), "not even one of the clinic's own"


def test_a_code_that_the_file_knows_stays_its_tests_though_the_clinic_changed_it(clinic: Cast) -> None:
    card = lab_card(clinic, "Ferritin")
    units = [{**one.model_dump(), "code": ""} for one in card.units]
    clinic.do(clinic.admin, tests.change, card.key, lab_form(card, units=units), 0)
    assert refused(clinic, tests.add, a_test(a_unit(code="2276-4"))) == {"code_u0": "This is the code of Ferritin."}


@pytest.mark.parametrize("code", ["", "measles", "-3", "1.5", "00", "٣", "12345"])
def test_a_cvx_code_is_a_number(code: str) -> None:
    with pytest.raises(ValidationError, match="CVX"):
        CvxForm(code=code, short="New")


def test_a_vaccine_keeps_its_code_and_is_not_there_twice(clinic: Cast) -> None:
    bcg = vaccine_card(clinic, "19")
    assert "code" in refused(clinic, vaccines.change, "19", vaccine_form(bcg, code="219"), 0)
    assert "code" in refused(clinic, vaccines.add, vaccine_form(bcg, short="Another"))
    assert "short" in refused(clinic, vaccines.add, vaccine_form(bcg, code="219", short="bcg"))
    assert "against" in refused(clinic, vaccines.change, "19", vaccine_form(bcg, against=["boredom"]), 0)


SECOND = {"mark": "d1", "age": "2y", "least_age": "18m", "late_weeks": "12"}


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ({"age": "-1w"}, "age_d1", "before birth"),
        ({"least_age": "-1d"}, "least_age_d1", "before birth"),
        ({"least_gap": "-4w"}, "least_gap_d1", "not negative"),
        ({"gap": "−4w"}, "gap_d1", "not negative"),
        ({"age": ""}, "age_d1", "0d is at birth"),
        ({"age": "soon"}, "age_d1", "9m"),
        ({"age": "6m"}, "age_d1", "dose before"),
        ({"least_age": "3m"}, "least_age_d1", "dose before"),
        ({"least_age": "3y"}, "least_age_d1", "recommended earlier"),
        ({"least_gap": "6m", "gap": "4w"}, "gap_d1", "sooner"),
        ({"age": "19y"}, "age_d1", "18y"),
        ({"late_weeks": "-1"}, "late_weeks_d1", "whole weeks"),
        ({"late_weeks": ""}, "late_weeks_d1", "whole weeks"),
    ],
)
def test_a_dose_that_nobody_could_be_due_for_is_refused(
    clinic: Cast, said: dict[str, str], field: str, words: str
) -> None:
    fields = refused(clinic, series.add, a_series(a_series().doses[0], DoseForm(**{**SECOND, **said})))
    assert field in fields and words in fields[field]


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ({"name": "measles"}, "name", "already"),
        ({"until": "19y"}, "until", "18y"),
        ({"until": "1y"}, "age_d1", "1y"),
        ({"single_from": "18y"}, "single_from", "18y"),
        ({"more_codes": "116 gold"}, "more_codes", "CVX"),
        ({"more_codes": "116"}, "age_more", "0d is at birth"),
    ],
)
def test_a_series_that_does_not_hold_together_is_refused(
    clinic: Cast, said: dict[str, str], field: str, words: str
) -> None:
    fields = refused(clinic, series.add, a_series(**said))
    assert field in fields and words in fields[field]


def test_the_first_dose_follows_none_and_a_series_has_one_at_least(clinic: Cast) -> None:
    first = DoseForm(mark="d0", age="9m", least_gap="4w", late_weeks="4")
    assert "least_gap_d0" in refused(clinic, series.add, a_series(first))
    with pytest.raises(Invalid, match="dose"):
        clinic.do(clinic.admin, series.add, a_series().model_copy(update={"doses": []}))
    card = series_card(clinic, "rota")
    assert card.more_codes == "116 122" and card.more.age == "14w"
    clinic.do(clinic.admin, series.change, "rota", series_form(card, more_codes=""), 0)
    assert series_card(clinic, "rota").more_codes == "" and series_card(clinic, "rota").changed
    clinic.do(clinic.admin, standing.put_back, "series", "rota", 1)
    assert series_card(clinic, "rota").more_codes == "116 122"
