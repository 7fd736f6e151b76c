"""Who is told of a message, and who answers while a doctor is away."""

import threading
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from hms import changes
from hms.access import SYSTEM
from hms.errors import Invalid, NotFound
from hms.schemas.notices import NoticeForm
from hms.schemas.threads import CoverForm
from hms.services import notices, threads
from hms.services.doctor_time import special
from hms.services.outbox import listing
from hms.services.threads import covers, seeing, settling
from tests.services.test_threads import entry_about
from tests.support import doctor_time
from tests.support.cast import NOW, Cast, later
from tests.support.post import Postbox
from tests.support.post import outbox as written
from tests.support.talking import begin, opened, say

TODAY = date(2026, 11, 23)


@pytest.fixture
def cared(clinic: Cast) -> Cast:
    """Give the clinic with bilal in dr_rao's care."""
    clinic.book(clinic.bilal)
    return clinic


def cover(clinic: Cast, first: int = 0, last: int = 2, **other: Any) -> None:
    days = {} if other.get("on_leave") else {"from_on": day(first), "to_on": day(last)}
    form = CoverForm(**{"covered_by_id": clinic.dr_osei.practitioner_id, "key": uuid4().hex, **days, **other})
    clinic.do(clinic.dr_rao, covers.put, form)


def day(n: int) -> str:
    return (TODAY + timedelta(days=n)).isoformat()


def subjects(clinic: Cast, who: Any) -> list[tuple[str, str]]:
    return [(one.subject, one.stands_in) for one in clinic.do(who, seeing.listed).threads]


def test_the_mail_says_that_there_is_a_message_and_nothing_of_it(cared: Cast, postbox: Postbox) -> None:
    thread = begin(cared, cared.bilal, cared.dr_rao, subject="Quokka rash", body="It itches")
    postbox.empty(later(1))
    say(cared, cared.dr_rao, thread, "Wombat cream, twice a day")
    ((to, mail),) = postbox.empty(later(2))
    assert (to, mail.subject, mail.calendar) == ("bilal@post.example", "You have a message from the clinic", None)
    assert "/patient/messages" in mail.text
    for word in ("Quokka", "rash", "itches", "Wombat", "cream", "Rao", str(thread), "Cardiology"):
        assert word not in mail.subject + mail.text
    (row,) = written("message")
    assert "Wombat" not in row.facts
    assert cared.do(cared.reception, listing.messages).messages[0].kind == "“You have a message”"


def test_what_was_read_meanwhile_is_not_mailed(cared: Cast, postbox: Postbox) -> None:
    thread = begin(cared, cared.bilal, cared.dr_rao)
    postbox.empty(later(1))
    say(cared, cared.dr_rao, thread, "Yes.")
    cared.do(cared.bilal, seeing.seen, thread, 2)
    assert postbox.kinds(later(2)) == []
    assert written("message")[0].outcome == "superseded"


def test_one_mail_a_day_tells_of_all_that_is_unread(cared: Cast, postbox: Postbox) -> None:
    thread = begin(cared, cared.bilal, cared.dr_rao)
    postbox.empty(later(1))
    for words in ("One.", "Two.", "Three."):
        say(cared, cared.dr_rao, thread, words)
    assert postbox.kinds(later(2)) == ["message"]
    cared.now = later(10)
    cared.do(cared.bilal, seeing.seen, thread, 4)
    say(cared, cared.dr_rao, thread, "Four: after all was read.")
    assert postbox.kinds(later(11)) == ["message"]
    cared.now = later(24 * 60)
    say(cared, cared.dr_rao, thread, "Five: on the next day.")
    assert postbox.kinds(later(24 * 60 + 1)) == ["message"]


def test_quiet_hours_and_the_patients_wish_are_kept(cared: Cast, postbox: Postbox) -> None:
    thread = begin(cared, cared.bilal, cared.dr_rao)
    postbox.empty(later(1))
    cared.now = later(13 * 60)  # eleven at night
    say(cared, cared.dr_rao, thread, "Good night.")
    assert postbox.kinds(later(13 * 60 + 1)) == []
    assert postbox.kinds(later(23 * 60)) == ["message"]
    cared.now = later(50 * 60)
    cared.do(cared.bilal, notices.choose, NoticeForm(channel="none", language="en", version=0))
    say(cared, cared.dr_rao, thread, "Later.")
    assert postbox.kinds(later(50 * 60 + 1)) == []
    assert written("message")[-1].outcome == "unwanted"


def test_a_patients_own_message_mails_nobody_but_an_answer_to_a_question_of_privacy_does(
    cared: Cast, postbox: Postbox
) -> None:
    thread = cared.do(cared.bilal, threads.ask_about_access, entry_about(cared, cared.bilal), "Why?")
    postbox.empty(later(1))
    assert written("message") == []
    say(cared, cared.admin, thread, "To confirm your time.")
    assert postbox.kinds(later(2)) == ["message"]


def test_both_sides_hear_of_a_message_at_once(clinic_on_sqlite: Cast) -> None:
    clinic, heard = clinic_on_sqlite, []
    clinic.book(clinic.bilal)
    thread = begin(clinic, clinic.bilal, clinic.dr_rao)
    stop = changes.BUS.subscribe(lambda change: heard.append(change.topic if change else ""))
    try:
        say(clinic, clinic.dr_rao, thread, "Yes.")
    finally:
        stop()
    wanted = {f"thread:{thread}", f"threads:{clinic.dr_rao.practitioner_id}", f"threads:{clinic.bilal.patient_id}"}
    assert wanted <= set(heard)


def test_two_answers_at_once_both_stand_in_order(cared: Cast) -> None:
    thread = begin(cared, cared.bilal, cared.dr_rao)
    key, words = uuid4().hex, [f"Answer {n}" for n in range(4)]
    work = [threading.Thread(target=say, args=(cared, cared.dr_rao, thread, word)) for word in words]
    work += [threading.Thread(target=say, args=(cared, cared.bilal, thread, "Sent twice", key)) for _ in range(2)]
    for one in work:
        one.start()
    for one in work:
        one.join()
    found = opened(cared, cared.bilal, thread).bubbles
    assert [one.place for one in found] == [1, 2, 3, 4, 5, 6]
    assert sorted(one.body for one in found[1:]) == [*words, "Sent twice"]


def test_while_dr_rao_is_away_dr_osei_answers_what_is_new(cared: Cast) -> None:
    old = begin(cared, cared.bilal, cared.dr_rao, subject="Old and answered")
    say(cared, cared.dr_rao, old, "Yes.")
    waiting = begin(cared, cared.bilal, cared.dr_rao, subject="Still waiting")
    cover(cared, 1, 2)
    assert subjects(cared, cared.dr_osei) == []
    cared.now = later(24 * 60)
    assert subjects(cared, cared.dr_osei) == [("Still waiting", "Dr Meera Rao")]
    with pytest.raises(NotFound):
        opened(cared, cared.dr_osei, old)
    page = opened(cared, cared.bilal, waiting)
    assert page.away == "Dr Meera Rao is away until Wed 25 Nov; Dr Kofi Osei answers."
    say(cared, cared.bilal, old, "And today?")
    say(cared, cared.dr_osei, old, "Rest.")
    assert opened(cared, cared.bilal, old).bubbles[-1].by == "Dr Kofi Osei, for Dr Meera Rao"
    assert subjects(cared, cared.dr_rao) == [("Old and answered", ""), ("Still waiting", "")]
    assert cared.do(cared.dr_osei, covers.mine).for_others == ["Dr Meera Rao"]
    cared.now = later(3 * 24 * 60)  # over by itself
    assert subjects(cared, cared.dr_osei) == []
    with pytest.raises(NotFound):
        say(cared, cared.dr_osei, old, "x")
    assert opened(cared, cared.bilal, old).away == ""


def test_on_leave_whoever_usually_stands_in_answers(cared: Cast) -> None:
    thread = begin(cared, cared.bilal, cared.dr_rao)
    cover(cared, on_leave=True)
    assert subjects(cared, cared.dr_osei) == []
    leave = doctor_time.add(cared, cared.dr_rao, first=1)
    cared.now = later(24 * 60)
    assert subjects(cared, cared.dr_osei) == [("After the ECG", "Dr Meera Rao")]
    assert opened(cared, cared.bilal, thread).away == "Dr Meera Rao is away until Tue 24 Nov; Dr Kofi Osei answers."
    choice = cared.do(cared.bilal, seeing.beginning).whom[0]
    assert choice.about == "Dr Meera Rao is away until Tue 24 Nov; Dr Kofi Osei answers."
    cared.do(cared.dr_rao, special.withdraw, leave.id, leave.version)
    assert subjects(cared, cared.dr_osei) == []


def test_on_leave_without_anybody_it_is_said_plainly(cared: Cast) -> None:
    thread = begin(cared, cared.bilal, cared.dr_rao)
    doctor_time.add(cared, cared.dr_rao, first=1, last=2)
    cared.now = later(24 * 60)
    assert opened(cared, cared.bilal, thread).away == (
        "Dr Meera Rao is away until Wed 25 Nov. Nobody answers meanwhile."
    )


def test_an_arrangement_is_ended_and_a_wrong_one_refused(cared: Cast) -> None:
    thread = begin(cared, cared.bilal, cared.dr_rao)
    for wrong, field in (
        ({"covered_by_id": cared.dr_rao.practitioner_id}, "covered_by_id"),
        ({"covered_by_id": uuid4()}, "covered_by_id"),
        ({"from_on": day(-1)}, "from_on"),
        ({"to_on": "31 February"}, "to_on"),
        ({"from_on": day(3), "to_on": day(2)}, "to_on"),
        ({"to_on": day(800)}, "to_on"),
    ):
        with pytest.raises(Invalid) as refused:
            cover(cared, **wrong)
        assert field in refused.value.fields
    cover(cared, 0, 2)
    with pytest.raises(Invalid, match="marked"):
        cover(cared, 2, 3)
    assert opened(cared, cared.dr_osei, thread).subject == "After the ECG"
    (kept,) = cared.do(cared.dr_rao, covers.mine).covers
    assert (kept.words, kept.now) == ("Dr Kofi Osei, Mon 23 Nov to Wed 25 Nov", True)
    with pytest.raises(NotFound):
        cared.do(cared.dr_osei, covers.end, kept.id)
    cared.do(cared.dr_rao, covers.end, kept.id)
    with pytest.raises(NotFound):
        opened(cared, cared.dr_osei, thread)
    with pytest.raises(NotFound):
        cared.do(cared.dr_osei, settling.close, thread)
    assert cared.do(cared.dr_rao, covers.mine).covers == []
    assert (SYSTEM.role, NOW.date()) == ("system", TODAY)
