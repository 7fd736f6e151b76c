"""Two records of one person become one, and two again exactly as they were."""

import threading
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from pydantic import ValidationError
from sqlmodel import SQLModel, col, select

from hms.access import SYSTEM, VISITOR, Scope
from hms.db import transaction
from hms.errors import Invalid, Merged, NotFound, NotPossible, Refusal, Stale
from hms.models import (
    Account,
    Appointment,
    AuditEntry,
    AuditSubject,
    Encounter,
    LoginSession,
    Patient,
    PatientContact,
    PatientMerge,
    PersonalChange,
    QueueTicket,
    Row,
)
from hms.models.base import UNREADABLE
from hms.schemas.acting import ActingForm
from hms.schemas.merging import MergeForm, NumbersForm, UndoForm
from hms.schemas.notices import NoticeForm
from hms.schemas.queue import IssueForm
from hms.services import acting, files, finding, notices, portal, scheduling, sessions, visits
from hms.services.duplicates import work_list
from hms.services.merging import belonging, gathering, merging, side_by_side, undoing
from hms.services.merging.belonging import STAYING, belongings, named_patients
from hms.services.merging.ledger import Ledger, read
from hms.services.queue import issuing
from tests.support.cast import ELEVEN, Cast, later
from tests.support.twins import everything, form, known_by, record, second_asha


@pytest.fixture
def two(clinic: Cast) -> Cast:
    """Give the clinic in which asha is known twice."""
    second_asha(clinic)
    return clinic


def merge(clinic: Cast, **other: Any) -> UUID:
    return clinic.do(clinic.reception, merging.merge, form(clinic, clinic.asha, clinic.again, **other))


def undo(clinic: Cast, merge_id: UUID, **other: Any) -> None:
    shown = clinic.do(clinic.reception, undoing.preview, merge_id)
    asked = UndoForm(merge_id=merge_id, kept_version=shown.kept_version, reason="Two sisters", **other)
    clinic.do(clinic.reception, undoing.undo, asked)


def refused(clinic: Cast, what: type[Refusal], service: Any, *args: Any) -> str:
    with pytest.raises(what) as problem:
        clinic.do(clinic.reception, service, *args)
    return f"{problem.value.title} {problem.value.body} {problem.value.fields}"


# What a merge moves


def test_every_table_with_a_patient_in_it_is_moved_but_for_the_few_that_say_why() -> None:
    named = {one.name for one in named_patients()}
    pointing = {
        f"{table.name}.{column.name}"
        for table in SQLModel.metadata.tables.values()
        for column in table.columns
        if "patient_id" in column.name or {key.column.table.name for key in column.foreign_keys} & {"patient"}
    }
    assert pointing <= named and {one.name for one in belongings()} == named - set(STAYING)
    assert set(STAYING) <= named and all(STAYING.values())
    assert all("id" in one.table.c for one in belongings()), "a row is moved, and moved back, by its id"
    assert len(belongings()) > 20


def test_a_new_table_is_found_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    tables = sa.MetaData()
    for table in SQLModel.metadata.tables.values():
        table.to_metadata(tables)
    sa.Table(
        "pet", tables, sa.Column("id", sa.Uuid, primary_key=True), sa.Column("owner_id", sa.ForeignKey("patient.id"))
    )
    monkeypatch.setattr(belonging.SQLModel, "metadata", tables)
    assert "pet.owner_id" in {one.name for one in belongings()}


def test_sealed_texts_belong_to_their_row_and_not_to_their_patient(two: Cast) -> None:
    with transaction() as db:
        scope = Scope(db, SYSTEM, two.now)
        file = files.keep(
            scope, two.again.patient_id, "photo", b"a face" * 99_999, name="me.png", media_type="image/png"
        )
    two.sign(two.visit(two.again))
    known_by(
        two,
        two.again.patient_id,
        PatientContact(patient_id=two.again.patient_id, system="phone").sealing(value="+91 1"),
    )
    merge(two)
    with transaction(reading=True) as db:
        moved = db.get_one(type(file), file.id)
        assert moved.patient_id == two.asha.patient_id and files.body_of(db, moved) == b"a face" * 99_999
        for model in (m.class_ for m in SQLModel._sa_registry.mappers if issubclass(m.class_, Row)):
            for row in db.exec(select(model)):
                for name in [n for n in vars(model) if n.endswith("_sealed")]:
                    assert getattr(row, name.removesuffix("_sealed"), "") != UNREADABLE


def test_everything_is_at_the_kept_record_and_both_numbers_find_it(two: Cast) -> None:
    booked = two.book(two.again)
    signed = two.sign(two.visit(two.again, later(300)))
    old = record(two.again.patient_id)[0]
    merge(two)
    mine = two.do(two.reception, finding.hit, two.asha.patient_id)
    for number in (old, mine.record_number):
        assert [hit.id for hit in two.do(two.reception, finding.find, number)] == [two.asha.patient_id]
    assert [hit.id for hit in two.do(two.reception, finding.find, "aisha")] == [two.asha.patient_id]
    assert two.do(two.reception, scheduling.card, booked.id).patient == "Asha Nair"
    assert two.do(two.dr_rao, visits.summary, signed.encounter_id)
    left = {name: rows for name, rows in everything(two.again.patient_id).items() if rows}
    assert set(left) <= {"account.patient_id"}  # asha has a sign-in of her own


def test_a_tombstone_says_where_everything_is(two: Cast) -> None:
    merge(two)
    number = record(two.asha.patient_id)[0]
    with pytest.raises(Merged) as told:
        two.do(two.reception, finding.hit, two.again.patient_id)
    assert str(number) in told.value.body and told.value.kept == str(two.asha.patient_id)
    with pytest.raises(Merged):
        two.do(two.reception, scheduling.book, two.request(later(330), patient_id=two.again.patient_id))


def test_what_is_signed_goes_to_nobody_else(two: Cast) -> None:
    page = two.sign(two.visit(two.again))
    with pytest.raises(Exception, match="signed_no_longer_changes"), transaction() as db:
        db.get_one(Encounter, page.encounter_id).patient_id = two.bilal.patient_id
        db.flush()


def test_the_sign_in_of_the_other_record_opens_the_kept_one_after_signing_in_again(two: Cast) -> None:
    booked = two.book(two.asha)
    merge(two)
    assert two.do(VISITOR, sessions.by_id, two.again.session_id) is None  # its open screens begin anew
    assert two.do(VISITOR, sessions.by_id, two.asha.session_id) is not None
    again = two.sign_in("asha.nair@post.example")
    assert again.patient_id == two.asha.patient_id
    assert two.do(again, portal.home).next.id == booked.id


def test_the_only_sign_in_goes_along(two: Cast) -> None:
    with transaction() as db:
        db.exec(select(Account).where(Account.id == two.asha.account_id)).one().patient_id = None
    merge(two)
    with transaction(reading=True) as db:
        assert db.get_one(Account, two.again.account_id).patient_id == two.asha.patient_id


def test_the_kept_records_choice_of_messages_stands_where_both_have_one(two: Cast) -> None:
    for who, way in ((two.asha, "none"), (two.again, "email")):
        choice = NoticeForm(channel=way, language="en", version=0, patient_id=who.patient_id)
        two.do(two.reception, notices.choose, choice)
    before = everything(two.asha.patient_id, two.again.patient_id)
    done = merge(two)
    assert two.do(two.reception, notices.choice, two.asha.patient_id).channel == "none"
    undo(two, done)
    assert everything(two.asha.patient_id, two.again.patient_id) == before
    assert two.do(two.reception, notices.choice, two.again.patient_id).channel == "email"


def test_fields_can_be_taken_from_the_other_record_and_the_history_tells(two: Cast) -> None:
    before = record(two.asha.patient_id), record(two.again.patient_id)
    with transaction() as db:
        again = db.get_one(Patient, two.again.patient_id)
        again.born, again.sex, again.language = "1980-03-02", "female", "ml"
    changed = record(two.again.patient_id)
    done = merge(two, from_gone=("name", "born", "sex", "language"))
    now = record(two.asha.patient_id)
    assert now[1:3] == ("Aisha", "Nair") and now[5] == "1980-03-02" and now[7] == "female" and now[9] == "ml"
    assert now[0] == before[0][0]
    with transaction(reading=True) as db:
        told = {(c.field, c.before, c.after) for c in db.exec(select(PersonalChange))}
    assert ("given_names", "Asha", "Aisha") in told and ("born", "1980-02-03", "1980-03-02") in told
    undo(two, done)
    assert (record(two.asha.patient_id), record(two.again.patient_id)) == (before[0], changed)


def test_it_is_remembered_for_both_with_the_reason(two: Cast) -> None:
    done = merge(two)
    undo(two, done)
    with transaction(reading=True) as db:
        for what, why in (("merge", "Same person, told at the desk"), ("undo", "Two sisters")):
            entry = db.exec(select(AuditEntry).where(AuditEntry.what == what)).one()
            about = set(db.exec(select(AuditSubject.patient_id).where(AuditSubject.entry_id == entry.id)))
            assert entry.why == why and entry.account_id == two.reception.account_id
            assert about == {two.asha.patient_id, two.again.patient_id}
        sealed = db.get_one(PatientMerge, done)
        assert b"appointment" not in (sealed.ledger_sealed or b"") and b"person" not in (sealed.reason_sealed or b"")


# What is refused


def test_a_record_is_not_merged_with_itself(two: Cast) -> None:
    asked = form(two, two.asha, two.asha)
    assert "one record already" in refused(two, NotPossible, merging.merge, asked)


def test_a_reason_is_needed(two: Cast) -> None:
    before = everything(two.asha.patient_id, two.again.patient_id)
    silent = form(two, two.asha, two.again).model_dump(exclude={"reason"})
    assert "Say why" in refused(two, Invalid, merging.merge, MergeForm(**silent))
    for nothing in ("", " ", "no", "\u202eabc", "x" * 501):
        with pytest.raises(ValidationError):
            MergeForm(**silent, reason=nothing)
    assert everything(two.asha.patient_id, two.again.patient_id) == before


def test_a_record_that_somebody_changed_meanwhile_is_not_merged(two: Cast) -> None:
    asked = form(two, two.asha, two.again)
    with transaction() as db:
        db.get_one(Patient, two.again.patient_id).version += 1
    refused(two, Stale, merging.merge, asked)


def test_two_who_have_died_are_not_merged_and_a_death_is_not_lost(two: Cast) -> None:
    with transaction() as db:
        again = db.get_one(Patient, two.again.patient_id)
        again.deceased, again.deceased_at = True, two.now
    done = merge(two)
    assert record(two.asha.patient_id)[11:13] == (True, two.now)
    undo(two, done)
    assert record(two.asha.patient_id)[11:13] == (False, None)
    with transaction() as db:
        db.get_one(Patient, two.asha.patient_id).deceased = True
    assert "have died" in refused(two, NotPossible, merging.merge, form(two, two.asha, two.again))


def test_a_merged_record_is_not_merged_again(two: Cast) -> None:
    merge(two)
    third = two.register("Bela", "Haddad", "bela@post.example", date(1975, 7, 30))
    for asked in (form(two, two.asha, two.again), form(two, two.again, third), form(two, third, two.again)):
        assert "merged already" in refused(two, NotPossible, merging.merge, asked)


def test_two_appointments_at_one_time_are_named(two: Cast) -> None:
    two.book(two.asha, ELEVEN)
    two.book(two.again, ELEVEN, doctor="dr_osei")
    told = refused(two, NotPossible, merging.merge, form(two, two.asha, two.again))
    assert "11:00 with Dr Meera Rao and 23 Nov 2026 11:00 with Dr Kofi Osei" in told
    shown = _compare(two)
    assert "11:00 with Dr Kofi Osei" in shown.hindrance


def test_two_who_are_being_seen_just_now_are_not_merged(two: Cast) -> None:
    for who, doctor in ((two.asha, two.dr_rao), (two.again, two.dr_osei)):
        asked = IssueForm(patient_id=who.patient_id, queue_id=doctor.practitioner_id, key=str(uuid4()))
        two.do(two.reception, issuing.issue, asked)
    with transaction() as db:
        for ticket in db.exec(select(QueueTicket)):
            ticket.called_at = two.now
    assert "being seen" in refused(two, NotPossible, merging.merge, form(two, two.asha, two.again))


@pytest.mark.parametrize("gone", ["bilal", "asha"])
def test_nobody_else_merges(two: Cast, gone: str) -> None:
    asked = form(two, two.asha, two.again)
    for who in (two.people[gone], two.dr_rao, two.admin):
        with pytest.raises(Refusal):
            two.do(who, merging.merge, asked)
    strange = MergeForm(kept_id=two.asha.patient_id, gone_id=UUID(int=9), kept_version=1, gone_version=1, reason="abc")
    refused(two, NotFound, merging.merge, strange)


# Undoing


def test_an_undone_merge_leaves_everything_as_it_was(two: Cast) -> None:
    two.book(two.asha, ELEVEN)
    two.sign(two.visit(two.again, later(300)))
    both = (two.asha.patient_id, two.again.patient_id)
    before = [everything(one) for one in both], [record(one) for one in both]
    undo(two, merge(two))
    assert ([everything(one) for one in both], [record(one) for one in both]) == before
    again = two.sign_in("asha.nair@post.example")
    assert again.patient_id == two.again.patient_id
    assert [hit.id for hit in two.do(two.reception, finding.find, "aisha")] == [two.again.patient_id]


def test_what_was_made_since_stays_unless_it_hangs_on_what_goes_back_or_was_made_by_the_other(two: Cast) -> None:
    old = two.book(two.again, ELEVEN)
    done = merge(two)
    desk = two.do(two.reception, scheduling.book, two.request(later(90), patient_id=two.asha.patient_id))
    again = two.sign_in("asha.nair@post.example")
    own = two.book(again, later(300))
    two.do(two.dr_rao, visits.start, old.id)
    shown = two.do(two.reception, undoing.preview, done)
    visit = [row for row in shown.later if row.label == "Visits"]
    assert [(row.goes, row.fixed) for row in visit] == [(True, True)]
    choosable = [row for row in shown.later if row.label == "Appointments"]
    assert sorted(row.goes for row in choosable) == [False, True] and not any(row.fixed for row in choosable)
    undo(two, done, back=[row.key for row in shown.later if row.goes])
    with transaction(reading=True) as db:
        whose = {a.id: a.patient_id for a in db.exec(select(Appointment))}
        seen = db.exec(select(Encounter.patient_id)).one()
    assert whose == {
        old.id: two.again.patient_id, own.id: two.again.patient_id, desk.id: two.asha.patient_id
    }  # fmt: skip
    assert seen == two.again.patient_id


def test_reception_may_decide_otherwise_but_not_for_what_hangs_on_something(two: Cast) -> None:
    old = two.book(two.again, ELEVEN)
    done = merge(two)
    desk = two.do(two.reception, scheduling.book, two.request(later(90), patient_id=two.asha.patient_id))
    two.do(two.dr_rao, visits.start, old.id)
    shown = two.do(two.reception, undoing.preview, done)
    mine = next(row.key for row in shown.later if row.label == "Appointments")
    undo(two, done, back=[mine, "stays", "nonsense:1"])
    with transaction(reading=True) as db:
        assert db.get_one(Appointment, desk.id).patient_id == two.again.patient_id
        assert db.exec(select(Encounter.patient_id)).one() == two.again.patient_id


def test_a_field_that_was_changed_since_stays(two: Cast) -> None:
    done = merge(two, from_gone=("name",))
    with transaction() as db:
        db.get_one(Patient, two.asha.patient_id).given_names = "Ashalata"
    undo(two, done)
    assert record(two.asha.patient_id)[1] == "Ashalata"


def test_a_merge_is_taken_back_once_and_the_later_one_first(two: Cast) -> None:
    third = two.register("Asha", "Nayar", "third@post.example", date(1980, 2, 3))
    first = merge(two)
    second = two.do(two.reception, merging.merge, form(two, third, two.asha))
    told = refused(two, NotPossible, undoing.preview, first)
    assert str(record(third.patient_id)[0]) in told
    assert [h.id for h in two.do(two.reception, finding.find, "aisha")] == [third.patient_id]
    assert two.sign_in("asha.nair@post.example").patient_id == third.patient_id
    undo(two, second)
    undo(two, first)
    assert "taken back already" in refused(two, NotPossible, undoing.preview, first)
    asked = UndoForm(merge_id=UUID(int=5), kept_version=1, reason="abc")
    refused(two, NotFound, undoing.undo, asked)


def test_an_undo_that_somebody_was_quicker_with_is_stale(two: Cast) -> None:
    done = merge(two)
    asked = UndoForm(merge_id=done, kept_version=1, reason="abc")
    refused(two, Stale, undoing.undo, asked)
    refused(two, Invalid, undoing.undo, UndoForm(merge_id=done, kept_version=2))


# Side by side


def _compare(clinic: Cast) -> Any:
    numbers = {"one": record(clinic.asha.patient_id)[0], "other": record(clinic.again.patient_id)[0]}
    pair = clinic.do(clinic.reception, work_list.by_numbers, NumbersForm(**numbers))
    return clinic.do(clinic.reception, side_by_side.compare, pair)


def test_side_by_side_says_where_two_records_agree_and_what_each_holds(two: Cast) -> None:
    two.book(two.again)
    shown = _compare(two)
    told = {one.name: (one.agrees, one.choosable) for one in shown.fields}
    assert told["name"] == ("close", True) and told["born"] == ("same", False) and told["email"] == ("differs", False)
    held = {one.label: (one.one, one.other) for one in shown.holds}
    assert sorted(held["Appointments"]) == [0, 1] and "Phones and addresses" not in held
    assert shown.percent > 50 and shown.hindrance == "" and shown.outcome == ""
    done = merge(two)
    after = _compare(two)
    assert after.outcome == "merged" and after.joined.id == done


@pytest.mark.parametrize("numbers", [("", ""), ("1", "x"), ("100001-7", "9" * 40), ("100001-7", "100001-7")])
def test_numbers_of_nobody_or_of_one_record_are_refused_beside_the_field(two: Cast, numbers: tuple[str, str]) -> None:
    refused(two, Invalid, work_list.by_numbers, NumbersForm(one=numbers[0], other=numbers[1]))


def test_sessions_of_the_kept_record_go_on(two: Cast) -> None:
    merge(two)
    with transaction(reading=True) as db:
        ended = set(db.exec(select(LoginSession.account_id).where(col(LoginSession.ended_at).is_not(None))))
    assert ended == {two.again.account_id}


def test_at_one_moment_only_one_merge_wins(clinic: Cast) -> None:
    second_asha(clinic)
    asked, told = form(clinic, clinic.asha, clinic.again), []
    ready = threading.Barrier(2)

    def press(kept_first: bool) -> None:
        mine = asked if kept_first else form(clinic, clinic.again, clinic.asha)
        ready.wait()
        try:
            told.append(clinic.do(clinic.reception, merging.merge, mine))
        except (NotPossible, Stale) as problem:
            told.append(type(problem))

    hands = [threading.Thread(target=press, args=(way,)) for way in (True, False)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert sorted(isinstance(one, UUID) for one in told) == [False, True]
    with transaction(reading=True) as db:
        assert len(db.exec(select(PatientMerge)).all()) == 1


def test_a_ledger_reads_as_it_was_written() -> None:
    ledger = Ledger(
        {"a.patient_id": [uuid4()]}, {"b.patient_id": [uuid4()]}, {"born": ("1980", ""), "deceased": (False, True)},
        [uuid4()],
    )  # fmt: skip
    assert read(ledger.written()) == ledger


def test_what_was_written_at_the_very_moment_of_a_merge_follows(two: Cast) -> None:
    done = merge(two)
    late = PatientContact(patient_id=two.again.patient_id, system="phone").sealing(value="+91 2")
    with transaction() as db:
        db.add(late)
    assert two.do(SYSTEM, gathering.gather) == 1 and two.do(SYSTEM, gathering.gather) == 0
    with transaction(reading=True) as db:
        assert db.get_one(PatientContact, late.id).patient_id == two.asha.patient_id
    undo(two, done)
    with transaction(reading=True) as db:
        assert db.get_one(PatientContact, late.id).patient_id == two.again.patient_id


def test_whoever_acts_for_the_patient_acts_for_the_kept_record_and_begins_anew(two: Cast) -> None:
    child = ActingForm(
        patient_id=two.again.patient_id, email="bilal@post.example", relation="carer", proof="A letter was shown"
    )
    allowed = two.do(two.reception, acting.allow, child)
    acts = two.actor_of(two.do(two.bilal, acting.begin, allowed.id).token)
    assert acts.patient_id == two.again.patient_id
    done = merge(two)
    assert two.do(VISITOR, sessions.by_id, acts.session_id) is None
    begun = two.actor_of(two.do(two.sign_in("bilal@post.example"), acting.begin, allowed.id).token)
    assert begun.patient_id == two.asha.patient_id
    undo(two, done)
    assert two.do(VISITOR, sessions.by_id, begun.session_id) is None
    own = two.sign_in("asha.nair@post.example")
    assert own.patient_id == two.again.patient_id and two.do(own, acting.family).acting == ""


def test_ones_own_merged_record_is_ones_own(two: Cast) -> None:
    merge(two)
    again = two.sign_in("asha.nair@post.example")
    assert two.do(again, acting.family).acting == ""
    assert again.patient_id == two.asha.patient_id
