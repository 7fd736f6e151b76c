"""Letters and certificates: written from the chart, signed once with the password, read by their patient, checked by code."""

import re
from datetime import date
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from hms.access import VISITOR
from hms.db import transaction
from hms.errors import Forbidden, Invalid, NotFound, NotOurLetter, NotPossible, WrongOwnPassword, WrongProof
from hms.models import AuditEntry, Patient, SignedLetter
from hms.schemas.letters import FitnessForm, ReferralForm
from hms.schemas.record_lists import ErrorForm
from hms.services.chart import changing
from hms.services.documents import listing, opening
from hms.services.letters import beginning, checking, printing, signing
from tests.support.cast import PASSWORD, Cast
from tests.support.documents import key, sick_note
from tests.support.pdf import pages, run_together
from tests.support.prescriptions import prescribe
from tests.support.record_lists import problem

HERE = "192.0.2.9"
MARKUP = '#set page(width: 1cm)\n$ x^2 $ \\ "quoted" #read("/etc/passwd") नमस्ते'


@pytest.fixture
def cared(clinic: Cast) -> Cast:
    """Give the clinic with asha in dr_rao's care, with a problem and a medicine."""
    page = clinic.visit(clinic.asha)
    problem(clinic, clinic.asha, "Atrial fibrillation", "I48.91")
    prescribe(clinic, page, "Ramipril 5", frequency="AM", days=30)
    clinic.sign(page)
    return clinic


def referral(clinic: Cast, **said: Any) -> ReferralForm:
    words = {"to": "Heart clinic, Pune", "urgency": "soon", "why": "Palpitations at night", "ask": "An ECG over a day"}
    return ReferralForm(**{"patient_id": clinic.asha.patient_id, "key": key(), **words, **said})


def fitness(clinic: Cast, **said: Any) -> FitnessForm:
    words = {"fit_for": "diving to 20 m", "verdict": "fit"}
    return FitnessForm(**{"patient_id": clinic.asha.patient_id, "key": key(), **words, **said})


def sign(clinic: Cast, form: Any, who: str = "dr_rao", password: str = PASSWORD) -> UUID:
    document_id: UUID = clinic.do(clinic.people[who], signing.sign, form, password)
    return document_id


def read(clinic: Cast, document_id: UUID) -> str:
    """Read what asha reads on the paper."""
    file, body = clinic.do(clinic.asha, opening.fetch, document_id)
    assert file.media_type == "application/pdf"
    return run_together("".join(pages(body)))


def code_of(clinic: Cast, document_id: UUID) -> str:
    found = re.search(r"/letter/([A-Za-z0-9_-]{107})", read(clinic, document_id))
    assert found
    return found[1]


def letters() -> int:
    with transaction(reading=True) as db:
        return len(db.exec(select(SignedLetter)).all())


def test_a_referral_begins_with_the_chart_and_says_what_was_left_of_it(cared: Cast) -> None:
    start = cared.do(cared.dr_rao, beginning.begin, cared.asha.patient_id)
    assert (start.problems, start.allergies) == ("Atrial fibrillation (I48.91)", "Not asked yet")
    assert start.medicines.startswith("Ramipril 5 mg capsule: 1 capsule every morning for 30 days")
    document_id = sign(cared, referral(cared, problems=start.problems, medicines="None that matter"))
    said = read(cared, document_id)
    for words in (
        "Referral letter", "Heart clinic, Pune", "Soon, within two weeks", "Palpitations at night", "An ECG over a day",
        "Atrial fibrillation (I48.91)", "None that matter", "Asha Nair", "3 Feb 1980", "Dr Meera Rao", "Cardiology",
        "Signed by Dr Meera Rao, 23 Nov 2026 at 10:00",
    ):  # fmt: skip
        assert run_together(words) in said, words
    assert "Ramipril" not in said and "Allergies" not in said
    (mine,) = cared.do(cared.asha, listing.mine).listed
    assert (mine.title, mine.type, mine.source) == (
        "Referral letter to Heart clinic, Pune", "Referral letter", "Dr Meera Rao",
    )  # fmt: skip
    view = cared.do(cared.asha, opening.view, document_id)
    assert (view.kind, view.pages, view.name) == ("paper", 1, "referral-2026-11-23.pdf")


def test_a_sick_note_says_from_when_until_when_and_no_diagnosis(cared: Cast) -> None:
    asha = cared.asha.patient_id
    said = read(cared, sign(cared, sick_note(asha, limits="Sitting work at home")))
    for words in ("Sick note", "from 23 Nov 2026 until 27 Nov 2026, both days included", "Sitting work at home"):
        assert run_together(words) in said
    for hidden in ("Diagnosis", "fibrillation", "I48"):
        assert hidden not in said
    said = read(cared, sign(cared, sick_note(asha, until_on=date(2026, 11, 23), diagnosis="Influenza")))
    assert run_together("cannot work or attend classes on 23 Nov 2026.") in said
    assert "DiagnosisInfluenza" in said


def test_a_certificate_says_what_somebody_is_fit_for(cared: Cast) -> None:
    said = read(cared, sign(cared, fitness(cared, until_on=date(2027, 11, 22))))
    for words in ("I examined Asha Nair on 23 Nov 2026 and find them fit for: diving to 20 m.", "22 Nov 2027"):
        assert run_together(words) in said
    limited = read(cared, sign(cared, fitness(cared, verdict="limited", limits="Not alone")))
    assert run_together("fit, with limits, for") in limited and run_together("Not alone") in limited
    assert run_together("not fit for the time being") in read(cared, sign(cared, fitness(cared, verdict="unfit")))


def test_what_cannot_be_is_refused_beside_its_field_and_nothing_is_kept(cared: Cast) -> None:
    asha = cared.asha.patient_id
    for form, field in (
        (sick_note(asha, until_on=date(2026, 11, 22)), "until_on"), (sick_note(asha, until_on=date(2028, 1, 1)), "until_on"),
        (sick_note(asha, from_on=date(2020, 1, 1), until_on=date(2020, 1, 2)), "from_on"),
        (fitness(cared, verdict="limited"), "limits"), (fitness(cared, until_on=date(2026, 11, 22)), "until_on"),
    ):  # fmt: skip
        for verb, more in ((signing.preview, ()), (signing.sign, (PASSWORD,))):
            with pytest.raises(Invalid) as refused:
                cared.do(cared.dr_rao, verb, form, *more)
            assert list(refused.value.fields) == [field]
    with transaction() as db:
        db.get_one(Patient, asha).deceased = True
    with pytest.raises(NotPossible, match="died"):
        sign(cared, sick_note(asha))
    assert letters() == 0 and cared.do(cared.asha, listing.mine).total == 0


def test_it_is_signed_with_the_password_once_and_its_fingerprint_is_in_the_audit(cared: Cast) -> None:
    form = sick_note(cared.asha.patient_id)
    with pytest.raises(WrongOwnPassword):
        sign(cared, form, password="not my password")
    assert letters() == 0
    first = sign(cared, form)
    assert sign(cared, form) == first and letters() == 1
    with transaction(reading=True) as db:
        (entry,) = db.exec(select(AuditEntry).where(AuditEntry.record_id == first, AuditEntry.what == "sign")).all()[:1]
        assert len(entry.digest) == 64


def test_only_a_doctor_who_cares_for_somebody_writes_for_them(cared: Cast) -> None:
    form = sick_note(cared.asha.patient_id)
    with pytest.raises(NotFound):
        sign(cared, form, "dr_osei")
    for who in ("asha", "reception", "admin"):
        with pytest.raises(Forbidden):
            sign(cared, form, who)


def test_a_preview_is_the_paper_without_a_signature_and_keeps_nothing(cared: Cast) -> None:
    paper = cared.do(cared.dr_rao, signing.preview, referral(cared))
    assert (paper.link, paper.signed) == ("", "")
    assert run_together("Not signed yet: this is a draft.") in run_together("".join(pages(printing.pdf(paper))))
    (drawn,) = printing.pages(paper)
    assert drawn.startswith(b"\x89PNG")
    long = cared.do(cared.dr_rao, signing.preview, referral(cared, why="Line\n" * 150))
    assert len(printing.pages(long)) > 1
    assert letters() == 0


def test_what_is_typed_is_never_a_part_of_the_template(cared: Cast) -> None:
    said = read(cared, sign(cared, referral(cared, why=MARKUP)))
    for line in MARKUP.split("\n"):
        assert run_together(line) in said


def test_whoever_holds_the_paper_learns_that_it_is_real_and_with_the_birth_date_what_it_says(cared: Cast) -> None:
    code = code_of(cared, sign(cared, sick_note(cared.asha.patient_id)))
    looked = cared.do(VISITOR, checking.look, code, HERE)
    assert (looked.stands, looked.issued, looked.asks_born, looked.paper) == (True, "23 Nov 2026", True, None)
    with pytest.raises(WrongProof):
        cared.do(VISITOR, checking.show, code, "4.2.1980", HERE)
    shown = cared.do(VISITOR, checking.show, code, "3.2.1980", HERE)
    assert "until 27 Nov 2026" in shown.paper.parts[0].text and shown.paper.patient == "Asha Nair"
    for wrong in ("x", code[:-1], code[:-2] + "AA", "A" * 107):
        with pytest.raises(NotOurLetter):
            cared.do(VISITOR, checking.look, wrong, HERE)


def test_a_letter_called_an_error_is_withdrawn_for_everybody(cared: Cast) -> None:
    document_id = sign(cared, sick_note(cared.asha.patient_id))
    code = code_of(cared, document_id)
    form = ErrorForm(kind="document_reference", entry_id=document_id, version=1, reason="Wrong days")
    cared.do(cared.dr_rao, changing.call_error, form)
    assert not cared.do(VISITOR, checking.look, code, HERE).stands
    assert cared.do(cared.asha, listing.mine).total == 0


def test_the_database_lets_nobody_rewrite_what_was_signed(cared: Cast) -> None:
    code = code_of(cared, sign(cared, sick_note(cared.asha.patient_id)))
    for change in ("issued_at = NULL", "signature = signature", "content_sealed = NULL"):
        with pytest.raises(DBAPIError), transaction() as db:
            db.connection().execute(sa.text(f"UPDATE signed_letter SET {change}"))
    with pytest.raises(DBAPIError), transaction() as db:
        db.connection().execute(sa.text("DELETE FROM signed_letter"))
    assert cared.do(VISITOR, checking.look, code, HERE).stands
