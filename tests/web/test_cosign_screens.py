"""Naming a supervisor, and a trainee's note before the supervisor, through gate, guard and pipeline."""

from typing import Any

import pytest

from hms.pages.admin.people import ManagePeople
from hms.pages.doctor.cosign import Cosign
from hms.pages.doctor.see_notes import SeeNotes
from hms.pages.doctor.write_visit import WriteVisit
from tests.support.cast import PASSWORD, Cast
from tests.web.test_doctor_screens import at_a_visit, shown_by, signature

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_supervisor_is_named_reads_sends_back_and_signs_under(house: Any, cast: Cast) -> None:
    desk = await house.open(cast.admin, "/admin/people")
    (rao,) = (one for one in desk.shows(ManagePeople)["people"] if one["name"] == "Dr Meera Rao")
    osei = str(cast.dr_osei.practitioner_id)
    await desk.call(ManagePeople.begin_supervision, account_id=rao["id"])
    await desk.call(ManagePeople.supervise, answers={"supervisor_id": str(cast.dr_rao.practitioner_id)})
    shown = desk.shows(ManagePeople)
    assert "supervisor_id" in shown["field_errors"] and shown["supervising"] == rao["id"]
    await desk.call(ManagePeople.supervise, answers={"supervisor_id": osei})
    shown = desk.shows(ManagePeople)
    assert [one["supervisor"] for one in shown["people"] if one["id"] == rao["id"]] == ["Dr Kofi Osei"]
    assert "Dr Meera Rao" not in [name for _, name in shown["doctors"]], "a doctor in training supervises nobody"

    page, booked = await at_a_visit(house, cast)
    await page.call(WriteVisit.sign, answers=signature(page, "ECG normal"))
    assert "Not co-signed: waits for Dr Kofi Osei" in shown_by(page)["visit"]["signed_words"]
    notes = await house.open(cast.dr_osei, "/doctor/notes")
    (line,) = notes.shows(SeeNotes)["to_cosign"]
    assert line["patient"] == "Asha Nair"

    one = await house.open(cast.dr_osei, f"/doctor/notes/{line['id']}", cosignature_id=line["id"])
    assert [part["text"] for part in one.shows(Cosign)["page"]["parts"]] == ["ECG normal"]
    await one.call(Cosign.send_back, answers={"text": "Add the ECG.", "key": "k" * 32, "password": "wrong herons"})
    assert set(one.shows(Cosign)["field_errors"]) == {"password"}
    await one.call(Cosign.send_back, answers={"text": "Add the ECG.", "key": "k" * 32, "password": PASSWORD})
    assert one.shows(Cosign)["page"]["addenda"][0]["text"] == "Add the ECG."
    mine = await house.open(cast.dr_rao, "/doctor/notes")
    assert [one["appointment_id"] for one in mine.shows(SeeNotes)["sent_back"]] == [str(booked.id)]
    await page.call(WriteVisit.add, answers={"addendum": "Sinus rhythm.", "key": "m" * 32, "password": PASSWORD})
    await one.go(f"/doctor/notes/{line['id']}", cosignature_id=line["id"])
    await one.call(Cosign.sign_under, answers={"password": PASSWORD})
    shown = one.shows(Cosign)["page"]
    assert "Co-signed by Dr Kofi Osei" in shown["signed_words"] and not shown["open"] and not shown["altered"]


async def test_who_does_not_supervise_finds_nothing_there(house: Any, cast: Cast) -> None:
    page = await house.open(cast.dr_rao, "/doctor/notes/nothing", cosignature_id="nothing")
    assert page.shows(Cosign)["refused"] and page.shows(Cosign)["page"] is None
