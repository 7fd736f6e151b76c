"""What people take along: the calendar file, and paper. Only of what is theirs."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlmodel import select

from hms.db import transaction
from hms.models import AuditEntry, AuditSubject
from hms.schemas.visits import PrescriptionForm, VisitPage
from hms.services import prescribing
from tests.support.cast import Cast
from tests.web.plain import Visitor, visitor


@pytest.fixture
async def web(clinic_on_sqlite: Cast, tmp_path: Path) -> AsyncIterator[Visitor]:
    async with visitor(tmp_path / "site") as browser:
        yield browser


@pytest.fixture
def signed(clinic_on_sqlite: Cast) -> VisitPage:
    """Asha has been with Dr Rao, who prescribed and signed."""
    clinic = clinic_on_sqlite
    page = clinic.visit(clinic.asha)
    drug = clinic.do(clinic.dr_rao, prescribing.formulary)[0]
    form = PrescriptionForm(
        encounter_id=page.encounter_id, medication_id=drug.id, dose="1", frequency="BID", days=7, key=str(uuid4())
    )
    clinic.do(clinic.dr_rao, prescribing.prescribe, form)
    return clinic.sign(page, summary="Your heart is well.\n<b>Rest</b> a little.")


async def test_an_appointment_goes_into_a_calendar(web: Visitor, clinic_on_sqlite: Cast) -> None:
    booked = clinic_on_sqlite.book(clinic_on_sqlite.asha)
    await web.sign_in("asha@post.example")
    file = await web.get(f"/appointments/{booked.id}.ics")
    assert file.status_code == 200
    assert file.headers["content-type"] == "text/calendar; charset=utf-8"
    assert re.fullmatch(r'attachment; filename="[\w.-]+\.ics"', file.headers["content-disposition"])
    assert file.headers["cache-control"] == "no-store"
    assert file.text.startswith("BEGIN:VCALENDAR")
    assert "Dr Meera Rao" in file.text


async def test_paper_says_whose_it_is_who_signed_and_what_to_take(web: Visitor, signed: VisitPage) -> None:
    await web.sign_in("asha@post.example")
    page = await web.get(f"/print/visits/{signed.encounter_id}")
    assert page.status_code == 200
    assert page.text.count('<article class="sheet">') == 2
    drug = signed.prescriptions[0]
    for words in (
        "Alder Valley",
        "Asha Nair",
        "3 Feb 1980",
        signed.banner.record_number,
        "Dr Meera Rao",
        "23 Nov 2026",
    ):
        assert page.text.count(words) >= 2  # on each sheet
    for words in (drug.drug, drug.how, drug.quantity, "Signature", "Your heart is well.", "Ctrl+P"):
        assert words in page.text
    assert "&lt;b&gt;Rest" in page.text  # a doctor's words are text
    assert "<script" not in page.text
    assert f'href="/patient/visits/{signed.encounter_id}"' in page.text


async def test_a_visit_without_a_prescription_is_one_sheet(web: Visitor, clinic_on_sqlite: Cast) -> None:
    page = clinic_on_sqlite.sign(clinic_on_sqlite.visit(clinic_on_sqlite.asha))
    await web.sign_in("rao@alder.example")
    paper = await web.get(f"/print/visits/{page.encounter_id}")
    assert paper.text.count('<article class="sheet">') == 1


async def test_nobody_takes_along_what_is_not_theirs(web: Visitor, clinic_on_sqlite: Cast, signed: VisitPage) -> None:
    paths = [f"/appointments/{signed.appointment.id}.ics", f"/print/visits/{signed.encounter_id}"]
    absent = [f"/appointments/{uuid4()}.ics", f"/print/visits/{uuid4()}"]
    for path in paths:
        visitor_sent = await web.get(path)
        assert (visitor_sent.status_code, visitor_sent.headers["location"]) == (303, f"/sign-in?next={path}")
    for email in ("bilal@post.example", "osei@alder.example", "admin@alder.example"):
        await web.sign_in(email)
        for path, missing in zip(paths, absent, strict=True):
            theirs, nothing = await web.get(path), await web.get(missing)
            assert theirs.status_code == nothing.status_code == 404
            assert theirs.content == nothing.content
            assert "Asha" not in theirs.text


async def test_signing_in_on_the_way_leads_to_the_paper(web: Visitor, signed: VisitPage) -> None:
    path = f"/print/visits/{signed.encounter_id}"
    answer = await web.sign_in("asha@post.example", next=path)
    assert answer.headers["location"] == path


async def test_a_draft_is_not_printed(web: Visitor, clinic_on_sqlite: Cast) -> None:
    page = clinic_on_sqlite.visit(clinic_on_sqlite.asha)
    for email in ("asha@post.example", "rao@alder.example"):
        await web.sign_in(email)
        assert (await web.get(f"/print/visits/{page.encounter_id}")).status_code == 404


async def test_each_paper_and_each_refusal_is_remembered(
    web: Visitor, clinic_on_sqlite: Cast, signed: VisitPage
) -> None:
    path = f"/print/visits/{signed.encounter_id}"
    await web.sign_in("asha@post.example")
    await web.get(path)
    await web.sign_in("bilal@post.example")
    await web.get(path)
    with transaction(reading=True) as db:
        latest = select(AuditEntry).where(AuditEntry.what == "summary").order_by(AuditEntry.seq)
        done, refused = db.exec(latest).all()[-2:]
        whose = db.exec(select(AuditSubject.patient_id).where(AuditSubject.entry_id == done.id)).all()
    assert (done.account_id, done.outcome, whose) == (
        clinic_on_sqlite.asha.account_id,
        "done",
        [clinic_on_sqlite.asha.patient_id],
    )
    assert (refused.account_id, refused.outcome) == (clinic_on_sqlite.bilal.account_id, "refused")
    assert refused.record_id == signed.encounter_id
