"""The waiting room: numbers in a fair order, one caller for each patient, and every step can be taken back."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from hms.db import transaction
from hms.errors import Invalid, NotFound, NotPossible
from hms.models import Patient, QueueTicket, SchedulingRules
from hms.schemas.queue import CalledCard, IssueForm, PointForm, QueueCard
from hms.services import attendance, day, scheduling, visits
from hms.services.queue import calling, issuing, opening, points, seeing, undoing
from tests.support.cast import ELEVEN, NOW, Cast, later

TEN_TWENTY, TEN_FORTY = NOW + timedelta(minutes=20), NOW + timedelta(minutes=40)


def issue(clinic: Cast, who: str, queue: UUID, key: str = "", at: Any = None) -> CalledCard:
    patient_id = clinic.people[who].patient_id
    form = IssueForm(patient_id=patient_id, queue_id=queue, key=key or str(uuid4()))
    return clinic.do(clinic.reception, issuing.issue, form, now=at or clinic.now)


def check_in(clinic: Cast, who: str, at: Any, doctor: str = "dr_rao", came: Any = None) -> UUID:
    booked = clinic.book(clinic.people[who], at, doctor=doctor)
    clinic.do(clinic.reception, attendance.check_in, booked.id, now=came or clinic.now)
    return booked.id


def rao(clinic: Cast) -> UUID:
    return clinic.dr_rao.practitioner_id


def shown(clinic: Cast, who: Any = None, at: Any = None) -> QueueCard:
    board = clinic.do(who or clinic.dr_rao, seeing.board, now=at or clinic.now)
    return next(queue for queue in board.queues if queue.id == rao(clinic))


def names(clinic: Cast) -> list[str]:
    return [line.patient.split()[0] for line in shown(clinic).waiting]


def laboratory(clinic: Cast) -> UUID:
    return clinic.do(clinic.admin, points.add, PointForm(name="Blood samples", room="Room 3")).id


@pytest.fixture
def more(clinic: Cast) -> None:
    """Let three more people register."""
    for given in ("Chi", "Dana", "Emil"):
        clinic.people[given.lower()] = clinic.register(given, "Marek", f"{given}@post.example", NOW.date())


def test_a_check_in_gives_the_next_number_and_a_second_one_the_same(clinic: Cast) -> None:
    booked = check_in(clinic, "asha", ELEVEN)
    clinic.do(clinic.reception, attendance.check_in, booked)
    check_in(clinic, "bilal", TEN_TWENTY)
    assert [(line.number, line.patient) for line in shown(clinic).waiting] == [(2, "Bilal Haddad"), (1, "Asha Nair")]
    assert [line.state for line in shown(clinic).waiting] == ["arrived", "arrived"]


def test_the_next_day_begins_with_one(clinic: Cast) -> None:
    assert [issue(clinic, who, rao(clinic)).number for who in ("asha", "bilal")] == [1, 2]
    tomorrow = NOW + timedelta(days=1)
    assert issue(clinic, "asha", rao(clinic), at=tomorrow).number == 1
    assert [line.number for line in shown(clinic, at=tomorrow).waiting] == [1]


def test_who_leaves_and_comes_back_keeps_the_number(clinic: Cast) -> None:
    booked = check_in(clinic, "asha", ELEVEN)
    clinic.do(clinic.reception, attendance.undo_check_in, booked)
    assert names(clinic) == []
    clinic.do(clinic.reception, attendance.check_in, booked, now=later(5))
    (line,) = shown(clinic, at=later(7)).waiting
    assert (line.number, line.since, line.waited_min) == (1, "10:05", 2)


def test_pressing_twice_issues_one_number(clinic: Cast) -> None:
    key = str(uuid4())
    first, second = (issue(clinic, "asha", rao(clinic), key) for _ in range(2))
    assert (first.id, first.number, first.room) == (second.id, 1, "14")
    assert issue(clinic, "bilal", rao(clinic)).number == 2


def test_nobody_waits_twice_in_one_queue_but_may_in_two(clinic: Cast) -> None:
    issue(clinic, "asha", rao(clinic))
    with pytest.raises(NotPossible, match="has number 1 here already"):
        issue(clinic, "asha", rao(clinic))
    assert issue(clinic, "asha", laboratory(clinic)).number == 2


def test_a_number_is_for_somebody_somewhere(clinic: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        clinic.do(clinic.reception, issuing.issue, IssueForm(key=str(uuid4())))
    assert set(refused.value.fields) == {"patient_id", "queue_id"}
    for queue in (UUID(int=7), clinic.asha.patient_id):
        with pytest.raises(NotFound):
            issue(clinic, "asha", queue)
    with transaction() as db:
        db.get_one(Patient, clinic.asha.patient_id).deceased = True
    with pytest.raises(NotPossible, match="has died"):
        issue(clinic, "asha", rao(clinic))


@pytest.mark.usefixtures("more")
def test_appointments_go_by_their_time_and_walk_ins_between_by_when_they_came(clinic: Cast) -> None:
    check_in(clinic, "asha", TEN_FORTY, came=later(1))
    check_in(clinic, "bilal", TEN_TWENTY, came=later(30))  # late, and still goes by 10:20
    issue(clinic, "chi", rao(clinic), at=later(10))
    issue(clinic, "dana", rao(clinic), at=later(35))
    issue(clinic, "emil", rao(clinic), at=later(45))
    clinic.now = later(50)
    assert names(clinic) == ["Chi", "Bilal", "Dana", "Asha", "Emil"]
    called = [clinic.do(clinic.dr_rao, calling.call_next, rao(clinic)) for _ in range(5)]
    assert [one.patient.split()[0] for one in called] == ["Chi", "Bilal", "Dana", "Asha", "Emil"]
    with pytest.raises(NotPossible, match="Nobody waits"):
        clinic.do(clinic.dr_rao, calling.call_next, rao(clinic))


@pytest.mark.usefixtures("more")
def test_who_does_not_answer_goes_behind_the_others_and_is_called_again(clinic: Cast) -> None:
    numbers = [issue(clinic, who, rao(clinic), at=later(n)) for n, who in enumerate(("asha", "bilal", "chi"))]
    first = clinic.do(clinic.dr_rao, calling.call_next, rao(clinic))
    assert first.id == numbers[0].id
    clinic.do(clinic.dr_rao, calling.recall, first.id)
    (inside,) = shown(clinic).called
    assert (inside.calls, inside.called_to) == (2, "14")
    clinic.do(clinic.dr_rao, calling.skip, first.id)
    assert names(clinic) == ["Bilal", "Chi", "Asha"]
    assert shown(clinic).waiting[-1].state == "skipped"
    clinic.do(clinic.dr_rao, calling.call, first.id)
    assert [line.patient for line in shown(clinic).called] == ["Asha Nair"]


def test_calling_the_next_one_finishes_the_one_before(clinic: Cast) -> None:
    booked = check_in(clinic, "asha", TEN_TWENTY)
    check_in(clinic, "bilal", TEN_FORTY)
    for _ in range(2):
        clinic.do(clinic.dr_rao, calling.call_next, rao(clinic))
    assert [line.patient for line in shown(clinic).called] == ["Bilal Haddad"]
    assert clinic.do(clinic.dr_rao, scheduling.card, booked).status == "fulfilled"
    assert clinic.do(clinic.dr_rao, day.mine, None).unsigned == 1, "her visit is still to be signed"
    page = clinic.do(clinic.dr_rao, visits.page, booked)
    assert clinic.sign(page).signed


def test_the_appointment_goes_where_its_number_goes(clinic: Cast) -> None:
    booked = check_in(clinic, "asha", TEN_TWENTY)

    def status() -> str:
        return clinic.do(clinic.asha, scheduling.card, booked).status

    number = clinic.do(clinic.dr_rao, calling.call_next, rao(clinic)).id
    assert status() == "in_room"
    for act, after in ((calling.skip, "arrived"), (calling.call, "in_room"), (calling.finish, "fulfilled")):
        clinic.do(clinic.dr_rao, act, number)
        assert status() == after


def test_calling_in_an_appointment_goes_through_its_number_and_signing_ends_it(clinic: Cast) -> None:
    check_in(clinic, "asha", TEN_TWENTY)
    booked = clinic.book(clinic.bilal, TEN_FORTY)
    clinic.do(clinic.dr_rao, visits.start, booked.id)  # he went straight in: nobody checked him in
    assert [(line.number, line.patient) for line in shown(clinic).called] == [(2, "Bilal Haddad")]
    clinic.sign(clinic.do(clinic.dr_rao, visits.page, booked.id))
    assert shown(clinic).called == [] and shown(clinic).seen == 1


def test_a_patient_who_is_with_somebody_is_called_by_nobody_else(clinic: Cast) -> None:
    booked = check_in(clinic, "asha", TEN_TWENTY)
    laboratory_ = laboratory(clinic)
    sample = issue(clinic, "asha", laboratory_)
    clinic.do(clinic.reception, calling.call_next, laboratory_)
    assert shown(clinic).waiting[0].away
    with pytest.raises(NotPossible, match="with somebody else") as refused:
        clinic.do(clinic.dr_rao, visits.start, booked)
    assert refused.value.body == "Number 2 was called to Room 3. It has to be finished or skipped there first."
    with pytest.raises(NotPossible, match="Nobody waits"):
        clinic.do(clinic.dr_rao, calling.call_next, rao(clinic))
    issue(clinic, "bilal", rao(clinic), at=later(1))
    assert clinic.do(clinic.dr_rao, calling.call_next, rao(clinic)).patient == "Bilal Haddad", "she keeps her place"
    clinic.do(clinic.reception, calling.finish, sample.id)
    assert clinic.do(clinic.dr_rao, calling.call_next, rao(clinic)).patient == "Asha Nair"


def test_what_was_left_open_yesterday_keeps_nobody_from_being_called(clinic: Cast) -> None:
    point = laboratory(clinic)
    issue(clinic, "asha", point)
    clinic.do(clinic.reception, calling.call_next, point)
    clinic.now += timedelta(days=1)
    issue(clinic, "asha", rao(clinic))
    assert clinic.do(clinic.dr_rao, calling.call_next, rao(clinic)).patient == "Asha Nair"


def test_a_doctor_runs_no_other_queue_and_learns_nothing_of_it(clinic: Cast) -> None:
    number = issue(clinic, "asha", rao(clinic)).id
    for act, asked in (
        (calling.call_next, rao(clinic)),
        (calling.call_next, laboratory(clinic)),
        (calling.call, number),
    ):
        with pytest.raises(NotFound):
            clinic.do(clinic.dr_osei, act, asked)
    board = clinic.do(clinic.dr_osei, seeing.board)
    assert [(queue.name, queue.waiting) for queue in board.queues] == [("Dr Kofi Osei", [])]
    assert len(clinic.do(clinic.reception, seeing.board).queues) == 3


@pytest.mark.parametrize("act", [calling.recall, calling.finish])
def test_only_a_called_number_is_called_again_or_finished(clinic: Cast, act: Any) -> None:
    number = issue(clinic, "asha", rao(clinic)).id
    with pytest.raises(NotPossible, match="is not called"):
        clinic.do(clinic.dr_rao, act, number)
    clinic.do(clinic.dr_rao, calling.call, number)
    with pytest.raises(NotPossible, match="called already"):
        clinic.do(clinic.dr_rao, calling.call, number)
    clinic.do(clinic.dr_rao, calling.finish, number)
    for late in (calling.call, calling.recall, calling.skip, calling.finish):
        with pytest.raises(NotPossible, match="finished already"):
            clinic.do(clinic.dr_rao, late, number)


def test_a_long_wait_is_marked_from_the_clinics_threshold_on(clinic: Cast) -> None:
    with transaction() as db:
        db.add(SchedulingRules(long_wait_min=20))
    issue(clinic, "asha", rao(clinic))
    assert [shown(clinic, at=later(n)).waiting[0].state for n in (19.9, 20)] == ["arrived", "long"]


@pytest.mark.usefixtures("more")
def test_an_expected_wait_says_what_it_rests_on(clinic: Cast) -> None:
    people = ("asha", "bilal", "chi", "dana", "emil")
    for who in people:
        issue(clinic, who, rao(clinic))
    assert shown(clinic).outlook == "Who comes now waits about 100 min, an estimate from the planned 20 min each."
    assert [line.expected for line in shown(clinic).waiting][:3] == ["next", "about 20 min", "about 40 min"]
    for minute in (0, 10, 24, 32):  # ten, fourteen and eight minutes
        clinic.do(clinic.dr_rao, calling.call_next, rao(clinic), now=later(minute))
    then = shown(clinic, at=later(36))
    assert then.seen == 3
    assert [line.expected for line in then.waiting] == ["about 10 min"], "of the usual ten, six minutes are left"
    assert then.outlook == "Who comes now waits about 20 min, going by 3 patients of today."


def test_who_is_booked_before_somebody_early_counts_as_before_them(clinic: Cast) -> None:
    clinic.book(clinic.bilal, TEN_TWENTY)
    check_in(clinic, "asha", TEN_FORTY)
    assert shown(clinic).waiting[0].expected == "about 40 min", (
        "he is not seen before his time, and takes twenty minutes"
    )


def test_a_walk_ins_visit_is_written_and_signed_like_any_other(clinic: Cast) -> None:
    clinic.book(clinic.bilal, TEN_TWENTY)
    number = issue(clinic, "asha", rao(clinic), at=later(15)).id
    clinic.now = later(18)
    with pytest.raises(NotPossible, match="is not called"):
        clinic.do(clinic.dr_rao, opening.open_visit, number)
    clinic.do(clinic.dr_rao, calling.call_next, rao(clinic))
    visit = clinic.do(clinic.dr_rao, opening.open_visit, number)
    assert clinic.do(clinic.dr_rao, opening.open_visit, number) == visit
    card = clinic.do(clinic.dr_rao, scheduling.card, visit)
    assert (card.status, card.time, card.arrived, card.overbooked) == ("in_room", "10:18", "10:15", True)
    clinic.sign(clinic.do(clinic.dr_rao, visits.page, visit))
    assert shown(clinic).called == []
    with transaction(reading=True) as db:
        assert db.exec(select(QueueTicket)).one().appointment_id == visit


def test_a_walk_in_whose_visit_was_not_opened_is_still_to_be_signed(clinic: Cast) -> None:
    booked = clinic.book(clinic.asha, ELEVEN, doctor="dr_osei")
    issue(clinic, "asha", rao(clinic))
    clinic.now = ELEVEN + timedelta(minutes=1)  # her other appointment has begun without her
    clinic.do(clinic.dr_rao, calling.call_next, rao(clinic))
    clinic.do(clinic.dr_rao, calling.finish, shown(clinic).called[0].id)
    mine = clinic.do(clinic.dr_rao, day.mine, None)
    assert mine.unsigned == 1
    (line,) = [entry.card for entry in mine.ruler if entry.card]
    assert (line.status, line.time) == ("fulfilled", booked.ends)


def test_each_step_is_taken_back_one_by_one(clinic: Cast) -> None:
    booked = check_in(clinic, "asha", TEN_TWENTY)
    me = clinic.reception

    def facts() -> tuple[str, list[int], list[int], str]:
        queue = shown(clinic)
        status = clinic.do(clinic.asha, scheduling.card, booked).status
        calls = [line.calls for line in queue.called]
        return status, calls, [line.number for line in queue.waiting], clinic.do(me, seeing.board).undo

    number = shown(clinic).waiting[0].id
    seen = [facts()]
    for act in (calling.call, calling.recall, calling.skip, calling.call, calling.finish):
        clinic.do(me, act, number)
        seen.append(facts())
    assert [words for *_, words in seen] == [
        "number 1 issued", "number 1 called", "number 1 called again", "number 1 skipped", "number 1 called",
        "number 1 finished",
    ]  # fmt: skip
    while len(seen) > 1:
        assert facts() == seen.pop()
        clinic.do(me, undoing.undo)
    assert facts() == seen[0]
    clinic.do(me, undoing.undo)
    assert facts() == ("booked", [], [], "")
    with pytest.raises(NotPossible, match="nothing to take back"):
        clinic.do(me, undoing.undo)
    clinic.do(me, attendance.check_in, booked)
    assert names(clinic) == ["Asha"]


def test_taking_the_next_call_back_brings_the_one_before_in_again(clinic: Cast) -> None:
    booked = check_in(clinic, "asha", TEN_TWENTY)
    check_in(clinic, "bilal", TEN_FORTY)
    for _ in range(2):
        clinic.do(clinic.dr_rao, calling.call_next, rao(clinic))
    assert clinic.do(clinic.dr_rao, undoing.undo).patient == "Bilal Haddad"
    assert [line.patient for line in shown(clinic).called] == ["Asha Nair"] and names(clinic) == ["Bilal"]
    assert clinic.do(clinic.dr_rao, scheduling.card, booked).status == "in_room"


def test_a_step_is_not_taken_back_once_somebody_went_on_from_it(clinic: Cast) -> None:
    number = issue(clinic, "asha", rao(clinic)).id
    clinic.do(clinic.dr_rao, calling.call, number)
    assert clinic.do(clinic.reception, seeing.board).undo == ""
    with pytest.raises(NotPossible, match="has moved on since"):
        clinic.do(clinic.reception, undoing.undo)
    clinic.do(clinic.dr_rao, undoing.undo)
    clinic.do(clinic.reception, undoing.undo)
    assert shown(clinic).called == [] and names(clinic) == []


def test_a_call_is_not_taken_back_once_the_note_is_begun(clinic: Cast) -> None:
    booked = check_in(clinic, "asha", TEN_TWENTY)
    clinic.do(clinic.dr_rao, visits.start, booked)
    clinic.do(clinic.dr_rao, undoing.undo)
    assert clinic.do(clinic.dr_rao, day.mine, None).unsigned == 0, "an empty note of nobody's visit is not to be signed"
    clinic.do(clinic.dr_rao, visits.start, booked)
    page = clinic.do(clinic.dr_rao, visits.page, booked)
    signed = clinic.sign(page)
    assert signed.signed
    with pytest.raises(NotPossible, match="is signed"):
        clinic.do(clinic.dr_rao, undoing.undo)
    assert clinic.do(clinic.dr_rao, scheduling.card, booked).status == "fulfilled"


def test_a_finish_is_not_taken_back_while_the_patient_is_with_somebody_else(clinic: Cast) -> None:
    point = laboratory(clinic)
    issue(clinic, "asha", rao(clinic))
    issue(clinic, "asha", point)
    clinic.do(clinic.dr_rao, calling.call_next, rao(clinic))
    clinic.do(clinic.dr_rao, calling.finish, shown(clinic).called[0].id)
    clinic.do(clinic.reception, calling.call_next, point)
    with pytest.raises(NotPossible, match="with somebody else"):
        clinic.do(clinic.dr_rao, undoing.undo)
