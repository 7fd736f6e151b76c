"""Allergies and what patients state are put right with a reason: the record knows what they said before."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from hms.db import transaction
from hms.errors import Invalid, NotFound, NotPossible, Stale
from hms.models import AllergyIntolerance, EntryVersion, HealthStatement
from hms.schemas.alerts import CheckForm
from hms.schemas.merging import UndoForm
from hms.schemas.record_changes import AllergyChange, StatementChange
from hms.schemas.record_lists import AllergyForm, EarlierCard, LineCard
from hms.schemas.statements import RefuteForm
from hms.services.alerts import checking
from hms.services.chart import allergies, changing
from hms.services.intake import confirming, statements
from hms.services.merging import merging, undoing
from tests.support.alerts import drug_id
from tests.support.cast import Cast, later
from tests.support.portal import say, told
from tests.support.record_lists import key
from tests.support.twins import form, second_asha


@pytest.fixture
def care(clinic: Cast) -> Cast:
    """Give the clinic in which dr_rao sees asha."""
    clinic.book(clinic.asha)
    return clinic


def listed(care: Cast) -> list[LineCard]:
    found: list[LineCard] = care.do(care.dr_rao, allergies.listed, care.asha.patient_id).listed
    return found


def written(care: Cast, text: str = "Penicillin", **other: Any) -> LineCard:
    usual: dict[str, Any] = {"category": "medication", "criticality": "high", "reaction": ["hives"], "key": key()}
    form = AllergyForm(patient_id=care.asha.patient_id, text=text, **{**usual, **other})
    care.do(care.dr_rao, allergies.add, form)
    return next(one for one in listed(care) if one.title == text)


def change(card: LineCard, **other: Any) -> AllergyChange:
    """Begin with what the form on the screen begins with."""
    typed: dict[str, Any] = {name: said for name, said in card.typed.items() if not name.startswith("does-")}
    does = [name.removeprefix("does-") for name in card.typed if name.startswith("does-")]
    told = {**typed, "reaction": does, "entry_id": card.id, "version": card.version, "reason": "Asked again", **other}
    return AllergyChange(**told)


def amend(care: Cast, card: LineCard, **other: Any) -> LineCard:
    care.do(care.dr_rao, allergies.amend, change(card, **other))
    return next(one for one in listed(care) if one.id == card.id)


def before(care: Cast, kind: str, entry_id: UUID) -> list[EarlierCard]:
    found: list[EarlierCard] = care.do(care.dr_rao, changing.earlier, kind, entry_id)
    return found


def test_an_allergy_is_put_right_and_what_it_said_before_stays_readable(care: Cast) -> None:
    card = written(care, note="As a child")
    now = amend(care, card, text="Amoxicillin", criticality="low", reaction=["rash", "itching"], note="")
    assert (now.title, now.facts, now.note) == ("Amoxicillin", "A medicine. Not dangerous. Rash, Itching", "")
    assert (now.version, now.changed, now.status_words) == (2, True, "Confirmed")
    (first,) = before(care, "allergy_intolerance", card.id)
    assert (first.who, first.reason, first.number) == ("Dr Meera Rao", "Asked again", 1)
    assert {one.name: one.words for one in first.said} == {
        "Words": "Penicillin", "How dangerous": "Dangerous", "What it is": "A medicine", "What it does": "Hives",
        "Holds": "Yes", "Note": "As a child",
    }  # fmt: skip
    banner = care.do(care.dr_rao, allergies.listed, care.asha.patient_id).banner
    assert banner.allergies == ["Amoxicillin"]


def test_one_that_no_longer_holds_counts_no_more_and_may_hold_again(care: Cast) -> None:
    card = amend(care, written(care), standing="over")
    assert (card.status_words, card.error, card.typed["standing"]) == ("No longer holds", False, "over")
    assert care.do(care.dr_rao, allergies.listed, care.asha.patient_id).banner.allergies == []
    care.do(care.asha, statements.state_none, "allergy")
    card = amend(care, card, standing="confirmed")
    shown = care.do(care.dr_rao, allergies.listed, care.asha.patient_id)
    assert (shown.banner.allergies, shown.banner.no_allergies, card.version) == (["Penicillin"], "", 3)
    amend(care, card, standing="over")
    written(care, "penicillin")
    with pytest.raises(Invalid):
        amend(care, next(one for one in listed(care) if one.id == card.id), standing="confirmed")


def test_what_the_patient_stated_stays_marked_until_a_clinician_confirms_it(care: Cast) -> None:
    say(care, care.asha, "allergy", "Penicilin")
    (card,) = listed(care)
    assert [one.value for one in card.moves] == ["stated", "confirmed", "over"]
    card = amend(care, card, text="Penicillin", category="medication")
    assert (card.status_words, card.source) == ("Stated, not confirmed", "Stated by the patient")
    banner = care.do(care.dr_rao, allergies.listed, care.asha.patient_id).banner
    assert banner.allergies == ["Penicillin (stated by the patient)"]
    (mine,) = told(care, care.asha, "allergy")
    assert mine.words == "Stated by you, 23 Nov 2026; put right by Dr Meera Rao, 23 Nov 2026; not confirmed yet"
    with pytest.raises(Stale):  # somebody who still reads the first version
        care.do(care.dr_rao, confirming.confirm, card.id, 1)
    card = amend(care, card, standing="confirmed")
    assert (card.status_words, card.who) == ("Confirmed", "Dr Meera Rao, 23 Nov 2026")
    with pytest.raises(Invalid) as refused:
        amend(care, card, standing="stated")
    assert set(refused.value.fields) == {"standing"}
    assert [one.number for one in before(care, "allergy_intolerance", card.id)] == [2, 1]


def test_what_cannot_be_is_refused_and_nothing_is_changed(care: Cast) -> None:
    card, other = written(care), written(care, "Latex")
    for wrong, field in (
        ({"text": "latex"}, "text"),
        ({"reaction": ["dragons"]}, "reaction"),
        ({"reason": " "}, "reason"),
    ):
        with pytest.raises(Invalid) as refused:
            amend(care, card, **wrong)
        assert set(refused.value.fields) == {field}
    with pytest.raises(NotFound):
        care.do(care.dr_osei, allergies.amend, change(card))
    amend(care, other, note="Gloves")
    with pytest.raises(Stale):
        amend(care, other, note="Balloons")
    care.do(care.dr_rao, allergies.refute, RefuteForm(statement_id=card.id, reason="Tolerated it"))
    with pytest.raises(NotPossible):
        amend(care, card)
    assert before(care, "allergy_intolerance", card.id) == []


def test_prescribing_goes_by_what_an_allergy_says_now(care: Cast) -> None:
    page = care.visit(care.asha, later(300))
    card = written(care)

    def warned(begins: str) -> bool:
        form = CheckForm(encounter_id=page.encounter_id, medication_id=drug_id(care, begins))
        return any(one.key.startswith("allergy") for one in care.do(care.dr_rao, checking.check, form).severe)

    assert warned("Amoxicillin") and not warned("Ibuprofen")
    card = amend(care, card, text="Ibuprofen")
    assert warned("Ibuprofen") and not warned("Amoxicillin")
    amend(care, card, standing="over")
    assert not warned("Ibuprofen")


def test_other_statements_are_put_right_in_the_visit(care: Cast) -> None:
    say(care, care.asha, "medicine", "Metformin 50 mg")
    (card,) = told(care, care.asha, "medicine")
    right = StatementChange(entry_id=card.id, version=1, stated_text="Metformin 500 mg", reason="Saw the box")
    with pytest.raises(Invalid):
        care.do(care.dr_rao, confirming.put_right, right.model_copy(update={"reason": ""}))
    care.do(care.dr_rao, confirming.put_right, right)
    with pytest.raises(Stale):
        care.do(care.dr_rao, confirming.put_right, right)
    (group,) = care.do(care.dr_rao, confirming.stated, care.asha.patient_id).groups
    (now,) = group.listed
    assert (now.text, now.state, now.version, now.record) == ("Metformin 500 mg", "stated", 2, "health_statement")
    (first,) = before(care, now.record, now.id)
    assert [one.words for one in first.said] == ["Metformin 50 mg"] and first.reason == "Saw the box"
    care.do(care.dr_rao, confirming.confirm, now.id, 2)
    care.do(care.dr_rao, confirming.refute, RefuteForm(statement_id=now.id, reason="Stopped long ago"))
    page = care.do(care.dr_rao, confirming.stated, care.asha.patient_id)
    assert page.groups == [] and page.over[0].listed[0].reason == "Stopped long ago"
    with pytest.raises(NotPossible):
        care.do(care.dr_rao, confirming.put_right, right.model_copy(update={"version": 2}))


def test_an_answer_that_is_chosen_is_not_put_right_in_words(care: Cast) -> None:
    say(care, care.asha, "blood_group", "A+")
    (card,) = told(care, care.asha, "blood_group")
    wish = StatementChange(entry_id=card.id, version=1, stated_text="B+", reason="x")
    with pytest.raises(NotPossible):
        care.do(care.dr_rao, confirming.put_right, wish)
    (shown,) = care.do(care.dr_rao, confirming.stated, care.asha.patient_id).groups[0].listed
    assert not shown.can_correct


def test_the_database_lets_nobody_remove_what_was_stated(care: Cast) -> None:
    say(care, care.asha, "condition", "Asthma")
    amend(care, written(care), note="x")
    for model in (AllergyIntolerance, HealthStatement, EntryVersion):
        with pytest.raises(DBAPIError, match="entries_stay"), transaction() as db:
            db.delete(db.exec(select(model)).one())


def test_versions_go_where_their_entry_goes_when_records_become_one_and_two_again(care: Cast) -> None:
    again = second_asha(care)
    care.book(again, later(300))
    say(care, again, "allergy", "Latx")
    (card,) = care.do(care.dr_rao, allergies.listed, again.patient_id).listed
    care.do(care.dr_rao, allergies.amend, change(card, text="Latex"))
    done = care.do(care.reception, merging.merge, form(care, care.asha, again))
    (card,) = listed(care)
    assert [one.number for one in before(care, "allergy_intolerance", card.id)] == [1]
    amend(care, card, criticality="high")
    shown = care.do(care.reception, undoing.preview, done)
    care.do(
        care.reception, undoing.undo, UndoForm(merge_id=done, kept_version=shown.kept_version, reason="Two sisters")
    )
    assert listed(care) == []
    (card,) = care.do(care.dr_rao, allergies.listed, again.patient_id).listed
    assert (card.title, card.version) == ("Latex", 3)
    assert [one.number for one in before(care, "allergy_intolerance", card.id)] == [2, 1]
    with transaction(reading=True) as db:
        assert {one.patient_id for one in db.exec(select(EntryVersion))} == {again.patient_id}
