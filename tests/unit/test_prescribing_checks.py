"""What the prescribing checks must say, and what they must not: an alert that is wrong teaches people to read none."""

import csv
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import pytest

from hms.knowledge.prescribing.alerts import alerts
from hms.knowledge.prescribing.dosing import by_weight
from hms.knowledge.prescribing.facts import Alert, Dose, Drug, Person, Taken, catalogued, named
from hms.services.prescribing import FORMULARY

with FORMULARY.open(encoding="utf-8", newline="") as file:
    DRUGS = {
        row["code"]: catalogued(f"{row['name']} {row['strength']} {row['form']}", row["atc"], row["strength"], row["unit"])
        for row in csv.DictReader(file)
    }  # fmt: skip
GROWN = Person(age_months=46 * 12, sex="female", pregnant=False)
EXPECTING = Person(age_months=29 * 12, sex="female", pregnant=True)
UNASKED = Person(age_months=29 * 12, sex="female")


def child(years: float, weight: str = "") -> Person:
    return Person(age_months=int(years * 12), sex="male", weight_kg=Decimal(weight) if weight else None)


def with_egfr(egfr: int) -> Person:
    return Person(age_months=50 * 12, sex="male", egfr=Decimal(egfr))


def drug(name: str) -> Drug:
    """The one formulary drug whose code begins so; what is not there is read as somebody wrote it."""
    found = [one for code, one in DRUGS.items() if code.startswith(name)]
    return found[0] if found else named(name)


def said(
    new: str,
    takes: Iterable[str] = (),
    allergic: Iterable[str] = (),
    who: Person = GROWN,
    dose: tuple[str, str, int] | None = None,
) -> list[Alert]:
    how = Dose(Decimal(dose[0]), Decimal(dose[1]), dose[2]) if dose else None
    return alerts(Taken(drug(new), how), [Taken(drug(one)) for one in takes], list(allergic), who)


def heard(found: Iterable[Alert]) -> set[str]:
    return {f"{one.severity} {one.kind}" for one in found if one.kind != "unchecked"}


# what is chosen | what is taken already | allergies as written | what is said
MUST: list[tuple[str, list[str], list[str], str]] = [
    ("amoxicillin-500", [], ["Penicillin"], "severe allergy"),
    ("amoxicillin-500", [], ["Allergy to penicillin (finding)"], "severe allergy"),
    ("amoxicillin-500", [], ["penicilin, rash as a child"], "severe allergy"),
    ("amoxicillin-500", [], ["Amoxycillin: hives"], "severe allergy"),
    ("amoxicillin-clav", [], ["Penicillin V"], "severe allergy"),
    ("flucloxacillin", [], ["PCN"], "severe allergy"),
    ("cefalexin", [], ["Ampicillin"], "severe allergy"),  # the same side chain
    ("cefalexin", [], ["Penicillin"], "note allergy"),
    ("cefuroxime", [], ["Amoxicillin"], "note allergy"),
    ("amoxicillin-500", [], ["Cephalosporins"], "note allergy"),
    ("trimethoprim", [], ["Sulfamethoxazole / Trimethoprim"], "severe allergy"),
    ("trimethoprim", [], ["Bactrim"], "severe allergy"),
    ("sulfasalazine", [], ["Sulfa"], "severe allergy"),
    ("ibuprofen-400", [], ["Aspirin"], "severe allergy"),
    ("naproxen", [], ["NSAIDs: wheeze"], "severe allergy"),
    ("acetylsalicylic", [], ["ibuprofen"], "severe allergy"),
    ("diclofenac", [], ["Aspirin"], "severe allergy"),  # also on the skin
    ("lisinopril", [], ["Ramipril: swollen tongue"], "severe allergy"),
    ("losartan", [], ["ACE inhibitors"], "note allergy"),
    ("clarithromycin", [], ["Erythromycin"], "severe allergy"),
    ("phenytoin", [], ["Carbamazepine"], "severe allergy"),
    ("amoxicillin-500", [], ["that pink syrup"], "note unread"),
    ("amoxicillin-500", [], ["not allergic to penicillin"], "note unread"),
    ("clarithromycin", ["simvastatin"], [], "severe interaction"),
    ("simvastatin", ["Clarithromycin 500 MG Oral Tablet"], [], "severe interaction"),
    ("sertraline", ["Phenelzine 15 mg"], [], "severe interaction"),
    ("amitriptyline", ["tranylcypromine"], [], "severe interaction"),
    ("sumatriptan", ["selegiline"], [], "severe interaction"),
    ("methylphenidate", ["phenelzine"], [], "severe interaction"),
    ("omeprazole", ["atazanavir"], [], "severe interaction"),
    ("azathioprine", ["febuxostat"], [], "severe interaction"),
    ("irinotecan", ["ketoconazole"], [], "severe interaction"),
    ("pethidine", ["isocarboxazid"], [], "severe interaction"),
    ("haloperidol", ["amiodarone"], [], "severe interaction"),
    ("ramelteon", ["fluvoxamine"], [], "severe interaction"),
    ("darunavir", ["rifampicin"], [], "severe interaction"),
    ("ergotamine", ["clarithromycin"], [], "severe interaction"),
    ("tizanidine", ["ciprofloxacin"], [], "severe interaction"),
    ("procarbazine", ["tranylcypromine"], [], "severe interaction"),
    ("glyceryl-trinitrate", ["Viagra"], [], "severe interaction"),
    ("trimethoprim", ["methotrexate 2.5 mg weekly"], [], "severe interaction"),
    ("allopurinol", ["azathioprine"], [], "severe interaction"),
    ("lisinopril", ["losartan"], [], "severe interaction"),
    ("naproxen", ["Warfarin"], [], "severe interaction"),
    ("levonorgestrel", ["Carbamazepine"], [], "severe interaction"),
    ("propranolol", ["salbutamol"], [], "severe interaction"),  # inhaled all the same
    ("omeprazole", ["clopidogrel"], [], "note interaction"),
    ("amlodipine", ["simvastatin"], [], "note interaction"),
    ("spironolactone", ["ramipril"], [], "note interaction"),
    ("levothyroxine", ["Iron tablets"], [], "note interaction"),
    ("naproxen", ["ibuprofen-400"], [], "severe duplicate"),
    ("lisinopril", ["Enalapril"], [], "severe duplicate"),
    ("apixaban", ["Coumadin"], [], "severe duplicate"),
    ("atorvastatin", ["simvastatin"], [], "severe duplicate"),
    ("paracetamol-500", ["Tylenol"], [], "note duplicate"),
    ("pantoprazole", ["omeprazole"], [], "note duplicate"),
]

MUST_NOT: list[tuple[str, list[str], list[str]]] = [
    ("furosemide", [], ["Sulfa"]),  # no sulfonamide antibiotic
    ("hydrochlorothiazide", [], ["Sulfonamides"]),
    ("sumatriptan", [], ["Sulfamethoxazole"]),
    ("trimethoprim", [], ["Sulfa"]),
    ("azithromycin", [], ["Penicillin"]),
    ("meropenem", [], ["Penicillin"]),  # fewer than 1 in 100
    ("amoxicillin-500", [], ["Peanuts", "House dust mite (organism)", "Bee venom"]),
    ("amoxicillin-500", [], ["Tree pollen", "Cat", "No known allergies", "Shellfish (substance)"]),
    ("paracetamol-500", [], ["Aspirin"]),
    ("celecoxib", [], ["Aspirin"]),  # selective for COX-2
    ("codeine", [], ["Penicillin"]),
    ("amlodipine", ["lisinopril"], []),
    ("amlodipine", ["bisoprolol", "atorvastatin"], []),
    ("metformin", ["lisinopril", "atorvastatin", "empagliflozin"], []),
    ("clopidogrel", ["acetylsalicylic"], []),  # together after a stent
    ("pantoprazole", ["clopidogrel"], []),
    ("amoxicillin-500", ["paracetamol-500", "metformin"], []),
    ("azithromycin", ["simvastatin"], []),  # hardly inhibits CYP3A4
    ("sumatriptan", ["sertraline"], []),  # the label warns; neurologists find no risk worth a line
    ("ondansetron", ["azithromycin"], []),
    ("bisoprolol", ["salbutamol"], []),  # selective
    ("diclofenac", ["apixaban"], []),  # hardly any of a gel gets into the blood
    ("diclofenac", ["ibuprofen-400"], []),
    ("hydrocortisone", ["prednisolone"], []),
    ("fluticasone", ["budesonide"], []),
    ("fusidic-acid", ["simvastatin"], []),  # a cream
    ("chloramphenicol", ["Warfarin"], []),
    ("levothyroxine", ["omeprazole"], []),
]


@pytest.mark.parametrize(("new", "takes", "allergic", "expected"), MUST)
def test_it_must_be_said(new: str, takes: list[str], allergic: list[str], expected: str) -> None:
    assert expected in heard(said(new, takes, allergic))


@pytest.mark.parametrize(("new", "takes", "allergic"), MUST_NOT)
def test_it_must_not_be_said(new: str, takes: list[str], allergic: list[str]) -> None:
    assert heard(said(new, takes, allergic)) == set()


IN_ONE_PERSON: list[tuple[str, Person, str]] = [
    ("valproate", EXPECTING, "severe pregnancy"),
    ("valproate", UNASKED, "note pregnancy"),
    ("lisinopril", EXPECTING, "severe pregnancy"),
    ("methotrexate", EXPECTING, "severe pregnancy"),
    ("doxycycline", EXPECTING, "severe pregnancy"),
    ("ibuprofen-400", EXPECTING, "severe pregnancy"),
    ("atorvastatin", EXPECTING, "note pregnancy"),
    ("acetylsalicylic", child(15), "severe age"),
    ("doxycycline", child(7), "severe age"),
    ("codeine", child(11), "severe age"),
    ("metoclopramide", child(0.5), "severe age"),
    ("metoclopramide", child(9), "note age"),
    ("loperamide", child(1), "severe age"),
    ("amitriptyline", Person(age_months=66 * 12), "note age"),
    ("metformin", with_egfr(29), "severe renal"),
    ("metformin", with_egfr(40), "note renal"),
    ("nitrofurantoin", with_egfr(28), "severe renal"),
    ("naproxen", with_egfr(25), "severe renal"),
    ("allopurinol", with_egfr(50), "note renal"),
]
NOT_IN_ONE_PERSON: list[tuple[str, Person]] = [
    ("paracetamol-500", EXPECTING),
    ("amoxicillin-500", EXPECTING),
    ("hydrocortisone", EXPECTING),
    ("lisinopril", UNASKED),  # only the worst ask
    ("valproate", GROWN),
    ("valproate", Person(age_months=60 * 12, sex="female")),
    ("valproate", Person(age_months=29 * 12, sex="male")),
    ("acetylsalicylic", child(16)),
    ("doxycycline", child(8)),
    ("codeine", child(12)),
    ("paracetamol-120", child(3)),
    ("metformin", with_egfr(60)),
    ("metformin", GROWN),  # nobody knows the kidneys
    ("amlodipine", with_egfr(20)),
    ("amitriptyline", Person(age_months=64 * 12)),
]


@pytest.mark.parametrize(("new", "who", "expected"), IN_ONE_PERSON)
def test_it_must_be_said_to_one_person(new: str, who: Person, expected: str) -> None:
    assert expected in heard(said(new, who=who))


@pytest.mark.parametrize(("new", "who"), NOT_IN_ONE_PERSON)
def test_it_must_not_be_said_to_one_person(new: str, who: Person) -> None:
    assert heard(said(new, who=who)) == set()


# drug | units at once, times a day, days | who | what is said, "" for nothing
DOSES: list[tuple[str, tuple[str, str, int], Person, str]] = [
    ("paracetamol-500", ("2", "4", 5), GROWN, ""),
    ("paracetamol-500", ("2", "5", 5), GROWN, "severe dose"),  # 5 g a day
    ("amlodipine", ("1", "1", 90), GROWN, ""),
    ("amlodipine", ("2", "2", 90), GROWN, "note dose"),
    ("amlodipine", ("5", "1", 90), GROWN, "severe dose"),
    ("alendronic-acid", ("1", "0.14285714285714285714", 84), GROWN, ""),
    ("alendronic-acid", ("1", "1", 84), GROWN, "severe dose"),  # a weekly tablet every day
    ("clopidogrel", ("4", "1", 1), GROWN, ""),  # the first day
    ("clopidogrel", ("4", "1", 7), GROWN, "severe dose"),
    ("metoclopramide", ("1", "3", 5), GROWN, ""),
    ("metoclopramide", ("1", "3", 14), GROWN, "note dose"),
    ("levothyroxine", ("1", "1", 90), GROWN, ""),
    ("levothyroxine", ("10", "1", 90), GROWN, "severe dose"),
    ("simvastatin", ("0.5", "1", 30), GROWN, ""),
    ("salbutamol", ("2", "4", 30), GROWN, ""),
    ("amoxicillin-500", ("1", "3", 7), GROWN, ""),
    ("amoxicillin-500", ("0.25", "3", 7), GROWN, "note dose"),
    ("paracetamol-120", ("5", "4", 3), child(2, "12"), ""),  # 10 mg/kg
    ("paracetamol-120", ("25", "4", 3), child(2, "12"), "severe dose"),  # 50 mg/kg
    ("ibuprofen-100", ("5", "3", 3), child(2, "12"), ""),
    ("ibuprofen-100", ("20", "3", 3), child(2, "12"), "severe dose"),
    ("amoxicillin-250mg-5ml", ("5", "3", 5), child(3, "14"), ""),
    ("amoxicillin-250mg-5ml", ("0.5", "3", 5), child(3, "14"), "note dose"),
    ("cetirizine-1mg", ("2.5", "2", 30), child(3), ""),
    ("zinc", ("1", "1", 14), child(1), ""),
]


@pytest.mark.parametrize(("new", "dose", "who", "expected"), DOSES)
def test_a_dose(new: str, dose: tuple[str, str, int], who: Person, expected: str) -> None:
    assert {one for one in heard(said(new, who=who, dose=dose)) if "dose" in one} == ({expected} if expected else set())


def unchecked(*args: Any, **kwargs: Any) -> list[str]:
    return [one.title for one in said(*args, **kwargs) if one.kind == "unchecked"]


def test_what_is_not_checked_is_said_in_so_many_words() -> None:
    (all_of_it,) = said("Foozine 5 mg", ["simvastatin"], ["Penicillin"])
    assert all_of_it.title == "Not checked: Foozine 5 mg"
    assert "interactions" in all_of_it.words and "dose" in all_of_it.words
    assert unchecked("amlodipine", ["Foozine 5 mg"]) == ["Interactions not checked with: Foozine 5 mg"]
    assert unchecked("oral-rehydration", dose=("1", "3", 2)) == [
        "Dose not checked: Oral rehydration salts 20.5 g powder for oral solution"
    ]
    assert unchecked("paracetamol-120", who=child(2), dose=("5", "4", 3)) == [
        "Dose by weight not checked: Paracetamol 120 mg/5 ml oral suspension"
    ]
    assert unchecked("digoxin", who=EXPECTING) == ["Pregnancy not checked: digoxin"]
    assert unchecked("digoxin", who=GROWN) == unchecked("amlodipine", who=EXPECTING) == []


def test_the_same_in_two_products_adds_up() -> None:
    syrup = Taken(drug("paracetamol-120"), Dose(Decimal(20), Decimal(4), 3))  # 1.92 g a day
    tablets = Taken(drug("paracetamol-500"), Dose(Decimal(2), Decimal(3), 3))  # 3 g a day
    assert "severe dose" in heard(alerts(tablets, [syrup], [], GROWN))
    assert "severe dose" not in heard(alerts(tablets, [tablets], [], GROWN))  # renewed


def test_the_dose_by_weight_stops_at_the_grown_ups() -> None:
    assert by_weight(drug("paracetamol-120"), child(2, "12")) == (Decimal(120), Decimal(180))
    assert by_weight(drug("paracetamol-120"), child(11, "90")) == (Decimal(900), Decimal(1000))
    assert by_weight(drug("paracetamol-120"), child(2)) is None and by_weight(drug("amlodipine"), GROWN) is None
