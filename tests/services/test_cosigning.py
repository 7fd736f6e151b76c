"""What a doctor in training signs: laid before the supervisor, who signs under it or sends it back and rewrites nothing."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from hms.db import transaction
from hms.errors import Invalid, NotFound, NotPossible, WrongOwnPassword
from hms.models import AuditEntry, NoteCosignature, Practitioner
from hms.schemas.accounts import StaffInvitation
from hms.schemas.cosigning import SendBackForm, SupervisorForm
from hms.schemas.notes import AddendumForm
from hms.schemas.visits import VisitPage
from hms.services import accounts, invitations, portal, supervisors, visits
from hms.services.chart import timeline
from hms.services.notes import addenda, cosigning
from hms.services.openings.sound import sound
from tests.services.test_notes import lift_promises
from tests.support.cast import PASSWORD, Cast, later


def supervise(clinic: Cast, trainee: str = "dr_rao", supervisor: str | None = "dr_osei") -> None:
    over = clinic.people[supervisor].practitioner_id if supervisor else None
    form = SupervisorForm(practitioner_id=clinic.people[trainee].practitioner_id, supervisor_id=over)
    clinic.do(clinic.admin, supervisors.supervise, form)


@pytest.fixture
def page(clinic: Cast) -> VisitPage:
    """A note that dr_rao, in training under dr_osei, has signed."""
    supervise(clinic)
    return clinic.sign(clinic.visit(clinic.asha))


def waiting(clinic: Cast, who: str = "dr_osei") -> list[Any]:
    return clinic.do(clinic.people[who], cosigning.awaiting)


def back(clinic: Cast, request: Any, words: str = "Add the ECG.") -> Any:
    form = SendBackForm(cosignature_id=request.id, text=words, key=uuid4().hex)
    return clinic.do(clinic.dr_osei, cosigning.send_back, form, PASSWORD)


def told(clinic: Cast, page: VisitPage) -> str:
    return clinic.do(clinic.dr_rao, visits.page, page.appointment.id).signed_words


def test_a_trainees_note_waits_for_the_supervisor_and_is_read_as_not_co_signed_until_then(
    clinic: Cast, page: VisitPage
) -> None:
    assert page.signed and page.signed_words.endswith("Not co-signed: waits for Dr Kofi Osei")
    (one,) = waiting(clinic)
    assert (one.patient, one.writer) == ("Asha Nair", "Dr Meera Rao")
    shown = clinic.do(clinic.dr_osei, cosigning.read, one.id)
    assert shown.open and [part.text for part in shown.parts] == ["ECG normal"]
    signed = clinic.do(clinic.dr_osei, cosigning.cosign, one.id, PASSWORD)
    under = "Co-signed by Dr Kofi Osei, 23 Nov 2026 at 10:00"
    assert signed.signed_words.endswith(under) and not signed.altered and not signed.open
    assert (waiting(clinic), told(clinic, page).endswith(under)) == ([], True)
    lines = clinic.do(clinic.dr_rao, timeline.timeline, clinic.asha.patient_id, "").listed
    assert any(line.text.endswith(under) for line in lines)
    assert clinic.do(clinic.asha, portal.home).summaries[0].signed_words.endswith(under)


def test_both_signatures_stand_in_the_audits_chain(clinic: Cast, page: VisitPage) -> None:
    (one,) = waiting(clinic)
    for _ in range(2):  # pressing twice signs once
        clinic.do(clinic.dr_osei, cosigning.cosign, one.id, PASSWORD)
    with transaction(reading=True) as db:
        by_what = {
            what: db.exec(select(AuditEntry).where(AuditEntry.record_id == record, AuditEntry.what == what)).first()
            for what, record in (("sign", page.encounter_id), ("cosign", one.id))
        }
        assert all(entry and len(entry.digest) == 64 for entry in by_what.values())
        assert by_what["sign"].digest != by_what["cosign"].digest
        entries = [entry for entry in by_what.values() if entry]
        assert sound(db, entries) == {entry.id for entry in entries}


def test_nobody_else_co_signs_not_the_writer_and_not_with_another_password(clinic: Cast, page: VisitPage) -> None:
    (one,) = waiting(clinic)
    clinic.people["dr_lin"] = clinic.hire("Dr Ana Lin", "lin@alder.example", clinic.eyes)
    for who in ("dr_rao", "dr_lin"):
        assert waiting(clinic, who) == []
        for verb, more in ((cosigning.read, ()), (cosigning.cosign, (PASSWORD,))):
            with pytest.raises(NotFound):
                clinic.do(clinic.people[who], verb, one.id, *more)
    with pytest.raises(WrongOwnPassword):
        clinic.do(clinic.dr_osei, cosigning.cosign, one.id, "five loud herons slept")
    assert waiting(clinic) == [one]


def test_one_sent_back_goes_to_its_writer_with_the_words_and_comes_again_once_something_is_added(
    clinic: Cast, page: VisitPage
) -> None:
    (one,) = waiting(clinic)
    with pytest.raises(Invalid) as refused:
        back(clinic, one, " ")
    assert set(refused.value.fields) == {"text"}
    shown = back(clinic, one)
    assert (shown.open, shown.addenda[0].text) == (False, "Add the ECG.")
    assert shown.addenda[0].told.startswith("Dr Kofi Osei")
    assert [part.text for part in shown.parts] == ["ECG normal"], "the note is as it was signed"
    assert waiting(clinic) == [] and told(clinic, page).endswith("sent back by Dr Kofi Osei")
    with pytest.raises(NotPossible, match="sent this note back"):
        clinic.do(clinic.dr_osei, cosigning.cosign, one.id, PASSWORD)
    (mine,) = clinic.do(clinic.dr_rao, cosigning.sent_back)
    assert (mine.appointment_id, mine.when) == (str(page.appointment.id), "Sent back 23 Nov 2026")
    form = AddendumForm(encounter_id=page.encounter_id, text="Sinus rhythm.", key="k" * 32)
    clinic.do(clinic.dr_rao, addenda.add, form, PASSWORD)
    assert clinic.do(clinic.dr_rao, cosigning.sent_back) == []
    signed = clinic.do(clinic.dr_osei, cosigning.cosign, waiting(clinic)[0].id, PASSWORD, now=later(30))
    assert not signed.altered and len(signed.addenda) == 2
    with pytest.raises(NotPossible, match="have signed"):
        back(clinic, one)


def test_what_a_trainee_adds_after_it_waits_for_a_signature_of_its_own(clinic: Cast, page: VisitPage) -> None:
    (one,) = waiting(clinic)
    clinic.do(clinic.dr_osei, cosigning.cosign, one.id, PASSWORD)
    form = AddendumForm(encounter_id=page.encounter_id, text="The patient called.", key="k" * 32)
    clinic.do(clinic.dr_rao, addenda.add, form, PASSWORD)
    assert told(clinic, page).endswith("What was added since is not co-signed: waits for Dr Kofi Osei")
    (again,) = waiting(clinic)
    assert again.id != one.id
    assert not clinic.do(clinic.dr_osei, cosigning.read, one.id).altered, "the first covers what there was then"
    assert told(clinic, page)
    clinic.do(clinic.dr_osei, cosigning.cosign, again.id, PASSWORD, now=later(5))
    assert told(clinic, page).endswith("Co-signed by Dr Kofi Osei, 23 Nov 2026 at 10:05")


def test_a_note_that_was_altered_is_not_co_signed_and_one_altered_later_is_found(clinic: Cast, page: VisitPage) -> None:
    (one,) = waiting(clinic)
    lift_promises("note_cosignature", "note_cosignature_signed_update")
    clinic.do(clinic.dr_osei, cosigning.cosign, one.id, PASSWORD)
    with transaction() as db:
        db.get_one(NoteCosignature, one.id).signed_at = later(-3000)
    assert clinic.do(clinic.dr_osei, cosigning.read, one.id).altered
    lift_promises("encounter", "encounter_signed_update")
    other = clinic.sign(clinic.visit(clinic.bilal, later(80)))
    with transaction() as db:
        db.connection().execute(text("UPDATE encounter SET supervised = false"))
    (second,) = waiting(clinic)
    assert clinic.do(clinic.dr_rao, visits.page, other.appointment.id).altered
    with pytest.raises(NotPossible, match="no longer what was signed"):
        clinic.do(clinic.dr_osei, cosigning.cosign, second.id, PASSWORD)


@pytest.mark.parametrize("change", ["UPDATE note_cosignature SET signed_at = NULL", "DELETE FROM note_cosignature"])
def test_the_database_refuses_to_change_a_co_signature(clinic: Cast, page: VisitPage, change: str) -> None:
    clinic.do(clinic.dr_osei, cosigning.cosign, waiting(clinic)[0].id, PASSWORD)
    with pytest.raises(DBAPIError, match="signed_no_longer_changes"), transaction() as db:
        db.connection().execute(text(change))


def test_another_supervisor_takes_over_what_waits_and_when_the_training_ends_nothing_new_waits(
    clinic: Cast, page: VisitPage
) -> None:
    clinic.people["dr_lin"] = clinic.hire("Dr Ana Lin", "lin@alder.example", clinic.eyes)
    supervise(clinic, supervisor="dr_lin")
    assert waiting(clinic) == [] and len(waiting(clinic, "dr_lin")) == 1
    supervise(clinic, supervisor=None)
    later_on = clinic.sign(clinic.visit(clinic.bilal, later(80)))
    assert "co-signed" not in later_on.signed_words and len(waiting(clinic, "dr_lin")) == 1


def test_who_can_supervise(clinic: Cast) -> None:
    clinic.people["dr_lin"] = clinic.hire("Dr Ana Lin", "lin@alder.example", clinic.eyes)
    supervise(clinic)
    for trainee, supervisor, said in (
        ("dr_osei", "dr_osei", "themselves"), ("dr_lin", "dr_rao", "in training"), ("dr_osei", "dr_lin", "supervises others"),
    ):  # fmt: skip
        with pytest.raises(Invalid) as refused:
            supervise(clinic, trainee, supervisor)
        assert said in refused.value.fields["supervisor_id"]
    cards = {card.name: card for card in clinic.do(clinic.admin, accounts.list_accounts)}
    assert (cards["Dr Meera Rao"].supervisor, cards["Dr Kofi Osei"].supervisor) == ("Dr Kofi Osei", "")
    form = StaffInvitation(
        role="doctor", name="Dr New", email="new@alder.example", department_id=clinic.eyes,
        supervisor_id=clinic.dr_osei.practitioner_id,
    )  # fmt: skip
    clinic.do(clinic.admin, invitations.invite, form)
    with transaction(reading=True) as db:
        new = next(row for row in db.exec(select(Practitioner)) if row.name == "Dr New")
    assert new.supervisor_id == clinic.dr_osei.practitioner_id
