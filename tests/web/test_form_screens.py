"""Forms before a visit on the screens of the administrator, the patient, the doctor and the desk."""

from typing import Any

import pytest

from hms.pages.admin.form_maker import MakeForm
from hms.pages.admin.forms import KeepForms
from hms.pages.patient.answer_form import AnswerForm
from hms.pages.patient.appointment import AppointmentPage
from hms.pages.reception.see_board import SeeBoard
from hms.services.forms import making
from tests.support.cast import Cast
from tests.support.forms import HEART, make
from tests.web.test_talking_screens import soon

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_the_administrator_makes_a_form_and_is_told_what_does_not_fit(house: Any, cast: Cast) -> None:
    page = await house.open(cast.admin, "/admin/forms")
    await page.call(KeepForms.begin, answers={"title": " ", "intro": ""})
    assert "title" in page.shows(KeepForms)["field_errors"]
    await page.call(KeepForms.begin, answers={"title": "Your heart", "intro": "It takes a minute."})
    form_id = str(cast.do(cast.admin, making.listed)[0].id)
    await page.go("/admin/forms/[form_id]", form_id=form_id)
    await page.call(MakeForm.choose_kind, "choice")
    await page.call(MakeForm.save, answers={"text": "When?", "options": "In the morning"})
    assert "one a line" in page.shows(MakeForm)["field_errors"]["form"]
    await page.call(
        MakeForm.save, answers={"text": "When?", "options": "In the morning\n\nAt night\n", "required": True}
    )
    await page.call(MakeForm.choose_kind, "number")
    await page.call(MakeForm.save, answers={"text": "Weight?", "unit": "kg", "least": "20", "most": "1e999999"})
    assert "most" in page.shows(MakeForm)["field_errors"]
    await page.call(MakeForm.save, answers={"text": "Weight?", "unit": "kg", "least": "20", "most": "300,5"})
    shown = page.shows(MakeForm)
    assert [(one["text"], one["limits"], one["required"]) for one in shown["questions"]] == [
        ("When?", "", True),
        ("Weight?", "From 20 to 300.5 kg", False),
    ]
    key = shown["questions"][1]["key"]
    await page.call(MakeForm.move, key, -1)
    assert page.shows(MakeForm)["questions"][0]["text"] == "Weight?"
    await page.call(MakeForm.change, key)
    await page.call(MakeForm.save, answers={"text": "What do you weigh?", "unit": "kg"})
    await page.call(MakeForm.ask_before, answers={"type-plain": True})
    assert page.shows(MakeForm)["types"] == [["plain", "Plain visits", "1"]]
    other = await house.open(cast.admin, "/admin/forms/[form_id]", form_id=form_id)
    await other.call(MakeForm.remove, key)
    assert [one["text"] for one in other.shows(MakeForm)["questions"]] == ["When?"]
    await page.rest()
    assert [one["text"] for one in page.shows(MakeForm)["questions"]] == ["When?"]  # live
    for asked in ("nonsense", str(cast.admin.account_id)):
        missing = await house.open(cast.admin, "/admin/forms/[form_id]", form_id=asked)
        assert missing.shows(MakeForm)["refused"]


async def test_bilal_answers_on_his_phone_and_each_reader_sees_their_part(house: Any, cast: Cast) -> None:
    make(cast, *HEART[:4])
    booked = cast.book(cast.bilal, soon(cast))
    appointment = await house.open(cast.bilal, "/patient/appointments/[appointment_id]", appointment_id=str(booked.id))
    assert appointment.shows(AppointmentPage)["form"]["state"] == "new"
    page = await house.open(cast.bilal, "/patient/appointments/[appointment_id]/form", appointment_id=str(booked.id))
    await page.call(AnswerForm.answer, answers={})
    assert "needs an answer" in page.shows(AnswerForm)["field_errors"]["answer"]
    await page.call(AnswerForm.answer, answers={"answer": "yes"})
    await page.call(AnswerForm.go_to, 2)
    await page.call(AnswerForm.answer, answers={"tick-0": True, "tick-2": True})
    await page.call(AnswerForm.answer, answers={"answer": "9000"})
    assert "300 or less" in page.shows(AnswerForm)["field_errors"]["answer"]
    again = await house.open(cast.bilal, "/patient/appointments/[appointment_id]/form", appointment_id=str(booked.id))
    assert again.shows(AnswerForm)["place"] == 1  # the first that is open
    await page.call(AnswerForm.answer, answers={"answer": "82"})
    assert page.shows(AnswerForm)["place"] == 4
    await page.call(AnswerForm.hand_in)
    assert page.shows(AnswerForm)["notice_title"] == "Thank you"
    await appointment.rest()
    assert appointment.shows(AppointmentPage)["form"]["state"] == "done"
    stranger = await house.open(cast.asha, "/patient/appointments/[appointment_id]/form", appointment_id=str(booked.id))
    assert stranger.shows(AnswerForm)["refused"]
    desk = await house.open(cast.reception, "/reception")
    await desk.call(SeeBoard.pick, booked.id)
    assert desk.shows(SeeBoard)["form"]["state"] == "done"
    assert "Insulin" not in str(desk.state)
