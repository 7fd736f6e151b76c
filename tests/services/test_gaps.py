"""What is due or missing, in the chart at a glance: it shows while it is so, and goes with what is written down."""

from datetime import date, timedelta
from typing import Any

from hms.schemas.statements import StatementForm
from hms.services.chart import opened
from hms.services.intake import statements
from tests.support.cast import Cast, later
from tests.support.record_lists import problem
from tests.support.vitals import measured


def due(clinic: Cast, who: str = "asha", **other: Any) -> dict[str, Any]:
    shown = clinic.do(clinic.dr_rao, opened.open_chart, clinic.people[who].patient_id, **other).glance
    return {line.id: line for line in shown.due}


def test_a_hypertensive_is_due_for_a_blood_pressure_until_it_is_measured_and_again_after_a_year(clinic: Cast) -> None:
    page = clinic.visit(clinic.asha)
    assert set(due(clinic)) == {"allergies", "smoking"}
    problem(clinic, clinic.asha, "Essential hypertension", "I10")
    line = due(clinic)["pressure"]
    assert (line.title, line.mark) == ("Blood pressure not measured for a year", "not in this record")
    assert line.note == (
        "High blood pressure is on the problem list: Essential hypertension. Measure it in this visit."
    )
    assert line.day.startswith("Source: NICE guideline NG136")
    measured(clinic, page.encounter_id, systolic="132", diastolic="84")
    assert "pressure" not in due(clinic)
    assert due(clinic, now=clinic.now + timedelta(days=366))["pressure"].mark == "last on 23 Nov 2026"


def test_what_a_patient_states_about_allergies_and_smoking_answers_both(clinic: Cast) -> None:
    clinic.book(clinic.asha)
    clinic.do(clinic.asha, statements.state, StatementForm(kind="habit", text="Runs every day"))
    assert set(due(clinic)) == {"allergies", "smoking"}, "running says nothing about smoking"
    clinic.do(clinic.asha, statements.state_none, "allergy")
    clinic.do(clinic.asha, statements.state, StatementForm(kind="habit", text="Never smoked"))
    assert due(clinic) == {}


def test_a_childs_overdue_vaccines_stand_beside_what_is_missing_one_by_one(clinic: Cast) -> None:
    clinic.people["mina"] = clinic.register("Mina", "Sato", "mina@post.example", date(2026, 6, 1))
    clinic.book(clinic.mina, later(80))
    shown = due(clinic, "mina")
    assert "allergies" in shown and "smoking" not in shown
    assert any(line.mark.startswith("Overdue") for line in shown.values())
