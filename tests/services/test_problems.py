"""The problem list, procedures and relatives' illnesses: written, moved on, put right, called an error."""

from datetime import date
from typing import Any

import pytest

from hms.access import Scope, requires
from hms.db import transaction
from hms.errors import Invalid, NotFound, NotPossible, Stale
from hms.knowledge import problem_states
from hms.models import Condition, Encounter
from hms.permissions import Permission
from hms.schemas.record_changes import ProcedureChange
from hms.schemas.record_lists import (
    DiagnosisForm,
    ErrorForm,
    ProblemChange,
    ProblemGlance,
    ProcedureForm,
    RelativeForm,
    StatusMove,
)
from hms.services.chart import changing, diagnoses, entries, family, problems, procedures
from tests.support.cast import Cast, later
from tests.support.record_lists import key, problem

SNOMED = "http://snomed.info/sct"


@requires(Permission.SEE_CHART)
def glanced(scope: Scope, patient_id: Any) -> list[ProblemGlance]:
    return problems.glance(scope, scope.patient(patient_id))


@requires(Permission.KEEP_CHART)
def imported(scope: Scope, patient_id: Any, text: str, code: str, status: str = "active") -> Condition:
    row = Condition(patient_id=patient_id, status=status, source="import", code_system=SNOMED, code=code)
    return entries.write(scope, scope.patient(patient_id), row.sealing(text=text))


@pytest.fixture
def cared_for(clinic: Cast) -> Cast:
    clinic.book(clinic.asha)
    return clinic


def listed(clinic: Cast) -> list[Any]:
    found: list[Any] = clinic.do(clinic.dr_rao, problems.listed, clinic.asha.patient_id).listed
    return found


def test_a_problem_has_a_code_or_only_words(cared_for: Cast) -> None:
    problem(cared_for, cared_for.asha, "Asthma, uncomplicated", "j45909", severity="mild", happened=date(2019, 5, 1))
    problem(cared_for, cared_for.asha, "Tired since the move", certain=False)
    words, coded = listed(cared_for)
    assert (coded.code, coded.when, coded.facts, coded.who) == (
        "ICD-10-CM J45.909", "since 1 May 2019", "Mild", "Dr Meera Rao, 23 Nov 2026",
    )  # fmt: skip
    assert (words.code, words.facts, words.status_words) == ("", "Provisional", "Active")
    with pytest.raises(Invalid) as refused:
        problem(cared_for, cared_for.asha, "Something", "Z99.999Q")
    assert "code" in refused.value.fields


@pytest.mark.parametrize("day", [date(1979, 12, 31), date(2026, 11, 24)])
def test_no_problem_begins_before_birth_or_in_the_future(cared_for: Cast, day: date) -> None:
    with pytest.raises(Invalid) as refused:
        problem(cared_for, cared_for.asha, "Measles", happened=day)
    assert "happened" in refused.value.fields


def test_the_same_problem_does_not_stand_twice(cared_for: Cast) -> None:
    once = key()
    problem(cared_for, cared_for.asha, "Asthma", "J45.909", key=once)
    problem(cared_for, cared_for.asha, "Asthma", "J45.909", key=once)
    for text, code in (("The same by another name", "J45.909"),):
        with pytest.raises(Invalid):
            problem(cared_for, cared_for.asha, text, code)
    problem(cared_for, cared_for.asha, "Headache")
    with pytest.raises(Invalid):
        problem(cared_for, cared_for.asha, "headache")
    assert len(listed(cared_for)) == 2


def test_a_problem_moves_on_and_comes_back(cared_for: Cast) -> None:
    card = problem(cared_for, cared_for.asha, "Asthma", "J45.909")
    for status in ("remission", "relapse", "resolved", "recurrence"):
        form = StatusMove(entry_id=card.id, version=card.version, status=status)
        card = cared_for.do(cared_for.dr_rao, problems.move, form)
        assert card.status == status and (card.when != "") is (status in problem_states.ENDED)
    with pytest.raises(NotPossible):
        cared_for.do(
            cared_for.dr_rao, problems.move, StatusMove(entry_id=card.id, version=card.version, status="active")
        )
    with pytest.raises(Stale):
        cared_for.do(cared_for.dr_rao, problems.move, StatusMove(entry_id=card.id, version=1, status="resolved"))
    told = cared_for.do(cared_for.dr_rao, changing.earlier, "condition", card.id)
    assert [one.reason for one in told] == ["Now: Come back", "Now: Resolved", "Now: Relapse", "Now: In remission"]


def test_what_was_put_right_stays_readable(cared_for: Cast) -> None:
    card = problem(cared_for, cared_for.asha, "Asthma", severity="mild")
    form = ProblemChange(
        entry_id=card.id, version=1, text="Asthma, moderate", code="J45.40", severity="moderate", reason="Spirometry"
    )
    changed = cared_for.do(cared_for.dr_rao, problems.amend, form)
    assert (changed.title, changed.code, changed.changed) == ("Asthma, moderate", "ICD-10-CM J45.40", True)
    (before,) = cared_for.do(cared_for.dr_rao, changing.earlier, "condition", card.id)
    said = {one.name: one.words for one in before.said}
    assert (said["Words"], said["Severity"], said["State"], before.who) == ("Asthma", "Mild", "Active", "Dr Meera Rao")
    with pytest.raises(Invalid) as refused:
        cared_for.do(cared_for.dr_rao, problems.amend, form.model_copy(update={"version": 2, "reason": " "}))
    assert "reason" in refused.value.fields


def test_an_error_stands_last_and_is_no_problem_any_more(cared_for: Cast) -> None:
    card = problem(cared_for, cared_for.asha, "Gout")
    problem(cared_for, cared_for.asha, "Asthma")
    wrong = ErrorForm(kind="condition", entry_id=card.id, version=1, reason="Another patient's")
    cared_for.do(cared_for.dr_rao, changing.call_error, wrong)
    assert [(one.title, one.error) for one in listed(cared_for)] == [("Asthma", False), ("Gout", True)]
    assert [one.title for one in cared_for.do(cared_for.dr_rao, glanced, cared_for.asha.patient_id)] == ["Asthma"]
    problem(cared_for, cared_for.asha, "Gout")


def test_snomed_codes_of_an_import_are_kept_and_shown(cared_for: Cast) -> None:
    cared_for.do(cared_for.dr_rao, imported, cared_for.asha.patient_id, "Asthma", "195967001")
    (card,) = listed(cared_for)
    assert (card.code, card.source) == ("SNOMED CT 195967001", "Imported")
    form = ProblemChange(entry_id=card.id, version=1, text="Asthma", code="J45.909", reason="Coded here")
    assert cared_for.do(cared_for.dr_rao, problems.amend, form).code == "ICD-10-CM J45.909"


def test_putting_the_words_of_an_import_right_keeps_its_code(cared_for: Cast) -> None:
    cared_for.do(cared_for.dr_rao, imported, cared_for.asha.patient_id, "Asthma", "195967001")
    (card,) = listed(cared_for)
    given = {name: said for name, said in card.typed.items() if name != "provisional"} | {
        "text": "Asthma since childhood"
    }
    form = ProblemChange(entry_id=card.id, version=1, **given, certain=not card.typed["provisional"], reason="Told")
    changed = cared_for.do(cared_for.dr_rao, problems.amend, form)
    assert (changed.title, changed.code) == ("Asthma since childhood", "SNOMED CT 195967001")


def test_a_long_list_is_paged(cared_for: Cast) -> None:
    for number in range(53):
        problem(cared_for, cared_for.asha, f"Problem {number}")
    first = cared_for.do(cared_for.dr_rao, problems.listed, cared_for.asha.patient_id)
    last = cared_for.do(cared_for.dr_rao, problems.listed, cared_for.asha.patient_id, 9)
    assert (len(first.listed), first.pages, len(last.listed), last.page, last.total) == (50, 2, 3, 2, 53)


def test_only_who_cares_for_a_patient_reads_and_writes_the_list(cared_for: Cast) -> None:
    card = problem(cared_for, cared_for.asha, "Asthma")
    for verb, *asked in (
        (problems.listed, cared_for.asha.patient_id),
        (problems.move, StatusMove(entry_id=card.id, version=1, status="resolved")),
        (changing.earlier, "condition", card.id),
        (changing.call_error, ErrorForm(kind="condition", entry_id=card.id, version=1, reason="x")),
    ):
        with pytest.raises(NotFound):
            cared_for.do(cared_for.dr_osei, verb, *asked)


def give(clinic: Cast, visit: Any, text: str, code: str = "", who: str = "dr_rao", **other: Any) -> Any:
    form = DiagnosisForm(encounter_id=visit.encounter_id, text=text, code=code, **{"key": key(), **other})
    return clinic.do(clinic.people[who], diagnoses.diagnose, form)


def test_the_diagnoses_of_a_visit_become_part_of_the_record(clinic: Cast) -> None:
    visit, once = clinic.visit(clinic.asha), key()
    give(clinic, visit, "Low back pain, unspecified", "M54.50", key=once)
    given = give(clinic, visit, "Low back pain, unspecified", "M54.50", key=once)
    given = give(clinic, visit, "Worried about work")
    assert [one.title for one in given] == ["Low back pain, unspecified", "Worried about work"]
    with pytest.raises(Invalid):
        give(clinic, visit, "worried about work")
    given = clinic.do(clinic.dr_rao, diagnoses.take_back, visit.encounter_id, given[1].id)
    assert [one.code for one in given] == ["ICD-10-CM M54.50"]
    assert [one.title for one in clinic.do(clinic.dr_rao, glanced, clinic.asha.patient_id)] == [
        "Low back pain, unspecified"
    ]
    with transaction() as db:
        assert db.get_one(Condition, given[0].id).encounter_id == visit.encounter_id


def test_a_signed_visit_takes_no_more_diagnoses(clinic: Cast) -> None:
    visit = clinic.visit(clinic.asha)
    given = give(clinic, visit, "Cough, unspecified", "R05.9")
    clinic.sign(visit)
    with pytest.raises(NotPossible):
        give(clinic, visit, "Fever, unspecified", "R50.9")
    with pytest.raises(NotPossible):
        clinic.do(clinic.dr_rao, diagnoses.take_back, visit.encounter_id, given[0].id)


def test_nobody_gives_a_diagnosis_in_anothers_visit(clinic: Cast) -> None:
    visit = clinic.visit(clinic.asha)
    clinic.book(clinic.asha, later(260), doctor="dr_osei")
    with pytest.raises(NotFound):
        give(clinic, visit, "Cough, unspecified", "R05.9", who="dr_osei")


def test_a_code_that_is_given_in_visit_after_visit_is_one_problem(clinic: Cast) -> None:
    first = problem_in_care(clinic)
    visit = clinic.visit(clinic.asha, later(80))
    give(clinic, visit, "Essential (primary) hypertension", "I10")
    (card,) = listed(clinic)
    assert (card.id, card.facts) == (first.id, "given again in 1 visit")
    clinic.do(clinic.dr_rao, problems.move, StatusMove(entry_id=first.id, version=1, status="resolved"))
    assert [one.status for one in listed(clinic)] == ["resolved"]
    with transaction() as db:
        db.add(
            again := Encounter(
                patient_id=clinic.asha.patient_id, practitioner_id=clinic.dr_rao.practitioner_id, started_at=clinic.now
            )
        )
        db.flush()
        encounter_id = again.id
    clinic.now = later(2000)
    form = DiagnosisForm(encounter_id=encounter_id, text="Hypertension", code="I10", key=key())
    clinic.do(clinic.dr_rao, diagnoses.diagnose, form)
    assert [one.status for one in listed(clinic)] == ["active", "resolved"]


def problem_in_care(clinic: Cast) -> Any:
    clinic.book(clinic.asha)
    return problem(clinic, clinic.asha, "Essential (primary) hypertension", "I10")


def test_procedures_and_relatives_illnesses_have_their_lists(cared_for: Cast) -> None:
    who = cared_for.asha.patient_id
    done = ProcedureForm(patient_id=who, text="Appendectomy", happened=date(1999, 4, 1), key=key())
    cared_for.do(cared_for.dr_rao, procedures.add, done)
    cared_for.do(cared_for.dr_rao, procedures.add, done)
    (card,) = cared_for.do(cared_for.dr_rao, procedures.listed, who).listed
    assert (card.title, card.when) == ("Appendectomy", "1 Apr 1999")
    right = ProcedureChange(entry_id=card.id, version=1, text="Appendectomy, open", happened="", reason="Scar")
    cared_for.do(cared_for.dr_rao, procedures.amend, right)
    with pytest.raises(Invalid):
        cared_for.do(
            cared_for.dr_rao, procedures.add, done.model_copy(update={"happened": date(2027, 1, 1), "key": key()})
        )
    (before,) = cared_for.do(cared_for.dr_rao, changing.earlier, "procedure", card.id)
    assert {"Words": "Appendectomy", "When": "1 Apr 1999"}.items() <= {
        one.name: one.words for one in before.said
    }.items()
    ill = RelativeForm(patient_id=who, relation="mother", text="Breast cancer", code="C50.919", key=key())
    cared_for.do(cared_for.dr_rao, family.add, ill)
    (card,) = cared_for.do(cared_for.dr_rao, family.listed, who).listed
    assert (card.title, card.code) == ("Mother: Breast cancer", "ICD-10-CM C50.919")
    with pytest.raises(ValueError):
        RelativeForm(patient_id=who, relation="neighbour", text="Gout", key=key())


def test_what_may_follow_what_agrees_with_itself() -> None:
    for status, after in problem_states.AFTER.items():
        assert status in problem_states.WORDS and set(after) <= set(problem_states.WORDS) - {status}
    assert all(problem_states.may_follow("anything else", status) for status in problem_states.WORDS)
