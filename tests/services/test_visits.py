"""A visit from the call to the signature; what is signed stays as it is."""

from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from hms.config import settings
from hms.db import transaction
from hms.errors import Invalid, NotFound, NotPossible, Stale
from hms.schemas.notes import NoteForm
from hms.schemas.scheduling import CancelRequest
from hms.schemas.visits import PrescriptionForm
from hms.services import day, portal, prescribing, scheduling, visits
from hms.services.notes import drafts, signing
from hms.services.queue import calling, seeing
from tests.support.cast import PASSWORD, Cast, later


def prescription(clinic: Cast, encounter_id: object, **other: object) -> PrescriptionForm:
    drug = next(d for d in clinic.do(clinic.dr_rao, prescribing.formulary) if d.label.startswith("Amoxicillin 500"))
    answers = {"dose": "1", "frequency": "TID", "days": 7, "key": str(uuid4()), **other}
    return PrescriptionForm(encounter_id=encounter_id, medication_id=drug.id, **answers)


def note(page: object, text: str, **other: object) -> NoteForm:
    answers = {"encounter_id": page.encounter_id, "assessment": text, "version": page.version, **other}
    return NoteForm(**answers)


def test_asha_reads_summary_and_prescription_as_soon_as_it_is_signed_and_not_before(clinic: Cast) -> None:
    page = clinic.visit(clinic.asha)
    clinic.do(clinic.dr_rao, prescribing.prescribe, prescription(clinic, page.encounter_id, advice="After meals"))
    before = clinic.do(clinic.asha, portal.home)
    assert (before.summaries, before.prescriptions) == ([], [])
    with pytest.raises(NotFound):
        clinic.do(clinic.asha, visits.summary, page.encounter_id)
    clinic.sign(page, summary="Come back if it returns.")
    home = clinic.do(clinic.asha, portal.home)
    assert home.summaries[0].summary == "Come back if it returns."
    assert home.summaries[0].kind == "Palpitations at night"
    (drug,) = home.prescriptions
    assert (drug.how, drug.quantity, drug.days_left) == ("1 capsule three times a day for 7 days", "21 capsules", 7)
    assert clinic.do(clinic.asha, visits.summary, page.encounter_id).prescriptions[0].advice == "After meals"


def test_calling_in_twice_opens_one_visit(clinic: Cast) -> None:
    page = clinic.visit(clinic.asha)
    assert clinic.do(clinic.dr_rao, visits.start, page.appointment.id).encounter_id == page.encounter_id


def test_a_signed_note_refuses_every_change(clinic: Cast) -> None:
    page = clinic.sign(clinic.visit(clinic.asha))
    for attempt in (
        lambda: clinic.do(clinic.dr_rao, drafts.save_note, note(page, "Something else")),
        lambda: clinic.do(clinic.dr_rao, signing.sign, note(page, "Something else"), PASSWORD),
        lambda: clinic.do(clinic.dr_rao, prescribing.prescribe, prescription(clinic, page.encounter_id)),
    ):
        with pytest.raises(NotPossible, match="signed"):
            attempt()
    assert clinic.do(clinic.dr_rao, visits.page, page.appointment.id).words["assessment"] == "ECG normal"


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE encounter SET note_sealed = NULL",
        "UPDATE encounter SET signed_at = NULL",
        "UPDATE encounter SET patient_id = (SELECT id FROM patient WHERE id <> encounter.patient_id LIMIT 1)",
        "UPDATE medication_request SET ends_on = NULL",
        "DELETE FROM encounter",
        "UPDATE medication_request SET dose = '9'",
        "UPDATE medication_request SET removed_at = signed_at",
        "DELETE FROM medication_request",
    ],
)
def test_the_database_itself_refuses_to_change_what_is_signed(clinic: Cast, change: str) -> None:
    page = clinic.visit(clinic.asha)
    clinic.do(clinic.dr_rao, prescribing.prescribe, prescription(clinic, page.encounter_id))
    clinic.sign(page)
    with pytest.raises(DBAPIError, match="signed_no_longer_changes"), transaction() as db:
        db.connection().execute(text(change))


def test_nothing_is_signed_without_a_note(clinic: Cast) -> None:
    page = clinic.visit(clinic.asha)
    with pytest.raises(Invalid) as refused:
        clinic.do(clinic.dr_rao, signing.sign, note(page, "   "), PASSWORD)
    assert "subjective" in refused.value.fields


def test_a_draft_comes_back_and_a_stale_one_overwrites_nothing(clinic: Cast) -> None:
    page = clinic.visit(clinic.asha)
    version = clinic.do(clinic.dr_rao, drafts.save_note, note(page, "First words"))
    assert version == page.version + 1
    with pytest.raises(Stale) as refused:
        clinic.do(clinic.dr_rao, drafts.save_note, note(page, "Words of another screen"))
    assert refused.value.theirs == "Assessment\nFirst words"
    assert clinic.do(clinic.dr_rao, visits.page, page.appointment.id).words["assessment"] == "First words"
    # The same words saved again from the old screen (a lost answer) are no conflict.
    assert clinic.do(clinic.dr_rao, drafts.save_note, note(page, "First words")) == version


def test_a_prescription_pressed_twice_is_written_once_and_can_be_taken_back(clinic: Cast) -> None:
    page = clinic.visit(clinic.asha)
    form = prescription(clinic, page.encounter_id)
    clinic.do(clinic.dr_rao, prescribing.prescribe, form)
    (written,) = clinic.do(clinic.dr_rao, prescribing.prescribe, form)
    assert clinic.do(clinic.dr_rao, prescribing.take_back, written.id) == []


def test_dr_osei_neither_opens_nor_signs_dr_raos_visits(clinic: Cast) -> None:
    page = clinic.visit(clinic.asha)
    for attempt in (
        lambda: clinic.do(clinic.dr_osei, visits.page, page.appointment.id),
        lambda: clinic.do(clinic.dr_osei, visits.start, page.appointment.id),
        lambda: clinic.do(clinic.dr_osei, drafts.save_note, note(page, "x")),
        lambda: clinic.do(clinic.dr_osei, prescribing.prescribe, prescription(clinic, page.encounter_id)),
        lambda: clinic.do(clinic.dr_osei, visits.summary, clinic.sign(page).encounter_id),
    ):
        with pytest.raises(NotFound):
            attempt()


def test_dr_osei_sees_a_colleagues_signed_note_of_his_own_patient_but_not_the_draft(clinic: Cast) -> None:
    theirs = clinic.visit(clinic.asha)
    clinic.do(clinic.dr_rao, drafts.save_note, note(theirs, "Half a thought"))
    (inside,) = clinic.do(clinic.dr_rao, seeing.board).queues[0].called
    clinic.do(clinic.dr_rao, calling.finish, inside.id)
    mine = clinic.visit(clinic.asha, later(80), doctor="dr_osei")
    assert mine.past == []
    clinic.sign(clinic.do(clinic.dr_rao, visits.page, theirs.appointment.id))
    seen = clinic.do(clinic.dr_osei, visits.page, mine.appointment.id)
    assert [(visit.doctor, visit.note) for visit in seen.past] == [("Dr Meera Rao", "Assessment\nECG normal")]


def test_a_cancelled_appointment_cannot_be_called_in(clinic: Cast) -> None:
    booked = clinic.book(clinic.asha)
    clinic.do(clinic.asha, scheduling.cancel, CancelRequest(appointment_id=booked.id, reason="x", version=1))
    with pytest.raises(NotPossible):
        clinic.do(clinic.dr_rao, visits.start, booked.id)


def test_the_days_figures_follow_the_visits(clinic: Cast) -> None:
    clinic.sign(clinic.visit(clinic.asha))
    clinic.visit(clinic.bilal, later(80))
    mine = clinic.do(clinic.dr_rao, day.mine, None)
    assert (mine.seen, mine.total, mine.unsigned, mine.next.status) == (1, 2, 1, "in_room")
    assert [entry.is_now for entry in mine.ruler] == [True, False, False]


def test_replacing_or_emptying_gets_round_no_promise(clinic: Cast) -> None:
    clinic.sign(clinic.visit(clinic.asha))
    ways = (
        ["REPLACE INTO encounter SELECT * FROM encounter", "REPLACE INTO audit_entry SELECT * FROM audit_entry"]
        if settings().on_sqlite
        else ["TRUNCATE encounter CASCADE", "TRUNCATE audit_subject"]
    )
    for way in ways:
        with pytest.raises(DBAPIError, match=r"signed_no_longer_changes|audit_only_grows"), transaction() as db:
            db.connection().execute(text(way))
