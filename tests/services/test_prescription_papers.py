"""The paper of a prescription: what was signed, letter by letter, in the patient's own language too, and how it is checked."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from hms.access import VISITOR
from hms.config import settings
from hms.db import transaction
from hms.errors import NotFound, NotOurPaper, NotPossible, TooManyTries, WrongProof
from hms.knowledge import sig
from hms.models import AuditEntry, AuditSubject, MedicationRequest, PrescriptionPaper
from hms.schemas.personal import AboutForm, IdentityForm
from hms.schemas.prescriptions import StopForm
from hms.services import tries, visits
from hms.services.personal import about, identity, reading
from hms.services.prescriptions import checking, printing, renewing, stopping
from tests.support.cast import Cast, later
from tests.support.pdf import pages, run_together
from tests.support.prescriptions import prescribe, signed

HERE = "192.0.2.7"


def speaks(clinic: Cast, language: str) -> None:
    who = clinic.asha.patient_id
    version = clinic.do(clinic.reception, reading.page, who).version
    clinic.do(clinic.reception, about.change_about, AboutForm(patient_id=who, version=version, language=language))


def token(paper: Any) -> str:
    return str(paper.link).rpartition("/")[2]


def taken(clinic: Cast, prescription_id: UUID) -> Any:
    return clinic.do(clinic.asha, printing.take, prescription_id)


@pytest.mark.parametrize("language", [*sig.languages(), "mi"])
def test_the_text_of_the_pdf_is_what_was_signed_letter_by_letter(clinic_on_sqlite: Cast, language: str) -> None:
    speaks(clinic_on_sqlite, language)
    odd = "Nach dem Essen: ½ Glas, #strong[x] $y$ \\ <z> @a „so“ – zażółć, Ελλάδα, Україна, भोजन के बाद"
    drugs = signed(clinic_on_sqlite, "Amoxicillin 500", "Ibuprofen 100", "Salbutamol", dose="1.5", advice=odd)
    paper = taken(clinic_on_sqlite, drugs[0].id)
    assert [one.drug for one in paper.lines] == [one.drug for one in drugs], "one paper for all of a visit"
    theirs = {one.patient_words for one in paper.lines}
    assert theirs == {""} if language in {"en", "mi"} else len(theirs) == 3 and "" not in theirs
    (page,) = pages(printing.pdf(paper))
    read = run_together(page)
    for said in (
        "Alder Valley", "Asha Nair", "3 Feb 1980", paper.record_number, "Dr Meera Rao", "Cardiology", paper.signed,
        paper.lang_head, paper.link, *(words for one in paper.lines for words in (one.drug, one.how, one.quantity, one.advice, one.patient_words)),
    ):  # fmt: skip
        assert run_together(said) in read, said


def test_many_drugs_go_on_over_the_page_and_none_is_torn(clinic_on_sqlite: Cast) -> None:
    drugs = signed(clinic_on_sqlite, *["Paracetamol 500"] * 14, advice="With a glass of water")
    first, second = pages(printing.pdf(taken(clinic_on_sqlite, drugs[0].id)))
    said = [run_together(page) for page in (first, second)]
    assert said[0].endswith("Page1/2") and said[1].endswith("Page2/2")
    whole = run_together(
        "Paracetamol 500 mg tablet 1 tablet three times a day for 7 days To hand out: 21 tablets With a glass of water"
    )
    assert said[0].count(whole) + said[1].count(whole) == 14 and said[1].startswith("1")


def test_a_name_that_no_typeface_can_write_is_refused_in_words_and_never_printed_with_gaps(
    clinic_on_sqlite: Cast,
) -> None:
    (drug,) = signed(clinic_on_sqlite)
    paper = taken(clinic_on_sqlite, drug.id)
    gap = paper.model_copy(update={"patient": "Asha \U000fff00"})
    with pytest.raises(NotPossible, match="cannot be printed"):
        printing.pdf(gap)


def test_a_paper_stays_as_it_was_signed_whatever_the_record_says_later(clinic: Cast) -> None:
    (drug,) = signed(clinic)
    before = taken(clinic, drug.id)
    version = clinic.do(clinic.reception, reading.page, clinic.asha.patient_id).version
    form = IdentityForm(
        patient_id=clinic.asha.patient_id, version=version, given_names="Asha", family_name="Menon", born="1980-02-03"
    )
    clinic.do(clinic.reception, identity.change_identity, form)
    after = clinic.do(clinic.dr_rao, printing.take, drug.id)
    assert after == before and after.patient == "Asha Nair"
    assert clinic.do(VISITOR, checking.look, token(after), HERE).state == "real"


def test_only_asha_and_who_treats_her_take_the_paper_and_only_once_it_is_signed(clinic: Cast) -> None:
    page = clinic.visit(clinic.asha)
    draft = prescribe(clinic, page)
    with pytest.raises(NotFound):
        taken(clinic, draft.id)
    clinic.sign(clinic.do(clinic.dr_rao, visits.page, page.appointment.id))
    assert clinic.do(clinic.dr_rao, printing.take, draft.id) == taken(clinic, draft.id)
    for who in (clinic.bilal, clinic.dr_osei):
        with pytest.raises(NotFound):
            clinic.do(who, printing.take, draft.id)
    clinic.book(clinic.asha, later(80), doctor="dr_osei")
    assert clinic.do(clinic.dr_osei, printing.take, draft.id).patient == "Asha Nair"


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE prescription_paper SET content_sealed = NULL",
        "UPDATE prescription_paper SET signature = content_sealed",
        "DELETE FROM prescription_paper",
        "UPDATE prescription_stop SET reason_sealed = NULL",
        "DELETE FROM prescription_stop",
        "DELETE FROM prescription_renewal",
    ],
)
def test_the_database_itself_refuses_to_change_a_paper_an_end_or_a_renewal(clinic: Cast, change: str) -> None:
    first, second = signed(clinic, "Amoxicillin 500", "Ramipril 5")
    clinic.do(clinic.dr_rao, stopping.stop, StopForm(prescription_id=first.id, reason="A rash"))
    clinic.do(clinic.dr_rao, renewing.renew_now, second.id, "11111111-1111-1111-1111-111111111111")
    with pytest.raises(DBAPIError, match="signed_no_longer_changes"), transaction() as db:
        db.connection().execute(text(change))


def test_whoever_has_the_paper_in_hand_reads_that_it_is_real(clinic: Cast) -> None:
    drugs = signed(clinic, "Amoxicillin 500", "Ramipril 5")
    paper = taken(clinic, drugs[0].id)
    seen = clinic.do(VISITOR, checking.look, token(paper), HERE)
    assert (seen.state, seen.asks_born, seen.paper) == ("real", True, None), "an address alone tells nothing about her"
    for typed in ("1980-02-03", "3.2.1980", "3 Feb 1980"):
        shown = clinic.do(VISITOR, checking.show, token(paper), typed, HERE).paper
        assert shown == paper, "no more and no less than the paper says"


def test_a_visitors_check_is_remembered_with_the_record_only_when_something_was_shown(clinic: Cast) -> None:
    (drug,) = signed(clinic)
    code = token(taken(clinic, drug.id))
    clinic.do(VISITOR, checking.look, code, HERE)
    with pytest.raises(WrongProof):
        clinic.do(VISITOR, checking.show, code, "1980-02-04", HERE)
    clinic.do(VISITOR, checking.show, code, "1980-02-03", HERE)
    with transaction(reading=True) as db:
        asked = select(AuditEntry, AuditSubject).join(AuditSubject).where(AuditEntry.what.in_(("look", "show")))
        assert [(e.what, e.role, s.patient_id) for e, s in db.exec(asked)] == [
            ("show", "visitor", clinic.asha.patient_id)
        ]


def test_an_invented_a_changed_and_a_borrowed_code_are_told_apart_from_a_real_one_and_from_nothing_else(
    clinic: Cast,
) -> None:
    first = token(taken(clinic, signed(clinic)[0].id))
    page = clinic.visit(clinic.bilal, later(80))
    other = prescribe(clinic, page)
    clinic.sign(page)
    second = token(clinic.do(clinic.bilal, printing.take, other.id))
    one, two = (urlsafe_b64decode(code + "=") for code in (first, second))
    borrowed = urlsafe_b64encode(one[:16] + two[16:]).decode().rstrip("=")
    changed = urlsafe_b64encode(one[:-1] + bytes([one[-1] ^ 1])).decode().rstrip("=")
    for code in ("", "x", "é", borrowed, changed, first[:-1], first + "A", first + "=", "A" * 107, "A" * 5_000):
        with pytest.raises(NotOurPaper):
            clinic.do(VISITOR, checking.look, code, HERE)
        with pytest.raises(NotOurPaper):
            clinic.do(VISITOR, checking.show, code, "1980-02-03", HERE)


def test_a_record_that_somebody_wrote_in_vouches_for_no_paper(clinic: Cast) -> None:
    (drug,) = signed(clinic)
    code = token(taken(clinic, drug.id))
    off = "DROP TRIGGER medication_request_signed_update" + ("" if settings().on_sqlite else " ON medication_request")
    with transaction() as db:
        db.connection().execute(text(off))
        db.connection().execute(text("UPDATE medication_request SET dose = '9'"))
    with pytest.raises(NotOurPaper):
        clinic.do(VISITOR, checking.look, code, HERE)


def test_a_withdrawn_drug_is_marked_and_its_reason_stays_in_the_house(clinic: Cast) -> None:
    first, second = signed(clinic, "Amoxicillin 500", "Ramipril 5")
    paper = taken(clinic, first.id)
    clinic.do(clinic.dr_rao, stopping.stop, StopForm(prescription_id=first.id, reason="A rash on both arms"))
    seen = clinic.do(VISITOR, checking.show, token(paper), "1980-02-03", HERE)
    assert seen.state == "partly"
    assert [one.mark for one in seen.paper.lines] == ["Withdrawn on 23 Nov 2026", ""]
    assert "rash" not in seen.model_dump_json()
    clinic.do(clinic.dr_rao, stopping.stop, StopForm(prescription_id=second.id, reason="Cough"))
    assert clinic.do(VISITOR, checking.look, token(paper), HERE).state == "withdrawn"


def test_a_renewed_drug_and_one_whose_days_are_over_are_marked(clinic: Cast) -> None:
    first, second = signed(clinic, "Amoxicillin 500", "Ramipril 5")
    code = token(taken(clinic, first.id))
    clinic.do(clinic.dr_rao, renewing.renew_now, second.id, "11111111-1111-1111-1111-111111111111")
    in_a_month = later(60 * 24 * 30)
    seen = clinic.do(VISITOR, checking.show, code, "1980-02-03", HERE, now=in_a_month)
    assert [one.mark for one in seen.paper.lines] == [
        "Its days are over", "Renewed on 23 Nov 2026: a later paper goes on from it",
    ]  # fmt: skip


def test_whoever_ends_a_drug_ends_the_paper_of_what_it_was_renewed_from_too(clinic: Cast) -> None:
    (old,) = signed(clinic)
    code = token(taken(clinic, old.id))
    fresh = clinic.do(clinic.dr_rao, renewing.renew_now, old.id, "11111111-1111-1111-1111-111111111111")
    latest = clinic.do(clinic.dr_rao, renewing.renew_now, fresh, "22222222-2222-2222-2222-222222222222")
    assert clinic.do(VISITOR, checking.look, code, HERE).state == "real"
    clinic.do(clinic.dr_rao, stopping.stop, StopForm(prescription_id=latest, reason="A rash"))
    for paper in (code, token(taken(clinic, fresh)), token(taken(clinic, latest))):
        assert clinic.do(VISITOR, checking.look, paper, HERE).state == "withdrawn"


def test_who_guesses_codes_or_birth_dates_is_slowed_down(clinic: Cast) -> None:
    code = token(taken(clinic, signed(clinic)[0].id))
    for day in range(tries.MOST_PROOFS):
        with pytest.raises(WrongProof):
            clinic.do(VISITOR, checking.show, code, f"1980-03-{day + 1:02}", f"192.0.2.{day}")
    with pytest.raises(TooManyTries):
        clinic.do(VISITOR, checking.show, code, "1980-02-03", "192.0.2.200")
    assert clinic.do(VISITOR, checking.look, code, HERE).state == "real", "that it is real can still be seen"
    assert clinic.do(VISITOR, checking.show, code, "1980-02-03", HERE, now=later(16)).paper is not None
    for _ in range(tries.MOST_LINKS):
        with pytest.raises(NotOurPaper):
            clinic.do(VISITOR, checking.look, "invented", HERE)
    with pytest.raises(TooManyTries):
        clinic.do(VISITOR, checking.look, "invented", HERE)


def test_the_code_holds_nothing_about_a_patient_and_the_disk_shows_no_name(clinic: Cast) -> None:
    paper = taken(clinic, signed(clinic)[0].id)
    held = urlsafe_b64decode(token(paper) + "=")
    assert len(held) == 80
    with transaction(reading=True) as db:
        (row,) = db.exec(select(PrescriptionPaper))
        assert held == row.id.bytes + row.signature and b"Asha" not in row.content_sealed
        assert json.loads(row.content)["patient"] == "Asha Nair"


def test_what_was_signed_before_there_were_papers_gets_its_paper_when_it_is_asked_for(clinic: Cast) -> None:
    (drug,) = signed(clinic)
    off = [
        f"DROP TRIGGER {name}" + ("" if settings().on_sqlite else " ON prescription_paper")
        for name in ("prescription_paper_stays",)
    ]
    with transaction() as db:
        for way in (*off, "DELETE FROM prescription_paper"):
            db.connection().execute(text(way))
    paper = taken(clinic, drug.id)
    assert clinic.do(VISITOR, checking.look, token(paper), HERE).state == "real"


def test_a_prescription_of_another_house_has_no_paper_of_this_one(clinic: Cast) -> None:
    signed(clinic)
    with transaction() as db:
        made = MedicationRequest(
            patient_id=clinic.asha.patient_id, request_key="import 1", written_at=clinic.now, signed_at=clinic.now, source="import"
        ).sealing(drug="Something", advice="As told")  # fmt: skip
        db.add(made)
        db.flush()
        elsewhere = made.id
    with pytest.raises(NotPossible, match="no paper"):
        taken(clinic, elsewhere)
