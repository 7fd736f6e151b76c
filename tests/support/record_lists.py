"""What the tests of every service ask of those for codes and the lists of the record."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from hms.access import Actor
from hms.schemas.record_changes import AllergyChange, ProcedureChange, RelativeChange, VaccineChange
from hms.schemas.record_lists import (
    AllergyForm,
    DiagnosisForm,
    ErrorForm,
    LineCard,
    ProblemChange,
    ProblemForm,
    ProcedureForm,
    RelativeForm,
    StatusMove,
    VaccineForm,
)
from hms.schemas.statements import RefuteForm
from hms.services.chart import problems
from tests.support.cast import Cast

# Called by services, inside their scope: they check nothing and are no way in.
HELPERS = {
    "chart.changing.spoken", "chart.gaps.facts_of", "chart.gaps.of_many", "chart.gaps.lines", "chart.immunizations.overdue_of",
    "chart.immunizations.due", "chart.immunizations.due_of", "chart.lines.cards", "chart.lines.day_words", "chart.lines.iso_day", "chart.lines.moment",
    "chart.lines.on_day", "chart.lines.page", "chart.retold.kept", "chart.retold.told", "chart.lines.rows", "chart.lines.who", "chart.problems.glance", "chart.problems.glance_of", "chart.problems.refuse_twice",
    "chart.problems.word", "chart.problems.write", "coding.searching.note_use", "exports.earlier.versions", "record.given.how_many",
    "record.given.vaccinations_given",
}  # fmt: skip


def key() -> str:
    return str(uuid4())


def arguments(nobody: UUID) -> dict[str, tuple[Any, ...]]:
    """Say what each service for codes and lists is asked with."""
    who: dict[str, Any] = {"patient_id": nobody, "text": "Asthma", "key": key()}
    entry: dict[str, Any] = {"entry_id": nobody, "version": 1}
    return {
        "coding.searching.search": ("asthma",), "coding.searching.favour": ("J45.909", True),
        "chart.problems.listed": (nobody,), "chart.problems.add": (ProblemForm(**who),),
        "chart.problems.amend": (ProblemChange(**entry, text="Asthma", reason="x"),),
        "chart.problems.move": (StatusMove(**entry, status="resolved"),),
        "chart.diagnoses.of_visit": (nobody,), "chart.diagnoses.take_back": (nobody, nobody),
        "chart.diagnoses.diagnose": (DiagnosisForm(encounter_id=nobody, text="Asthma", key=key()),),
        "chart.changing.call_error": (ErrorForm(kind="condition", **entry, reason="x"),),
        "chart.changing.earlier": ("condition", nobody),
        "chart.procedures.listed": (nobody,), "chart.procedures.add": (ProcedureForm(**who),),
        "chart.procedures.amend": (ProcedureChange(**entry, text="Stitches", reason="x"),),
        "chart.family.amend": (RelativeChange(**entry, relation="mother", text="Gout", reason="x"),),
        "chart.immunizations.amend": (VaccineChange(**entry, code="03", happened=date(2026, 11, 2), reason="x"),),
        "chart.family.listed": (nobody,), "chart.family.add": (RelativeForm(**who, relation="mother"),),
        "chart.allergies.listed": (nobody,), "chart.allergies.refute": (RefuteForm(statement_id=nobody, reason="x"),),
        "chart.allergies.amend": (
            AllergyChange(**entry, text="Nuts", category="food", criticality="low", standing="over", reason="x"),
        ),
        "chart.allergies.add": (AllergyForm(**who, category="food", criticality="low"),),
        "chart.immunizations.listed": (nobody,),
        "chart.immunizations.record": (
            VaccineForm(patient_id=nobody, code="03", happened=date(2026, 11, 2), key=key()),
        ),
    }  # fmt: skip


def problem(clinic: Cast, who: Actor, text: str, code: str = "", **other: Any) -> LineCard:
    """Let dr_rao write a problem of a patient down."""
    form = ProblemForm(patient_id=who.patient_id, text=text, code=code, **{"key": key(), **other})
    told: LineCard = clinic.do(clinic.dr_rao, problems.add, form)
    return told
