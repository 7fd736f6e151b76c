"""Patients and the care team write to each other: who reads what, what is new, and that a word comes once."""

from datetime import datetime
from uuid import UUID, uuid4

import pytest
from pydantic import ValidationError
from sqlmodel import select

from hms.access import Actor
from hms.db import transaction
from hms.errors import Forbidden, Invalid, NotFound, NotPossible, Stale, TooManyTries
from hms.models import Account, AuditEntry, AuditSubject, Thread, ThreadMessage
from hms.schemas.threads import DraftForm, HandOver, NewMessage
from hms.services import scheduling, threads
from hms.services.threads import drafts, privacy, seeing, settling, whom, writing
from tests.support.cast import Cast, later
from tests.support.talking import begin, opened, say


@pytest.fixture
def cared(clinic: Cast) -> Cast:
    """Give the clinic with bilal in dr_rao's care."""
    clinic.book(clinic.bilal)
    return clinic


def names(clinic: Cast, who: Actor) -> list[str]:
    return [choice.name for choice in clinic.do(who, seeing.beginning).whom]


def lines(clinic: Cast, who: Actor, which: str = "open") -> list[tuple[str, int, bool]]:
    service = privacy.listed if who is clinic.admin else seeing.listed
    return [(one.subject, one.unread, one.waits) for one in clinic.do(who, service, which).threads]


def test_bilal_can_write_to_the_doctor_who_has_him_in_care_and_to_the_clinic(cared: Cast) -> None:
    assert names(cared, cared.bilal) == ["Dr Meera Rao", "Alder Valley"]
    assert names(cared, cared.asha) == ["Alder Valley"]
    with pytest.raises(Invalid) as refused:
        begin(cared, cared.asha, cared.dr_rao)
    assert "whom" in refused.value.fields


def test_a_question_and_its_answer_are_read_by_both_and_say_so(cared: Cast) -> None:
    thread = begin(cared, cared.bilal, cared.dr_rao)
    assert lines(cared, cared.dr_rao) == [("After the ECG", 1, True)]
    assert cared.do(cared.dr_rao, threads.unread) == 1
    assert opened(cared, cared.bilal, thread).bubbles[0].read == "Sent, not read yet"
    cared.do(cared.dr_rao, seeing.seen, thread, 1)
    assert opened(cared, cared.bilal, thread).bubbles[0].read == "Read"
    assert cared.do(cared.dr_rao, threads.unread) == 0
    say(cared, cared.dr_rao, thread, "Yes, slowly.")
    page = opened(cared, cared.bilal, thread)
    assert [(b.mine, b.by, b.body) for b in page.bubbles] == [
        (True, "You", "May I run again?"),
        (False, "Dr Meera Rao", "Yes, slowly."),
    ]
    assert lines(cared, cared.bilal) == [("After the ECG", 1, False)]
    assert (page.whom, page.read, page.last) == ("Dr Meera Rao", 1, 2)


def test_whoever_is_not_part_of_it_finds_nothing(cared: Cast) -> None:
    thread = begin(cared, cared.bilal, cared.dr_rao)
    for who in (cared.asha, cared.dr_osei, cared.reception, cared.admin):
        assert lines(cared, who) == []
        with pytest.raises(NotFound):
            opened(cared, who, thread)
        with pytest.raises(NotFound):
            say(cared, who, thread, "x")
    for who in (cared.asha, cared.dr_osei, cared.reception):
        for service in (settling.close, settling.reopen):
            with pytest.raises(NotFound):
                cared.do(who, service, thread)
        with pytest.raises(NotFound):
            cared.do(who, seeing.seen, thread, 1)
        with pytest.raises(NotFound):
            cared.do(who, drafts.keep, DraftForm(thread_id=thread, body="x"))


def test_reception_reads_what_is_for_the_clinic_and_no_doctor_does(cared: Cast) -> None:
    thread = begin(cared, cared.bilal, subject="A bill")
    assert lines(cared, cared.reception) == [("A bill", 1, True)]
    assert lines(cared, cared.dr_rao) == []
    say(cared, cared.reception, thread, "It is paid.")
    assert opened(cared, cared.bilal, thread).bubbles[1].by == "Joon Park, reception"
    with pytest.raises(Forbidden):
        cared.do(cared.admin, seeing.listed)


def test_what_one_receptionist_has_answered_is_not_new_to_the_other(cared: Cast) -> None:
    from hms.access import SYSTEM
    from hms.permissions import Role
    from hms.services import accounts
    from tests.support.cast import PASSWORD

    cared.do(SYSTEM, accounts.add, Role.RECEPTIONIST, "Second Desk", "desk2@alder.example", PASSWORD)
    second = cared.sign_in("desk2@alder.example")
    thread = begin(cared, cared.bilal)
    assert cared.do(second, threads.unread) == 1
    say(cared, cared.reception, thread, "Yes.")
    assert cared.do(second, threads.unread) == 0


def test_the_doctor_begins_with_a_patient_in_care_only(cared: Cast) -> None:
    thread = begin(cared, cared.dr_rao, cared.dr_rao, "Please drink more.", patient_id=cared.bilal.patient_id)
    assert opened(cared, cared.bilal, thread).bubbles[0].by == "Dr Meera Rao"
    with pytest.raises(NotFound):
        begin(cared, cared.dr_rao, cared.dr_rao, patient_id=cared.asha.patient_id)
    with pytest.raises(Invalid):
        begin(cared, cared.dr_rao, cared.dr_osei, patient_id=cared.bilal.patient_id)
    with pytest.raises(NotFound):
        begin(cared, cared.bilal, patient_id=cared.asha.patient_id)
    assert begin(cared, cared.reception, patient_id=cared.asha.patient_id)


def test_pressing_twice_sends_once(cared: Cast) -> None:
    key = str(uuid4())
    first, again = (begin(cared, cared.bilal, cared.dr_rao, key=key) for _ in range(2))
    assert first == again
    key = str(uuid4())
    assert say(cared, cared.dr_rao, first, "Yes.", key) == say(cared, cared.dr_rao, first, "Yes.", key)
    assert [b.body for b in opened(cared, cared.bilal, first).bubbles] == ["May I run again?", "Yes."]
    other = begin(cared, cared.bilal, cared.dr_rao)
    with pytest.raises(NotFound):  # somebody else's key says nothing of what it sent
        say(cared, cared.bilal, other, "x", key)


def test_nothing_stands_readable_on_the_disk(clinic_on_sqlite: Cast) -> None:
    from hms.config import settings

    clinic = clinic_on_sqlite
    thread = begin(clinic, clinic.bilal, subject="Quokka subject", body="Quokka body")
    clinic.do(clinic.bilal, drafts.keep, DraftForm(thread_id=thread, body="Quokka draft"))
    on_disk = b"".join(path.read_bytes() for path in settings().data_dir.rglob("*") if path.is_file())
    assert b"Quokka" not in on_disk


def test_bad_words_are_refused_in_words(cared: Cast) -> None:
    thread = begin(cared, cared.bilal, cared.dr_rao)
    for body in ("x" * 5_001, "x" * 10_000_000, "safe \u202etxt.exe", "null \x00"):
        with pytest.raises(ValidationError, match="characters"):
            NewMessage(thread_id=thread, body=body, key=str(uuid4()))
    with pytest.raises(Invalid, match="marked"):
        say(cared, cared.bilal, thread, "  \n ")
    for fine in ("می‌خواهم", "🧑‍⚕️ thank you", "नमस्ते\nsecond line"):
        say(cared, cared.bilal, thread, fine)
    assert [b.body for b in opened(cared, cared.dr_rao, thread).bubbles][1:] == [
        "می‌خواهم",
        "🧑‍⚕️ thank you",
        "नमस्ते\nsecond line",
    ]
    with pytest.raises(ValidationError, match="few words"):
        begin(cared, cared.bilal, subject=" ")
    with pytest.raises(ValidationError, match="120"):
        begin(cared, cared.bilal, subject="x" * 121)


def test_a_flood_from_one_account_is_slowed(cared: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "MOST_AN_HOUR", 3)
    thread = begin(cared, cared.bilal, cared.dr_rao)
    for n in range(2):
        say(cared, cared.bilal, thread, str(n))
    with pytest.raises(TooManyTries):
        say(cared, cared.bilal, thread, "too much")
    say(cared, cared.dr_rao, thread, "The doctor is not slowed.")
    cared.now = later(61)
    say(cared, cared.bilal, thread, "An hour later")


def test_a_closed_conversation_is_read_and_opened_again(cared: Cast) -> None:
    thread = begin(cared, cared.bilal, cared.dr_rao)
    cared.do(cared.dr_rao, settling.close, thread)
    cared.do(cared.dr_rao, settling.close, thread)
    assert lines(cared, cared.bilal) == []
    assert lines(cared, cared.bilal, "closed") == [("After the ECG", 0, False)]
    page = opened(cared, cared.bilal, thread)
    assert page.closed.startswith("Closed by Dr Meera Rao")
    assert page.refused
    with pytest.raises(NotPossible, match="closed"):
        say(cared, cared.bilal, thread, "One more thing")
    cared.do(cared.bilal, settling.reopen, thread)
    say(cared, cared.bilal, thread, "One more thing")
    assert lines(cared, cared.dr_rao, "waiting") == [("After the ECG", 2, True)]


def test_a_conversation_handed_over_leaves_with_all_its_messages(cared: Cast) -> None:
    thread = begin(cared, cared.bilal)
    version = opened(cared, cared.reception, thread).version
    takers = cared.do(cared.reception, settling.takers, thread)
    assert [(one.name, one.about) for one in takers] == [
        ("Dr Meera Rao", "has this patient in care"),
        ("Dr Kofi Osei", ""),
    ]
    with pytest.raises(Stale):
        cared.do(
            cared.reception, settling.hand_over, HandOver(thread_id=thread, whom=takers[0].id, version=version - 1)
        )
    for wrong in ("nobody", str(UUID(int=9))):
        with pytest.raises(Invalid):
            cared.do(cared.reception, settling.hand_over, HandOver(thread_id=thread, whom=wrong, version=version))
    cared.do(cared.reception, settling.hand_over, HandOver(thread_id=thread, whom=takers[0].id, version=version))
    with pytest.raises(NotFound):
        opened(cared, cared.reception, thread)
    page = opened(cared, cared.dr_rao, thread)
    assert (page.whom, page.bubbles[0].handed) == ("Dr Meera Rao", "Handed to Dr Meera Rao")
    with pytest.raises(NotPossible, match="already"):
        cared.do(
            cared.dr_rao,
            settling.hand_over,
            HandOver(thread_id=thread, whom=str(cared.dr_rao.practitioner_id), version=page.version),
        )
    cared.do(cared.dr_rao, settling.hand_over, HandOver(thread_id=thread, whom="clinic", version=page.version))
    assert opened(cared, cared.reception, thread).whom == "Alder Valley"


def test_a_half_written_message_is_there_on_another_device_and_gone_when_sent(cared: Cast) -> None:
    cared.do(cared.bilal, drafts.keep, DraftForm(whom="clinic", subject="A bi", body="I have"))
    assert cared.do(cared.bilal, seeing.beginning).draft.body == "I have"
    assert cared.do(cared.asha, seeing.beginning).draft.body == ""
    thread = begin(cared, cared.bilal, cared.dr_rao)
    assert cared.do(cared.bilal, seeing.beginning).draft.body == ""
    too_long = "x" * 6_000  # kept all the same: it is judged when it is sent
    cared.do(cared.bilal, drafts.keep, DraftForm(thread_id=thread, body=too_long))
    assert opened(cared, cared.bilal, thread).draft.body == too_long
    assert cared.do(cared.bilal, seeing.listed).threads[0].draft
    assert opened(cared, cared.dr_rao, thread).draft.body == ""
    say(cared, cared.bilal, thread, "Short after all")
    assert opened(cared, cared.bilal, thread).draft.body == ""


def test_a_doctor_who_has_left_is_not_written_to_any_more(cared: Cast) -> None:
    from hms.services import accounts

    thread = begin(cared, cared.bilal, cared.dr_rao)
    cared.do(cared.admin, accounts.disable, cared.dr_rao.account_id)
    assert names(cared, cared.bilal) == ["Alder Valley"]
    with pytest.raises(NotPossible, match="no longer works here"):
        say(cared, cared.bilal, thread, "Hello?")


def entry_about(clinic: Cast, who: Actor, at: datetime | None = None) -> UUID:
    """Let reception look at somebody's appointment, and give the entry that remembers it."""
    booked = clinic.book(who, at or later(80))
    clinic.do(clinic.reception, scheduling.card, booked.id)
    with transaction(reading=True) as db:
        asked = select(AuditEntry.id).join(AuditSubject).where(
            AuditSubject.patient_id == who.patient_id, AuditEntry.role == "receptionist"
        )  # fmt: skip
        return db.exec(asked).one()


def test_asha_asks_who_opened_her_record_and_the_officer_answers(clinic: Cast) -> None:
    entry = entry_about(clinic, clinic.asha)
    thread = clinic.do(clinic.asha, threads.ask_about_access, entry, "Why did the desk look at this?")
    assert clinic.do(clinic.asha, threads.ask_about_access, entry, "Why did the desk look at this?") == thread
    page = opened(clinic, clinic.admin, thread)
    assert len(page.bubbles) == 1
    assert page.entry is not None
    assert (page.entry.who, page.entry.role, page.entry.what) == (
        "Joon Park",
        "reception",
        "Looked at an appointment (Appointments)",
    )
    assert page.entry.when.startswith("23 Nov 2026, 10:00")
    say(clinic, clinic.admin, thread, "To confirm your time.")
    assert opened(clinic, clinic.asha, thread).bubbles[1].by == "Ilse Brandt, administration"
    for who in (clinic.reception, clinic.dr_rao, clinic.bilal):
        assert lines(clinic, who) == []
        with pytest.raises(NotFound):
            opened(clinic, who, thread)
    clinic.do(clinic.admin, privacy.close, thread)
    assert clinic.do(clinic.asha, threads.ask_about_access, entry, "And the day before?") == thread
    assert lines(clinic, clinic.admin) == [("Who opened my record", 1, True)]


def test_nobody_asks_about_an_access_to_somebody_elses_record(clinic: Cast) -> None:
    entry = entry_about(clinic, clinic.asha)
    for target in (entry, UUID(int=9)):
        with pytest.raises(NotFound):
            clinic.do(clinic.bilal, threads.ask_about_access, target, "x")
    with pytest.raises(ValidationError):
        clinic.do(clinic.asha, threads.ask_about_access, entry, "x" * 6_000)
    with pytest.raises(Invalid):
        clinic.do(clinic.asha, threads.ask_about_access, entry, " ")
    with transaction(reading=True) as db:
        assert db.exec(select(Thread)).all() == []
        assert db.exec(select(ThreadMessage)).all() == []


def test_staff_are_told_when_a_patient_cannot_read_it_here(cared: Cast) -> None:
    thread = begin(cared, cared.bilal, cared.dr_rao)
    assert opened(cared, cared.dr_rao, thread).unheard == ""
    with transaction() as db:
        db.get_one(Account, cared.bilal.account_id).disabled_at = cared.now
    assert "has no sign-in" in opened(cared, cared.dr_rao, thread).unheard
    assert opened(cared, cared.bilal, thread).unheard == ""


def test_each_reading_and_writing_is_remembered(cared: Cast) -> None:
    thread = begin(cared, cared.bilal, cared.dr_rao)
    opened(cared, cared.dr_rao, thread)
    say(cared, cared.dr_rao, thread, "Yes.")
    with transaction(reading=True) as db:
        asked = select(AuditEntry).join(AuditSubject).where(
            AuditSubject.patient_id == cared.bilal.patient_id, AuditEntry.account_id == cared.dr_rao.account_id
        )  # fmt: skip
        told = [(entry.what, entry.record_id) for entry in db.exec(asked.order_by(AuditEntry.seq))]  # type: ignore[arg-type]
    assert told == [("conversation", thread), ("write", thread)]
    assert whom.CLINIC == "clinic"
