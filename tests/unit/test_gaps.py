"""The rules of what is missing in somebody's care: cases that must show, and cases that must not."""

import re
from datetime import date

import pytest

from hms.knowledge.gaps.rules import FILE, ICD10, SNOMED, Facts, Problem, gaps, rules

TODAY = date(2026, 11, 23)
WELL = Facts(date(1980, 2, 3), False, (), {}, True, True, ())


def found(**other: object) -> list[str]:
    return [gap.rule.key for gap in gaps(WELL._replace(**other), TODAY)]


def coded(code: str, system: str = ICD10[0]) -> list[Problem]:
    return [Problem(system, code, "")]


def said(text: str) -> list[Problem]:
    return [Problem("", "", text)]


@pytest.mark.parametrize(
    "problems",
    [
        coded("I10"), coded("I11.9"), coded("I12.0"), coded("I15.1"), coded("I1A.0"), coded("I10", ICD10[1]),
        coded("59621000", SNOMED), said("Hypertension"), said("High blood pressure since 2019"),
        said("Essential hypertension, not well controlled"),
        [*said("Asthma"), *coded("I10")],
    ],
)  # fmt: skip
def test_who_has_high_blood_pressure_is_measured_once_a_year(problems: list[Problem]) -> None:
    assert found(problems=problems) == ["pressure"]
    assert found(problems=problems, measured={"8480-6": date(2025, 11, 22)}) == ["pressure"]
    assert found(problems=problems, measured={"8480-6": date(2025, 11, 23)}) == []
    assert found(problems=problems, measured={"8480-6": date(2020, 1, 1), "85354-9": date(2026, 11, 1)}) == []


@pytest.mark.parametrize(
    "problems",
    [
        coded("I27.20"), coded("O13.9"), coded("R03.0"), coded("H40.059"), coded("Z82.49"), coded("38341003-x", SNOMED),
        said("Pulmonary hypertension"), said("Portal hypertension"), said("Family history of hypertension"),
        said("White coat hypertension"), said("No hypertension"), said("Hypotension"), said("Antihypertensive allergy"),
        [Problem(ICD10[0], "J45.909", "Asthma, and hypertension in the family")],
    ],
)  # fmt: skip
def test_who_has_none_is_left_alone(problems: list[Problem]) -> None:
    assert found(problems=problems) == []


@pytest.mark.parametrize(
    "problems", [coded("E11.9"), coded("E10.65"), coded("44054006", SNOMED), said("Type 2 diabetes")]
)
def test_who_has_diabetes_has_hba1c_measured_every_six_months(problems: list[Problem]) -> None:
    assert found(problems=problems) == ["hba1c"]
    assert found(problems=problems, measured={"4548-4": date(2026, 5, 22)}) == ["hba1c"]
    assert found(problems=problems, measured={"59261-8": date(2026, 5, 23)}) == []
    assert found(problems=problems, measured={"2339-0": TODAY}) == ["hba1c"], "glucose is not HbA1c"


@pytest.mark.parametrize(
    "problems",
    [coded("R73.03"), coded("O24.410"), coded("E23.2"), coded("Z83.3"), said("Prediabetes"), said("Diabetes insipidus"),
     said("Gestational diabetes 2019"), said("At risk of diabetes"), coded("15777000", SNOMED)],
)  # fmt: skip
def test_what_is_no_diabetes_asks_for_nothing(problems: list[Problem]) -> None:
    assert found(problems=problems) == []


def test_allergies_and_smoking_are_asked_where_nobody_knows_smoking_of_adults_only() -> None:
    assert found(allergies_known=False, smoking_known=False) == ["allergies", "smoking"]
    assert found(smoking_known=False, born_on=date(2008, 11, 24)) == []
    assert found(smoking_known=False, born_on=date(2008, 11, 23)) == ["smoking"]
    assert found(smoking_known=False, born_on=None) == []


def test_overdue_vaccines_are_named_and_of_the_dead_nothing_is_asked() -> None:
    (gap,) = gaps(WELL._replace(overdue=("Measles", "Polio")), TODAY)
    assert (gap.rule.key, gap.because) == ("vaccine", "Measles, Polio")
    everything = {"deceased": True, "problems": coded("I10"), "allergies_known": False, "overdue": ("Measles",)}
    assert found(**everything) == []


def test_only_the_rules_that_are_asked_for_speak() -> None:
    facts = WELL._replace(problems=coded("I10"), allergies_known=False)
    assert [gap.rule.key for gap in gaps(facts, TODAY, ["pressure"])] == ["pressure"]


def test_every_rule_says_what_why_what_to_do_and_who_says_so() -> None:
    assert len(rules()) == FILE.read_text("utf-8").count("[[rule]]") == 5
    for rule in rules().values():
        assert all((rule.title, rule.why, rule.todo, rule.source)) and re.fullmatch(r"20\d\d-\d\d", rule.dated)
        assert rule.why.endswith(".") and rule.todo.endswith(".")
