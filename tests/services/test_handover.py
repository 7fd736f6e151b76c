"""A patient on one page: what the chart says, in the sections of the International Patient Summary, and never a second page."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from hms.db import transaction
from hms.errors import NotFound
from hms.models import Immunization, Observation, Patient, Procedure
from hms.schemas.notes import NoteForm
from hms.schemas.record_lists import AllergyForm
from hms.services.chart import allergies
from hms.services.handover import content, printing
from hms.services.notes import signing
from tests.support.cast import PASSWORD, Cast
from tests.support.pdf import pages, run_together
from tests.support.record_lists import key, problem
from tests.support.vitals import measured

SECTIONS = [
    "Allergies and intolerances", "Medicines", "Problems", "Plan", "Due or missing", "Vital signs", "Results",
    "Procedures", "Immunizations",
]  # fmt: skip


def read(clinic: Cast) -> list[str]:
    paper = clinic.do(clinic.dr_rao, content.take_summary, clinic.asha.patient_id)
    assert [one.title for one in paper.sections] == SECTIONS
    return [run_together(page) for page in pages(printing.pdf(paper))]


def allergy(clinic: Cast, text: str, **other: str) -> None:
    given = {"category": "medication", "criticality": "low"} | other
    form = AllergyForm(patient_id=clinic.asha.patient_id, text=text, key=key(), **given)
    clinic.do(clinic.dr_rao, allergies.add, form)


def test_the_page_says_what_the_chart_says(clinic: Cast) -> None:
    page = clinic.visit(clinic.asha)
    measured(clinic, page.encounter_id, systolic="132", diastolic="84")
    problem(clinic, clinic.asha, "Essential hypertension", "I10")
    allergy(clinic, "Penicillin", criticality="high")
    form = NoteForm(encounter_id=page.encounter_id, version=page.version, plan="ECG tomorrow.\nThen ramipril.")
    clinic.do(clinic.dr_rao, signing.sign, form, PASSWORD)
    happened = clinic.now - timedelta(days=30)
    told = {
        "patient_id": clinic.asha.patient_id,
        "status": "completed",
        "recorded_at": clinic.now,
        "happened_at": happened,
    }
    with transaction() as db:
        db.add(Immunization(code="140", **told).sealing(text="Influenza"))
        db.add(Procedure(**told).sealing(text="Appendectomy"))
        db.add(
            Observation(
                **{**told, "status": "final"},
                category="laboratory",
                code="2823-3",
                number="6.4",
                unit="mmol/L",
                flag="HH",
            ).sealing(name="Potassium")
        )
    (said,) = read(clinic)
    for words in (
        "Asha Nair", "3 Feb 1980 (46 y)", "Alder Valley", "Dr Meera Rao, 23 Nov 2026 at 10:00", "Penicillin", "dangerous",
        "Essential hypertension", "I10", "132/84 mmHg", "Potassium 6.4 mmol/L", "Influenza", "24 Oct 2026", "Appendectomy",
        "ECG tomorrow. Then ramipril.", "smokes", *SECTIONS,
    ):  # fmt: skip
        assert run_together(words) in said, words
    assert run_together("more") not in said.replace(run_together("The record may hold more."), "")


def test_of_which_nothing_is_known_it_is_said_and_of_allergies_that_one_must_ask(clinic: Cast) -> None:
    clinic.book(clinic.asha)
    (said,) = read(clinic)
    assert run_together("Not recorded: ask before you give anything.") in said
    assert said.count(run_together("Nothing is recorded.")) == 7


def test_what_does_not_fit_gives_way_from_the_last_section_on_and_allergies_never(clinic: Cast) -> None:
    clinic.book(clinic.asha)
    for number in range(30):
        allergy(clinic, f"Allergen {number} of the long list")
        problem(clinic, clinic.asha, f"Problem {number} of the long list")
    told = {"patient_id": clinic.asha.patient_id, "status": "completed", "recorded_at": clinic.now}
    with transaction() as db:
        for number in range(60):
            db.add(Immunization(code="140", **told).sealing(text=f"Vaccine {number}"))
            db.add(Procedure(**told).sealing(text=f"Procedure {number}"))
    (said,) = read(clinic)
    assert all(run_together(f"Allergen {number} of") in said for number in range(30))
    assert "and58more" in said, "of sixty vaccines two are left, and how many more there are is said"
    problems = sum(run_together(f"Problem {number} of") in said for number in range(30))
    assert problems >= 8 and f"and{30 - problems}more" in said


def test_letters_of_any_kind_are_there_and_nothing_in_the_data_is_a_command(clinic: Cast) -> None:
    clinic.book(clinic.asha)
    with transaction() as db:
        row = next(one for one in db.exec(select(Patient)) if one.given_names == "Asha")
        row.given_names, row.born = "Ászlá #panic(1) *bold* आशा", date(1980, 2, 3).isoformat()
    problem(clinic, clinic.asha, "#sys.inputs \\ $x$")
    (said,) = read(clinic)
    assert run_together("Ászlá #panic(1) *bold* आशा") in said and run_together("#sys.inputs \\ $x$") in said


def test_it_is_for_doctors_in_whose_care_the_patient_is(clinic: Cast) -> None:
    clinic.book(clinic.asha)
    with pytest.raises(NotFound):
        clinic.do(clinic.dr_osei, content.take_summary, clinic.asha.patient_id)
