"""Whatever a resource holds, it becomes rows, is kept with a reason in words, or is refused with its place."""

import copy
import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hms import config
from hms.models import Condition, FamilyHistory, Immunization, Observation, Procedure, Row
from hms.security import keys
from hms.services.importing.bundles import read_bundle
from hms.services.importing.json_files import MOST_DIGITS
from hms.services.importing.readers import READERS, rows_of
from hms.services.importing.reading import Later, Reading
from hms.services.importing.refusals import Broken
from hms.services.importing.trees import check_tree, spelled
from tests.support.fhir_chart import appendix_out, asthma, coded, flu_shot, glucose, mother, pressure, quantity
from tests.support.fhir_files import allergy_entry, bundle, doctor_entry, medicine_entry, patient, visit_entry

pytestmark = pytest.mark.usefixtures("key_file")
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
MEI = UUID(int=7)
MAKERS: list[Callable[..., dict[str, Any]]] = [glucose, pressure, asthma, flu_shot, appendix_out, mother]
ALL = [*MAKERS, allergy_entry, medicine_entry, visit_entry]


@pytest.fixture(scope="module")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    path = tmp_path_factory.mktemp("keys") / "clinic.key"
    keys.create(path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HMS_KEY_FILE", str(path))
        config.reset_settings()
        keys.forget()
        yield
    config.reset_settings()
    keys.forget()


def reading_of(tree: Any) -> Reading:
    parsed = json.loads(spelled(tree), parse_float=Decimal)
    check_tree(parsed)
    return Reading(read_bundle(parsed), MEI, ZoneInfo("Europe/London"), NOW, date(1980, 5, 17))


def rows(made: dict[str, Any]) -> list[Any]:
    """Read one entry of a bundle. Raises Later, Broken."""
    reading = reading_of(bundle(patient(), doctor_entry(), made))
    return list(rows_of(reading, reading.bundle.entries[-1]))


def aside(made: dict[str, Any]) -> str:
    with pytest.raises(Later) as caught:
        rows(made)
    return caught.value.why


def test_a_number_keeps_its_digits_its_flag_and_its_usual_range() -> None:
    (row,) = rows(glucose(valueQuantity=quantity(Decimal("131.50"), "mg/dL")))
    assert isinstance(row, Observation)
    assert (row.code_system, row.code, row.name, row.category) == (
        "http://loinc.org",
        "2339-0",
        "Glucose",
        "laboratory",
    )
    assert (row.number, row.unit, row.text, row.flag, row.usual_low, row.usual_high) == (
        "131.50",
        "mg/dL",
        "",
        "H",
        "70",
        "99",
    )
    assert (row.happened_at, row.recorded_at) == (
        datetime(2020, 1, 1, 9, tzinfo=UTC),
        datetime(2020, 1, 2, 8, tzinfo=UTC),
    )
    assert (row.patient_id, row.source, row.status, row.recorded_by) == (MEI, "import", "final", None)


def test_components_stand_together_under_the_whole() -> None:
    whole, upper, lower = rows(pressure())
    assert (whole.code, whole.name, whole.number, whole.text) == ("85354-9", "Blood pressure", "", "")
    assert [(row.code, row.number, row.unit) for row in (upper, lower)] == [
        ("8480-6", "128", "mm[Hg]"),
        ("8462-4", "79", "mm[Hg]"),
    ]
    assert {row.group_id for row in (whole, upper, lower)} == {whole.id}
    assert {row.category for row in (whole, upper, lower)} == {"vital-signs"}
    assert len({row.happened_at for row in (whole, upper, lower)}) == 1


@pytest.mark.parametrize(
    ("code", "given", "number", "unit"),
    [
        ("29463-7", quantity(150, "[lb_av]"), "68.0388555", "kg"),
        ("8302-2", quantity(70, "in", code=None, system=None), "177.8", "cm"),
        ("8310-5", quantity(Decimal("98.6"), "[degF]"), "37", "Cel"),
        ("8310-5", quantity(Decimal("98.7"), "[degF]"), "98.7", "[degF]"),  # no decimal of degrees Celsius says that
        ("2339-0", quantity(Decimal("7.3"), "mmol/L"), "7.3", "mmol/L"),
        ("8480-6", {"value": 120, "unit": "mmHg"}, "120", "mm[Hg]"),
        ("2339-0", {"value": 5}, "5", ""),
    ],
)
def test_units_change_only_where_nothing_is_lost(code: str, given: dict[str, Any], number: str, unit: str) -> None:
    value = {name: part for name, part in given.items() if part is not None}
    (row,) = rows(glucose(code=coded("http://loinc.org", code, "x"), valueQuantity=value, referenceRange=[]))
    assert (Decimal(row.number), row.unit) == (Decimal(number), unit)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({"valueQuantity": quantity(5, "mg/dL", comparator="<")}, "< 5 mg/dL"),
        ({"valueQuantity": {"value": 5, "unit": "as Bilal told us"}}, "5 as Bilal told us"),
        ({"valueQuantity": quantity(Decimal("1e250"), "mg")}, "1E+250 mg"),
        ({"valueCodeableConcept": coded("http://snomed.info/sct", "8517006", "Ex-smoker")}, "Ex-smoker"),
        ({"valueString": "Cloudy\u202e"}, "Cloudy"),
        ({"valueBoolean": False}, "No"),
        ({"valueRange": {"low": quantity(1, "g"), "high": quantity(2, "g")}}, "1 g to 2 g"),
        ({"valueRatio": {"numerator": quantity(1, "{titer}"), "denominator": {"value": 128}}}, "1 {titer} : 128"),
        ({"valuePeriod": {"start": "2019", "end": "2020-02"}}, "2019 – 2020-02"),
        ({"valueTime": "10:30:00"}, "10:30:00"),
        ({"valueDateTime": "2019-05"}, "2019-05"),
        ({"dataAbsentReason": {"text": "The tube broke"}}, "No value: The tube broke"),
        ({"valueQuantity": {"unit": "mg"}, "dataAbsentReason": {"coding": [{"code": "unknown"}]}}, "No value: unknown"),
    ],
)  # fmt: skip
def test_what_is_no_number_is_told_in_words(value: dict[str, Any], words: str) -> None:
    made = glucose(**value, referenceRange=[])
    if "valueQuantity" not in value:
        del made["resource"]["valueQuantity"]
    (row,) = rows(made)
    assert (row.number, row.unit, row.text) == ("", "", words)


def test_a_whole_number_stays_a_number() -> None:
    made = glucose(valueInteger=3)
    del made["resource"]["valueQuantity"]
    (row,) = rows(made)
    assert (row.number, row.unit) == ("3", "")


@pytest.mark.parametrize(
    ("ranges", "low", "high", "note"),
    [
        ([{"high": quantity(99, "mg/dL")}], "", "99", ""),
        ([{"low": quantity(4, "mmol/L")}], "", "", "Usual: from 4 mmol/L"),
        ([{"text": "as for her age"}], "", "", "Usual: as for her age"),
        ([{"low": {"value": 1}, "appliesTo": [{"text": "women"}]}, {"low": {"value": 2}}], "", "", "Usual: from 1 (women); from 2"),
        ([], "", "", ""),
    ],
)  # fmt: skip
def test_a_usual_range_stands_in_the_unit_of_the_value_or_in_words(
    ranges: list[dict[str, Any]], low: str, high: str, note: str
) -> None:
    (row,) = rows(glucose(referenceRange=ranges))
    assert (row.usual_low, row.usual_high, row.note) == (low, high, note)


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (glucose(status="cancelled"), "cancelled"),
        (glucose(effectiveDateTime="2027-01-01"), "in the future"),
        (glucose(effectiveDateTime="1979-12-31"), "before the birth"),
        (glucose(effectiveDateTime="0900-12-31"), "a year that cannot be right"),
        (glucose(valueQuantity={"unit": "mg/dL"}), "without a result"),
        (glucose(valueQuantity=None, valueSampledData={"origin": {"value": 0}, "period": 10, "dimensions": 1}), "a recorded curve"),
        (glucose(modifierExtension=[{"url": "urn:x", "valueBoolean": True}]), "changed in meaning"),
        (flu_shot(status="not-done"), "not-done"),
        (flu_shot(occurrenceDateTime="1979-12-31"), "before the birth"),
        (flu_shot(vaccineCode={"coding": [{"system": "urn:x"}]}), "without a name"),
        (appendix_out(status="preparation"), "preparation"),
        (appendix_out(code=None), "without a name"),
        (asthma(verificationStatus={"coding": [{"code": "refuted"}]}), "ruled out"),
        (mother(condition=[]), "without an illness"),
        (mother(status="health-unknown"), "health-unknown"),
    ],
)  # fmt: skip
def test_what_did_not_happen_or_says_nothing_stays_as_it_came(made: dict[str, Any], why: str) -> None:
    made = {**made, "resource": {name: part for name, part in made["resource"].items() if part is not None}}
    assert aside(made) == why


@pytest.mark.parametrize("make", [glucose, flu_shot, appendix_out, mother])
def test_what_was_an_error_says_so(make: Callable[..., dict[str, Any]]) -> None:
    assert {row.status for row in rows(make(status="entered-in-error"))} == {"entered-in-error"}


def test_a_problem_keeps_its_code_and_since_when_it_is() -> None:
    (row,) = rows(asthma())
    assert isinstance(row, Condition)
    assert (row.text, row.code_system, row.code) == ("Asthma", "http://snomed.info/sct", "195967001")
    assert (row.status, row.severity, row.certain, row.note) == ("active", "moderate", True, "")
    assert (row.happened_at, row.recorded_at.year) == (datetime(2001, 5, 16, 23, tzinfo=UTC), 2001)  # London's summer


@pytest.mark.parametrize(
    ("fields", "status", "certain", "note"),
    [
        ({"verificationStatus": {"coding": [{"code": "entered-in-error"}]}}, "entered-in-error", True, ""),
        ({"verificationStatus": {"coding": [{"code": "provisional"}]}}, "active", False, ""),
        ({"clinicalStatus": {"coding": [{"code": "better"}]}}, "active", True, ""),
        ({"clinicalStatus": None, "abatementDateTime": "2003-01-01"}, "inactive", True, ""),
        ({"onsetDateTime": "2001-05"}, "active", True, "Since: 2001-05"),
        ({"onsetDateTime": "2050-01-01"}, "active", True, "Since: 2050-01-01"),
        ({"onsetDateTime": "1970-01-01"}, "active", True, "Since: 1970-01-01"),
        ({"onsetDateTime": None, "onsetAge": quantity(9, "a")}, "active", True, "Since: at the age of 9 a"),
        ({"onsetDateTime": None, "onsetString": "childhood"}, "active", True, "Since: childhood"),
        ({"abatementDateTime": "2001-01-01", "clinicalStatus": {"coding": [{"code": "resolved"}]}}, "resolved", True, "Until: 2001-01-01"),
        ({"severity": {"text": "crippling"}}, "active", True, "crippling"),
    ],
)  # fmt: skip
def test_a_problem_is_never_left_out_for_a_date_or_a_word(
    fields: dict[str, Any], status: str, certain: bool, note: str
) -> None:
    made = asthma(**fields)
    made["resource"] = {name: part for name, part in made["resource"].items() if part is not None}
    (row,) = rows(made)
    assert (row.status, row.certain, row.note) == (status, certain, note)


def test_a_problem_that_nobody_named_is_still_there() -> None:
    made = asthma()
    del made["resource"]["code"]
    assert [(row.text, row.code) for row in rows(made)] == [("A problem without a name", "")]


def test_a_vaccination_keeps_lot_site_route_and_dose() -> None:
    (row,) = rows(flu_shot())
    assert isinstance(row, Immunization)
    assert (row.code, row.text, row.lot, row.expires_on) == ("140", "Influenza", "B-77", "2021-06-30")
    assert (row.site, row.route, row.dose_number, row.status) == ("left-arm", "im", 2, "completed")
    (row,) = rows(
        flu_shot(occurrenceDateTime="2020-10", site={"text": "calf"}, protocolApplied=[{"doseNumberString": "booster"}])
    )
    assert (row.happened_at, row.note) == (None, "2020-10 · calf · Dose booster")


def test_an_operation_and_a_mothers_illnesses_are_told() -> None:
    (done,) = rows(appendix_out(reasonCode=[{"text": "Appendicitis"}]))
    assert isinstance(done, Procedure)
    assert (done.text, done.code, done.note) == ("Appendectomy", "80146002", "For: Appendicitis")
    assert done.happened_at and done.ended_at == done.happened_at + timedelta(hours=1)
    stroke, glaucoma = rows(mother())
    assert isinstance(stroke, FamilyHistory)
    assert [(row.relation, row.text, row.note) for row in (stroke, glaucoma)] == [
        ("mother", "Stroke", "at the age of 61 a"),
        ("mother", "Glaucoma", ""),
    ]


def test_an_allergy_says_to_what_kind_of_thing_and_what_it_did() -> None:
    reaction = [{"manifestation": [{"text": "Hives"}, {"text": "Wheezing"}], "severity": "severe"}]
    (row,) = rows(
        allergy_entry(category=["food"], criticality="high", reaction=reaction, note=[{"text": "As a child"}])
    )
    assert (row.text, row.category, row.criticality) == ("Nuts", "food", "high")
    assert row.note == "Reaction: Hives, Wheezing, severe · As a child"


def test_what_only_looks_like_a_code_is_no_code() -> None:
    (row,) = rows(asthma(code={"text": "Asthma", "coding": [{"system": "urn:x", "code": "Zebedee Smith 1980"}]}))
    assert (row.code_system, row.code, row.text) == ("", "", "Asthma")
    (row,) = rows(glucose(interpretation=[{"coding": [{"code": "Zebedee"}], "text": "odd"}]))
    assert (row.flag, row.note) == ("", "odd")


ODD = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=8), st.just([]), st.just({}),
    st.decimals(allow_nan=False, allow_infinity=False).filter(lambda n: len(str(n)) < MOST_DIGITS and abs(n.adjusted()) < 300),
    st.sampled_from([
        "2026-03-01", "2019", "2019-02-30", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "2016-12-31T23:59:60Z",
        "entered-in-error", "final", "active", [{}], [None], {"value": 1}, {"value": 10**30, "unit": "kg"}, {"start": "2030"},
        {"coding": [{"code": "H"}]}, {"coding": [{}]}, {"text": ""}, {"start": "2020-02-02", "end": "2019-01-01"},
        [{"text": "x"}], {"reference": "#gone"}, {"repeat": {"count": 3}}, {"event": ["2020"]},
        {"origin": {"value": 1}, "period": 1, "dimensions": 1, "data": "E U 12"},
    ]),
)  # fmt: skip
MORE = st.sampled_from([
    "valueString", "valueInteger", "valueRange", "valueRatio", "valueSampledData", "valuePeriod", "dataAbsentReason", "note",
    "effectivePeriod", "effectiveTiming", "effectiveInstant", "onsetPeriod", "onsetRange", "onsetAge", "abatementString",
    "abatementPeriod", "performedAge", "performedString", "occurrenceString", "bodySite", "comparator", "contained", "method",
    "implicitRules", "text", "referenceRange", "interpretation", "component", "statusReason", "issued", "recorded", "encounter",
])  # fmt: skip


def places(value: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Walk through every place of a tree."""
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, part in steps:
        yield (*above, name)
        yield from places(part, (*above, name))


@st.composite
def mutilated(draw: st.DrawFn) -> dict[str, Any]:
    """Take a sound resource and take away, replace and add whatever comes."""
    made: dict[str, Any] = copy.deepcopy(draw(st.sampled_from(ALL))())
    tree = made["resource"]
    for _ in range(draw(st.integers(1, 4))):
        *above, last = draw(st.sampled_from(list(places(tree)) or [("id",)]))
        inside = tree
        for name in above:
            inside = inside[name]
        match draw(st.integers(0, 2)):
            case 0:
                inside.pop(last, None) if isinstance(inside, dict) else inside.pop(last)
            case 1:
                inside[last] = copy.deepcopy(draw(ODD))
            case _:
                (inside if isinstance(inside, dict) else tree)[draw(MORE)] = copy.deepcopy(draw(ODD))
    return made


@given(mutilated())
def test_any_resource_becomes_rows_or_says_in_words_why_not(made: dict[str, Any]) -> None:
    try:
        reading = reading_of(bundle(patient(), doctor_entry(), made))
        found = reading.bundle.entries[-1]
        if found.kind not in READERS:
            return
        taken = rows_of(reading, found)
    except (Later, Broken) as refusal:
        assert refusal.args[0]
        return
    assert taken and all(isinstance(row, Row) for row in taken)
    for row in taken:
        if isinstance(row, Observation):
            assert not row.number or Decimal(row.number).is_finite()
            assert not (row.number and row.text)
        moments = [getattr(row, name, None) for name in ("happened_at", "recorded_at")]
        assert all(moment is None or moment <= NOW for moment in moments)
