"""Messages are written with the act that they tell of, and sent once it is kept: each at least once, none in vain."""

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import col, select, update

from hms.access import SYSTEM, Scope, perform
from hms.db import engine, transaction
from hms.errors import SlotTaken
from hms.models import Appointment, AuditEntry, AuditSubject, OutboxMessage, Patient, PatientContact, SchedulingRules
from hms.schemas.notices import NoticeForm
from hms.schemas.scheduling import CancelRequest, MoveRequest
from hms.services import attendance, channels, notices, outbox, scheduling
from hms.services.channels import Problem, Undelivered, Way
from hms.services.outbox import sending
from tests.support.cast import ELEVEN, NOW, Cast, later
from tests.support.post import Postbox
from tests.support.post import outbox as written

EVENING, MORNING = datetime.fromisoformat("2026-11-23T22:30+05:30"), datetime.fromisoformat("2026-11-24T08:00+05:30")
LATER = MORNING + timedelta(hours=6)


def move(clinic: Cast, card: Any, to: datetime, **how: Any) -> Any:
    form = MoveRequest(appointment_id=card.id, starts_at=to, version=card.version)
    return clinic.do(clinic.reception, scheduling.move, form, **how)


def cancel(clinic: Cast, card: Any, **how: Any) -> Any:
    form = CancelRequest(appointment_id=card.id, reason="The doctor is ill", version=card.version)
    return clinic.do(clinic.reception, scheduling.cancel, form, **how)


def outcomes(*kinds: str) -> list[str | None]:
    return [message.outcome for message in written(*kinds)]


def test_a_booking_writes_its_message_in_the_same_transaction_with_one_insert(clinic: Cast) -> None:
    said: list[str] = []

    def heard(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        said.append(statement)

    event.listen(engine(), "before_cursor_execute", heard)
    clinic.book(clinic.asha)
    event.remove(engine(), "before_cursor_execute", heard)
    about = [statement for statement in said if "outbox_message" in statement]
    assert len(about) == 1 and about[0].startswith("INSERT")
    with pytest.raises(SlotTaken):
        clinic.book(clinic.bilal)
    assert [message.kind for message in written()] == ["booked"]


def test_nothing_leaves_that_was_not_kept(clinic: Cast, postbox: Postbox) -> None:
    with pytest.raises(RuntimeError), transaction() as db:
        scheduling.book(Scope(db, clinic.asha, NOW), clinic.request())
        raise RuntimeError
    assert postbox.empty(later(1)) == [] and written() == []


def test_asha_is_told_of_her_appointment_and_not_why_she_comes(clinic: Cast, postbox: Postbox) -> None:
    clinic.book(clinic.asha)
    ((to, message),) = postbox.empty(later(1))
    assert to == "asha@post.example" and message.clinic == "Alder Valley"
    for words in ("Asha Nair", "Monday, 23 November 2026, 11:00", "Dr Meera Rao", "/patient/appointments/"):
        assert words in message.text
    assert "Palpitations" not in message.text + message.subject and "Rao" not in message.subject
    (row,) = written()
    assert (row.outcome, row.sent_at, row.tries, row.channel) == ("sent", later(1), 1, "email")
    assert postbox.empty(later(600)) == []


def test_what_was_sent_about_a_patient_is_remembered(clinic: Cast, postbox: Postbox) -> None:
    clinic.book(clinic.asha)
    postbox.empty(later(1))
    with transaction(reading=True) as db:
        told = select(AuditSubject.patient_id).join(AuditEntry, col(AuditEntry.id) == AuditSubject.entry_id)
        assert db.exec(told.where(AuditEntry.what == "prepare")).all() == [clinic.asha.patient_id]


def test_trouble_is_met_with_patience_for_about_a_day_then_given_up(clinic: Cast, postbox: Postbox) -> None:
    card = clinic.book(clinic.asha, ELEVEN + timedelta(days=7))
    postbox.trouble["asha@post.example"] = Undelivered(Problem.LATER)
    began = now = later(1)
    pauses = []
    for n in range(sending.MOST_TRIES):
        assert written()[0].tries == n
        postbox.empty(now)
        (row,) = written()
        pauses.append(row.due_at - now)
        now = row.due_at
    assert (row.outcome, row.problem, row.sent_at) == ("given_up", "later", None)
    assert all(0.8 * sending.pause(n) <= p <= 1.2 * sending.pause(n) for n, p in enumerate(pauses[:4], 1))
    total = sum((sending.pause(n) for n in range(1, sending.MOST_TRIES)), timedelta())
    assert timedelta(hours=18) < total < timedelta(hours=30)
    assert now - began < timedelta(days=3)  # the quiet hours count in
    del postbox.trouble["asha@post.example"]
    assert postbox.empty(card.starts_at - timedelta(days=1)) == []


def test_one_messages_failure_never_stops_another(clinic: Cast, postbox: Postbox) -> None:
    clinic.book(clinic.asha, ELEVEN)
    clinic.book(clinic.bilal, ELEVEN + timedelta(minutes=20))
    for failure in (Undelivered(Problem.ADDRESS, for_good=True), RuntimeError("asha@post.example is not a name")):
        postbox.trouble["asha@post.example"] = failure
        postbox.kinds(later(1))
        assert outcomes("booked")[1] == "sent"
        with transaction() as db:
            db.connection().execute(update(OutboxMessage).values(over_at=None, outcome=None, due_at=NOW))
    del postbox.trouble["asha@post.example"]
    assert len(postbox.empty(later(2))) == 2


def test_a_damaged_message_harms_no_other(clinic: Cast, postbox: Postbox) -> None:
    clinic.book(clinic.asha, ELEVEN)
    clinic.book(clinic.bilal, ELEVEN + timedelta(minutes=20))
    with transaction() as db:
        row = db.get_one(OutboxMessage, written()[0].id)
        row.facts_sealed = b"\x01" + b"0" * 60
    assert [to for to, _ in postbox.empty(later(1))] == ["bilal@post.example"]
    assert [(row.problem, row.outcome) for row in written()] == [("ours", None), (None, "sent")]


def test_a_worker_that_dies_loses_no_message(clinic: Cast, postbox: Postbox) -> None:
    clinic.book(clinic.asha, ELEVEN + timedelta(days=1))
    (taken,) = perform(sending.claim, SYSTEM, now=later(1))
    assert postbox.empty(later(2)) == [], "somebody is at it"
    ((_, message),) = postbox.empty(later(1) + sending.CLAIM)
    assert message.id == taken and outcomes() == ["sent"]


def test_two_workers_never_take_the_same_message(clinic: Cast) -> None:
    for n in range(12):
        clinic.book(clinic.asha, ELEVEN + timedelta(days=1 + n // 6, minutes=20 * (n % 6)))
    with ThreadPoolExecutor(4) as pool:
        taken = [
            t for batch in pool.map(lambda _: perform(sending.claim, SYSTEM, now=later(1)), range(8)) for t in batch
        ]
    assert len(taken) == len(set(taken)) == 12


def test_of_the_steps_of_an_appointment_only_the_last_is_told(clinic: Cast, postbox: Postbox) -> None:
    tomorrow = ELEVEN + timedelta(days=2)
    first = clinic.book(clinic.asha, tomorrow)
    cancel(clinic, move(clinic, first, tomorrow + timedelta(minutes=20)))
    assert postbox.kinds(later(1)) == ["cancelled"]
    assert outcomes("booked", "moved") == ["superseded"] * 2


def test_a_move_tells_what_the_patient_knew_before(clinic: Cast, postbox: Postbox) -> None:
    at = [ELEVEN + timedelta(days=2, minutes=20 * n) for n in range(3)]
    card = clinic.book(clinic.asha, at[0])
    postbox.empty(later(1))
    card = move(clinic, move(clinic, card, at[1]), at[2])
    ((_, message),) = postbox.empty(later(2))
    assert "Before: Wednesday, 25 November 2026, 11:00" in message.text and "11:40" in message.text
    assert "11:20" not in message.text
    move(clinic, move(clinic, card, at[0]), at[2])
    assert postbox.empty(later(3)) == [], "there and back again: nothing has changed for asha"


def test_what_comes_too_late_stays(clinic: Cast, postbox: Postbox) -> None:
    clinic.book(clinic.asha)
    assert postbox.empty(ELEVEN) == [] and outcomes() == ["late"]


def test_nobody_is_written_to_who_does_not_want_it_or_cannot_be(clinic: Cast, postbox: Postbox) -> None:
    clinic.do(clinic.asha, notices.choose, NoticeForm(channel="none", language="en", version=0))
    clinic.book(clinic.asha, ELEVEN)
    clinic.book(clinic.bilal, ELEVEN + timedelta(minutes=20))
    with transaction() as db:
        for contact in db.exec(select(PatientContact).where(PatientContact.patient_id == clinic.bilal.patient_id)):
            db.delete(contact)
    assert postbox.empty(later(1)) == [] and outcomes() == ["unwanted", "no_address"]


def test_another_way_plugs_in_under_its_name(clinic: Cast, postbox: Postbox) -> None:
    phones = Postbox("sms")
    channels.add(Way("sms", "Text message", reaches="phone", open=lambda: phones))
    assert [way.label for way in clinic.do(clinic.asha, notices.choice).ways] == ["E-mail", "Text message"]
    clinic.do(clinic.asha, notices.choose, NoticeForm(channel="sms", language="fr", version=0))
    clinic.book(clinic.asha, ELEVEN)
    clinic.book(clinic.bilal, ELEVEN + timedelta(minutes=20))
    assert [to for to, _ in postbox.empty(later(1))] == ["bilal@post.example"]
    ((to, message),) = phones.took
    assert to == "+919876543210" and message.subject.startswith("Votre rendez-vous")
    assert [row.channel for row in written()] == ["sms", "email"]


def test_nobody_writes_to_the_dead(clinic: Cast, postbox: Postbox) -> None:
    clinic.book(clinic.asha)
    with transaction() as db:
        db.get_one(Patient, clinic.asha.patient_id).deceased = True
    assert postbox.empty(later(1)) == [] and outcomes() == ["deceased"]


def test_a_message_speaks_the_patients_language(clinic: Cast, postbox: Postbox) -> None:
    clinic.do(clinic.asha, notices.choose, NoticeForm(channel="email", language="de", version=0))
    clinic.book(clinic.asha)
    ((_, message),) = postbox.empty(later(1))
    assert "Montag, 23. November 2026" in message.text and message.language == "de"
    assert message.subject.startswith("Ihr Termin")


def test_at_night_messages_wait_until_the_morning(clinic: Cast, postbox: Postbox) -> None:
    clinic.do(clinic.asha, scheduling.book, clinic.request(LATER), now=EVENING)
    assert postbox.empty(EVENING) == [] and written()[0].due_at == MORNING
    assert postbox.kinds(MORNING) == ["booked"]


def test_a_night_in_which_nothing_was_sent_does_not_spill_into_the_next(clinic: Cast, postbox: Postbox) -> None:
    clinic.book(clinic.asha, LATER)
    assert postbox.empty(EVENING) == [], "the server was away until the evening"
    assert (written()[0].due_at, written()[0].tries) == (MORNING, 0)
    assert postbox.kinds(MORNING) == ["booked"]


def test_nobody_travels_in_vain_for_the_sake_of_the_quiet_hours(clinic: Cast, postbox: Postbox) -> None:
    early = MORNING - timedelta(minutes=30)
    with transaction() as db:
        db.merge(SchedulingRules(overbooking_roles="receptionist"))
    form = clinic.request(early, patient_id=clinic.asha.patient_id, overbook_reason="Only then")
    card = clinic.do(clinic.reception, scheduling.book, form)
    postbox.empty(later(1))
    cancel(clinic, card, now=EVENING)
    assert postbox.kinds(EVENING) == ["cancelled"]


def test_the_log_names_nobody(clinic: Cast, postbox: Postbox, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    clinic.book(clinic.asha)
    postbox.trouble["asha@post.example"] = RuntimeError("asha@post.example Asha Nair")
    postbox.empty(later(1))
    assert "could not be prepared or sent (RuntimeError)" in caplog.text
    assert not any(words in caplog.text for words in ("asha", "Asha", "Nair", "post.example", "Palpitations"))


def test_what_nobody_has_words_for_cannot_be_written(clinic: Cast) -> None:
    card = clinic.book(clinic.asha)
    with pytest.raises(ValueError, match="hello"), transaction() as db:
        outbox.write(Scope(db, SYSTEM, NOW), "hello", db.get_one(Appointment, card.id))


def test_a_check_in_overtakes_nothing(clinic: Cast, postbox: Postbox) -> None:
    card = clinic.book(clinic.asha)
    clinic.do(clinic.reception, attendance.check_in, card.id)
    assert postbox.kinds(later(1)) == ["booked"]
