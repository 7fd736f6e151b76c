"""A note in four fields: kept while it is typed, in two hands without a lost word, signed with the password."""

from datetime import timedelta
from uuid import UUID

import pytest
from pydantic import ValidationError
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from hms.config import settings
from hms.db import transaction
from hms.errors import Invalid, NotFound, NotPossible, Stale, TooManyTries, TwoWriters, WrongOwnPassword
from hms.models import AuditEntry, Encounter, NoteAddendum, NoteDraft, Patient
from hms.schemas.notes import ALL, MOST, AddendumForm, NoteForm
from hms.schemas.visits import VisitPage
from hms.services import visits
from hms.services.notes import addenda, drafts, signing, waiting
from hms.services.openings.sound import sound
from tests.support.cast import PASSWORD, Cast, later

HERE, THERE = "a" * 32, "b" * 32  # two open pages


def words(page: VisitPage, writer: str = HERE, version: int = 0, **fields: str) -> NoteForm:
    return NoteForm(encounter_id=page.encounter_id, version=version or page.version, writer=writer, **fields)


def seen(clinic: Cast, page: VisitPage) -> VisitPage:
    return clinic.do(clinic.dr_rao, visits.page, page.appointment.id)


def beside(clinic: Cast, page: VisitPage) -> object:
    return clinic.do(clinic.dr_rao, drafts.beside, page.encounter_id)


def test_dr_raos_note_has_four_fields_and_none_lies_readable_in_the_database(clinic: Cast) -> None:
    page = clinic.visit(clinic.asha)
    typed = {name: f"Heron words about {name}" for name in ALL}
    clinic.do(clinic.dr_rao, drafts.save_note, words(page, **typed))
    assert seen(clinic, page).words == typed
    with transaction(reading=True) as db:
        row = db.connection().execute(text("SELECT * FROM encounter")).mappings().one()
    stored = [bytes(row[f"{name}_sealed"]) for name in ALL]
    assert all(stored) and not any(b"Heron" in one for one in stored)


def test_a_draft_is_there_after_a_new_sign_in(clinic: Cast) -> None:
    page = clinic.visit(clinic.asha)
    clinic.do(clinic.dr_rao, drafts.save_note, words(page, plan="ECG tomorrow"))
    again = clinic.sign_in("rao@alder.example")
    assert clinic.do(again, visits.page, page.appointment.id).words["plan"] == "ECG tomorrow"


def test_a_note_that_was_written_in_one_piece_stays_readable_and_goes_on_as_what_the_patient_tells(
    clinic: Cast,
) -> None:
    page = clinic.visit(clinic.asha)
    with transaction() as db:
        row = db.get_one(Encounter, page.encounter_id)
        row.note = "Palpitations, as she told it before"
    assert seen(clinic, page).words["subjective"] == "Palpitations, as she told it before"
    clinic.do(
        clinic.dr_rao,
        signing.sign,
        words(page, subjective="Palpitations, as she told it before. None today."),
        PASSWORD,
    )
    assert [(one.label, one.text) for one in seen(clinic, page).parts] == [
        ("Subjective", "Palpitations, as she told it before. None today.")
    ]


def test_one_in_one_piece_that_is_signed_is_read_as_a_note(clinic: Cast) -> None:
    page = clinic.visit(clinic.asha)
    with transaction() as db:
        row = db.get_one(Encounter, page.encounter_id)
        row.note, row.signed_at, row.signed_by = "Long ago", clinic.now, clinic.dr_rao.practitioner_id
    shown = seen(clinic, page)
    assert ([(one.label, one.text) for one in shown.parts], shown.altered) == ([("Note", "Long ago")], False)


def test_two_writers_are_both_told_and_neither_loses_a_word(clinic: Cast) -> None:
    page = clinic.visit(clinic.asha)
    clinic.do(clinic.dr_rao, drafts.save_note, words(page, subjective="Pulse felt at night"))
    with pytest.raises(TwoWriters) as refused:
        clinic.do(clinic.dr_rao, drafts.save_note, words(page, THERE, subjective="Dizzy too", plan="ECG"))
    assert isinstance(refused.value, Stale)
    now = beside(clinic, page)
    assert now.words["subjective"] == "Pulse felt at night"
    (aside,) = now.asides
    assert [(one.label, one.text) for one in aside.parts] == [("Subjective", "Dizzy too"), ("Plan", "ECG")]
    # The second page goes on typing: still one set of words beside the note, the newest.
    with pytest.raises(TwoWriters):
        clinic.do(clinic.dr_rao, drafts.save_note, words(page, THERE, subjective="Dizzy too, twice"))
    (aside,) = beside(clinic, page).asides
    assert aside.words["subjective"] == "Dizzy too, twice"


def test_words_kept_beside_a_note_are_sealed_and_are_forgotten_once_they_are_in_it(clinic: Cast) -> None:
    page = clinic.visit(clinic.asha)
    version = clinic.do(clinic.dr_rao, drafts.save_note, words(page, subjective="One"))
    with pytest.raises(TwoWriters):
        clinic.do(clinic.dr_rao, drafts.save_note, words(page, THERE, subjective="Two herons"))
    with transaction(reading=True) as db:
        assert b"heron" not in (db.exec(select(NoteDraft)).one().subjective_sealed or b"")
    clinic.do(clinic.dr_rao, drafts.save_note, words(page, version=version, subjective="One\n\nTwo herons"))
    assert beside(clinic, page).asides == []


def test_whoever_chooses_their_own_words_has_said_what_becomes_of_what_was_kept(clinic: Cast) -> None:
    page = clinic.visit(clinic.asha)
    version = clinic.do(clinic.dr_rao, drafts.save_note, words(page, subjective="One"))
    with pytest.raises(TwoWriters):
        clinic.do(clinic.dr_rao, drafts.save_note, words(page, THERE, subjective="Two"))
    clinic.do(clinic.dr_rao, drafts.save_note, words(page, THERE, version, subjective="Two, and more"))
    assert (beside(clinic, page).asides, beside(clinic, page).writer) == ([], THERE)


def test_nothing_is_signed_while_another_screen_holds_words_that_are_not_in_the_note(clinic: Cast) -> None:
    page = clinic.visit(clinic.asha)
    version = clinic.do(clinic.dr_rao, drafts.save_note, words(page, subjective="One"))
    with pytest.raises(TwoWriters):
        clinic.do(clinic.dr_rao, drafts.save_note, words(page, THERE, subjective="Two"))
    form = words(page, version=version, subjective="One")
    with pytest.raises(NotPossible, match="Another screen"):
        clinic.do(clinic.dr_rao, signing.sign, form, PASSWORD)
    clinic.do(clinic.dr_rao, drafts.leave_out, page.encounter_id, THERE)
    assert clinic.do(clinic.dr_rao, signing.sign, form, PASSWORD).signed


def test_signing_a_stale_version_signs_nothing_and_keeps_the_words(clinic: Cast) -> None:
    page = clinic.visit(clinic.asha)
    clinic.do(clinic.dr_rao, drafts.save_note, words(page, subjective="One"))
    with pytest.raises(TwoWriters):
        clinic.do(clinic.dr_rao, signing.sign, words(page, THERE, subjective="Two"), PASSWORD)
    assert not seen(clinic, page).signed
    assert beside(clinic, page).asides[0].words["subjective"] == "Two"


def test_a_wrong_password_signs_nothing_and_after_five_there_is_a_pause(clinic: Cast) -> None:
    page = clinic.visit(clinic.asha)
    form = words(page, assessment="ECG normal")
    for _ in range(5):
        with pytest.raises(WrongOwnPassword) as refused:
            clinic.do(clinic.dr_rao, signing.sign, form, "five loud herons slept")
        assert set(refused.value.fields) == {"password"}
    with pytest.raises(TooManyTries):
        clinic.do(clinic.dr_rao, signing.sign, form, PASSWORD)
    assert not seen(clinic, page).signed
    quarter = clinic.now + timedelta(minutes=16)
    assert clinic.do(clinic.dr_rao, signing.sign, form, PASSWORD, now=quarter).signed


def test_dr_oseis_password_signs_nothing_of_dr_raos_and_he_cannot_sign_her_note(clinic: Cast) -> None:
    page = clinic.visit(clinic.asha)
    with pytest.raises(NotFound):
        clinic.do(clinic.dr_osei, signing.sign, words(page, assessment="x"), PASSWORD)
    assert not seen(clinic, page).signed


def test_what_was_signed_stands_in_the_audits_chain_sealed(clinic: Cast) -> None:
    page = clinic.sign(clinic.visit(clinic.asha))
    with transaction(reading=True) as db:
        (entry,) = db.exec(
            select(AuditEntry).where(AuditEntry.record_id == page.encounter_id, AuditEntry.what == "sign")
        )
        assert len(entry.digest) == 64 and entry.digest.encode() not in (entry.digest_sealed or b"")
        assert sound(db, [entry]) == {entry.id}
        db.expunge(entry)
        entry.digest = "0" * 64
        assert sound(db, [entry]) == set(), "another digest breaks the chain"


def lift_promises(table: str, *names: str) -> None:
    """Do what somebody with the database in their hands can do: take its triggers away."""
    with transaction() as db:
        for name in names:
            db.connection().execute(text(f"DROP TRIGGER {name}" + ("" if settings().on_sqlite else f" ON {table}")))


def test_a_note_that_is_changed_behind_the_apps_back_is_found(clinic: Cast) -> None:
    page = clinic.sign(clinic.visit(clinic.asha))
    assert not seen(clinic, page).altered
    lift_promises("encounter", "encounter_signed_update")
    with transaction() as db:
        db.get_one(Encounter, page.encounter_id).plan = "Amputate"  # sealed with the clinic's own key, even
    assert seen(clinic, page).altered


def test_one_whose_signature_is_dated_back_is_found(clinic: Cast) -> None:
    page = clinic.sign(clinic.visit(clinic.asha))
    lift_promises("encounter", "encounter_signed_update")
    with transaction() as db:
        row = db.get_one(Encounter, page.encounter_id)
        row.signed_at = clinic.now - timedelta(days=2)
    assert seen(clinic, page).altered


def test_no_visit_begins_for_somebody_who_has_died_but_one_that_began_is_finished(clinic: Cast) -> None:
    begun, booked = clinic.visit(clinic.asha), clinic.book(clinic.bilal, later(120))
    with transaction() as db:
        for row in db.exec(select(Patient)):
            row.deceased = True
    with pytest.raises(NotPossible, match="has died"):
        clinic.do(clinic.dr_rao, visits.start, booked.id)
    assert clinic.sign(begun).signed


def test_a_note_of_ten_megabytes_is_refused_with_its_length() -> None:
    with pytest.raises(ValidationError, match=r"10,485,760 characters; 50,000 is the most"):
        NoteForm(encounter_id=UUID(int=1), version=1, subjective="x" * 10_485_760)
    assert len(NoteForm(encounter_id=UUID(int=1), version=1, subjective="x" * MOST).subjective) == MOST


def test_nothing_is_signed_with_a_summary_alone(clinic: Cast) -> None:
    page = clinic.visit(clinic.asha)
    with pytest.raises(Invalid) as refused:
        clinic.do(clinic.dr_rao, signing.sign, words(page, summary="All is well."), PASSWORD)
    assert set(refused.value.fields) == {"subjective"}


def test_the_other_screen_hears_of_a_change_of_hands_but_not_of_every_pause(clinic: Cast) -> None:
    from hms.changes import BUS

    page, heard = clinic.visit(clinic.asha), []
    version = clinic.do(clinic.dr_rao, drafts.save_note, words(page, plan="a"))
    deliver = BUS.deliver
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BUS, "deliver", lambda change: (heard.append(change.topic), deliver(change)))
        version = clinic.do(clinic.dr_rao, drafts.save_note, words(page, version=version, plan="ab"))
        quiet = heard.count(f"visit:{page.encounter_id}")
        clinic.do(clinic.dr_rao, drafts.save_note, words(page, THERE, version, plan="abc"))
    if settings().on_sqlite:  # on PostgreSQL the server delivers
        assert (quiet, heard.count(f"visit:{page.encounter_id}")) == (0, 1)


def addition(page: VisitPage, said: str = "The ECG came: normal", key: str = "k" * 32) -> AddendumForm:
    return AddendumForm(encounter_id=page.encounter_id, text=said, key=key)


def test_what_comes_later_stands_beneath_with_who_and_when_and_the_note_stays(clinic: Cast) -> None:
    page = clinic.sign(clinic.visit(clinic.asha))
    for _ in range(2):  # pressing twice adds once
        (added,) = clinic.do(clinic.dr_rao, addenda.add, addition(page), PASSWORD)
    assert (added.text, added.told) == ("The ECG came: normal", "Dr Meera Rao, 23 Nov 2026 at 10:00")
    shown = seen(clinic, page)
    assert shown.parts == page.parts and [one.text for one in shown.addenda] == ["The ECG came: normal"]
    other = clinic.visit(clinic.asha, later(80), doctor="dr_osei")
    assert other.past[0].note.endswith("Dr Meera Rao, 23 Nov 2026 at 10:00\nThe ECG came: normal")


def test_adding_takes_the_password_a_signed_note_and_ones_own_visit(clinic: Cast) -> None:
    page = clinic.visit(clinic.asha)
    with pytest.raises(NotPossible, match="not signed yet"):
        clinic.do(clinic.dr_rao, addenda.add, addition(page), PASSWORD)
    clinic.sign(page)
    with pytest.raises(WrongOwnPassword):
        clinic.do(clinic.dr_rao, addenda.add, addition(page), "five loud herons slept")
    with pytest.raises(NotFound):
        clinic.do(clinic.dr_osei, addenda.add, addition(page), PASSWORD)
    with pytest.raises(Invalid):
        clinic.do(clinic.dr_rao, addenda.add, addition(page, "  "), PASSWORD)
    assert seen(clinic, page).addenda == []


@pytest.mark.parametrize("change", ["UPDATE note_addendum SET text_sealed = NULL", "DELETE FROM note_addendum"])
def test_the_database_refuses_to_change_what_was_added_and_whoever_gets_round_it_is_found(
    clinic: Cast, change: str
) -> None:
    page = clinic.sign(clinic.visit(clinic.asha))
    clinic.do(clinic.dr_rao, addenda.add, addition(page), PASSWORD)
    with pytest.raises(DBAPIError, match="signed_no_longer_changes"), transaction() as db:
        db.connection().execute(text(change))
    assert not seen(clinic, page).addenda[0].altered
    lift_promises("note_addendum", "note_addendum_signed_update")
    with transaction() as db:
        db.exec(select(NoteAddendum)).one().text = "The ECG came: bad"
    assert seen(clinic, page).addenda[0].altered and not seen(clinic, page).altered


def test_notes_to_sign_are_listed_the_oldest_first_with_their_age(clinic: Cast) -> None:
    clinic.visit(clinic.asha)
    second = clinic.visit(clinic.bilal, later(80))
    clinic.do(clinic.dr_rao, drafts.save_note, words(second, plan="ECG"))
    listed = clinic.do(clinic.dr_rao, waiting.unsigned)
    assert [(one.patient, one.age, one.late, one.begun) for one in listed] == [
        ("Asha Nair", "today", False, False),
        ("Bilal Haddad", "today", False, True),
    ]
    two_days = clinic.now + timedelta(days=2)
    assert [(one.age, one.late) for one in clinic.do(clinic.dr_rao, waiting.unsigned, now=two_days)] == [
        ("2 days old", True)
    ] * 2
    assert clinic.do(clinic.dr_osei, waiting.unsigned) == []
    clinic.sign(seen(clinic, second))
    assert [one.patient for one in clinic.do(clinic.dr_rao, waiting.unsigned)] == ["Asha Nair"]
