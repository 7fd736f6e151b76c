"""The screens of documents and letters, through gate, guard and pipeline; and a letter checked with no script at all."""

from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from hms.pages.doctor.see_documents import SeeDocument, SeeDocuments
from hms.pages.doctor.write_letters import WriteLetters
from hms.pages.patient.documents import AddDocument, Document, Documents
from hms.schemas.record_lists import ErrorForm
from hms.services.chart import changing
from hms.services.documents import listing, opening
from hms.services.letters import signing
from tests.support.cast import PASSWORD, Cast
from tests.support.documents import brought, filed, paper, sick_note, taken
from tests.support.pdf import pages, run_together
from tests.web.plain import visitor
from tests.web.test_reception_screens import booked_today

pytestmark = pytest.mark.asyncio(loop_scope="session")
SICK = {"from_on": date.today().isoformat(), "until_on": date.today().isoformat(), "limits": "", "diagnosis": ""}  # noqa: DTZ011


def path(cast: Cast, name: str) -> str:
    return f"/doctor/patients/{cast.asha.patient_id}/{name}"


async def opened(house: Any, cast: Cast, name: str) -> Any:
    booked_today(cast)
    return await house.open(cast.dr_rao, path(cast, name), patient_id=str(cast.asha.patient_id))


async def test_a_document_is_shared_kept_back_and_called_an_error(house: Any, cast: Cast) -> None:
    page = await opened(house, cast, "documents")
    assert page.shows(SeeDocuments)["most_mb"] == 10
    document_id = str(filed(cast, cast.asha, title="Heart clinic"))
    await page.call(SeeDocuments.added, document_id)
    shown = page.shows(SeeDocuments)
    (row,) = shown["listed"]
    assert (row["title"], row["typed"], shown["notice_tone"]) == ("Heart clinic", {"share": "yes"}, "ok")
    await page.call(SeeDocuments.share, document_id, 1, True)
    assert cast.do(cast.asha, listing.mine).total == 1
    await page.call(SeeDocuments.share, document_id, 1, False)
    assert page.shows(SeeDocuments)["notice_tone"] == "danger"  # it was changed since
    await page.call(SeeDocuments.begin, "error", document_id, 2)
    await page.call(SeeDocuments.call_error, answers={"reason": ""})
    assert page.shows(SeeDocuments)["field_errors"] == {"reason": "Say why"}
    await page.call(SeeDocuments.call_error, answers={"reason": "Another Asha"})
    shown = page.shows(SeeDocuments)
    assert shown["listed"][0]["error"] and shown["total"] == 0


async def test_what_an_upload_was_refused_for_stands_beside_its_field_and_nothing_else_does(
    house: Any, cast: Cast
) -> None:
    page = await opened(house, cast, "documents")
    fields = {"happened": "This is still to come", "made_up": "x", "title": "y" * 1_000}
    await page.call(SeeDocuments.not_taken, "Please check what is marked", "", fields)
    shown = page.shows(SeeDocuments)
    assert shown["field_errors"] == {"happened": "This is still to come", "title": "y" * 300}
    assert shown["notice_title"] == "Please check what is marked"


async def test_a_document_is_turned_page_by_page_and_never_past_its_end(house: Any, cast: Cast) -> None:
    booked_today(cast)
    document_id = str(filed(cast, cast.asha, taken("two.pdf", paper("One", "Two"))))
    where = {"patient_id": str(cast.asha.patient_id), "document_id": document_id}
    page = await house.open(cast.dr_rao, path(cast, f"documents/{document_id}"), **where)
    shown = page.shows(SeeDocument)
    assert (shown["shown"]["kind"], shown["shown"]["pages"], shown["shown"]["banner"]["name"]) == (
        "paper",
        2,
        "Asha Nair",
    )
    for step, number in ((1, 2), (1, 2), (-1, 1), (-5, 1), (9, 2)):
        await page.call(SeeDocument.turn, step)
        assert page.shows(SeeDocument)["page_number"] == number
    cast.do(
        cast.dr_rao,
        changing.call_error,
        ErrorForm(kind="document_reference", entry_id=document_id, version=1, reason="x"),
    )
    await page.until(lambda: page.shows(SeeDocument)["shown"]["error"])


async def test_asha_sees_her_own_and_what_is_shared_and_opens_no_other(house: Any, cast: Cast) -> None:
    booked_today(cast)
    hidden, own = filed(cast, cast.asha), brought(cast, cast.asha, title="My skin")
    page = await house.open(cast.asha, "/patient/documents")
    shown = page.shows(Documents)
    assert [(one["title"], one["mine"]) for one in shown["shown"]["listed"]] == [("My skin", True)]
    assert shown["elsewhere"] == 0
    await page.call(Documents.turn, 5)
    assert page.shows(Documents)["page_number"] == 1
    add = await house.open(cast.asha, "/patient/add-document")
    assert add.shows(AddDocument)["most_mb"] == 10
    one = await house.open(cast.asha, f"/patient/documents/{own}", document_id=str(own))
    assert (one.shows(Document)["shown"]["title"], one.shows(Document)["shown"]["banner"]) == ("My skin", None)
    for other in (hidden, uuid4(), "x"):
        one = await house.open(cast.asha, f"/patient/documents/{other}", document_id=str(other))
        assert one.shows(Document)["refused"] and one.shows(Document)["shown"] is None


async def test_a_letter_is_seen_on_paper_then_signed_as_it_was_seen(house: Any, cast: Cast) -> None:
    page = await opened(house, cast, "letters")
    await page.call(WriteLetters.sign, answers={"password": PASSWORD})
    await page.call(WriteLetters.begin, "love-letter")
    assert page.shows(WriteLetters)["kind"] == ""
    await page.call(WriteLetters.begin, "sick-note")
    await page.call(WriteLetters.preview, answers={**SICK, "until_on": ""})
    shown = page.shows(WriteLetters)
    assert list(shown["field_errors"]) == ["until_on"] and not shown["signing"]
    await page.call(WriteLetters.preview, answers={**SICK, "limits": "Sitting work"})
    shown = page.shows(WriteLetters)
    assert shown["signing"] and shown["sheets"][0].startswith("data:image/png;base64,")
    await page.call(WriteLetters.sign, answers={"password": "not my password"})
    shown = page.shows(WriteLetters)
    assert list(shown["field_errors"]) == ["password"] and shown["signing"] and shown["tries"] == 2
    assert cast.do(cast.asha, listing.mine).total == 0
    # What comes along with the password is not what was seen: it is left out.
    await page.call(WriteLetters.sign, answers={"password": PASSWORD, "limits": "Nothing at all"})
    shown = page.shows(WriteLetters)
    assert (shown["kind"], shown["notice_title"], shown["sheets"]) == ("", "Signed", [])
    body = cast.do(cast.asha, opening.fetch, UUID(shown["signed"]))[1]
    assert run_together("Sitting work") in run_together("".join(pages(body)))


async def test_a_referral_begins_with_the_chart_each_time_and_words_can_be_changed_before_signing(
    house: Any, cast: Cast
) -> None:
    page = await opened(house, cast, "letters")
    await page.call(WriteLetters.begin, "referral")
    assert page.shows(WriteLetters)["start"]["allergies"] == "Not asked yet"
    said = {"to": "Heart clinic", "urgency": "soon", "why": "Palpitations", "ask": "An ECG", "allergies": "None"}
    await page.call(WriteLetters.preview, answers=said)
    await page.call(WriteLetters.edit)
    shown = page.shows(WriteLetters)
    assert (shown["kind"], shown["signing"], shown["sheets"]) == ("referral", False, [])
    await page.call(WriteLetters.leave)
    assert page.shows(WriteLetters)["kind"] == ""


async def test_whoever_holds_a_letter_checks_it_without_a_script(clinic_on_sqlite: Cast, tmp_path: Path) -> None:
    clinic = clinic_on_sqlite
    clinic.book(clinic.asha)
    document_id = clinic.do(clinic.dr_rao, signing.sign, sick_note(clinic.asha.patient_id), PASSWORD)
    text = run_together("".join(pages(clinic.do(clinic.asha, opening.fetch, document_id)[1])))
    where = "/letter/" + text.partition("/letter/")[2][:107]
    async with visitor(tmp_path) as web:
        page = await web.get(where)
        assert page.status_code == 200 and "It is real, and it stands" in page.text and "<script" not in page.text
        for hidden in ("Asha", "Nair", "1980", "Rao", "27 Nov"):
            assert hidden not in page.text
        wrong = await web.send_form(where, proof="4.2.1980")
        assert wrong.status_code == 422 and "27 Nov" not in wrong.text
        shown = await web.send_form(where, proof="3.2.1980")
        assert "Asha Nair" in shown.text and "until 27 Nov 2026, both days included" in shown.text
        assert (await web.get(where[:-1] + "A")).status_code == 404
        form = ErrorForm(kind="document_reference", entry_id=document_id, version=1, reason="x")
        clinic.do(clinic.dr_rao, changing.call_error, form)
        assert "It was withdrawn" in (await web.get(where)).text
