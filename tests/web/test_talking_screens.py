"""Conversations on the screens of everybody who has part in them: live, read, refused in words, and nothing typed lost."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from hms.pages.admin.privacy import Privacy, PrivacyQuestion
from hms.pages.doctor.messages import DoctorConversation, DoctorMessages, DoctorWrites
from hms.pages.patient.messages import Conversation, Messages, WriteMessage
from hms.pages.reception.inbox import ClinicConversation, ClinicWrites, Inbox
from hms.services import availability, threads
from hms.services.threads import settling
from tests.services.test_threads import entry_about
from tests.support.cast import Cast
from tests.support.talking import begin, opened, say
from tests.web.test_reception_screens import KOLKATA

pytestmark = pytest.mark.asyncio(loop_scope="session")


def words(body: str, **more: str) -> dict[str, str]:
    return {"body": body, "key": uuid4().hex, **more}


@pytest.fixture
def cared(cast: Cast) -> Cast:
    """Give the clinic with bilal in dr_rao's care."""
    cast.book(cast.bilal, soon(cast))
    return cast


def soon(cast: Cast) -> datetime:
    """Give a free time of dr_rao's: screens know no other day than today."""
    doctor = cast.dr_rao.practitioner_id
    day = cast.do(cast.asha, availability.days, doctor, 2, 1)[0].day
    at: datetime = cast.do(cast.asha, availability.free_times, doctor, day)[0].starts_at
    return at


async def test_bilal_writes_and_dr_rao_answers_live(house: Any, cared: Cast) -> None:
    page = await house.open(cared.bilal, "/patient/write")
    shown = page.shows(WriteMessage)
    assert [one[1] for one in shown["options"]] == ["Dr Meera Rao", "Alder Valley"]
    doctor = await house.open(cared.dr_rao, "/doctor/messages")
    assert doctor.shows(DoctorMessages)["listed"]["threads"] == []
    whom = str(cared.dr_rao.practitioner_id)
    await page.call(WriteMessage.send, answers=words("May I run again?", subject="After the ECG", whom=whom))
    await doctor.rest()
    (line,) = doctor.shows(DoctorMessages)["listed"]["threads"]
    assert (line["subject"], line["patient"], line["unread"], line["waits"]) == (
        "After the ECG",
        "Bilal Haddad",
        1,
        True,
    )
    thread = line["id"]
    at_home = await house.open(cared.bilal, "/patient/messages/[thread_id]", thread_id=thread)
    await doctor.go("/doctor/messages/[thread_id]", thread_id=thread)
    assert at_home.shows(Conversation)["bubbles"][0]["read"] == "Sent, not read yet"
    await doctor.call(DoctorConversation.seen, thread, 1)
    await at_home.rest()
    assert at_home.shows(Conversation)["bubbles"][0]["read"] == "Read"
    answer = words("Yes, slowly.")
    await doctor.call(DoctorConversation.send, answers=answer)
    assert doctor.shows(DoctorConversation)["used_key"] == answer["key"]
    await doctor.call(DoctorConversation.send, answers=answer)  # sent again after a lost connection
    await at_home.rest()
    assert [one["body"] for one in at_home.shows(Conversation)["bubbles"]] == ["May I run again?", "Yes, slowly."]


async def test_what_is_refused_stays_typed_and_says_why(house: Any, cared: Cast) -> None:
    thread = begin(cared, cared.bilal, cared.dr_rao)
    page = await house.open(cared.bilal, "/patient/messages/[thread_id]", thread_id=str(thread))
    await page.call(Conversation.keep_draft, str(thread), "", "", "x" * 6_000)
    await page.call(Conversation.send, answers=words("x" * 6_000))
    shown = page.shows(Conversation)
    assert "5000" in shown["field_errors"]["body"]
    assert shown["used_key"] == ""
    again = await house.open(cared.bilal, "/patient/messages/[thread_id]", thread_id=str(thread))
    assert again.shows(Conversation)["held_body"] == "x" * 6_000
    await page.call(Conversation.send, answers=words("x" * 200_000))
    await page.call(Conversation.send, answers={})
    assert len(opened(cared, cared.bilal, thread).bubbles) == 1
    cared.do(cared.dr_rao, settling.close, thread)
    await page.rest()
    assert page.shows(Conversation)["thread"]["closed"].startswith("Closed by Dr Meera Rao")
    await page.call(Conversation.send, answers=words("One more thing"))
    assert page.shows(Conversation)["notice_title"] == "This conversation is closed"
    await page.call(Conversation.reopen)
    await page.call(Conversation.send, answers=words("One more thing"))
    assert len(page.shows(Conversation)["bubbles"]) == 2


async def test_nobody_opens_what_is_not_theirs_by_its_address(house: Any, cared: Cast) -> None:
    thread = str(begin(cared, cared.bilal, cared.dr_rao))
    for who, path, screen in (
        (cared.asha, "/patient/messages/[thread_id]", Conversation),
        (cared.dr_osei, "/doctor/messages/[thread_id]", DoctorConversation),
        (cared.reception, "/reception/inbox/[thread_id]", ClinicConversation),
        (cared.admin, "/admin/privacy/[thread_id]", PrivacyQuestion),
    ):
        for asked in (thread, "nonsense", str(uuid4())):
            page = await house.open(who, path, thread_id=asked)
            shown = page.shows(screen)
            assert (shown["refused"], shown["bubbles"], shown["notice_title"]) == (True, [], "This is not here")
            await page.call(screen.send, answers=words("x"))
            await page.call(screen.keep_draft, thread, "", "", "x")
    assert len(opened(cared, cared.dr_rao, begin(cared, cared.bilal, cared.dr_rao)).bubbles) == 1


async def test_reception_answers_and_hands_a_question_to_the_doctor(house: Any, cared: Cast) -> None:
    thread = str(begin(cared, cared.bilal))
    page = await house.open(cared.reception, "/reception/inbox")
    assert page.shows(Inbox)["listed"]["waiting"] == 1
    await page.call(Inbox.show, "waiting")
    assert [one["id"] for one in page.shows(Inbox)["listed"]["threads"]] == [thread]
    await page.go("/reception/inbox/[thread_id]", thread_id=thread)
    await page.call(ClinicConversation.send, answers=words("I ask the doctor."))
    await page.call(ClinicConversation.start_handing)
    takers = page.shows(ClinicConversation)["takers"]
    assert takers[1][1] == "Dr Meera Rao (has this patient in care)"
    await page.call(ClinicConversation.hand_over, answers={"whom": ""})
    assert "whom" in page.shows(ClinicConversation)["field_errors"]
    await page.call(ClinicConversation.hand_over, answers={"whom": takers[1][0]})
    doctor = await house.open(cared.dr_rao, "/doctor/messages/[thread_id]", thread_id=thread)
    assert len(doctor.shows(DoctorConversation)["bubbles"]) == 2


async def test_the_desk_and_the_doctor_begin_conversations(house: Any, cared: Cast) -> None:
    desk = await house.open(cared.reception, "/reception/write")
    await desk.call(ClinicWrites.choose_patient, cared.asha.patient_id)
    assert desk.shows(ClinicWrites)["start"]["patient"] == "Asha Nair"
    await desk.call(ClinicWrites.send, answers=words("Please bring your card.", subject="Your card"))
    page = await house.open(cared.asha, "/patient/messages")
    assert [one["subject"] for one in page.shows(Messages)["listed"]["threads"]] == ["Your card"]
    doctor = await house.open(cared.dr_rao, "/doctor/write/[patient_id]", patient_id=str(cared.bilal.patient_id))
    await doctor.call(DoctorWrites.send, answers=words("Please drink more.", subject="Water"))
    page = await house.open(cared.bilal, "/patient/messages")
    assert [(one["subject"], one["unread"]) for one in page.shows(Messages)["listed"]["threads"]] == [("Water", 1)]
    stranger = await house.open(cared.dr_rao, "/doctor/write/[patient_id]", patient_id=str(cared.asha.patient_id))
    assert stranger.shows(DoctorWrites)["refused"]


async def test_a_question_of_privacy_is_answered_by_the_administrator(house: Any, cared: Cast) -> None:
    thread = cared.do(cared.bilal, threads.ask_about_access, entry_about(cared, cared.bilal, soon(cared)), "Why?")
    page = await house.open(cared.admin, "/admin/privacy")
    assert [one["patient"] for one in page.shows(Privacy)["listed"]["threads"]] == ["Bilal Haddad"]
    await page.go("/admin/privacy/[thread_id]", thread_id=str(thread))
    shown = page.shows(PrivacyQuestion)
    assert shown["thread"]["entry"]["who"] == "Joon Park"
    await page.call(PrivacyQuestion.send, answers=words("To confirm your time."))
    await page.call(PrivacyQuestion.close)
    at_home = await house.open(cared.bilal, "/patient/messages/[thread_id]", thread_id=str(thread))
    shown = at_home.shows(Conversation)
    assert (shown["thread"]["whom"], len(shown["bubbles"])) == ("Privacy officer", 2)


async def test_dr_rao_says_who_answers_and_patients_read_it(house: Any, cared: Cast) -> None:
    thread = str(begin(cared, cared.bilal, cared.dr_rao))
    at_home = await house.open(cared.bilal, "/patient/messages/[thread_id]", thread_id=thread)
    page = await house.open(cared.dr_rao, "/doctor/messages")
    other = page.shows(DoctorMessages)["others"][1]
    assert other[1] == "Dr Kofi Osei"
    await page.call(DoctorMessages.cover, answers={"covered_by_id": ""})
    assert "covered_by_id" in page.shows(DoctorMessages)["field_errors"]
    await page.call(DoctorMessages.choose_when, "dates")
    await page.call(DoctorMessages.cover, answers={"covered_by_id": other[0], "from_on": "", "to_on": ""})
    assert "from_on" in page.shows(DoctorMessages)["field_errors"]
    today = cared.now.astimezone(KOLKATA).date()  # the clinic's day: at the machine's hour it may be another
    days = {"from_on": today.isoformat(), "to_on": (today + timedelta(days=365)).isoformat()}
    await page.call(DoctorMessages.cover, answers={"covered_by_id": other[0], **days})
    (cover,) = page.shows(DoctorMessages)["covers"]["covers"]
    await at_home.rest()
    assert "Dr Kofi Osei answers" in at_home.shows(Conversation)["thread"]["away"]
    stand_in = await house.open(cared.dr_osei, "/doctor/messages")
    shown = stand_in.shows(DoctorMessages)
    assert [one["stands_in"] for one in shown["listed"]["threads"]] == ["Dr Meera Rao"]
    say(cared, cared.bilal, thread, "Hello?")  # type: ignore[arg-type]
    await stand_in.rest()
    assert stand_in.shows(DoctorMessages)["listed"]["threads"][0]["unread"] == 2
    await page.call(DoctorMessages.end_cover, cover["id"])
    await stand_in.rest()
    assert stand_in.shows(DoctorMessages)["listed"]["threads"] == []
