"""The data files of the prescribing checks hold together, and what the checks say does not hang on the order of things."""

import csv
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from hms.knowledge.prescribing import naming
from hms.knowledge.prescribing.alerts import alerts
from hms.knowledge.prescribing.facts import Alert, Dose, Person, Taken, catalogued, in_a_unit, named
from hms.knowledge.prescribing.reading import knowledge
from hms.services.prescribing import FORMULARY

KNOW = knowledge()
NAMES = [one.name for one in KNOW.ingredients.values()]
WHO = Person(age_months=40 * 12, sex="female", pregnant=False)
drugs = st.sampled_from(NAMES)
lists = st.lists(drugs, max_size=6)


def said(new: str, takes: list[str], allergic: list[str] = []) -> list[Alert]:  # noqa: B006 - never changed
    return alerts(Taken(named(new)), [Taken(named(one)) for one in takes], allergic, WHO)


def test_every_rule_names_what_there_is_and_a_source_with_a_day() -> None:
    tags = set(KNOW.ingredients) | set(KNOW.groups)
    assert all(pair.one | pair.other <= tags for pair in KNOW.pairs)
    assert all(rule.of <= tags for rule in KNOW.rules)
    assert all({cross.one, cross.other} <= set(KNOW.groups) for cross in KNOW.crosses)
    assert all(set(one.classes) <= set(KNOW.groups) for one in KNOW.ingredients.values())
    assert set(KNOW.ranges) <= set(KNOW.of_atc)
    ranges = [dose for found in KNOW.ranges.values() for dose in found]
    used = {one.source for one in (*KNOW.pairs, *KNOW.rules, *KNOW.crosses, *KNOW.groups.values(), *ranges)}
    assert used <= set(KNOW.sources)
    assert len({pair.key for pair in KNOW.pairs}) == len(KNOW.pairs)


def test_each_rule_says_when_it_holds() -> None:
    for rule in KNOW.rules:
        ages = (rule.under_months, rule.from_months)
        assert (rule.kind == "age") == any(one is not None for one in ages), rule
        assert (rule.kind == "renal") == (rule.below is not None), rule
        assert rule.kind == "pregnancy" or not rule.ask, rule


def test_ranges_of_doses_are_ranges_and_no_age_has_two() -> None:
    for found in KNOW.ranges.values():
        for dose in found:
            assert dose.once[0] <= dose.once[1] and dose.day > 0
            assert all(span is None or span[0] < span[1] for span in (dose.kg, dose.kg_day))
        for age in range(18 * 12):
            assert sum(one.from_ <= age and (one.to is None or age < one.to) for one in found) <= 1


def test_the_checks_know_every_drug_of_the_starter_list() -> None:
    with FORMULARY.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        drug = catalogued(row["name"], row["atc"], row["strength"], row["unit"])
        assert drug.ingredients and all(KNOW.ingredients[key].reviewed for key in drug.ingredients), row
        assert row["atc"] in KNOW.ranges or row["code"].startswith("oral-rehydration"), row
        assert all(one.unit == "given" or drug.mg for one in KNOW.ranges.get(row["atc"], ())), row


def test_the_fifteen_pairs_of_the_onc_list_interrupt() -> None:
    onc = [pair for pair in KNOW.pairs if pair.source == "onc"]
    assert len(onc) == 15 and {pair.severity for pair in onc} == {"severe"}
    assert KNOW.sources["onc"].words.endswith("(doi 10.1136/amiajnl-2011-000612)")


def test_strengths_are_read_in_mg() -> None:
    read = {"500 mg": "500", "250 mg/5 ml": "50", "875 mg/125 mg": "875", "1 mg/ml": "1", "3.35 g/5 ml": "670"}
    read |= {"50 micrograms": "0.05", "20 micrograms (800 IU)": "0.02"}
    assert {text: in_a_unit(text) for text in read} == {text: Decimal(mg) for text, mg in read.items()}
    assert in_a_unit("0.5 %") is None and in_a_unit("") is None


@given(drugs, drugs)
def test_two_medicines_say_the_same_of_each_other(one: str, other: str) -> None:
    forth, back = said(one, [other]), said(other, [one])
    pairs = [
        {(a.kind, a.severity, a.pair, a.source) for a in found if a.kind in {"interaction", "duplicate"}}
        for found in (forth, back)
    ]
    assert pairs[0] == pairs[1]


@given(drugs, lists, st.randoms())
def test_the_order_of_the_list_does_not_matter(new: str, takes: list[str], chance: object) -> None:
    shuffled = list(takes)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert set(said(new, takes)) == set(said(new, shuffled))


@given(drugs)
def test_a_medicine_does_not_interact_with_itself(new: str) -> None:
    assert {one.kind for one in said(new, [new])} <= {"duplicate", "age", "unchecked"}
    assert "severe" not in {one.severity for one in said(new, [new]) if one.kind == "duplicate"}


@given(drugs, lists, drugs)
def test_one_medicine_more_takes_no_alert_away(new: str, takes: list[str], more: str) -> None:
    before = {one for one in said(new, takes) if one.kind != "unchecked"}
    assert before <= set(said(new, [*takes, more]))


@given(drugs, drugs)
def test_who_is_allergic_to_a_medicine_is_warned_of_it(new: str, other: str) -> None:
    assert "severe" in {one.severity for one in said(new, [], [new]) if one.kind == "allergy"}
    assert not [one for one in said(new, [], [other]) if one.kind == "unread"]


@given(drugs, lists, lists)
def test_severe_comes_first_and_every_alert_has_words(new: str, takes: list[str], allergic: list[str]) -> None:
    found = said(new, takes, allergic)
    severities = [one.severity for one in found]
    assert severities == sorted(severities, key=lambda one: one != "severe")
    assert all(one.title and one.words and one.key for one in found)
    assert all(one.source and one.on for one in found if one.kind not in {"unchecked", "unread"})


@given(st.text(max_size=60))
def test_whatever_is_written_is_read_or_not_understood(text: str) -> None:
    said("Amoxicillin", [text], [text])
    assert naming.read(text) == naming.read(f" {text} ")


@given(drugs, st.decimals("0.25", "100", places=2), st.integers(1, 365))
def test_a_smaller_dose_is_never_more_dangerous(name: str, units: Decimal, days: int) -> None:
    code = next(iter([*KNOW.ingredients[next(k for k, v in KNOW.ingredients.items() if v.name == name)].atc, "none"]))
    drug = catalogued(name, code, "100 mg", "tablet")
    worst = [
        any(one.kind == "dose" and one.severity == "severe" for one in alerts(Taken(drug, dose), [], [], WHO))
        for dose in (Dose(units, Decimal(1), days), Dose(units, Decimal(2), days))
    ]
    assert worst[0] <= worst[1]
