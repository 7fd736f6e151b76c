"""Templates of a note, filled from the chart; and the last visit's note, carried forward under a mark."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from pydantic import ValidationError
from sqlmodel import select

from hms.db import transaction
from hms.errors import Invalid, NotFound, NotPossible, Stale
from hms.models import Appointment, Encounter, NoteTemplate, Patient
from hms.schemas.notes import NoteForm
from hms.schemas.statements import StatementForm
from hms.schemas.templates import PLACEHOLDERS, TemplateForm
from hms.schemas.visits import VisitPage
from hms.services import visit_types, visits
from hms.services.chart import timeline
from hms.services.intake import statements
from hms.services.notes import carrying, drafts, signing, templates
from tests.services.test_notes import lift_promises
from tests.support.cast import NOW, PASSWORD, Cast, later
from tests.support.offers import type_form
from tests.support.record_lists import problem
from tests.support.vitals import measured


def made(clinic: Cast, who: str = "dr_rao", name: str = "Cough", **words: Any) -> Any:
    form = TemplateForm(name=name, key=uuid4().hex, **({"plan": "Rest"} | words))
    return clinic.do(clinic.people[who], templates.save, form)


def fill(clinic: Cast, page: VisitPage, template: Any, doctor: str = "dr_rao") -> dict[str, str]:
    return clinic.do(clinic.people[doctor], templates.fill, page.encounter_id, template.id)


def test_what_stands_in_braces_is_filled_from_the_chart(clinic: Cast) -> None:
    clinic.sign(clinic.visit(clinic.asha))
    problem(clinic, clinic.asha, "Asthma")
    clinic.do(clinic.asha, statements.state, StatementForm(kind="allergy", text="Penicillin"))
    page = clinic.visit(clinic.asha, later(80))
    measured(clinic, page.encounter_id, systolic="132", diastolic="84")
    said = "{age}, {sex}, {reason}, {problems}, {allergies}, {last_visit}, {today}"
    template = made(clinic, subjective=said, objective="Seen. {vitals}.", plan="As before: {medicines}")
    told = fill(clinic, page, template)
    assert told["subjective"] == (
        "46 y, not recorded, Palpitations at night, Asthma, Penicillin (stated by the patient), "
        "23 Nov 2026, Dr Meera Rao: Palpitations at night, 23 Nov 2026"
    )
    assert "132/84 mmHg" in told["objective"] and "(23 Nov 2026)" in told["objective"]
    assert (told["plan"], told["assessment"]) == ("As before: not recorded", "")


def test_of_which_nothing_is_known_it_is_said_and_that_there_are_no_allergies_is_known(clinic: Cast) -> None:
    page = clinic.visit(clinic.bilal)
    with transaction() as db:
        for row in db.exec(select(Patient)):
            row.born = None
        for booked in db.exec(select(Appointment)):
            booked.reason = None
    everything = " | ".join(f"{{{name}}}" for name in PLACEHOLDERS if name != "today")
    template = made(clinic, subjective=everything)
    assert set(fill(clinic, page, template)["subjective"].split(" | ")) == {"not recorded"}
    clinic.do(clinic.bilal, statements.state_none, "allergy")
    assert "No known allergies (stated by the patient)" in fill(clinic, page, template)["subjective"]


def test_braces_in_what_a_patient_said_are_not_filled(clinic: Cast) -> None:
    page = clinic.visit(clinic.asha)
    with transaction() as db:
        db.exec(select(Appointment)).one().reason = "{age} {vitals} {x}"
    assert fill(clinic, page, made(clinic, subjective="{reason}"))["subjective"] == "{age} {vitals} {x}"


@pytest.mark.parametrize("text", ["{weigth}", "{Age}", "{}", "{ age }", "{{age}", "BP {blood pressure}"])
def test_a_placeholder_that_nothing_is_known_by_is_refused_in_words(text: str) -> None:
    if text == "{{age}":
        assert TemplateForm(name="x", plan=text).plan == text  # the inner one is known, a lone brace is a brace
        return
    with pytest.raises(ValidationError, match="Nothing is known by the name of"):
        TemplateForm(name="x", plan=text)


def test_a_doctor_sees_the_own_and_the_clinics_and_changes_only_the_own(clinic: Cast) -> None:
    mine, theirs = made(clinic), made(clinic, "dr_osei")
    shared = made(clinic, "admin", "Check-up")
    page = clinic.do(clinic.dr_rao, templates.listed)
    assert [one.name for one in page.own] == ["Cough"] and [one.name for one in page.shared] == ["Check-up"]
    for foreign in (theirs, shared):
        with pytest.raises(NotFound):
            clinic.do(clinic.dr_rao, templates.remove, foreign.id, foreign.version)
        with pytest.raises(NotFound):
            made(clinic, name="Mine now", template_id=foreign.id, version=1)
    with pytest.raises(NotFound):
        clinic.do(clinic.admin, templates.remove, mine.id, 1)
    visit = clinic.visit(clinic.asha)
    with pytest.raises(NotFound):
        fill(clinic, visit, theirs)
    assert fill(clinic, visit, shared)["plan"] == "Rest"


def test_one_that_is_for_a_kind_of_visit_is_offered_in_visits_of_that_kind(clinic: Cast) -> None:
    kind = clinic.do(clinic.admin, visit_types.add, type_form("ECG"))
    made(clinic, name="Any")
    made(clinic, name="Before an ECG", visit_type_id=kind.id)
    made(clinic, "admin", "Any of the clinic")
    plain = clinic.visit(clinic.asha)
    offered = clinic.do(clinic.dr_rao, templates.beginnings, plain.encounter_id)
    assert [name for _, name in offered.templates] == ["Any", "Any of the clinic (of the clinic)"]
    with transaction() as db:
        db.get_one(Appointment, plain.appointment.id).visit_type_id = kind.id
    offered = clinic.do(clinic.dr_rao, templates.beginnings, plain.encounter_id)
    assert offered.templates[0][1] == "Before an ECG"


def test_a_template_is_made_once_with_words_a_free_name_and_a_fresh_version(clinic: Cast) -> None:
    form = TemplateForm(name="Cough", plan="Rest", key="k" * 32)
    first = clinic.do(clinic.dr_rao, templates.save, form)
    assert clinic.do(clinic.dr_rao, templates.save, form).id == first.id
    with pytest.raises(Invalid) as refused:
        made(clinic, name="COUGH")
    assert set(refused.value.fields) == {"name"}
    with pytest.raises(Invalid) as refused:
        made(clinic, name="Empty", plan=" ")
    assert set(refused.value.fields) == {"subjective"}
    changed = made(clinic, name="Cold", template_id=first.id, version=1)
    assert (changed.name, changed.version) == ("Cold", 2)
    with pytest.raises(Stale):
        made(clinic, name="Cold 2", template_id=first.id, version=1)
    clinic.do(clinic.dr_rao, templates.remove, first.id, 2)
    assert clinic.do(clinic.dr_rao, templates.listed).own == []


def test_what_a_template_says_is_sealed(clinic: Cast) -> None:
    made(clinic, name="Heron", plan="Heron words")
    with transaction(reading=True) as db:
        row = db.exec(select(NoteTemplate)).one()
        assert b"Heron" not in (row.name_sealed or b"") + (row.plan_sealed or b"")


def earlier(clinic: Cast, who: str = "asha", **words: str) -> VisitPage:
    page = clinic.visit(clinic.people[who])
    said = {"subjective": "Palpitations at night.\nNone by day.", "plan": "ECG"} | words
    form = NoteForm(encounter_id=page.encounter_id, version=page.version, **said)
    return clinic.do(clinic.dr_rao, signing.sign, form, PASSWORD)


def keep(clinic: Cast, page: VisitPage, doctor: str = "dr_rao", **words: str) -> Any:
    who = clinic.people[doctor]
    version = clinic.do(who, drafts.beside, page.encounter_id).version
    form = NoteForm(encounter_id=page.encounter_id, version=version, writer="a" * 32, **words)
    clinic.do(who, drafts.save_note, form)
    return clinic.do(who, drafts.beside, page.encounter_id)


MARK = "copied from Dr Meera Rao, 23 Nov 2026"


def test_the_last_note_is_carried_forward_under_a_mark_that_goes_once_all_its_words_are_changed(clinic: Cast) -> None:
    earlier(clinic)
    page = clinic.visit(clinic.asha, later(80), doctor="dr_osei")
    assert clinic.do(clinic.dr_osei, templates.beginnings, page.encounter_id).last == "Dr Meera Rao, 23 Nov 2026"
    given = clinic.do(clinic.dr_osei, carrying.carry_forward, page.encounter_id).words
    assert (given["plan"], given["objective"]) == ("ECG", "")
    now = keep(clinic, page, "dr_osei", subjective="Better.\n\n" + given["subjective"], plan=given["plan"])
    assert [(one.label, one.mark) for one in now.copied] == [("Subjective", MARK), ("Plan", MARK)]
    now = keep(clinic, page, "dr_osei", subjective="None by day.\nAt night once.", plan="Echo")
    assert [(one.label, one.mark) for one in now.copied] == [("Subjective", f"partly {MARK}")]
    assert keep(clinic, page, "dr_osei", subjective="Well.", plan="Echo").copied == []
    # The words come back, as by undoing: so does the mark.
    assert [one.label for one in keep(clinic, page, "dr_osei", plan="ECG").copied] == ["Plan"]


def test_the_mark_is_signed_with_the_note_read_wherever_it_is_read_and_cannot_be_taken_off(clinic: Cast) -> None:
    earlier(clinic)
    page = clinic.visit(clinic.asha, later(80), doctor="dr_osei")
    clinic.do(clinic.dr_osei, carrying.carry_forward, page.encounter_id)
    form = NoteForm(encounter_id=page.encounter_id, version=page.version, subjective="Well.", plan="ECG")
    signed = clinic.do(clinic.dr_osei, signing.sign, form, PASSWORD)
    assert [(one.label, one.mark) for one in signed.parts] == [("Subjective", ""), ("Plan", MARK)]
    assert f"Plan ({MARK})\nECG" in signed.note and not signed.altered
    lines = clinic.do(clinic.dr_osei, timeline.timeline, clinic.asha.patient_id, "").listed
    assert any(f"Plan ({MARK})" in one.text for one in lines)
    lift_promises("encounter", "encounter_signed_update")
    with transaction() as db:
        db.get_one(Encounter, page.encounter_id).copied = None
    assert clinic.do(clinic.dr_osei, visits.page, page.appointment.id).altered


def test_a_copy_of_a_copy_names_who_wrote_it_first(clinic: Cast) -> None:
    earlier(clinic)
    second = clinic.visit(clinic.asha, later(80), doctor="dr_osei")
    clinic.do(clinic.dr_osei, carrying.carry_forward, second.encounter_id)
    form = NoteForm(encounter_id=second.encounter_id, version=second.version, plan="ECG", subjective="Well.")
    clinic.do(clinic.dr_osei, signing.sign, form, PASSWORD, now=later(5))
    third = clinic.visit(clinic.asha, later(120))
    clinic.do(clinic.dr_rao, carrying.carry_forward, third.encounter_id)
    marks = {one.label: one.mark for one in keep(clinic, third, plan="ECG", subjective="Well.").copied}
    assert marks == {"Plan": MARK, "Subjective": "copied from Dr Kofi Osei, 23 Nov 2026"}


def test_an_unsigned_note_or_another_patients_is_not_carried_forward_and_a_signed_one_takes_nothing(
    clinic: Cast,
) -> None:
    earlier(clinic, "bilal")
    page = clinic.visit(clinic.asha, later(120))
    with transaction() as db:
        draft = Encounter(
            patient_id=clinic.asha.patient_id, practitioner_id=clinic.dr_osei.practitioner_id, started_at=NOW
        )
        db.add(draft.sealing(plan="A colleague's draft"))
    with pytest.raises(NotPossible, match="no earlier note"):
        clinic.do(clinic.dr_rao, carrying.carry_forward, page.encounter_id)
    assert clinic.do(clinic.dr_rao, templates.beginnings, page.encounter_id).last == ""
    clinic.sign(page)
    for verb, more in ((carrying.carry_forward, ()), (templates.fill, (UUID(int=7),))):
        with pytest.raises(NotPossible, match="signed"):
            clinic.do(clinic.dr_rao, verb, page.encounter_id, *more)
    with pytest.raises(NotFound):
        clinic.do(clinic.dr_osei, carrying.carry_forward, page.encounter_id)
